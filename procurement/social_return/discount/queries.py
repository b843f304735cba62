"""Reading the discount: what holds now, what the rules offer, and which certificates we know of a supplier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from accounts.recognition.models import Mark, MarkKind
from procurement.social_return.contracts.models import Contract
from procurement.social_return.discount.engine import Certificate
from procurement.social_return.discount.models import DiscountDecision, PsoLevel

#: Certificates shown of one supplier.
MOST = 10


def percentages(contract: Contract) -> dict[str, Decimal]:
    """Level -> percentage off, as the rules of this contract have it; levels without a discount are left out."""
    return {level: rate for level, rate in contract.scheme.pso_discount.items() if rate > 0}


def current(contract: Contract) -> DiscountDecision | None:
    """The decision that holds, when it gives a discount."""
    last = DiscountDecision.objects.filter(contract=contract).select_related("by", "document__file").first()
    return last if last and last.percentage else None


def certified_until(contracts: Iterable[Contract]) -> dict[int, dt.date]:
    """Contract with a discount -> last day of the certificate it rests on. One query, none without discounts."""
    ids = [contract.pk for contract in contracts if contract.discount]
    if not ids:
        return {}
    rows = DiscountDecision.objects.filter(contract__in=ids, valid_to__isnull=False).order_by("pk")
    return {contract: day for contract, day in rows.values_list("contract_id", "valid_to") if day}


def known(contract: Contract) -> list[Certificate]:
    """The certificates in the register of this municipality, of the supplier's enterprise; the newest first."""
    rows = Mark.objects.filter(
        kind=MarkKind.PSO,
        case_file__enterprise=contract.supplier.enterprise_id,
        valid_to__isnull=False,
    ).order_by("-valid_from")[:MOST]
    return [
        Certificate("30plus" if row.thirty_plus else row.level, row.number, row.valid_from, row.valid_to)
        for row in rows
        if row.valid_to and (row.thirty_plus or row.level in PsoLevel.values)
    ]
