"""Self-assessments of the PSO: what an enterprise says about its people and purchases, per year and version."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kernel.tenancy.models import TenantModel


class AssessmentState(models.TextChoices):
    """draft -> submitted. A correction is a new version; the submitted one stays as it was."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", pgettext_lazy("PSO", "Handed in")


#: What may no longer change once it is handed in; sharing and the case file (a merge) may.
_FROZEN = (
    "year", "number", "state", "fte", "full_time_hours", "employees", "whole_year", "main_aim", "aim_source", "rules",
    "rules_version", "rules_source", "level", "score", "result", "submitted_at", "submitted_by_id",
)  # fmt: skip
_CHANGED_AFTERWARDS = "OLD.state = 'submitted' AND ({}) IS DISTINCT FROM ({})".format(
    *(", ".join(f"{row}.{name}" for name in _FROZEN) for row in ("OLD", "NEW"))
)
_OF_SUBMITTED = (
    "IF EXISTS (SELECT 1 FROM procurement_psoassessment a WHERE a.id = NEW.assessment_id"
    " AND a.state = 'submitted') THEN RAISE EXCEPTION 'the assessment is handed in'; END IF; RETURN NEW;"
)


@pghistory.track()
class PsoAssessment(TenantModel):
    """One version of the self-assessment (zelftoets) of one enterprise over one year.

    People are counts by category, never persons. Staff see it only after `shared_at`. `rules` is a copy of the rules
    it was computed with, and `result` the scores as exact fractions with the explanation.
    """

    case_file = models.ForeignKey(
        "accounts.CaseFile", on_delete=models.CASCADE, related_name="pso_assessments"
    )
    year = models.PositiveSmallIntegerField(_("reference year"))
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(
        _("state"), max_length=10, choices=AssessmentState.choices, default=AssessmentState.DRAFT
    )
    fte = models.DecimalField(_("size in fte"), max_digits=8, decimal_places=2)
    full_time_hours = models.DecimalField(_("hours of a full week"), max_digits=4, decimal_places=2)
    #: For 30+ and article 2.82; what is not known stays empty.
    employees = models.PositiveIntegerField(_("people on the pay-roll"), null=True, blank=True)
    whole_year = models.BooleanField(_("like this for a year or longer"), null=True)
    main_aim = models.BooleanField(_("integration is the main aim"), null=True)
    aim_source = models.CharField(_("where the main aim can be read"), max_length=300, blank=True)
    rules = models.JSONField()
    rules_version = models.PositiveIntegerField()
    rules_source = models.TextField()
    level = models.PositiveSmallIntegerField(_("step"), null=True)
    #: Percent, rounded for lists; the exact fractions stand in `result`.
    score = models.DecimalField(_("score"), max_digits=7, decimal_places=4, null=True)
    result = models.JSONField(default=dict)
    started_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    shared_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    shared_at = models.DateTimeField(_("shared"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("PSO self-assessment")
        verbose_name_plural = _("PSO self-assessments")
        constraints = [
            models.UniqueConstraint(fields=["case_file", "year", "number"], name="pso_version_once"),
            models.UniqueConstraint(
                fields=["case_file", "year"], condition=Q(state="draft"), name="pso_one_draft_a_year"
            ),
            models.CheckConstraint(
                condition=Q(fte__gt=0, full_time_hours__gt=0, number__gt=0), name="pso_size_above_zero"
            ),
            models.CheckConstraint(
                condition=Q(employees=None) | Q(employees__gt=0), name="pso_employees_above_zero"
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted")
                | Q(
                    level__isnull=False,
                    score__isnull=False,
                    submitted_at__isnull=False,
                    submitted_by__isnull=False,
                ),
                name="pso_submitted_has_a_result",
            ),
            models.CheckConstraint(condition=Q(level=None) | Q(level__lte=3), name="pso_level_up_to_three"),
            models.CheckConstraint(condition=Q(score=None) | Q(score__gte=0), name="pso_score_not_negative"),
            models.CheckConstraint(
                condition=Q(shared_at=None, shared_by=None)
                | Q(state="submitted", shared_at__isnull=False, shared_by__isnull=False),
                name="pso_shared_when_submitted",
            ),
        ]
        indexes = [
            models.Index(fields=["case_file", "-year", "-number"], name="pso_of_case_file"),
            models.Index(
                fields=["municipality", "-shared_at", "-id"],
                name="pso_shared",
                condition=Q(shared_at__isnull=False),
            ),
            models.Index(
                fields=["municipality", "year", "level"],
                name="pso_shared_by_level",
                condition=Q(shared_at__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="submitted_assessment_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_CHANGED_AFTERWARDS),
            )
        ]

    def __str__(self) -> str:
        words = {"year": self.year, "number": self.number}
        return str(_("PSO self-assessment %(year)s, version %(number)s") % words)

    @property
    def period(self) -> str:
        """The year as text: in templates a number gets a point for thousands."""
        return str(self.year)

    @property
    def is_draft(self) -> bool:
        return self.state == AssessmentState.DRAFT


def _stays(name: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name, when=pgtrigger.Before, operation=pgtrigger.Insert | pgtrigger.Update, func=_OF_SUBMITTED
    )


@pghistory.track()
class PsoWorkers(TenantModel):
    """People of one category under one contract form: how many, hours a week each, months of the year."""

    assessment = models.ForeignKey(PsoAssessment, on_delete=models.CASCADE, related_name="workers")
    category = models.CharField(_("category"), max_length=40)
    form = models.CharField(_("contract form"), max_length=40)
    people = models.PositiveIntegerField(_("people"))
    hours = models.DecimalField(_("hours a week each"), max_digits=4, decimal_places=2)
    months = models.PositiveSmallIntegerField(_("months"), default=12)
    #: The form that was sent: the same form sent twice is one row.
    form_key = models.UUIDField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("people in a PSO self-assessment")
        verbose_name_plural = _("people in PSO self-assessments")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "form_key"], name="pso_workers_sent_once"),
            models.CheckConstraint(
                condition=Q(people__gt=0, hours__gt=0, months__gte=1, months__lte=12),
                name="pso_workers_above_zero",
            ),
        ]
        triggers = [_stays("workers_of_submitted_stay")]

    def __str__(self) -> str:
        return f"{self.people} x {self.category}"


@pghistory.track()
class PsoPurchase(TenantModel):
    """What was ordered at one social supplier, and what its own PSO result says."""

    assessment = models.ForeignKey(PsoAssessment, on_delete=models.CASCADE, related_name="purchases")
    name = models.CharField(_("social supplier"), max_length=150)
    order = models.DecimalField(_("ordered in the year"), max_digits=14, decimal_places=2)
    turnover = models.DecimalField(_("turnover of the supplier"), max_digits=14, decimal_places=2)
    fte = models.DecimalField(_("size of the supplier in fte"), max_digits=8, decimal_places=2)
    score = models.DecimalField(_("direct score of the supplier"), max_digits=7, decimal_places=4)
    counted_directly = models.BooleanField(_("the people stand in my list of people"), default=False)
    form_key = models.UUIDField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("purchase in a PSO self-assessment")
        verbose_name_plural = _("purchases in PSO self-assessments")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "form_key"], name="pso_purchase_sent_once"),
            models.CheckConstraint(
                condition=Q(order__gt=0, fte__gt=0, score__gte=0, score__lte=100, order__lte=F("turnover")),
                name="pso_purchase_makes_sense",
            ),
        ]
        triggers = [_stays("purchases_of_submitted_stay")]

    def __str__(self) -> str:
        return self.name
