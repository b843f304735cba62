"""Export of every list, and saved views."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts.models import CaseFile, DomainNote
from portal.kernel.exports import actions
from portal.kernel.exports.registry import Column, ListPage, list_pages, register
from portal.kernel.exports.writers import safe_text, write_csv, write_xlsx
from portal.kernel.jobs.actions import run
from portal.kernel.models import Job, ReadLog, SavedView
from portal.kernel.permissions import Actor
from tests.factories import make_case_file

XLSX = {"columns": ["name", "phase", "activity"], "format": "xlsx"}


def rows_of(answer: Any) -> list[tuple[Any, ...]]:
    return list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))


@given(st.text(max_size=50))
def test_no_text_can_run_as_a_formula(text: str) -> None:
    assert not safe_text(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=5))
def test_any_text_can_be_written(rows: list[list[str]]) -> None:
    for writer in (write_xlsx, write_csv):
        assert writer(io.BytesIO(), "Lijst", ["A", "B"], rows) == len(rows)


def test_dates_and_numbers_are_real_in_xlsx_and_dutch_in_csv() -> None:
    row = [dt.date(2026, 12, 31), Decimal("1234.50"), 7, "=1+1", None]
    book, text = io.BytesIO(), io.BytesIO()
    write_xlsx(book, "Lijst", list("abcde"), [row])
    write_csv(text, "Lijst", list("abcde"), [row])
    cells = next(iter(load_workbook(book).active.iter_rows(min_row=2)))
    assert cells[0].value == dt.datetime(2026, 12, 31) and cells[0].number_format == "dd-mm-yyyy"
    assert cells[1].value == 1234.5 and cells[3].data_type == "s" and cells[3].value == "'=1+1"
    assert text.getvalue() == b"\xef\xbb\xbfa;b;c;d;e\r\n31-12-2026;1234,50;7;'=1+1;\r\n"


def test_no_list_has_columns_that_only_one_domain_may_see() -> None:
    assert len(list_pages()) >= 7
    for path in ("domain_notes__text", "pk"):
        model = CaseFile if path != "pk" else DomainNote
        page = ListPage("x", "X", "case_files", "accounts.view_case_files", model, (Column("x", "X", path),),
                        rows=lambda params, actor: CaseFile.objects.all())  # fmt: skip
        with pytest.raises(ValueError, match="only one domain may see"):
            register(page)


def test_every_list_exports_every_column(municipality: Any, staff: Any, scope: Any) -> None:
    person = staff("account_manager", "functional_administrator", "privacy_officer")
    make_case_file(municipality)
    with scope(municipality, person=person):
        actor = Actor(person, person.memberships.select_related("municipality").get())
        for page in list_pages():
            if page.of_one:
                continue  # asks of which thing; see the tests of its page
            for _row in page.stream(QueryDict(""), actor, page.columns):
                pass


def test_the_file_has_the_filters_order_and_columns_asked_for(
    municipality: Any, staff: Any, client_for: Any
) -> None:
    for name, phase in (("Bakkerij De Korst", "growth"), ("Atelier Draad", "growth"), ("Cirkel", "idea")):
        make_case_file(municipality, name, phase=phase)
    client = client_for(staff("account_manager"))
    url = reverse("export", args=["case-files"]) + "?fase=growth&volgorde=naam"
    rows = rows_of(client.post(url, XLSX))
    assert [row[0] for row in rows] == ["Onderneming", "Atelier Draad", "Bakkerij De Korst"]
    assert rows[1][1] == "Groei" and isinstance(rows[1][2], dt.datetime)
    page = client.get(url).content.decode()
    assert page.count("checked") == 4  # three columns and the kind of file are remembered


def test_a_text_filter_exports_everything_that_matches_not_only_the_best(
    municipality: Any, staff: Any, client_for: Any
) -> None:
    for number in range(65):
        make_case_file(municipality, f"Buurtwerk {number}")
    answer = client_for(staff("account_manager")).post(
        f"{reverse('export', args=['case-files'])}?tekst=buurtwerk", XLSX
    )
    assert len(rows_of(answer)) == 66


def test_an_export_without_columns_is_explained(municipality: Any, staff: Any, client_for: Any) -> None:
    answer = client_for(staff("account_manager")).post(
        reverse("export", args=["case-files"]), {"format": "xlsx"}
    )
    assert answer.status_code == 422 and "minstens één kolom" in answer.content.decode()


def test_others_municipality_is_never_in_the_file(
    municipality: Any, other_municipality: Any, staff: Any, client_for: Any
) -> None:
    make_case_file(municipality, "Van ons")
    make_case_file(other_municipality, "Van hen")
    rows = rows_of(client_for(staff("account_manager")).post(reverse("export", args=["case-files"]), XLSX))
    assert [row[0] for row in rows[1:]] == ["Van ons"]


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        ("account_manager", "goals", 200), ("account_manager", "claims", 200), ("alderman", "goals", 403),
        ("account_manager", "meetings", 200), ("social_return_coordinator", "efforts", 200),
        ("account_manager", "efforts", 403), ("account_manager", "pso-assessments", 200),
    ],
)  # fmt: skip
def test_lists_with_numbers_of_people_are_exported_by_who_may_see_these(
    municipality: Any, staff: Any, client_for: Any, scope: Any, role: str, code: str, status: int
) -> None:
    page = next(page for page in list_pages() if page.code == code)
    person = staff(role)
    wanted = {"columns": [column.code for column in page.columns], "format": "csv"}
    answer = client_for(person).post(reverse("export", args=[code]), wanted)
    assert answer.status_code == status
    if status == 200:
        assert str(page.columns[0].label) in answer.content.decode("utf-8-sig")
    with scope(municipality):
        assert ReadLog.objects.filter(kind="export").exists() == (status == 200 and page.sensitive)


def test_whoever_may_not_see_a_list_cannot_export_it(municipality: Any, staff: Any, client_for: Any) -> None:
    assert client_for(staff("specialist")).get(reverse("export", args=["people"])).status_code == 403
    assert client_for(staff("alderman")).post(reverse("export", args=["case-files"]), XLSX).status_code == 403
    assert client_for(staff("alderman")).get(reverse("export", args=["bestaat-niet"])).status_code == 404


def test_exporting_a_sensitive_list_is_in_the_read_log(
    municipality: Any, staff: Any, client_for: Any, scope: Any
) -> None:
    person = staff("functional_administrator")
    client_for(person).post(reverse("export", args=["people"]), {"columns": ["email"], "format": "csv"})
    with scope(municipality):
        read = ReadLog.objects.get(kind="export")
        assert read.person == person and "1" in read.label and "E-mailadres" in read.label


@pytest.mark.django_db(transaction=True)
def test_a_long_list_becomes_a_job(
    municipality: Any, staff: Any, client_for: Any, scope: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    for _number in range(3):
        make_case_file(municipality)
    client = client_for(staff("account_manager"))
    answer = client.post(reverse("export", args=["case-files"]), {"columns": ["name"], "format": "csv"})
    with scope(municipality):
        job = Job.objects.get(kind="export")
    assert answer["Location"] == reverse("job", args=[job.pk])
    run(str(job.pk), municipality.pk)
    content = b"".join(client.get(reverse("job_result", args=[job.pk])).streaming_content)
    assert content.startswith(b"\xef\xbb\xbfOnderneming\r\n") and content.count(b"\r\n") == 4


def test_a_view_is_kept_shared_and_opens_first(
    municipality: Any, staff: Any, client_for: Any, scope: Any
) -> None:
    owner, colleague, alderman = staff("account_manager"), staff("specialist"), staff("alderman")
    mine, theirs = client_for(owner), client_for(colleague)
    url = reverse("saved_views", args=["case-files"]) + "?fase=growth&pagina=3&thema="
    assert mine.post(url, {"name": "Groeiers"}).status_code == 302
    with scope(municipality):
        view = SavedView.objects.get()
        assert view.query == "fase=growth"
    assert "Groeiers" not in theirs.get(reverse("case_files")).content.decode()
    default = reverse("saved_view_default", args=[view.pk])
    assert theirs.post(default).status_code == 403
    mine.post(url, {"name": "Groeiers", "shared": "on"})
    assert "Groeiers" in theirs.get(reverse("case_files")).content.decode()
    assert theirs.post(default).status_code == 302
    assert theirs.get(reverse("case_files"))["Location"] == reverse("case_files") + "?fase=growth"
    assert theirs.get(reverse("case_files") + "?weergave=alles").status_code == 200
    assert theirs.post(reverse("saved_view_remove", args=[view.pk])).status_code == 403
    assert client_for(alderman).post(default).status_code == 403
    mine.post(reverse("saved_view_remove", args=[view.pk]))
    assert theirs.get(reverse("case_files")).status_code == 200


def test_a_view_without_filters_or_name_is_explained(municipality: Any, staff: Any, client_for: Any) -> None:
    client = client_for(staff("account_manager"))
    url = reverse("saved_views", args=["case-files"])
    assert client.post(url, {"name": "Leeg"}).status_code == 422
    assert client.post(url + "?fase=growth", {"name": "x" * 100}).status_code == 422
    assert client.post(url + "?fase=%00" + "y" * 5000, {"name": "Lang"}).status_code == 302
