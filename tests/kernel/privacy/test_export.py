"""Everything about one enterprise or person, in a zip that a person can read."""

import io
import json
import zipfile

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from portal.kernel.jobs.actions import run
from portal.kernel.models import PrivacyExport, ReadLog, StoredFile
from portal.kernel.privacy.zipping import names_of
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_municipality, make_staff
from tests.kernel.privacy.everything import (
    CONTACT,
    EMAIL,
    KVK,
    NAME,
    make_everything,
    make_newer_instruments,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    municipality = make_municipality("Vechtstede")
    officer = make_staff(municipality, "privacy_officer", name="Raoul Biesheuvel")
    manager = make_staff(municipality, "account_manager", domains=("economy", "care", "work"))
    made = make_everything(municipality, manager)
    make_newer_instruments(made, manager)
    return municipality, officer, made


def exported(municipality, client, kind, pk, **data):
    client.post(reverse("privacy_export", kwargs={"kind": kind, "pk": str(pk)}), data)
    with scoped([municipality.pk]):
        export = PrivacyExport.objects.select_related("job").get()
    run(str(export.job_id), municipality.pk)
    answer = client.get(reverse("privacy_export_download", args=[export.pk]))
    return answer, zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


@pytest.mark.parametrize("with_notes", [False, True])
def test_everything_about_an_enterprise_is_in_the_zip(world, client_for, with_notes):
    municipality, officer, made = world
    data = {"private_notes": "on"} if with_notes else {}
    answer, archive = exported(municipality, client_for(officer), "enterprise", made.case_file.pk, **data)
    assert "alles-over-zeldzame-zadelmakerij-" in answer["Content-Disposition"]
    names = archive.namelist()
    assert {
        "overzicht.html", "overzicht.pdf", "gegevens.xlsx", "gegevens-voor-software/verplichtingen.json",
        "gegevens-voor-software/berichten.json", f"bestanden/{NAME}.txt", f"bestanden/{CONTACT}.txt",
    } <= set(names)  # fmt: skip
    assert ("gegevens-voor-software/domeinnotities.json" in names) is with_notes
    text = archive.read("overzicht.html").decode()
    assert all(word in text for word in (NAME, KVK, EMAIL, "Participatiewet", "60 maanden"))
    links = (
        json.loads(archive.read("gegevens-voor-software/deellinks.json"))
        if "deellinks" in str(names)
        else [{}]
    )
    assert "token_hash" not in json.dumps(links) and "1" * 64 not in text
    assert all("token" not in archive.read(name).decode() for name in names if name.endswith(".json"))
    book = load_workbook(io.BytesIO(archive.read("gegevens.xlsx")))
    assert "Berichten" in book.sheetnames and "Impactclaims" in book.sheetnames
    assert any(NAME in str(cell.value) for row in book["Dossiers"].iter_rows() for cell in row)
    with scoped([municipality.pk]):
        assert ReadLog.objects.filter(kind="privacy-export", about_id=str(made.case_file.pk)).count() == 2


def test_everything_about_a_person_holds_what_they_wrote_too(world, client_for):
    municipality, officer, made = world
    _answer, archive = exported(municipality, client_for(officer), "person", made.person.pk)
    text = archive.read("overzicht.html").decode()
    assert all(word in text for word in (CONTACT, EMAIL, "Mijn bericht", "Groet, Quirina"))
    names = archive.namelist()
    assert {
        "gegevens-voor-software/mensen.json", "gegevens-voor-software/berichten.json",
        "gegevens-voor-software/impactclaims.json", "gegevens-voor-software/vragen.json",
    } <= set(names)  # fmt: skip
    person = json.loads(archive.read("gegevens-voor-software/mensen.json"))
    assert "password" not in person[0]


def test_two_files_of_one_name_both_have_a_name_in_the_zip():
    files = [
        StoredFile(pk=number, name=name) for number, name in enumerate(["a.pdf", "A.pdf", "../a.pdf", "x/y"])
    ]
    assert [name for name, _stored in names_of(files)] == ["a.pdf", "A (2).pdf", "-a.pdf", "x-y"]
