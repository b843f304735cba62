"""Pilots: the plan, what is paid in advance, what is measured and learnt, and how it ends."""

from __future__ import annotations

from decimal import Decimal

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kernel.tenancy.models import TenantModel

#: What a pilot showed stays as it was when the decision on it was taken, whoever writes.
NOT_AFTER_THE_END = """
    IF EXISTS (SELECT 1 FROM challenges_pilot p WHERE p.id = {pilot} AND p.state = 'ended') THEN
        RAISE EXCEPTION 'this pilot has ended';
    END IF;
    RETURN NEW;
"""


def _ended(name: str, pilot: str = "NEW.pilot_id") -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        func=NOT_AFTER_THE_END.format(pilot=pilot),
    )


class PilotState(models.TextChoices):
    RUNNING = "running", pgettext_lazy("pilot", "Running")
    ENDED = "ended", pgettext_lazy("pilot", "Ended")


class Outcome(models.TextChoices):
    """How a pilot ends (roadmap 4.1)."""

    STOP = "stop", _("Stop")
    SCALE_UP = "scale_up", _("Scale up")
    PROCURE = "procure", _("Buy it")
    BOND = "bond", _("A social impact bond")


@pghistory.track()
class Pilot(TenantModel):
    """What a winner or a coalition tries out. `budget` is the sum that was awarded, in euros.

    `advanced` is what is asked, approved or paid of it: the sum of the advances that were not refused. It is kept under
    a lock on this row, and the database refuses a sum above the budget.
    """

    challenge = models.ForeignKey("challenges.Challenge", on_delete=models.PROTECT, related_name="pilots")
    entry = models.OneToOneField(
        "challenges.Entry", on_delete=models.PROTECT, null=True, blank=True, related_name="pilot"
    )
    #: What a coalition presented, where there is no single winner.
    joint_plan = models.OneToOneField(
        "challenges.JointPlan", on_delete=models.PROTECT, null=True, blank=True, related_name="pilot"
    )
    case_file = models.ForeignKey("accounts.CaseFile", on_delete=models.PROTECT, related_name="pilots")
    title = models.CharField(_("title"), max_length=120)
    plan = models.TextField(_("plan"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    budget = models.DecimalField(_("budget"), max_digits=12, decimal_places=2)
    advanced = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0), editable=False)
    state = models.CharField(_("state"), max_length=8, choices=PilotState.choices, default=PilotState.RUNNING)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, blank=True)
    outcome_reason = models.TextField(_("why"), blank=True)
    #: On which ground in law the municipality goes on without a second tender.
    outcome_basis = models.TextField(_("ground in law"), blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    started_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("pilot")
        verbose_name_plural = _("pilots")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="pilot_ends_after_start"),
            models.CheckConstraint(
                condition=Q(entry__isnull=False, joint_plan=None) | Q(entry=None, joint_plan__isnull=False),
                name="pilot_of_a_winner_or_a_coalition",
            ),
            models.CheckConstraint(condition=Q(budget__gte=0), name="pilot_budget_not_negative"),
            models.CheckConstraint(
                condition=Q(advanced__gte=0, advanced__lte=F("budget")), name="pilot_never_overspent"
            ),
            models.CheckConstraint(
                condition=Q(state="running", outcome="", decided_on=None, decided_by=None)
                | (
                    Q(state="ended", decided_on__isnull=False, decided_by__isnull=False)
                    & ~Q(outcome="")
                    & ~Q(outcome_reason="")
                ),
                name="pilot_ended_says_how_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["scale_up", "procure"]) | ~Q(outcome_basis=""),
                name="pilot_buying_has_a_ground",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "state", "-started_at", "-id"], name="pilot_by_state"),
            models.Index(fields=["municipality", "-started_at", "-id"], name="pilot_recent"),
            models.Index(fields=["case_file"], name="pilot_of_case_file"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def room(self) -> Decimal:
        """Euros that can still be asked."""
        return self.budget - self.advanced

    @property
    def is_running(self) -> bool:
        return self.state == PilotState.RUNNING


@pghistory.track()
class PilotMilestone(TenantModel):
    """Something that must be done by a day (mijlpaal)."""

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(_("what"), max_length=200)
    due_on = models.DateField(_("by"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    form_key = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["pilot", "form_key"], name="pilot_milestone_sent_once")
        ]
        triggers = [_ended("pilot_milestone_not_after_end")]

    def __str__(self) -> str:
        return self.title


class AdvanceState(models.TextChoices):
    """Which verb leads where stands in `engine.STEPS`."""

    ASKED = "asked", pgettext_lazy("advance", "Asked")
    WAITING = "waiting", _("Waits for a second pair of eyes")
    APPROVED = "approved", pgettext_lazy("advance", "Approved")
    PAID = "paid", pgettext_lazy("advance", "Paid, proof is asked")
    PROVEN = "proven", pgettext_lazy("advance", "Accounted for")
    REFUSED = "refused", pgettext_lazy("advance", "Refused")


@pghistory.track()
class PilotAdvance(TenantModel):
    """Euros of the budget, asked before they are spent (voorschot); afterwards the proof is handed in."""

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="advances")
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    purpose = models.CharField(_("what for"), max_length=300)
    #: What shows what it will cost: a quote, an order.
    quote = models.ForeignKey(
        "kernel.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=8, choices=AdvanceState.choices, default=AdvanceState.ASKED)
    asked_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    second_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    paid_on = models.DateField(_("paid on"), null=True)
    paid_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    proof = models.ForeignKey(
        "kernel.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proof_text = models.CharField(_("what it was spent on"), max_length=500, blank=True)
    proof_at = models.DateTimeField(null=True)
    proven_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    proven_at = models.DateTimeField(null=True)
    form_key = models.UUIDField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("advance")
        verbose_name_plural = _("advances")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="pilot_advance_above_zero"),
            models.UniqueConstraint(fields=["pilot", "form_key"], name="pilot_advance_sent_once"),
            models.CheckConstraint(
                condition=Q(second_by=None) | ~Q(second_by=F("approved_by")),
                name="pilot_advance_second_is_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "approved", "paid", "proven"])
                | Q(approved_by__isnull=False),
                name="pilot_advance_approved_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["paid", "proven"]) | Q(paid_on__isnull=False, paid_by__isnull=False),
                name="pilot_advance_paid_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="proven")
                | Q(proof__isnull=False, proof_at__isnull=False, proven_by__isnull=False),
                name="pilot_advance_proven_has_proof",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="pilot_advance_refused_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.purpose


@pghistory.track()
class PilotIndicator(TenantModel):
    """What a pilot has to change (indicator), with where it begins and what the target is."""

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="indicators")
    #: The indicator of the municipality's goals it is, if it is one: the theory of change both share.
    goal_indicator = models.ForeignKey(
        "accounts.Indicator", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("what changes"), max_length=120)
    unit = models.CharField(_("unit"), max_length=40)
    about_people = models.BooleanField(_("this counts people"), default=False)
    baseline = models.DecimalField(_("at the start"), max_digits=14, decimal_places=2, default=Decimal(0))
    target = models.DecimalField(_("target"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("indicator of a pilot")
        verbose_name_plural = _("indicators of a pilot")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["pilot", "name"], name="pilot_indicator_once"),
            models.CheckConstraint(condition=~Q(target=F("baseline")), name="pilot_indicator_target_differs"),
        ]
        triggers = [_ended("pilot_indicator_not_after_end")]

    def __str__(self) -> str:
        return f"{self.name} ({self.unit})"


@pghistory.track()
class PilotMeasurement(TenantModel):
    """What an indicator was on a day, with evidence; it counts once a colleague of the municipality checked it."""

    indicator = models.ForeignKey(PilotIndicator, on_delete=models.CASCADE, related_name="measurements")
    on = models.DateField(_("on"))
    value = models.DecimalField(_("result"), max_digits=14, decimal_places=2)
    note = models.CharField(_("explanation"), max_length=500, blank=True)
    file = models.ForeignKey(
        "kernel.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    checked_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "on"], name="pilot_measurement_once_a_day"),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("made_by")),
                name="pilot_measurement_checked_by_another",
            ),
        ]
        triggers = [
            _ended(
                "pilot_measurement_not_after_end",
                "(SELECT i.pilot_id FROM challenges_pilotindicator i WHERE i.id = NEW.indicator_id)",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value}"


@pghistory.track()
class PilotNote(TenantModel):
    """A line of the learning log (leerlogboek): what went otherwise than thought, and what one does with it."""

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="notes")
    on = models.DateField(_("on"))
    text = models.TextField(_("what did you learn?"))
    by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    form_key = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("line of the learning log")
        verbose_name_plural = _("learning log")
        ordering = ["on", "pk"]
        constraints = [models.UniqueConstraint(fields=["pilot", "form_key"], name="pilot_note_sent_once")]
        triggers = [_ended("pilot_note_not_after_end")]

    def __str__(self) -> str:
        return self.text[:60]
