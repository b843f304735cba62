"""An enterprise that is a supplier too: names go, also out of the ledger; amounts stay until their term is over."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from portal.kernel.privacy import orders
from portal.kernel.tenancy.scope import scoped
from procurement.models import Supplier
from procurement.social_return.efforts.models import Effort, EffortFile, EffortRemark
from procurement.social_return.ledger.models import LedgerEntry
from tests.kernel.privacy.everything import (
    TRACES,
    make_supplier_too,
    settle,
    traces_in_all_tables,
)
from tests.kernel.privacy.test_removal import ask, carry_out, world  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db(transaction=True)


def amounts(municipality):
    with scoped([municipality.pk]):
        return list(LedgerEntry.objects.order_by("pk").values_list("pk", "account", "amount", "at"))


def test_names_go_out_of_the_ledger_and_every_amount_stays(world):  # noqa: F811
    municipality, officer, manager, made = world
    contract = make_supplier_too(made, manager, dt.date(2024, 1, 31))
    settle(contract)
    before = amounts(municipality)
    order = ask(municipality, officer, made.case_file)
    order = carry_out(municipality, order, manager)
    assert traces_in_all_tables(TRACES) == []
    assert amounts(municipality) == before and before[-1][2] == Decimal("1234.56")
    with scoped([municipality.pk]):
        assert LedgerEntry.objects.latest("pk").text == f"Stage bij verwijderde onderneming {order.number}"
        supplier = Supplier.objects.select_related("enterprise").get()
        assert supplier.contact_name == ""
        assert supplier.enterprise.name == f"Verwijderde onderneming {order.number}"
        assert Effort.objects.get().text == f"Dag bij verwijderde onderneming {order.number}"
        assert not EffortFile.objects.exists() and not EffortRemark.objects.exists()
    assert ["boekingen", len(before)] == order.preview["stays"][0][:2] or any(
        line[:2] == ["boekingen", len(before)] for line in order.preview["stays"]
    )


def test_afterwards_the_database_still_refuses_to_change_the_ledger(world):  # noqa: F811
    municipality, officer, manager, made = world
    settle(make_supplier_too(made, manager, dt.date(2024, 1, 31)))
    carry_out(municipality, ask(municipality, officer, made.case_file), manager)
    for statement in ("UPDATE procurement_ledgerentry SET amount = 1", "DELETE FROM procurement_ledgerentry"):
        with pytest.raises(DatabaseError), scoped([municipality.pk]), connection.cursor() as cursor:
            cursor.execute(statement)
    with scoped([municipality.pk]), pytest.raises(DatabaseError), transaction.atomic():
        LedgerEntry.objects.update(text="x")


def test_a_contract_that_is_not_settled_keeps_the_enterprise(world):  # noqa: F811
    municipality, officer, manager, made = world
    contract = make_supplier_too(made, manager, dt.date(2024, 1, 31))
    with scoped([municipality.pk]), pytest.raises(orders.RefusedError, match=contract.reference):
        orders.ask_removal(
            municipality=municipality, kind="enterprise", target=str(made.case_file.pk), by=officer
        )


def test_a_contract_whose_term_is_over_goes_whole_with_its_ledger_and_its_supplier(world):  # noqa: F811
    municipality, officer, manager, made = world
    settle(make_supplier_too(made, manager, dt.date(2015, 1, 31)))
    carry_out(municipality, ask(municipality, officer, made.case_file), manager)
    assert traces_in_all_tables(TRACES) == []
    with scoped([municipality.pk]):
        assert not LedgerEntry.objects.exists() and not Supplier.objects.exists()


def test_the_retention_list_of_contracts_goes_with_suppliers_that_have_no_other(world):  # noqa: F811
    municipality, officer, manager, made = world
    settle(make_supplier_too(made, manager, dt.date(2015, 1, 31)))
    with scoped([municipality.pk], person=officer.pk):
        order = orders.ask_removal(
            municipality=municipality, kind="retention", target="contracts", by=officer
        )
    from portal.kernel.jobs.actions import run

    run(str(order.job_id), municipality.pk)
    with scoped([municipality.pk], person=manager.pk):
        order.refresh_from_db()
        orders.confirm(order=order, typed=str(orders.WORD), by=officer)
        order = orders.agree(order=order, by=manager)
    run(str(order.job_id), municipality.pk)
    with scoped([municipality.pk]):
        order.refresh_from_db()
        assert order.state == "done", order.job.error
        assert not LedgerEntry.objects.exists() and not Supplier.objects.exists()
