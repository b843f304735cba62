"""What the municipality paid to one enterprise, for its case file. Lists of other buyers are never in it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, Sum

from accounts.casefile.models import CaseFile
from portal.kernel.permissions import Actor
from procurement.spend.lists.models import ListState, SpendSum
from procurement.spend.rulesets import label_of

#: Years a panel shows, and departments it names with each.
MOST_YEARS, MOST_DEPARTMENTS = 5, 6


@dataclass(frozen=True)
class PaidYear:
    """Euros paid in a year, by which departments, and as what it counted."""

    year: int
    amount: Decimal
    departments: str
    counts_as: str


@dataclass(frozen=True)
class SpendPanel:
    """What was paid, the newest year first."""

    case_file: CaseFile
    years: list[PaidYear]


def panel(case_file: CaseFile, _actor: Actor) -> SpendPanel | None:
    """For staff; None when nothing was paid. One query."""
    rows = (
        SpendSum.objects.filter(
            supplier=None, source__state=ListState.READY, creditor__enterprise=case_file.enterprise_id
        )
        .order_by("-year")
        .values("year")
        .annotate(
            paid=Sum("amount"),
            where=ArrayAgg("department", filter=~Q(department=""), distinct=True, default=[]),
            groups=ArrayAgg("counts_as", filter=~Q(counts_as=""), distinct=True, default=[]),
        )
    )
    years = [
        PaidYear(
            row["year"], row["paid"], ", ".join(row["where"][:MOST_DEPARTMENTS]),
            ", ".join(label_of(group) for group in row["groups"]),
        )
        for row in rows[:MOST_YEARS]
    ]  # fmt: skip
    return SpendPanel(case_file, years) if years else None
