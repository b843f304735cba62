"""Places and candidates as numbers for dashboards: per quarter and instrument, never names.

The counts are exact and about people: the reader must protect small cells before showing them (rules.md 9).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Sum
from django.db.models.functions import ExtractQuarter, ExtractYear

from accounts.places.access import counts_to_add_up
from accounts.places.models import EnterpriseMonth, MunicipalityMonth

QuarterKey = tuple[int, int]


@dataclass(frozen=True)
class PlacesFigures:
    """Sums over the months of one quarter and one instrument, of the whole municipality."""

    offered: int = 0
    asked: int = 0
    delivered: int = 0
    filled: int = 0


def places_by_quarter(
    since: dt.date, until: dt.date, *, instrument: str = ""
) -> dict[tuple[QuarterKey, str], PlacesFigures]:
    """((year, quarter), instrument) -> figures, for months from a day on, before another. Two queries."""
    only = {"agreement__instrument": instrument} if instrument else {}
    found: dict[tuple[QuarterKey, str], dict[str, int]] = {}
    with counts_to_add_up():
        for model, names in (
            (EnterpriseMonth, ("offered", "asked", "filled")),
            (MunicipalityMonth, ("delivered",)),
        ):
            rows = (
                model.objects.filter(month__gte=since, month__lt=until, **only)
                .values("agreement__instrument", year=ExtractYear("month"), quarter=ExtractQuarter("month"))
                .annotate(**{f"sum_{name}": Sum(name) for name in names})
                .order_by()
            )
            for row in rows:
                cell = found.setdefault(((row["year"], row["quarter"]), row["agreement__instrument"]), {})
                cell.update({name: row[f"sum_{name}"] for name in names})
    return {key: PlacesFigures(**counts) for key, counts in found.items()}
