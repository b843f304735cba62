"""Social spend of the municipality as numbers for dashboards, never names."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from procurement.spend.lists.models import ListState, SpendSum
from procurement.spend.share.engine import Line


@dataclass(frozen=True)
class SpendFigures:
    """One year of the municipality's own creditor lists, in euros; `percent` is None when nothing was paid."""

    year: int
    paid: Decimal
    social: Decimal
    percent: Decimal | None


def spend_by_year(last: int, years: int = 2) -> list[SpendFigures]:
    """The years up to `last` of which there are lists, the newest first, at most so many. One query."""
    zero = Decimal(0)
    rows = (
        SpendSum.objects.filter(supplier=None, source__state=ListState.READY, year__lte=last)
        .order_by("-year")
        .values("year")
        .annotate(paid=Sum("amount"), social=Sum("amount", filter=~Q(counts_as=""), default=zero))
    )
    return [
        SpendFigures(
            row["year"], row["paid"], row["social"], Line("", row["paid"], {"": row["social"]}).percent
        )
        for row in rows[:years]
    ]
