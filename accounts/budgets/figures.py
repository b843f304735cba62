"""Budgets as numbers for dashboards: euros per domain, never names."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import Coalesce

from accounts.budgets.models import BudgetLine, Commitment, CommitmentState


@dataclass(frozen=True)
class BudgetFigures:
    """Of one domain in one year, in euros: what there is, what waits or is reserved, and what is granted."""

    amount: Decimal
    reserved: Decimal
    granted: Decimal

    @property
    def room(self) -> Decimal:
        return self.amount - self.reserved - self.granted


def budgets_by_domain(year: int) -> dict[str, BudgetFigures]:
    """Domain code -> figures, for domains that have a budget in this year. Two queries."""
    zero = Decimal(0)
    granted = dict(
        Commitment.objects.filter(line__year=year, state=CommitmentState.GRANTED)
        .values_list("line__domain")
        .annotate(total=Sum("amount"))
        .order_by()
    )
    lines = (
        BudgetLine.objects.filter(year=year)
        .values("domain")
        .annotate(
            whole=Coalesce(Sum("amount"), zero),
            held=Coalesce(Sum("committed"), zero),
        )
        .order_by()
    )
    return {
        row["domain"]: BudgetFigures(
            row["whole"], row["held"] - granted.get(row["domain"], zero), granted.get(row["domain"], zero)
        )
        for row in lines
    }
