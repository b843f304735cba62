"""Contracts: what is owed and why, changes, second pairs of eyes, and a ledger that always adds up."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.conflicts import StaleVersionError
from portal.kernel.rulesets.actions import set_rules
from portal.kernel.tenancy.scope import scoped
from procurement.models import Account, Contract, ContractEntry, LedgerEntry, Turnover
from procurement.social_return.contracts import actions, engine
from procurement.social_return.ledger.queries import balance
from procurement.social_return.rulesets import KIND, tables
from procurement.social_return.scheme import scheme_of
from procurement.social_return.words import from_stored
from tests.factories import make_municipality, make_staff
from tests.procurement.factories import make_social_return_contract

COORDINATOR = "social_return_coordinator"


@pytest.fixture
def case(municipality, staff):
    tarik, greet = staff(COORDINATOR, name="Tarik"), staff(COORDINATOR, name="Greet")
    return municipality, tarik, greet, make_social_return_contract(municipality, tarik)


def rules(**changes):
    return {**tables()[0].data, **changes}


def test_the_obligation_is_computed_explained_and_booked(case):
    municipality, _tarik, _greet, contract = case
    with scoped([municipality.pk]):
        contract.refresh_from_db()
        assert contract.obligation == balance(contract.pk).obligation == Decimal("50000.00")
        assert from_stored(contract.explanation) == [
            "5% van de contractsom van EUR 1.000.000,00 is EUR 50.000,00"
        ]
        assert (
            ContractEntry.objects.filter(contract=contract, kind="obligation", for_supplier=True).count() == 1
        )


def test_a_running_contract_keeps_its_rules_when_they_change(case):
    municipality, tarik, _greet, contract = case
    with scoped([municipality.pk]):
        set_rules(
            municipality=municipality, kind=KIND, name="Social return", source="Besluit 1", by=tarik,
            data=rules(rate="7"), valid_from=dt.date(2026, 3, 1),
        )  # fmt: skip
        old = actions.change_contract(
            contract=contract, version=2, changes={"value": Decimal("1200000")}, reason="Verlenging", by=tarik
        )
        assert (old.obligation, old.scheme_version) == (Decimal("60000.00"), 0)
    new = make_social_return_contract(municipality, tarik, awarded_on=dt.date(2026, 3, 2))
    with scoped([municipality.pk]):
        assert (new.scheme_version, balance(new.pk).obligation) == (1, Decimal("70000.00"))


def test_invoiced_turnover_as_base_grows_with_each_period(municipality, staff):
    tarik = staff(COORDINATOR)
    with scoped([municipality.pk]):
        set_rules(
            municipality=municipality, kind=KIND, name="Social return", source="Besluit", by=tarik,
            data=rules(base="invoiced_turnover"), valid_from=dt.date(2025, 1, 1),
        )  # fmt: skip
    contract = make_social_return_contract(municipality, tarik)
    with scoped([municipality.pk]):
        assert balance(contract.pk).obligation == 0
        for month in (2, 3):
            actions.enter_turnover(
                contract=contract, first=dt.date(2026, month, 1), last=dt.date(2026, month, 28),
                amount=Decimal("40000"), by=tarik,
            )  # fmt: skip
        assert balance(contract.pk).obligation == Decimal("4000.00")
        with pytest.raises(IntegrityError), transaction.atomic():
            actions.enter_turnover(
                contract=contract,
                first=dt.date(2026, 3, 28),
                last=dt.date(2026, 4, 30),
                amount=Decimal(1),
                by=tarik,
            )
        assert Turnover.objects.count() == 2


def test_a_deviation_holds_only_after_a_second_pair_of_eyes(case):
    municipality, tarik, greet, contract = case
    with scoped([municipality.pk]):
        asked = actions.ask_deviation(
            contract=contract, amount=Decimal("35000"), reason="Weinig laaggeschoold werk", by=tarik
        )
        assert balance(contract.pk).obligation == Decimal("50000.00")
        with pytest.raises(actions.RefusedError, match="second"):
            actions.decide_deviation(deviation=asked, agree=True, answer="", by=tarik)
        with pytest.raises(actions.RefusedError, match="waiting"):
            actions.ask_deviation(contract=contract, amount=Decimal(1), reason="Nog een", by=greet)
        actions.decide_deviation(deviation=asked, agree=True, answer="Eens", by=greet)
        contract.refresh_from_db()
        assert contract.obligation == balance(contract.pk).obligation == Decimal("35000.00")
        assert "in plaats van EUR 50.000,00" in from_stored(contract.explanation)[-1]
        with pytest.raises(actions.RefusedError, match="state"):
            actions.decide_deviation(deviation=asked, agree=False, answer="", by=greet)


def test_two_people_changing_a_contract_the_second_is_told(case):
    municipality, tarik, greet, contract = case
    with scoped([municipality.pk]):
        actions.change_contract(
            contract=contract, version=2, changes={"department": "Wijken"}, reason="x", by=tarik
        )
        with pytest.raises(StaleVersionError):
            actions.change_contract(
                contract=contract, version=2, changes={"department": "Groen"}, reason="y", by=greet
            )


def test_nobody_changes_or_removes_a_booking(case):
    municipality, *_people, contract = case
    for statement in ("UPDATE procurement_ledgerentry SET amount = 1", "DELETE FROM procurement_ledgerentry"):
        with scoped([municipality.pk]), pytest.raises(DatabaseError), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement)
    with scoped([municipality.pk]):
        assert LedgerEntry.objects.filter(contract=contract).count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_turnovers_at_once_add_up():
    municipality = make_municipality()
    tarik = make_staff(municipality, COORDINATOR)
    with scoped([municipality.pk]):
        set_rules(
            municipality=municipality, kind=KIND, name="Social return", source="Besluit", by=tarik,
            data=rules(base="invoiced_turnover"), valid_from=dt.date(2025, 1, 1),
        )  # fmt: skip
    contract = make_social_return_contract(municipality, tarik)

    def enter(day):
        try:
            with scoped([municipality.pk]):
                actions.enter_turnover(
                    contract=contract, first=dt.date(2026, 2, day), last=dt.date(2026, 2, day),
                    amount=Decimal("1000"), by=tarik,
                )  # fmt: skip
        finally:
            connection.close()

    threads = [threading.Thread(target=enter, args=(day,)) for day in range(1, 21)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with scoped([municipality.pk]):
        contract = Contract.objects.get(pk=contract.pk)
        assert contract.obligation == balance(contract.pk).obligation == Decimal("1000.00")
        assert LedgerEntry.objects.filter(contract=contract, account=Account.OBLIGATION).count() == 20


# --- how a contract stands ------------------------------------------------------------------------------------

TERMS = scheme_of(tables()[0].data).terms
BEGIN, END = dt.date(2026, 1, 1), dt.date(2026, 12, 31)


def stands(today, accepted="0", submitted="0", last=None, owed="50000"):
    progress = engine.Progress(BEGIN, END, Decimal(owed), Decimal(accepted), Decimal(submitted), last)
    return engine.standing(progress, TERMS, today)


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ({"today": dt.date(2026, 2, 1)}, "behind"),
        ({"today": dt.date(2026, 7, 1), "accepted": "20000", "last": dt.date(2026, 6, 1)}, "on_track"),
        ({"today": dt.date(2026, 7, 1), "submitted": "20000", "last": dt.date(2026, 6, 1)}, "on_track"),
        ({"today": dt.date(2026, 7, 1), "accepted": "30000", "last": dt.date(2026, 3, 1)}, "silent"),
        ({"today": dt.date(2026, 11, 1), "accepted": "45000", "last": dt.date(2026, 10, 1)}, "ending"),
        ({"today": dt.date(2026, 11, 1), "accepted": "50000"}, "done"),
        ({"today": dt.date(2027, 1, 10), "accepted": "49999"}, "overdue"),
        ({"today": dt.date(2026, 7, 1), "owed": "0"}, "nothing"),
    ],
)
def test_how_a_contract_stands(case, code):
    assert stands(**case).code == code


@given(st.dates(BEGIN, END), st.decimals(0, 60000, places=2), st.decimals(0, 60000, places=2))
def test_doing_more_never_makes_a_contract_fall_behind(today, done, more):
    before = {line.code for line in stands(today, accepted=str(done), last=today).reasons}
    after = {line.code for line in stands(today, accepted=str(done + more), last=today).reasons}
    assert "behind" in before or "behind" not in after
