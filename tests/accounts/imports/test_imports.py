"""A spreadsheet becomes case files: preview, bad rows, all or nothing, twice, two people, other municipalities."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.imports import actions, casefiles, kinds
from accounts.imports.models import Import, ImportRow, Outcome
from accounts.models import CaseFile, ColumnMemory, Contact, DomainTrack, Enterprise, TimelineEntry
from portal.kernel.jobs import actions as jobs
from portal.kernel.models import Job, Municipality, Person, SearchDocument
from portal.kernel.tenancy.scope import scoped
from tests.accounts.imports.sheets import messy, simple
from tests.factories import make_case_file, make_municipality, make_staff

pytestmark = pytest.mark.django_db(transaction=True)
HEADINGS = ("Naam", "KVK", "Fase", "Postcode", "Opmerkingen", "Accountmanager")


class Desk:
    """One municipality, one account manager, and what they do in the browser."""

    def __init__(self, client_for: Callable[[Person], Client]) -> None:
        self.municipality: Municipality = make_municipality()
        self.person = make_staff(self.municipality, "account_manager", name="Sanne de Wit")
        self.client = client_for(self.person)

    def upload(self, content: bytes, name: str = "lijst.xlsx") -> Any:
        return self.client.post(reverse("imports"), {"file": SimpleUploadedFile(name, content)})

    def check(self, content: bytes, name: str = "lijst.xlsx", place: str = "") -> Import:
        """Upload, take the columns as guessed, and let the worker check."""
        answer = self.upload(content, name)
        assert answer.status_code == 302, answer.content.decode()[:2000]
        page = self.client.get(answer["Location"] + place)
        guessed = {
            name: field.initial for name, field in page.context["form"].fields.items() if field.initial
        }
        answer = self.client.post(answer["Location"] + place, guessed)
        assert answer.status_code == 302, answer.content.decode()
        return self.work()

    def work(self) -> Import:
        """What the worker does."""
        with scoped([self.municipality.pk]):
            waiting = list(Job.objects.filter(state="queued").values_list("pk", flat=True))
        for pk in waiting:
            jobs.run(str(pk), self.municipality.pk)
        with scoped([self.municipality.pk]):
            return Import.objects.select_related("job").latest("pk")

    def start(self, source: Import, mode: str = "good") -> Any:
        with scoped([self.municipality.pk]):
            seen = actions.seen_of(Import.objects.get(pk=source.pk))
        return self.client.post(reverse("import_start", args=[source.pk]), {"mode": mode, "seen": seen})

    def bring_in(self, source: Import, mode: str = "good") -> Import:
        assert self.start(source, mode).status_code == 302
        return self.work()

    def outcomes(self, source: Import) -> dict[str, int]:
        with scoped([self.municipality.pk]):
            values = ImportRow.objects.filter(source=source).values_list("outcome", flat=True)
            return {code: list(values).count(code) for code in Outcome.values if code in values}


@pytest.fixture
def desk(client_for: Any) -> Desk:
    return Desk(client_for)


def test_a_messy_list_is_checked_imported_and_twice_changes_nothing(desk: Desk) -> None:
    source = desk.check(messy(rows=100, wrong=20), place="?blad=Ondernemingen")
    assert desk.outcomes(source) == {"bad": 20, "new": 80}
    page = desk.client.get(reverse("import", args=[source.pk]) + "?uitkomst=bad").content.decode()
    assert "Een KVK-nummer heeft alleen cijfers" in page and "geen idee" in page
    done = desk.bring_in(source)
    assert done.state == "done" and done.file is None
    with scoped([desk.municipality.pk]):
        assert CaseFile.objects.count() == 80 and DomainTrack.objects.count() == 240
        case_file = CaseFile.objects.get(enterprise__kvk_number="70000001")
        assert (case_file.account_manager, case_file.themes) == (desk.person, ["care", "circular"])
        assert case_file.enterprise.postcode == "1234 AB" and case_file.enterprise.city == "Vechtstede"
        contact = Contact.objects.get(case_file=case_file)
        assert "Afspraak 1 gemaakt" in contact.text and "0612345678" in contact.text
        assert contact.with_whom == "Contact 1" and contact.on.isoformat() == "2025-11-30"
        entry = TimelineEntry.objects.get(case_file=case_file, kind="import")
        assert "rij 7" in entry.text and entry.url == reverse("import", args=[source.pk])
        assert SearchDocument.objects.filter(kind="case-file").count() == 80
        assert not ImportRow.objects.exclude(values={}).exists()
    again = desk.check(messy(rows=100, wrong=20), place="?blad=Ondernemingen")
    assert desk.outcomes(again) == {"bad": 20, "same": 80}
    desk.bring_in(again)
    with scoped([desk.municipality.pk]):
        assert CaseFile.objects.count() == 80 and Contact.objects.count() == 80


def test_the_wrong_rows_come_back_as_a_sheet_and_can_be_uploaded_corrected(desk: Desk) -> None:
    source = desk.check(messy(rows=40, wrong=4), place="?blad=Ondernemingen")
    content = desk.client.get(reverse("import_bad_rows", args=[source.pk])).content
    book = load_workbook(io.BytesIO(content))
    sheet = book.active
    assert [cell.value for cell in sheet[1]][:2] == ["Rij", "Naam ondernemming"] and sheet.max_row == 5
    assert "KVK" in str(sheet.cell(2, sheet.max_column).value)
    for number in range(2, 6):
        sheet.cell(number, 3).value = f"7100000{number}"
    target = io.BytesIO()
    book.save(target)
    corrected = desk.check(target.getvalue(), "foute-rijen.xlsx")
    assert desk.outcomes(corrected) == {"new": 4}
    with scoped([desk.municipality.pk]):
        assert ColumnMemory.objects.count() == 1


def test_columns_are_remembered_also_when_they_move(desk: Desk) -> None:
    answer = desk.upload(simple(["Wie", "Nummer"], ["Draad", "70000001"]))
    desk.client.post(answer["Location"], {"column-0": "name", "column-1": "kvk_number"})
    desk.work()
    answer = desk.upload(simple(["Nummer", "Wie"], ["70000001", "Draad"]))
    page = desk.client.get(answer["Location"])
    assert page.context["head"].mapping == {"name": 1, "kvk_number": 0} and page.context["head"].remembered


def test_changes_are_shown_field_by_field_and_an_empty_cell_changes_nothing(desk: Desk) -> None:
    make_case_file(desk.municipality, "Draad", kvk_number="70000001", phase="idea", district="Noord")
    source = desk.check(simple(["Naam", "KVK", "Fase", "Wijk"], ["Draad BV", "70000001", "groei", None]))
    page = desk.client.get(reverse("import", args=[source.pk])).content.decode()
    assert "Idee → Groei" in page and "Draad → Draad BV" in page
    desk.bring_in(source, "all")
    with scoped([desk.municipality.pk]):
        found = CaseFile.objects.select_related("enterprise").get()
        assert (found.name, found.enterprise.name, found.phase, found.district) == (
            "Draad BV", "Draad BV", "growth", "Noord",
        )  # fmt: skip
        assert found.version == 2


def test_a_row_without_kvk_number_is_recognised_by_name_and_place(desk: Desk) -> None:
    rows = [
        ["Zonder Nummer", None, "idee", "1234 AB", "Eerste", None],
        ["Alleen Naam", None, "idee", None, None, None],
    ]
    desk.bring_in(desk.check(simple(HEADINGS, *rows)))
    again = desk.check(simple(HEADINGS, *rows))
    assert desk.outcomes(again) == {"same": 2}
    filled = desk.check(simple(HEADINGS, ["Zonder nummer", "70000009", None, "1234ab", None, None]))
    assert desk.outcomes(filled) == {"changed": 1}
    desk.bring_in(filled)
    with scoped([desk.municipality.pk]):
        assert CaseFile.objects.count() == 2
        assert Enterprise.objects.get(kvk_number="70000009").municipality is None


def test_doubtful_rows_are_named(desk: Desk) -> None:
    make_case_file(desk.municipality, "Bestaat Al", kvk_number="70000001")
    source = desk.check(
        simple(HEADINGS, ["Bestaat Al", None, None, None, None, None], ["Draad", "70000002", None, None, None, None],
               ["Draad weer", "70000002", None, None, None, None], [None, "70000003", None, None, None, None],
               ["X", "70000004", None, None, None, "Onbekende Man"])
    )  # fmt: skip
    with scoped([desk.municipality.pk]):
        codes = [row.problems[0]["code"] for row in ImportRow.objects.filter(source=source, outcome="bad")]
    assert sorted(codes) == ["manager", "name-known", "no-name", "twice"]


def test_all_or_nothing_refuses_wrong_rows_and_keeps_the_page(desk: Desk) -> None:
    source = desk.check(
        simple(HEADINGS, ["Draad", "12", None, None, None, None], ["Cirkel", "70000002", *[None] * 4])
    )
    answer = desk.start(source, "all")
    assert answer.status_code == 422 and "Er zijn foute rijen" in answer.content.decode()
    assert desk.start(source, "").status_code == 422
    desk.bring_in(source, "good")
    with scoped([desk.municipality.pk]):
        assert [found.name for found in CaseFile.objects.all()] == ["Cirkel"]


@pytest.mark.parametrize("mode", ["all", "good"])
def test_what_a_colleague_changed_after_the_preview_is_left_alone(desk: Desk, mode: str) -> None:
    mine = make_case_file(desk.municipality, "Draad", kvk_number="70000001", phase="idea")
    source = desk.check(
        simple(HEADINGS, ["Draad", "70000001", "groei", *[None] * 3], ["Nieuw", "70000002", *[None] * 4],
               ["Ook nieuw", "70000003", *[None] * 4])
    )  # fmt: skip
    with scoped([desk.municipality.pk]):
        CaseFile.objects.filter(pk=mine.pk).update(phase="mature")
    make_case_file(desk.municipality, "Nieuw", kvk_number="70000002")
    done = desk.bring_in(source, mode)
    with scoped([desk.municipality.pk]):
        assert CaseFile.objects.get(pk=mine.pk).phase == "mature"
        assert CaseFile.objects.count() == (2 if mode == "all" else 3)
        assert (done.state, done.problem) == (("checked", "conflicts") if mode == "all" else ("done", ""))
    page = desk.client.get(reverse("import", args=[source.pk])).content.decode()
    assert "Een collega heeft dit dossier gewijzigd" in page and "Een collega heeft een dossier" in page
    if mode == "all":
        desk.client.post(reverse("import_check_again", args=[source.pk]))
        assert desk.outcomes(desk.work()) == {"changed": 1, "new": 1, "same": 1}


def test_all_or_nothing_that_is_stopped_changes_nothing_and_good_rows_go_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(casefiles, "BATCH", 2)
    rows = [[f"Bedrijf {number}", 70000000 + number, *[None] * 4] for number in range(6)]
    source = desk.check(simple(HEADINGS, *rows))
    kind = kinds.kind_of(source)
    real = kind.apply

    def breaks_halfway(source: Import, rows: Any) -> None:
        real(source, rows)
        if rows[0].number > 2:
            raise OSError("the machine stops")

    for mode, left in (("all", 0), ("good", 2)):
        monkeypatch.setitem(kinds._kinds, Import, replace(kind, apply=breaks_halfway))
        stopped = desk.bring_in(source, mode)
        with scoped([desk.municipality.pk]):
            assert CaseFile.objects.count() == left
        assert stopped.job.state == "failed" and stopped.state == "importing"
        assert "De import is gestopt" in desk.client.get(reverse("import", args=[source.pk])).content.decode()
    monkeypatch.setitem(kinds._kinds, Import, kind)
    desk.bring_in(source, "good")
    with scoped([desk.municipality.pk]):
        assert CaseFile.objects.count() == 6 and DomainTrack.objects.count() == 18


def test_a_double_click_imports_once(desk: Desk) -> None:
    source = desk.check(simple(HEADINGS, ["Draad", "70000001", *[None] * 4]))
    desk.start(source)
    desk.start(source)
    with scoped([desk.municipality.pk]):
        assert Job.objects.filter(kind="import-rows").count() == 1
    assert desk.client.post(reverse("import_discard", args=[source.pk])).status_code == 302
    desk.work()
    desk.start(source)
    with scoped([desk.municipality.pk]):
        assert CaseFile.objects.count() == 1 and Import.objects.get().state == "done"


def test_an_enterprise_another_municipality_knows_is_shared_and_its_case_file_is_not(
    desk: Desk, client_for: Any
) -> None:
    other = make_municipality()
    make_case_file(other, "Draad", kvk_number="70000001")
    desk.bring_in(desk.check(simple(HEADINGS, ["Draad", "70000001", *[None] * 4])))
    with scoped([desk.municipality.pk, other.pk]):
        assert CaseFile.objects.count() == 2 and Enterprise.objects.count() == 1
        source = Import.objects.get()
    stranger = client_for(make_staff(other, "account_manager"))
    assert stranger.get(reverse("import", args=[source.pk])).status_code == 404
    specialist = client_for(make_staff(desk.municipality, "specialist", domains=("care",)))
    assert specialist.get(reverse("import", args=[source.pk])).status_code == 403


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("lijst.xlsm", simple(["Naam"]), "Excel"), ("lijst.xls", b"\xd0\xcf\x11\xe0", "Excel"),
        ("lijst.xlsx", b"MZ geen lijst", "niet wat de naam"), ("lijst.csv", b"", "leeg"), ("lijst.pdf", b"%PDF-1.7", "xlsx"),
    ],
)  # fmt: skip
def test_what_is_no_spreadsheet_is_refused(desk: Desk, name: str, content: bytes, words: str) -> None:
    answer = desk.upload(content, name)
    assert answer.status_code == 422 and words in answer.content.decode()


def test_a_csv_in_utf16_with_a_formula_and_nul_bytes(desk: Desk) -> None:
    text = 'Naam;KVK;Opmerkingen\r\nDra\0ad;70000001;=HYPERLINK("http://kwaad.example")\r\n'
    source = desk.check(text.encode("utf-16"), "lijst.csv")
    assert desk.outcomes(source) == {"new": 1}
    desk.bring_in(source)
    with scoped([desk.municipality.pk]):
        assert CaseFile.objects.get().name == "Draad"


def test_strange_columns_and_places_are_explained(desk: Desk) -> None:
    where = desk.upload(simple(["Naam", "KVK"], ["Draad", "70000001"]))["Location"]
    assert desk.client.post(where, {"column-0": "-", "column-1": "-"}).status_code == 422
    assert desk.client.post(where, {"column-0": "name", "column-1": "name"}).status_code == 422
    assert desk.client.post(where, {"column-0": "name", "column-1": "onzin"}).status_code == 422
    for place in ("?kop=999", "?kop=abc", "?kop=-1", "?blad=Weg&kop=99999999999"):
        assert desk.client.get(where + place).status_code == 200
    desk.client.post(where, {"column-0": "name", "column-1": "-"})
    assert desk.client.post(reverse("import_discard", args=[desk.work().pk])).status_code == 302
    with scoped([desk.municipality.pk]):
        assert not Import.objects.exists()


def test_the_preview_has_as_many_queries_for_500_rows_as_for_5(
    desk: Desk, django_assert_max_num_queries: Any
) -> None:
    source = desk.check(messy(rows=300, wrong=100), place="?blad=Ondernemingen")
    with django_assert_max_num_queries(22):
        desk.client.get(reverse("import", args=[source.pk]))


def test_the_sheet_with_the_list_opens_and_another_sheet_has_headings_of_its_own(desk: Desk) -> None:
    place = desk.upload(messy(rows=20, wrong=0))["Location"]
    page = desk.client.get(place)
    assert page.context["head"].sheet == "Ondernemingen" and page.context["head"].header_row == 5
    other = desk.client.get(f"{place}?stond=Toelichting&blad=Ondernemingen&kop=1")
    assert other.context["head"].header_row == 5 and other.context["head"].mapping["name"] == 0
    same = desk.client.get(f"{place}?stond=Ondernemingen&blad=Ondernemingen&kop=3")
    assert same.context["head"].header_row == 3
