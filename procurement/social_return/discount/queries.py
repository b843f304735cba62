"""Reading the discount: what holds now, what the rules offer, and which certificates we know of a supplier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import DateField, DurationField, F, Func, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce

from accounts.recognition.models import Mark, MarkKind
from procurement.social_return.contracts.models import Contract
from procurement.social_return.discount.engine import Certificate
from procurement.social_return.discount.models import DiscountDecision, PsoLevel
from procurement.social_return.scheme import CERTIFICATE_MONTHS

#: Certificates shown of one supplier.
MOST = 10
_MONTHS = Coalesce(
    Cast(KeyTextTransform("certificate_months", KeyTransform("terms", "scheme_data")), IntegerField()),
    CERTIFICATE_MONTHS,
)
#: From this day a certificate that ends asks for attention: months before `certified_to`, as `add_months` counts.
_MONTHS_BEFORE = Func(
    F("certified_to"),
    Func(_MONTHS, template="make_interval(months => %(expressions)s)", output_field=DurationField()),
    arg_joiner=" - ",
    template="(%(expressions)s)::date",
    output_field=DateField(),
)


def percentages(contract: Contract) -> dict[str, Decimal]:
    """Level -> percentage off, as the rules of this contract have it; levels without a discount are left out."""
    return {level: rate for level, rate in contract.scheme.pso_discount.items() if rate > 0}


def current(contract: Contract) -> DiscountDecision | None:
    """The decision that holds, when it gives a discount."""
    last = DiscountDecision.objects.filter(contract=contract).select_related("by", "document__file").first()
    return last if last and last.percentage else None


def currents(contracts: Iterable[Contract]) -> dict[int, DiscountDecision]:
    """Contract -> the decision that gives its discount. One query, none without discounts."""
    ids = [contract.pk for contract in contracts if contract.discount]
    if not ids:
        return {}
    rows = DiscountDecision.objects.filter(contract__in=ids).order_by("contract", "-pk").distinct("contract")
    return {row.contract_id: row for row in rows if row.percentage}


def ending_soon(rows: QuerySet[Contract], today: dt.date) -> QuerySet[Contract]:
    """Of these contracts those that outlive the certificate their discount rests on, within the term of their rules.

    A certificate that is over, and about which nobody decided, is among them.
    """
    last = DiscountDecision.objects.filter(contract=OuterRef("pk")).order_by("-pk").values("valid_to")[:1]
    return (
        rows.filter(discount__gt=0)
        .annotate(certified_to=Subquery(last))
        .filter(certified_to__lt=F("ends_on"))
        .annotate(warn_on=_MONTHS_BEFORE)
        .filter(warn_on__lte=today)
    )


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
