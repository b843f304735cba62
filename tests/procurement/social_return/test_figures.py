"""Social return for the alderman and on the case file: right to the cent, and nobody can be recognised."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.dashboards.engine import Cell
from portal.dashboards.social_return import build_social_return
from portal.kernel.tenancy.scope import scoped
from procurement.models import Contract, Settlement
from procurement.social_return.efforts import actions
from procurement.social_return.figures import (
    DepartmentFigures,
    accepted_by_kind,
    by_department,
    people_placed,
)
from procurement.social_return.panel import panel
from tests.factories import make_case_file
from tests.procurement.factories import make_member, make_social_return_contract, make_supplier

SINCE = timezone.make_aware(dt.datetime(2026, 1, 1))
LONG_AGO = SINCE - dt.timedelta(days=3650)


def until():
    """After everything a test did."""
    return timezone.now() + dt.timedelta(seconds=1)


class Desk:
    """A coordinator, and a supplier that hands in what is accepted at once."""

    def __init__(self, municipality, tarik):
        self.municipality, self.tarik = municipality, tarik
        self.supplier = make_supplier(municipality, "Schoonvast bv")
        self.member = make_member(self.supplier)

    def contract(self, **facts):
        return make_social_return_contract(self.municipality, self.tarik, self.supplier, **facts)

    def accepted(self, contract, kind, **facts):
        effort = actions.submit(contract=contract, by=self.member, kind=kind, **facts)
        if kind == "placement" and effort.pseudonym_id is None:
            effort = actions.give_pseudonym(effort=effort, version=effort.version, by=self.tarik)
        return actions.accept(effort=effort, version=effort.version, by=self.tarik)

    def placed(self, contract, code="pw_long", **more):
        return self.accepted(
            contract, "placement", code=code, hours=Decimal(24), first=dt.date(2026, 3, 1),
            last=dt.date(2026, 8, 31), **more,
        )  # fmt: skip

    def bought(self, contract, amount, **more):
        return self.accepted(
            contract, "purchase", code="sw_company", amount=Decimal(amount), bought_from="De Schakel", **more
        )


@pytest.fixture
def desk(municipality, staff):
    return Desk(municipality, staff("social_return_coordinator", name="Tarik"))


def test_departments_add_up_to_the_cent(desk):
    cleaning = desk.contract(value=Decimal("1000000.20"))
    desk.contract(department="Facilitair", value=Decimal("600000"))
    with scoped([desk.municipality.pk]):
        effort = desk.placed(cleaning)
        actions.submit(
            contract=cleaning, by=desk.member, kind="purchase", code="sw_company", amount=Decimal(100),
            bought_from="Wacht nog",
        )  # fmt: skip
        found = by_department(SINCE, until())
    assert effort.value == Decimal("13333.33")
    assert found == {
        "Vastgoed": DepartmentFigures(
            1, Decimal("50000.01"), Decimal("13333.33"), Decimal("36666.68"), Decimal("13333.33")
        ),
        "Facilitair": DepartmentFigures(1, Decimal(30000), Decimal(0), Decimal(30000), Decimal(0)),
    }


def test_more_than_was_asked_on_one_contract_makes_up_for_no_other(desk):
    full, empty = desk.contract(value=Decimal(300000)), desk.contract(value=Decimal(400000))
    with scoped([desk.municipality.pk]):
        desk.bought(full, "90000")
        found = by_department(SINCE, until())["Vastgoed"]
        over = full.efforts.get().value
    assert over > full.obligation
    assert (found.contracts, found.realised, found.left) == (2, over, empty.obligation)


def test_a_settled_contract_owes_no_more_but_its_efforts_were_accepted(desk):
    contract = desk.contract()
    with scoped([desk.municipality.pk]):
        effort = desk.placed(contract)
        decided = timezone.now()
        Settlement.objects.create(
            municipality=desk.municipality, contract=contract, state="decided", opened_by=desk.tarik,
            decided_by=desk.tarik, decided_at=decided,
        )  # fmt: skip
        Contract.objects.filter(pk=contract.pk).update(state="settled")
        after = by_department(SINCE, until())["Vastgoed"]
        before = by_department(SINCE, decided)["Vastgoed"]
    assert after == DepartmentFigures(accepted=effort.value)
    assert (before.contracts, before.owed) == (1, Decimal("50000.00"))


def test_kinds_follow_the_ledger_with_corrections_and_without_plans(desk):
    contract = desk.contract()
    with scoped([desk.municipality.pk]):
        placed = desk.placed(contract)
        bought = desk.bought(contract, "6400.10")
        desk.accepted(contract, "plan", amount=Decimal(40000), text="Plan")
        assert accepted_by_kind(SINCE, until()) == {"placement": placed.value, "purchase": bought.value}
        corrected = actions.correct(
            effort=bought, version=bought.version, amount=Decimal("1000"), reason="Factuur", by=desk.tarik
        )
        kinds = accepted_by_kind(SINCE, until())
        assert kinds["purchase"] == corrected.value < bought.value
        report = build_social_return(SINCE, until())
        assert sum((amount for _label, amount in report.kinds), Decimal(0)) == report.total.accepted
        assert accepted_by_kind(LONG_AGO, SINCE) == {} and people_placed(LONG_AGO, SINCE) == {}


def test_five_placements_of_one_person_are_one_person_and_hidden(desk):
    contract = desk.contract()
    with scoped([desk.municipality.pk]):
        code = desk.placed(contract).pseudonym.code
        for _again in range(4):
            desk.placed(contract, pseudonym_code=code)
        assert people_placed(SINCE, until()) == {"pw_long": 1}
        report = build_social_return(SINCE, until())
    assert [cell for _label, cell in report.groups] == [Cell(None, "small")]
    assert report.people == Cell(None, "small")
    assert report.groups[0][0] != "pw_long", "a group has a name, not a code"


def test_a_small_group_cannot_be_worked_out_from_the_total(desk):
    contract = desk.contract()
    with scoped([desk.municipality.pk]):
        for code, number in (("pw_long", 8), ("register", 6), ("nug", 1)):
            for _person in range(number):
                desk.placed(contract, code)
        report = build_social_return(SINCE, until())
    hidden = [cell.hidden for _label, cell in report.groups]
    assert report.people == Cell(15) and sorted(hidden) == ["", "protected", "small"]


def test_the_same_number_of_queries_for_one_contract_and_many(desk, django_assert_max_num_queries):
    with scoped([desk.municipality.pk]):
        for number in range(9):
            contract = desk.contract(department=f"Afdeling {number}")
            desk.bought(contract, "100")
        desk.placed(contract)
        with django_assert_max_num_queries(4):
            report = build_social_return(SINCE, until())
    assert len(report.departments) == 7
    assert sum(figures.contracts for _label, figures in report.departments) == report.total.contracts == 9


def test_the_alderman_sees_sums_on_page_and_sheet_and_no_supplier(
    desk, staff, client_for, other_municipality
):
    contract = desk.contract()
    with scoped([desk.municipality.pk]):
        desk.placed(contract)
    client = client_for(staff("alderman"))
    quarter = f"?kwartaal={timezone.localdate().year}-{(timezone.localdate().month + 2) // 3}"
    text = client.get(reverse("dashboard") + quarter).content.decode()
    assert "EUR 50.000,00" in text and "EUR 36.666,67" in text and "EUR 13.333,33" in text
    assert "Schoonvast" not in text and contract.reference not in text
    with scoped([other_municipality.pk]):
        report = build_social_return(SINCE, until())
    assert not report.departments and not report.kinds and not report.groups


@pytest.fixture
def bakery(desk):
    """A case file of an enterprise that is a supplier, and that another supplier bought from."""
    case_file = make_case_file(desk.municipality, "Sociale Bakkerij", kvk_number="90000999")
    with scoped([desk.municipality.pk]):
        desk.supplier.enterprise = case_file.enterprise
        desk.supplier.save()
        contract = desk.contract()
        desk.bought(contract, "1000.00")
    buyer = Desk(desk.municipality, desk.tarik)
    with scoped([desk.municipality.pk]):
        other = buyer.contract()
        for amount in ("250.25", "100.00"):
            buyer.bought(other, amount, kvk_number="90000999")
        actions.submit(
            contract=other, by=buyer.member, kind="purchase", code="sw_company", amount=Decimal(7777),
            bought_from="Bakkerij", kvk_number="90000999",
        )  # fmt: skip
    return case_file, contract


def test_the_panel_has_what_is_owed_and_who_bought(bakery, desk, django_assert_max_num_queries):
    case_file, contract = bakery
    with scoped([desk.municipality.pk]):
        accepted = contract.efforts.get().value
        with django_assert_max_num_queries(2):
            shown = panel(case_file, None)
    (row,) = shown.contracts
    assert (row.obligation, row.accepted, row.left) == (
        Decimal("50000.00"), accepted, Decimal("50000.00") - accepted
    )  # fmt: skip
    assert [(line.supplier, line.purchases, line.amount) for line in shown.bought] == [
        ("Schoonvast bv", 2, Decimal("350.25"))
    ]


def test_who_may_see_contracts_sees_the_panel_and_others_do_not(
    bakery, desk, staff, client_for, django_assert_max_num_queries
):
    case_file, contract = bakery
    path = f"/dossiers/{case_file.pk}/instrumenten/"
    with scoped([desk.municipality.pk]):
        for number in range(8):
            desk.contract(title=f"Contract {number}")
    manager = client_for(staff("account_manager", domains=("work",)))
    manager.get(path)
    with django_assert_max_num_queries(30):
        text = manager.get(path).content.decode()
    assert reverse("contract", args=[contract.pk]) in text and "EUR 350,25" in text
    assert "Alle contracten van deze onderneming" in text
    assert manager.get(reverse("contract", args=[contract.pk])).status_code == 200
    specialist = client_for(staff("specialist", domains=("work",)))
    text = specialist.get(path).content.decode()
    assert "paneel-social_return" not in text and "EUR 50.000,00" not in text


def test_a_neighbour_sees_nothing_of_it(bakery, other_municipality):
    case_file, _contract = bakery
    with scoped([other_municipality.pk]):
        shown = panel(case_file, None)
    assert not shown.contracts and not shown.bought


def test_an_enterprise_without_either_has_one_line(desk, staff, client_for):
    case_file = make_case_file(desk.municipality, "Zonder contract")
    text = (
        client_for(staff("account_manager")).get(f"/dossiers/{case_file.pk}/instrumenten/").content.decode()
    )
    assert "geen contract met social return" in text
