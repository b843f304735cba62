"""A specialist of care cannot see notes of work and income, by any road; reading is logged."""

import pytest
from django.utils import timezone

from accounts.casefile.actions import write_note
from accounts.models import DomainNote
from accounts.timeline.actions import add_task, log_contact
from portal.kernel.models import ReadLog
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_case_file

SECRET = "Kandidaat W-17 krijgt jobcoaching"


@pytest.fixture
def case_file(municipality, staff):
    case_file = make_case_file(municipality, "Naaigoed")
    with scoped([municipality.pk], domains=["work"]):
        write_note(case_file=case_file, domain="work", text=SECRET, by=staff("specialist", domains=("work",)))
    return case_file


@pytest.mark.parametrize(
    "path",
    ["/dossiers/{pk}/", "/dossiers/{pk}/notities/", "/dossiers/{pk}/notities/?domein=work", "/dossiers/{pk}/tijdlijn/",
     "/dossiers/{pk}/geschiedenis/", "/zoeken/?q=W-17", "/zoeken/?q=jobcoaching", "/zoeken/voorstellen/?q=jobcoaching"],
)  # fmt: skip
def test_care_sees_nothing_of_a_note_of_work(case_file, staff, client_for, path):
    answer = client_for(staff("specialist", domains=("care",))).get(path.format(pk=case_file.pk))
    assert answer.status_code == 200
    assert "W-17" not in answer.content.decode().replace("q=W-17", "").replace('value="W-17"', "").replace(
        "Zoeken: W-17", ""
    )
    assert "krijgt" not in answer.content.decode()


def test_work_reads_it_finds_it_and_that_is_logged(case_file, staff, client_for, municipality):
    person = staff("specialist", domains=("work",))
    client = client_for(person)
    assert SECRET in client.get(f"/dossiers/{case_file.pk}/notities/").content.decode()
    assert f"/dossiers/{case_file.pk}/notities/" in client.get("/zoeken/?q=jobcoaching").content.decode()
    with scoped([municipality.pk]):
        read = ReadLog.objects.get()
        assert (read.person, read.domain, read.label) == (person, "work", "Naaigoed")


@pytest.mark.parametrize(
    "role", ["alderman", "privacy_officer", "functional_administrator", "social_return_coordinator"]
)
@pytest.mark.parametrize("path", ["/zoeken/?q=naaimachines", "/zoeken/voorstellen/?q=naaimachines"])
def test_who_may_not_open_a_case_file_does_not_find_what_is_in_it(case_file, staff, client_for, role, path):
    manager = staff("account_manager")
    with scoped([case_file.municipality_id]):
        log_contact(
            case_file=case_file, channel="phone", with_whom="Roos", text="Gebeld over naaimachines",
            on=timezone.localdate(), by=manager,
        )  # fmt: skip
        add_task(case_file=case_file, title="Naaimachines regelen", holder=manager, due_on=None, by=manager)
    found = client_for(manager).get(path).content.decode()
    assert "Gebeld over" in found
    assert "regelen" in found
    hidden = client_for(staff(role)).get(path).content.decode()
    assert "Gebeld over" not in hidden
    assert "regelen" not in hidden


def test_a_note_cannot_be_written_for_another_domain(case_file, staff, client_for, municipality):
    client = client_for(staff("specialist", domains=("care",)))
    client.post(f"/dossiers/{case_file.pk}/notities/", {"text": "Mijn notitie", "domain": "work"})
    with scoped([municipality.pk], domains=["work", "care"]):
        assert DomainNote.objects.get(text="Mijn notitie").domain == "care"


@pytest.mark.parametrize("path", ["", "tijdlijn/", "geschiedenis/", "wijzigen/", "contact/", "mensen/"])
def test_other_municipalities_and_other_roles_stay_out(
    case_file, staff, client_for, other_municipality, path
):
    url = f"/dossiers/{case_file.pk}/{path}"
    assert client_for(staff("account_manager", at=other_municipality)).get(url).status_code == 404
    refused = client_for(staff("alderman")).get(url)
    assert refused.status_code == 403
    assert "accountmanagers en specialisten" in refused.content.decode()


@pytest.mark.parametrize(
    ("path", "most"), [("/dossiers/", 12), ("/dossiers/{pk}/", 12), ("/werkvoorraad/", 12)]
)
def test_pages_ask_a_fixed_number_of_queries(
    municipality, staff, client_for, django_assert_max_num_queries, case_file, path, most
):
    person = staff("account_manager", domains=("economy",))
    for number in range(30):
        make_case_file(municipality, f"Onderneming {number:02}", account_manager=person)
    client = client_for(person)
    client.get(path.format(pk=case_file.pk))
    with django_assert_max_num_queries(most + 2):  # two more for the savepoint the test itself makes
        assert client.get(path.format(pk=case_file.pk)).status_code == 200
