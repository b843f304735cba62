"""Reading budgets: per year with what is left, and what is committed to one enterprise."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from accounts.budgets.models import HOLDING, BudgetLine, Commitment
from accounts.casefile.models import CaseFile
from portal.kernel.models import Domain
from portal.kernel.permissions import Actor


@dataclass(frozen=True)
class DomainBudgets:
    """The budgets of one domain in one year, in euros."""

    label: str
    lines: list[BudgetLine]

    @property
    def amount(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def committed(self) -> Decimal:
        return sum((line.committed for line in self.lines), Decimal(0))

    @property
    def room(self) -> Decimal:
        return self.amount - self.committed


def budgets_of(year: int) -> list[DomainBudgets]:
    """All budgets of a year, per domain. One query: a municipality has tens of them, not thousands."""
    lines = list(BudgetLine.objects.filter(year=year).order_by("domain", "name"))
    return [
        DomainBudgets(str(label), [line for line in lines if line.domain == code])
        for code, label in Domain.choices
    ]


def years() -> list[int]:
    """The years that have budgets, the newest first."""
    return list(BudgetLine.objects.order_by("-year").values_list("year", flat=True).distinct())


@dataclass(frozen=True)
class CaseFilePanel:
    """What is committed to one enterprise: the newest commitments and the sum that holds, in euros."""

    case_file: CaseFile
    commitments: list[Commitment]
    total: Decimal


def panel(case_file: CaseFile, actor: Actor) -> CaseFilePanel:
    """One query: at most fifty commitments, those that hold money first."""
    rows = list(
        Commitment.objects.filter(case_file=case_file)
        .select_related("line", "made_by")
        .order_by("-made_at", "-pk")[:50]
    )
    rows.sort(key=lambda row: row.state not in HOLDING)
    return CaseFilePanel(
        case_file, rows, sum((row.amount for row in rows if row.state in HOLDING), Decimal(0))
    )
