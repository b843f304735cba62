"""Reading budgets: per year with what is left, and what is committed to one enterprise."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import DecimalField, ExpressionWrapper, F, QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.budgets.models import HOLDING, BudgetKind, BudgetLine, Commitment, CommitmentState
from accounts.casefile.models import CaseFile
from portal.kernel.exports.registry import Column, ListPage, of_number
from portal.kernel.exports.registry import register as register_list
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


def commitments_for(line: BudgetLine, params: QueryDict) -> QuerySet[Commitment]:
    """What is committed of a budget, the newest first; ?stand= narrows it down."""
    rows = Commitment.objects.filter(line=line).order_by("-made_at", "-pk")
    state = params.get("stand", "")
    return rows.filter(state=state) if state in CommitmentState.values else rows


def _exported_budgets(params: QueryDict, actor: Actor) -> QuerySet[BudgetLine]:
    asked = params.get("jaar", "")
    year = (
        int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else timezone.localdate().year
    )
    room = ExpressionWrapper(F("amount") - F("committed"), output_field=DecimalField())
    return BudgetLine.objects.filter(year=year).annotate(left=room).order_by("domain", "name", "pk")


def _exported_commitments(params: QueryDict, actor: Actor) -> QuerySet[Commitment]:
    return commitments_for(get_object_or_404(BudgetLine, pk=of_number(params)), params)


def register_lists() -> None:
    """Budgets of a year, and what is committed of one."""
    register_list(
        ListPage(
            code="budgets",
            title=_("Budgets"),
            url_name="budgets",
            permission="accounts.view_budgets",
            model=BudgetLine,
            rows=_exported_budgets,
            views=False,
            columns=(
                Column("year", _("Year"), "year"),
                Column("domain", _("Domain"), "domain", Domain.choices),
                Column("name", _("Budget"), "name"),
                Column("kind", _("Kind"), "kind", BudgetKind.choices),
                Column("amount", _("Amount"), "amount"),
                Column("committed", _("Committed"), "committed"),
                Column("left", _("Left"), "left"),
                Column("source", _("Source"), "source", chosen=False),
            ),
        )
    )
    register_list(
        ListPage(
            code="commitments",
            title=_("Committed to whom"),
            url_name="budget",
            permission="accounts.view_commitment",
            model=Commitment,
            rows=_exported_commitments,
            views=False,
            of_one=True,
            columns=(
                Column("budget", _("Budget"), "line__name"),
                Column("enterprise", _("Enterprise"), "case_file__name"),
                Column("case_file", _("Case file"), "case_file__reference", chosen=False),
                Column("amount", _("Amount"), "amount"),
                Column("purpose", _("What for"), "purpose"),
                Column("state", _("State"), "state", CommitmentState.choices),
                Column("made", _("Made"), "made_at"),
                Column("made_by", _("By"), "made_by__name"),
                Column("granted", _("Granted"), "granted_at", chosen=False),
                Column("reason", _("Reason"), "reason", chosen=False),
            ),
        )
    )


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
