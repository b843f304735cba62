"""Agreements on places and candidates, and what both sides register per month. Counts only, never persons."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import Domain, DomainPrivateModel, TenantModel

#: More than this in one month is a typing mistake.
MOST = 999


class Instrument(models.TextChoices):
    """With what people come to work or to day activities (roadmap chapter 2: how do we depend on each other)."""

    WAGE_SUBSIDY = "wage_subsidy", _("Wage subsidy")
    NO_RISK = "no_risk", _("No-risk policy")
    JOB_COACH = "job_coach", _("Job coach")
    TRIAL_PLACEMENT = "trial_placement", _("Trial placement")
    DAY_ACTIVITIES = "day_activities", _("Day activities")


#: Whose counts these are: each domain has its own legal basis (rules.md 9).
CARE_INSTRUMENTS = (Instrument.DAY_ACTIVITIES,)


def domain_of(instrument: str) -> str:
    """The domain that may see the counts of an instrument."""
    return Domain.CARE if instrument in CARE_INSTRUMENTS else Domain.WORK


#: One of both sides is behind.
RUNS_BEHIND = Q(enterprise_behind_since__isnull=False) | Q(municipality_behind_since__isnull=False)


class _Days(Func):
    """The days from the first up to and including the last, as a PostgreSQL range."""

    function = "daterange"
    output_field = DateRangeField()


@pghistory.track()
class Agreement(TenantModel):
    """What enterprise and municipality promise each other per month (afspraak), for half a year or a year.

    Promises are plans, no figures about people: everyone who works on case files sees them. `*_behind_since` is the
    day a side fell behind, empty while it does not: so a signal is given once, and ended once. Which side it is says
    something about few people, so colleagues of other domains are told only that it runs behind (`is_behind`). There
    is at least one place, so that this alone never names the side.
    """

    case_file = models.ForeignKey("accounts.CaseFile", on_delete=models.CASCADE, related_name="agreements")
    instrument = models.CharField(_("instrument"), max_length=20, choices=Instrument.choices)
    domain = models.CharField(_("domain"), max_length=16, choices=Domain.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("up to and including"))
    places_per_month = models.PositiveSmallIntegerField(_("places per month"))
    candidates_per_month = models.PositiveSmallIntegerField(_("candidates per month"))
    enterprise_behind_since = models.DateField(null=True, editable=False)
    municipality_behind_since = models.DateField(null=True, editable=False)
    made_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("agreement on places")
        verbose_name_plural = _("agreements on places")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")) & Q(starts_on__day=1), name="agreement_period"
            ),
            models.CheckConstraint(
                condition=Q(places_per_month__range=(1, MOST)) & Q(candidates_per_month__lte=MOST),
                name="agreement_promise",
            ),
            models.CheckConstraint(
                condition=Q(instrument__in=CARE_INSTRUMENTS, domain=Domain.CARE)
                | (~Q(instrument__in=CARE_INSTRUMENTS) & Q(domain=Domain.WORK)),
                name="agreement_domain_of_instrument",
            ),
            ExclusionConstraint(
                name="agreement_once",
                expressions=[
                    ("case_file", RangeOperators.EQUAL),
                    ("instrument", RangeOperators.EQUAL),
                    (
                        _Days(
                            "starts_on", "ends_on", RangeBoundary(inclusive_lower=True, inclusive_upper=True)
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "-ends_on", "-id"], name="agreement_recent"),
            models.Index(fields=["case_file", "-ends_on"], name="agreement_of_case_file"),
            models.Index(
                fields=["municipality", "instrument", "-ends_on", "-id"], name="agreement_of_instrument"
            ),
            models.Index(
                fields=["municipality", "-ends_on", "-id"], name="agreement_behind", condition=RUNS_BEHIND
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_instrument_display())

    @property
    def is_behind(self) -> bool:
        """One of both sides is behind; see above."""
        return bool(self.enterprise_behind_since or self.municipality_behind_since)


class _MonthCounts(DomainPrivateModel):
    """What one side registers for one month of an agreement."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.month:%Y-%m}"


@pghistory.track()
class EnterpriseMonth(_MonthCounts):
    """The side of the enterprise: places offered, candidates asked, places filled."""

    offered = models.PositiveSmallIntegerField(_("places offered"))
    asked = models.PositiveSmallIntegerField(_("candidates asked"))
    filled = models.PositiveSmallIntegerField(_("places filled"))

    class Meta:
        verbose_name = _("month of an enterprise")
        verbose_name_plural = _("months of enterprises")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "month"], name="enterprise_month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="enterprise_month_first_day"),
            models.CheckConstraint(
                condition=Q(filled__lte=F("offered")) & Q(offered__lte=MOST) & Q(asked__lte=MOST),
                name="enterprise_month_counts",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "month"], name="enterprise_month_figures")]


@pghistory.track()
class MunicipalityMonth(_MonthCounts):
    """The side of the municipality: candidates delivered."""

    delivered = models.PositiveSmallIntegerField(_("candidates delivered"))

    class Meta:
        verbose_name = _("month of the municipality")
        verbose_name_plural = _("months of the municipality")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "month"], name="municipality_month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="municipality_month_first_day"),
            models.CheckConstraint(condition=Q(delivered__lte=MOST), name="municipality_month_counts"),
        ]
        indexes = [models.Index(fields=["municipality", "month"], name="municipality_month_figures")]
