"""Booking. The contract is locked by the caller first, so what a subject is worth is judged on the truth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from portal.kernel.models import Person
from procurement.social_return.contracts.models import Contract
from procurement.social_return.ledger.models import Account, LedgerEntry


@transaction.atomic
def bring_to(
    *,
    contract: Contract,
    account: Account,
    subject: str,
    amount: Decimal,
    text: str,
    by: Person | None,
    at: dt.datetime | None = None,
) -> LedgerEntry | None:
    """Book the difference between what stands for this subject and `amount`; nothing when it is right already.

    Needs the lock on the contract (`lock_contract`): two at once would both book the whole difference.
    """
    booked = LedgerEntry.objects.filter(contract=contract, account=account, subject=subject).aggregate(
        total=Sum("amount")
    )["total"] or Decimal(0)
    if booked == amount:
        return None
    return LedgerEntry.objects.create(
        municipality_id=contract.municipality_id,
        contract=contract,
        account=account,
        subject=subject,
        amount=amount - booked,
        text=text[:300],
        by=by,
        at=at or timezone.now(),
    )


def bring_all_to(
    *,
    contract: Contract,
    wanted: Mapping[tuple[Account, str], tuple[Decimal, str]],
    by: Person | None,
) -> None:
    """`bring_to` for many subjects at once: (account, subject) -> (amount, text). Needs the lock on the contract."""
    rows = LedgerEntry.objects.filter(contract=contract).order_by().values_list("account", "subject")
    booked = {(account, subject): total for account, subject, total in rows.annotate(total=Sum("amount"))}
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            municipality_id=contract.municipality_id,
            contract=contract,
            account=account,
            subject=subject,
            amount=difference,
            text=text[:300],
            by=by,
        )
        for (account, subject), (amount, text) in wanted.items()
        if (difference := amount - booked.get((account, subject), Decimal(0)))
    )


def lock_contract(contract_id: int) -> Contract:
    """The contract, locked until the transaction ends: every booking of it goes through here."""
    return (
        Contract.objects.select_for_update(of=("self",))
        .select_related("supplier__enterprise", "municipality")
        .get(pk=contract_id)
    )
