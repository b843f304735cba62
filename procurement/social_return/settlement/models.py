"""The settlement of a contract (afrekening) and its letters."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel


class SettlementState(models.TextChoices):
    """Hearing, perhaps a recovery period, a proposal, and a decision by a second pair of eyes."""

    HEARING = "hearing", _("The supplier is heard")
    RECOVERY = "recovery", _("Recovery period")
    PROPOSED = "proposed", _("Waits for a second pair of eyes")
    DECIDED = "decided", _("Decided")


class LetterKind(models.TextChoices):
    """Letters of a settlement, in the order they can come."""

    INTENT = "intent", _("Intention and invitation to respond")
    RECOVERY = "recovery", _("Recovery period")
    CHARGE = "charge", _("Decision: to be paid")
    WAIVED = "waived", _("Decision: nothing to be paid")
    FULFILLED = "fulfilled", _("Settled in full")


@pghistory.track()
class Settlement(TenantModel):
    """How the obligation of one contract ends. Amounts in euros, by the rules the contract keeps."""

    contract = models.OneToOneField(
        "procurement.Contract", on_delete=models.PROTECT, related_name="settlement"
    )
    state = models.CharField(max_length=10, choices=SettlementState.choices)
    opened_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    hear_until = models.DateField(_("respond before or on"), null=True)
    #: What the supplier says about it (zienswijze), and who wrote it down.
    view = models.TextField(_("what the supplier says"), blank=True)
    view_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    view_at = models.DateTimeField(null=True)
    recover_until = models.DateField(_("recovery period until"), null=True)
    missing = models.DecimalField(_("not realised"), max_digits=14, decimal_places=2, default=0)
    waived = models.DecimalField(_("waived"), max_digits=14, decimal_places=2, default=0)
    charged = models.DecimalField(_("to be paid"), max_digits=14, decimal_places=2, default=0)
    reason = models.TextField(_("motivation"), blank=True)
    explanation = models.JSONField(default=list)
    #: The state a proposal goes back to when the colleague does not agree.
    before = models.CharField(max_length=10, blank=True)
    proposed_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    sent_back = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("settlement")
        verbose_name_plural = _("settlements")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(missing__gte=0, waived__gte=0, charged__gte=0),
                name="settlement_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(waived__lte=models.F("missing")), name="settlement_waives_what_is_missing"
            ),
            models.CheckConstraint(
                condition=models.Q(charged=0)
                | models.Q(decided_by=None)
                | ~models.Q(decided_by=models.F("proposed_by")),
                name="settlement_charged_by_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(waived=0)
                | models.Q(decided_by=None)
                | ~models.Q(decided_by=models.F("proposed_by")),
                name="settlement_waived_by_two_people",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="decided") | models.Q(decided_at__isnull=False),
                name="settlement_decided_some_day",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "state", "hear_until"], name="settlement_by_state")]

    def __str__(self) -> str:
        return f"{self.contract}: {self.get_state_display()}"


class SettlementLetter(TenantModel):
    """A letter to the supplier. Its words are kept when it is decided; a worker prints them, once."""

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=10, choices=LetterKind.choices)
    subject = models.CharField(max_length=200)
    paragraphs = models.JSONField()
    made_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return self.subject
