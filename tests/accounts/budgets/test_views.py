"""Budgets in the browser: bad input, permissions, and a fixed number of queries."""

from decimal import Decimal

import pytest

from accounts.budgets import actions
from accounts.models import BudgetLine, Commitment
from portal.kernel.tenancy.scope import scoped
from tests.accounts.budgets.test_actions import line_of
from tests.factories import make_case_file


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("abc", "Vul een bedrag in euro"),
        ("-5", "Vul een bedrag in euro"),
        ("0", "hoger is dan nul"),
        ("1.2345", "Vul een bedrag in euro"),
        ("999999999999", "te hoog"),
        ("12.000,00", "nog EUR 10.000,00"),
    ],
)
def test_an_amount_that_cannot_be_is_explained_and_kept(municipality, staff, client_for, typed, message):
    marit, case_file = staff("specialist", domains=("work",)), make_case_file(municipality)
    with scoped([municipality.pk]):
        line = line_of(municipality)
    answer = client_for(marit).post(
        f"/dossiers/{case_file.pk}/budget/", {"line": line.pk, "amount": typed, "purpose": "Plek"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert f'value="{typed}"' in page


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1.234,56", "1234.56"),
        ("1234,5", "1234.50"),
        ("€ 1.234", "1234.00"),
        ("EUR 99,-", "99.00"),
        ("12.50", "12.50"),
    ],
)
def test_amounts_as_dutch_people_write_them(municipality, staff, client_for, typed, amount):
    marit, case_file = staff("specialist", domains=("work",)), make_case_file(municipality)
    with scoped([municipality.pk]):
        line = line_of(municipality)
    client_for(marit).post(
        f"/dossiers/{case_file.pk}/budget/", {"line": line.pk, "amount": typed, "purpose": "Plek"}
    )
    with scoped([municipality.pk]):
        assert Commitment.objects.get().amount == Decimal(amount)


def test_money_of_another_domain_cannot_be_chosen(municipality, staff, client_for):
    kees, case_file = staff("specialist", domains=("care",)), make_case_file(municipality)
    with scoped([municipality.pk]):
        line = line_of(municipality)
    answer = client_for(kees).post(
        f"/dossiers/{case_file.pk}/budget/", {"line": line.pk, "amount": "10", "purpose": "Plek"}
    )
    assert answer.status_code == 422
    with scoped([municipality.pk]):
        assert not Commitment.objects.exists()


def test_an_alderman_sees_the_sums_and_not_the_enterprises(municipality, staff, client_for):
    with scoped([municipality.pk]):
        line = line_of(municipality)
    client = client_for(staff("alderman"))
    assert "Leerwerkplekken" in client.get("/budgetten/?jaar=2026").content.decode()
    assert client.get(f"/budgetten/{line.pk}/").status_code == 403


def test_a_second_editor_sees_both_versions(municipality, staff, client_for):
    manager = staff("account_manager")
    with scoped([municipality.pk]):
        line = line_of(municipality)
        actions.change_line(line=line, version=1, changes={"source": "Eerste"}, by=manager)
    sent = {
        "domain": "work",
        "kind": "participation",
        "name": "Leerwerkplekken",
        "year": 2026,
        "amount": "10.000,00",
    }
    answer = client_for(manager).post(
        f"/budgetten/{line.pk}/wijzigen/", {**sent, "source": "Tweede", "version": 1}
    )
    assert answer.status_code == 409
    assert "Eerste" in answer.content.decode()
    client_for(manager).post(f"/budgetten/{line.pk}/wijzigen/", {**sent, "source": "Tweede", "version": 2})
    with scoped([municipality.pk]):
        assert BudgetLine.objects.get().source == "Tweede"


def test_pages_ask_a_fixed_number_of_queries(municipality, staff, client_for, django_assert_max_num_queries):
    manager = staff("account_manager", domains=("work",))
    case_file = make_case_file(municipality)
    with scoped([municipality.pk]):
        line = line_of(municipality)
        for number in range(30):
            line_of(municipality, "10.00", f"Potje {number}")
            actions.reserve(
                line=line, case_file=case_file, amount=Decimal(1), purpose=f"Plek {number}", by=manager
            )
    client = client_for(manager)
    for path in (
        f"/budgetten/{line.pk}/",
        "/budgetten/?jaar=2026",
        f"/dossiers/{case_file.pk}/instrumenten/",
    ):
        client.get(path)
        # the tab adds a bounded price for each instrument
        with django_assert_max_num_queries(30 if "instrumenten" in path else 12):
            assert client.get(path).status_code == 200
