"""Goals of the municipality, what enterprises claim to have done for them, and what counts for which goal."""

from __future__ import annotations

from decimal import Decimal

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.casefile.models import Theme
from portal.kernel.tenancy.models import TenantModel


class _Days(Func):
    """The days from the first up to and including the last, as a PostgreSQL range."""

    function = "daterange"
    output_field = DateRangeField()


@pghistory.track()
class Indicator(TenantModel):
    """What is counted, and in which unit (indicator). Goals and claims share it, so their numbers may be added."""

    name = models.CharField(_("name"), max_length=120)
    unit = models.CharField(_("unit"), max_length=40)
    #: Small numbers of people are shown to few: see `queries.shown_to`.
    about_people = models.BooleanField(_("this counts people"), default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [models.UniqueConstraint("municipality", Lower("name"), name="indicator_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.unit})"


@pghistory.track()
class Goal(TenantModel):
    """What the municipality wants to reach (gemeentelijk doel), from its coalition programme or another decision.

    Progress is `baseline` plus what counts of the checked claims. A goal to have less of something is written as more
    of what is avoided, so the target is always above the baseline.
    """

    title = models.CharField(_("title"), max_length=200)
    theme = models.CharField(_("theme"), max_length=16, choices=Theme.choices)
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="goals", verbose_name=_("indicator")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("up to and including"))
    baseline = models.DecimalField(_("baseline"), max_digits=14, decimal_places=2, default=Decimal(0))
    target = models.DecimalField(_("target"), max_digits=14, decimal_places=2)
    source = models.CharField(_("source document"), max_length=300)
    source_url = models.URLField(_("address of the source"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="goal_period"),
            models.CheckConstraint(
                condition=Q(baseline__gte=0) & Q(target__gt=F("baseline")), name="goal_above_baseline"
            ),
            models.UniqueConstraint(fields=["municipality", "title", "starts_on"], name="goal_once"),
        ]
        indexes = [
            models.Index(fields=["municipality", "ends_on", "title"], name="goal_by_end"),
            models.Index(fields=["municipality", "theme", "ends_on"], name="goal_by_theme"),
        ]

    def __str__(self) -> str:
        return self.title


class ClaimKind(models.TextChoices):
    """Impact made, or harm of the enterprise itself that it limits (schadebeperking)."""

    IMPACT = "impact", _("Impact made")
    LIMITATION = "limitation", _("Damage limited")


class ClaimState(models.TextChoices):
    CLAIMED = "claimed", _("Claimed, not checked yet")
    CHECKED = "checked", _("Checked")
    REFUSED = "refused", _("Refused")


@pghistory.track()
class Claim(TenantModel):
    """What an enterprise says it did (impactclaim): a quantity of one indicator in one period, with evidence.

    The same enterprise cannot claim the same indicator twice for one day: the database refuses periods that overlap.
    `linked` is the sum of the shares that go to goals. It is kept under a lock on this row and never exceeds
    `quantity`, so nothing counts twice.
    """

    case_file = models.ForeignKey("accounts.CaseFile", on_delete=models.CASCADE, related_name="claims")
    kind = models.CharField(_("kind"), max_length=16, choices=ClaimKind.choices, default=ClaimKind.IMPACT)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="claims")
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=2)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("up to and including"))
    explanation = models.TextField(_("explanation"), blank=True)
    #: Only for damage limitation: what the enterprise does harm, and what it does about it.
    harm = models.TextField(_("harm"), blank=True)
    measure = models.TextField(_("what is done about it"), blank=True)
    state = models.CharField(
        _("state"), max_length=16, choices=ClaimState.choices, default=ClaimState.CLAIMED
    )
    linked = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0), editable=False)
    claimed_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField(default=timezone.now)
    checked_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    #: Why it was refused.
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("impact claim")
        verbose_name_plural = _("impact claims")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="claim_above_zero"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="claim_period"),
            models.CheckConstraint(
                condition=Q(linked__gte=0) & Q(linked__lte=F("quantity")), name="claim_counts_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=ClaimKind.IMPACT) | (~Q(harm="") & ~Q(measure="")),
                name="claim_limitation_says_what",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("claimed_by")), name="claim_checked_by_another"
            ),
            models.CheckConstraint(
                condition=(Q(state=ClaimState.CLAIMED, checked_by=None) & Q(reason=""))
                | (Q(state=ClaimState.CHECKED, checked_by__isnull=False) & Q(reason=""))
                | (Q(state=ClaimState.REFUSED, checked_by__isnull=False) & ~Q(reason="")),
                name="claim_state_says_who_and_why",
            ),
            ExclusionConstraint(
                name="claim_period_once",
                expressions=[
                    ("case_file", RangeOperators.EQUAL),
                    ("indicator", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (
                        _Days(
                            "starts_on", "ends_on", RangeBoundary(inclusive_lower=True, inclusive_upper=True)
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=~Q(state=ClaimState.REFUSED),
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "state", "-claimed_at", "-id"], name="claim_by_state"),
            models.Index(fields=["case_file", "-starts_on", "-id"], name="claim_of_case_file"),
            models.Index(fields=["municipality", "checked_at"], name="claim_checked"),
        ]

    def __str__(self) -> str:
        return str(self.indicator)


@pghistory.track()
class ClaimEvidence(TenantModel):
    """A document of the case file that proves a claim (bewijs)."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="evidence")
    document = models.ForeignKey("accounts.Document", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [models.UniqueConstraint(fields=["claim", "document"], name="claim_evidence_once")]

    def __str__(self) -> str:
        return str(self.document)


@pghistory.track()
class GoalShare(TenantModel):
    """How much of a claim goes to one goal (aandeel), in the unit of their indicator."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="shares")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="shares")
    quantity = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("share of a claim")
        verbose_name_plural = _("shares of claims")
        constraints = [
            models.UniqueConstraint(fields=["claim", "goal"], name="goal_share_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="goal_share_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} -> {self.goal_id}: {self.quantity}"
