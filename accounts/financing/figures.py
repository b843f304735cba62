"""Financing brought together, as numbers for dashboards: euros per kind and quarter, never names."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import ExtractQuarter, ExtractYear

from accounts.financing.models import Slice, SliceState

QuarterKey = tuple[int, int]


def paid_by_kind(since: dt.datetime) -> dict[tuple[QuarterKey, str], Decimal]:
    """((year, quarter), kind) -> euros paid out in that quarter."""
    rows = (
        Slice.objects.filter(state=SliceState.PAID, paid_at__gte=since)
        .values("kind", year=ExtractYear("paid_at"), quarter=ExtractQuarter("paid_at"))
        .annotate(total=Sum("amount"))
        .order_by()
    )
    return {((row["year"], row["quarter"]), row["kind"]): row["total"] for row in rows}


def promised_by_kind() -> dict[str, Decimal]:
    """Kind -> euros that are promised now and not paid yet, of needs that are still sought after."""
    rows = (
        Slice.objects.filter(state=SliceState.PROMISED, need__is_open=True)
        .values("kind")
        .annotate(total=Sum("amount"))
        .order_by()
    )
    return {row["kind"]: row["total"] for row in rows}
