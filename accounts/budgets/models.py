"""Budgets a municipality has for social enterprises, and what is committed of them to whom."""

from __future__ import annotations

from decimal import Decimal

import pghistory
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import Domain, TenantModel


class BudgetKind(models.TextChoices):
    """Where the money comes from (roadmap chapter 2, step 1: "Welke budgetten zijn er?")."""

    PARTICIPATION = "participation", _("Participation budget")
    CARE = "care", _("Care (Wmo, youth)")
    SUBSIDY = "subsidy", _("Subsidy")
    INNOVATION = "innovation", _("Innovation money")
    IMPACT_FUND = "impact_fund", _("Regional impact fund")
    WAGE_SUBSIDY = "wage_subsidy", _("Wage subsidy")
    NO_RISK = "no_risk", _("No-risk policy")
    OTHER = "other", _("Other")


@pghistory.track()
class BudgetLine(TenantModel):
    """Money of one domain for one year (budgetregel), in euros.

    `committed` is what waits, is reserved or is granted: the sum of the open commitments. It is kept under a lock on
    this row, and the database refuses a sum above `amount`: two officers can never spend the same euro.
    """

    domain = models.CharField(_("domain"), max_length=16, choices=Domain.choices)
    kind = models.CharField(_("kind"), max_length=20, choices=BudgetKind.choices)
    name = models.CharField(_("name"), max_length=150)
    year = models.PositiveSmallIntegerField(_("year"))
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    committed = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0), editable=False)
    source = models.CharField(
        _("source"),
        max_length=300,
        help_text=_("For example: budget 2026, programme 4, council decision 12."),
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "domain", "year", "name"], name="budget_line_once"
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="budget_line_not_negative"),
            models.CheckConstraint(
                condition=models.Q(committed__gte=0) & models.Q(committed__lte=models.F("amount")),
                name="budget_line_never_overspent",
            ),
            models.CheckConstraint(
                condition=models.Q(year__gte=2000) & models.Q(year__lte=2100), name="budget_line_year"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "year", "domain", "name"], name="budget_line_list")]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"

    @property
    def room(self) -> Decimal:
        """Euros left to commit."""
        return self.amount - self.committed


class CommitmentState(models.TextChoices):
    WAITING = "waiting", _("Waits for a second pair of eyes")
    RESERVED = "reserved", _("Reserved")
    GRANTED = "granted", _("Granted")
    RELEASED = "released", _("Released")
    REFUSED = "refused", _("Refused")


#: States in which the money is taken out of the room that is left.
HOLDING = (CommitmentState.WAITING, CommitmentState.RESERVED, CommitmentState.GRANTED)


@pghistory.track()
class Commitment(TenantModel):
    """Money of a budget for one enterprise (verplichting): waiting, reserved, granted, or released again.

    What waits for a second pair of eyes holds its room already, so saying yes can never fail.
    """

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="commitments")
    case_file = models.ForeignKey("accounts.CaseFile", on_delete=models.PROTECT, related_name="commitments")
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    purpose = models.CharField(_("what for"), max_length=300)
    state = models.CharField(max_length=16, choices=CommitmentState.choices)
    made_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    #: Who looked second at the reserving, and said yes or no.
    checked_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    granted_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    #: Why it was refused or released, or granted for less.
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="commitment_above_zero"),
            models.CheckConstraint(
                condition=models.Q(checked_by=None) | ~models.Q(checked_by=models.F("made_by")),
                name="commitment_second_pair_is_another",
            ),
        ]
        indexes = [
            models.Index(fields=["line", "-made_at", "-id"], name="commitment_of_line"),
            models.Index(fields=["case_file", "-made_at", "-id"], name="commitment_of_case_file"),
            models.Index(fields=["municipality", "state", "-made_at", "-id"], name="commitment_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.amount}"

    @property
    def domain(self) -> str:
        """Whose money it is; asked by the permissions."""
        return self.line.domain
