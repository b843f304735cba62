"""The pages of the self-assessment: for whom, with what input, at what price."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.kernel.models import ReadLog
from procurement.models import PsoAssessment
from procurement.pso.assessments import actions
from tests.factories import make_person, make_staff
from tests.procurement.pso.conftest import make_case

COORDINATOR = "social_return_coordinator"


@pytest.fixture
def shared(case):
    with case.scope():
        return case.submitted(order=True, shared=True)


def url(name, pk):
    return reverse(name, args=[pk])


def test_an_entrepreneur_fills_in_tries_out_hands_in_and_prints(case, client_for):
    client = client_for(case.entrepreneur)
    answer = client.post(
        url("my_pso_start", case.case_file.pk), {"year": "2026", "fte": "40", "full_time_hours": "40"}
    )
    page = answer.url
    pk = int(page.rstrip("/").split("/")[-1])
    people = {"category": "pw", "form": "regular", "people": "2", "hours": "40", "months": "12"}
    assert client.post(url("my_pso_workers_add", pk), people).url == page
    order = {"name": "De Schakel", "order": "60.000", "turnover": "1.200.000", "fte": "20", "score": "50"}
    assert client.post(url("my_pso_purchase_add", pk), order).url == page
    text = client.get(page).content.decode()
    assert "PSO-trede 2" in text and "6,23%" in text  # 2/40 + 0.5/40.5
    answer = client.get(url("pso_what_if", pk) + "?mensen=1&uren=32&groep=pw&contract=regular&bij=0&euro=0")
    assert "Dit geeft PSO-trede 3" in answer.content.decode()
    partial = client.get(
        url("pso_what_if", pk) + "?mensen=0&uren=1&groep=pw&contract=regular&bij=0&euro=200000",
        HTTP_HX_REQUEST="true",
    )
    assert partial.content.decode().lstrip().startswith("<h2")
    with case.scope():
        version = PsoAssessment.objects.get(pk=pk).version
    assert client.post(url("my_pso_submit", pk), {"version": version, "share": "on"}).url == page
    pdf = client.get(url("pso_pdf", pk))
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")
    assert "Maak een verbeterde versie" in client.get(page).content.decode()
    assert "2026: PSO-trede 2" in client.get(reverse("my_overview")).content.decode()


@pytest.mark.parametrize(
    ("role", "status"), [(COORDINATOR, 200), ("account_manager", 200), ("specialist", 403), ("alderman", 403)]
)
def test_of_the_staff_only_coordinators_and_account_managers_see_what_is_shared(
    case, shared, staff, client_for, role, status
):
    client = client_for(staff(role, domains=("care",) if role == "specialist" else ()))
    for name in ("pso_assessment", "pso_what_if", "pso_pdf"):
        assert client.get(url(name, shared.pk)).status_code == status
    assert client.get(reverse("pso_assessments")).status_code == status
    with case.scope():
        assert ReadLog.objects.filter(kind="pso-assessment").count() == (3 if status == 200 else 0)


def test_what_is_not_shared_is_invisible_to_every_member_of_staff(case, staff, client_for):
    with case.scope():
        private = case.submitted()
    client = client_for(staff(COORDINATOR, "account_manager"))
    assert client.get(url("pso_assessment", private.pk)).status_code == 403
    assert client.get(url("pso_pdf", private.pk)).status_code == 403
    assert case.case_file.name not in client.get(reverse("pso_assessments")).content.decode()
    panel = client.get(url("case_file_instruments", case.case_file.pk)).content.decode()
    assert "heeft geen PSO-zelftoets gedeeld" in panel


def test_others_do_not_find_it(case, shared, other_municipality, municipality, client_for):
    colleague = client_for(make_staff(other_municipality, COORDINATOR))
    assert colleague.get(url("pso_assessment", shared.pk)).status_code == 404
    neighbour = client_for(make_case(municipality, "Buren bv").entrepreneur)
    assert client_for(make_person()).get(url("pso_assessment", shared.pk)).status_code in (403, 404)
    with case.scope():
        row = shared.workers.first()
    for name, pk in (
        ("pso_assessment", shared.pk), ("pso_pdf", shared.pk), ("my_pso", case.case_file.pk),
        ("my_pso_workers", row.pk), ("my_pso_enterprise", shared.pk),
    ):  # fmt: skip
        assert neighbour.get(url(name, pk)).status_code == 404
    assert neighbour.post(url("my_pso_share", shared.pk), {"stop": "1"}).status_code == 404


BAD = {
    "people": ["drie", "-1", "0", "9" * 30, "1\x00", ""],
    "hours": ["veel", "61", "0", "1e9", "9" * 500],
    "months": ["13", "0", "x"],
    "category": ["bestaat-niet", ""],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in BAD.items() for value in values]
)
def test_bad_input_is_told_and_everything_typed_is_kept(case, client_for, name, value):
    with case.scope():
        draft = case.draft()
    good = {"category": "pw", "form": "regular", "people": "2", "hours": "31,5", "months": "12"}
    answer = client_for(case.entrepreneur).post(url("my_pso_workers_add", draft.pk), {**good, name: value})
    assert answer.status_code == 422
    kept = answer.content.decode()
    assert 'id="fouten"' in kept
    assert name == "hours" or 'value="31,5"' in kept


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Jansen 123456782"}, {"name": "x" * 10_000}, {"order": "2.000.000"}, {"score": "101"}, {"fte": "0"},
        {"turnover": "geen"}, {"name": "a\x00b"},
    ],
)  # fmt: skip
def test_a_purchase_that_makes_no_sense_is_refused(case, client_for, changes):
    with case.scope():
        draft = case.draft()
    order = {"name": "De Schakel", "order": "60.000", "turnover": "1.200.000", "fte": "20", "score": "50"}
    answer = client_for(case.entrepreneur).post(url("my_pso_purchase_add", draft.pk), {**order, **changes})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "query",
    [
        "?mensen=99999",
        "?mensen=x",
        "?mensen=1&uren=0&groep=pw&contract=regular",
        "?mensen=1&uren=8&groep=zz&contract=zz",
    ],
)
def test_a_what_if_that_makes_no_sense_is_told(case, shared, client_for, query):
    assert client_for(case.entrepreneur).get(url("pso_what_if", shared.pk) + query).status_code == 422


def test_two_who_change_the_same_row_both_see_what_the_other_wanted(case, client_for):
    with case.scope():
        row = case.draft().workers.first()
        actions.change_row(row=row, version=row.version, by=case.entrepreneur, people=7)
    answer = client_for(case.entrepreneur).post(
        url("my_pso_workers", row.pk),
        {
            "category": "pw",
            "form": "regular",
            "people": "4",
            "hours": "40",
            "months": "12",
            "version": row.version,
        },
    )
    assert answer.status_code == 409
    assert "7" in answer.content.decode()


def test_the_rules_are_edited_on_screen(staff, client_for):
    client = client_for(staff("functional_administrator"))
    address = reverse("rule_set_edit", args=["pso"])
    form = client.get(address).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    typed = {
        name: format(value, "f") if isinstance(value, Decimal) else value or ""
        for name, value in typed.items()
    }
    version = {"valid_from": "31-12-2099", "source": "Proef"}
    wrong = client.post(address, {**typed, **version, "norms_0_two": "1"})
    assert wrong.status_code == 422 and "Een hogere trede" in wrong.content.decode()
    preview = client.post(address, {**typed, **version, "norms_16_one": "1", "preview": "1"})
    assert "Wat dit verandert" in preview.content.decode()
    saved = client.post(address, {**typed, **version})
    assert saved.status_code == 302


def test_the_list_of_the_staff_takes_the_same_queries_with_more_rows(
    case, shared, staff, client_for, municipality
):
    client = client_for(staff(COORDINATOR))

    def price():
        with CaptureQueriesContext(
            connection,
        ) as taken:
            assert client.get(reverse("pso_assessments") + "?jaar=2025&tekst=bv").status_code == 200
        return len(taken)

    few = price()
    for number in range(4):
        other = make_case(municipality, f"Meer {number} bv")
        with other.scope():
            other.submitted(shared=True)
    assert price() == few
