"""What a supplier does for its obligation: placements, purchases, activities and its plan, with evidence."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kernel.tenancy.models import TenantModel


@pghistory.track()
class Pseudonym(TenantModel):
    """A code for someone who works with a supplier, given by the coordinator after confirming the target group.

    Who it is stands nowhere in Impactloket: the coordinator knows it from the registers of work and income. The same
    person keeps the same code at every supplier, so that nobody is counted twice.
    """

    code = models.CharField(_("code"), max_length=12)
    group = models.CharField(_("target group"), max_length=40)
    confirmed_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("pseudonym")
        verbose_name_plural = _("pseudonyms")
        constraints = [models.UniqueConstraint(fields=["municipality", "code"], name="pseudonym_once")]

    def __str__(self) -> str:
        return self.code


class EffortKind(models.TextChoices):
    PLACEMENT = "placement", _("Someone at work")
    MONTHLY = "monthly", _("Trial placement or work experience")
    PURCHASE = "purchase", _("Bought from a social supplier")
    ACTIVITY = "activity", _("Activity, in hours")
    PLAN = "plan", _("Plan of approach")


class EffortState(models.TextChoices):
    """Handed in, then asked about or not, then accepted or refused; or withdrawn by the supplier."""

    SUBMITTED = "submitted", _("Handed in")
    ASKED = "asked", _("Question for the supplier")
    ACCEPTED = "accepted", pgettext_lazy("social return", "Accepted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


WAITING = (EffortState.SUBMITTED, EffortState.ASKED)


@pghistory.track()
class Effort(TenantModel):
    """One thing the supplier did or plans (inspanning), with what it is worth by the rules of its contract.

    `code` is the target group, the kind of trial placement or the kind of social supplier. `value` and `explanation`
    are what the engine gave last; the ledger follows them.
    """

    contract = models.ForeignKey("procurement.Contract", on_delete=models.PROTECT, related_name="efforts")
    kind = models.CharField(_("kind"), max_length=10, choices=EffortKind.choices)
    code = models.CharField(max_length=40, blank=True)
    pseudonym = models.ForeignKey(
        Pseudonym, on_delete=models.PROTECT, null=True, blank=True, related_name="efforts"
    )
    hours = models.DecimalField(_("hours"), max_digits=7, decimal_places=2, null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("days"), null=True, blank=True)
    first = models.DateField(_("first day"), null=True, blank=True)
    last = models.DateField(_("last day"), null=True, blank=True)
    bonuses = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True, blank=True)
    #: The social supplier that was bought from, or the promised euros of a plan stand in `amount`.
    bought_from = models.CharField(_("bought from"), max_length=200, blank=True)
    kvk_number = models.CharField(max_length=8, blank=True)
    text = models.TextField(_("explanation"), blank=True)
    #: The supplier says that this person does work of someone who left: a signal, never a verdict.
    replaces = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=EffortState.choices, default=EffortState.SUBMITTED)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, default=0)
    explanation_lines = models.JSONField(default=list)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    submitted_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(_("reason"), blank=True)
    #: The form that was sent: the same form sent twice is one effort.
    form_key = models.UUIDField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("effort")
        verbose_name_plural = _("efforts")
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "form_key"], name="effort_form_sent_once"),
            models.CheckConstraint(condition=Q(value__gte=0), name="effort_value_not_negative"),
            models.CheckConstraint(
                condition=Q(first=None) | Q(last=None) | Q(last__gte=models.F("first")),
                name="effort_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="effort_refused_with_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | ~Q(kind="placement") | Q(pseudonym__isnull=False),
                name="effort_placement_accepted_with_a_pseudonym",
            ),
        ]
        indexes = [
            models.Index(fields=["contract", "-submitted_at", "-id"], name="effort_of_contract"),
            models.Index(
                fields=["municipality", "submitted_at"],
                name="effort_waiting",
                condition=Q(state__in=["submitted", "asked"]),
            ),
            models.Index(fields=["pseudonym", "first"], name="effort_of_pseudonym"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class EffortFile(TenantModel):
    """Evidence (bewijs). Never a BSN or a benefit letter: those are refused at the door."""

    effort = models.ForeignKey(Effort, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file.name


class EffortRemark(TenantModel):
    """A question of the coordinator or an answer of the supplier about one effort. Append-only."""

    append_only = True

    effort = models.ForeignKey(Effort, on_delete=models.CASCADE, related_name="remarks")
    text = models.TextField()
    by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    from_supplier = models.BooleanField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:60]
