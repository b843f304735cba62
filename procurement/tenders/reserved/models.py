"""Enterprises that are asked to take part in a tender, and the award."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel
from procurement.tenders.plan.models import Reserved, Tender
from procurement.tenders.reserved import engine


class Verdict(models.TextChoices):
    """What is known about the conditions before someone is asked. Only evidence decides."""

    LIKELY = engine.LIKELY, _("Seems to qualify")
    ASK = engine.ASK, _("Ask for evidence")
    NO = engine.NO, _("Does not qualify")


class TenderAnswer(models.TextChoices):
    NONE = "", _("No answer yet")
    INTERESTED = "interested", _("Takes part")
    DECLINED = "declined", _("Does not take part")


@pghistory.track()
class TenderInvitation(TenantModel):
    """One enterprise that was asked, what was known of it that day, and its answer.

    `seed` makes the token of its mailed link; only the hash of that is kept.
    """

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="invitations")
    case_file = models.ForeignKey(
        "accounts.CaseFile", on_delete=models.CASCADE, related_name="tender_invitations"
    )
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    #: The lines of the finding as they were then (thresholds.words.from_stored).
    lines = models.JSONField(default=list)
    seed = models.UUIDField(default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_at = models.DateTimeField(default=timezone.now)
    invited_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    #: People of the enterprise who got a mail; 0: only the letter tells them.
    mailed = models.PositiveSmallIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)
    answer = models.CharField(
        max_length=10, choices=TenderAnswer.choices, default=TenderAnswer.NONE, blank=True
    )
    #: The enterprise declares that it meets the conditions of the reservation.
    declares = models.BooleanField(default=False)
    words = models.TextField(_("explanation"), blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    answered_name = models.CharField(_("name"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("invitation to a tender")
        verbose_name_plural = _("invitations to tenders")
        ordering = ["invited_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "case_file"], name="tender_invited_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="tender_answer_has_a_moment",
            ),
            models.CheckConstraint(condition=~Q(verdict="no"), name="tender_invited_may_qualify"),
            models.CheckConstraint(
                condition=~Q(answer="declined") | ~Q(words=""), name="tender_declined_says_why"
            ),
        ]
        indexes = [models.Index(fields=["case_file", "-invited_at"], name="tender_invited_of_case_file")]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.case_file_id}"


@pghistory.track()
class TenderAward(TenantModel):
    """Who gets the contract, for how much and why. Euros ex VAT. `contract` follows when social return is agreed."""

    tender = models.OneToOneField(Tender, on_delete=models.CASCADE, related_name="award")
    supplier = models.ForeignKey(
        "procurement.Supplier", on_delete=models.PROTECT, related_name="tender_awards"
    )
    reserved = models.CharField(max_length=6, choices=Reserved.choices, blank=True)
    cpv_code = models.CharField(max_length=10)
    value = models.DecimalField(_("value without VAT"), max_digits=14, decimal_places=2)
    awarded_on = models.DateField(_("awarded on"))
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    motivation = models.TextField(_("motivation"))
    by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    contract = models.OneToOneField(
        "procurement.Contract", on_delete=models.SET_NULL, null=True, related_name="award"
    )

    class Meta:
        verbose_name = _("award of a tender")
        verbose_name_plural = _("awards of tenders")
        constraints = [
            models.CheckConstraint(condition=Q(value__gt=0), name="tender_award_value_above_zero"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="tender_award_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=~Q(motivation=""), name="tender_award_is_motivated"),
        ]
        indexes = [
            models.Index(fields=["supplier", "reserved", "-awarded_on"], name="tender_award_of_supplier"),
            models.Index(
                fields=["municipality", "awarded_on"],
                name="tender_award_reserved",
                condition=~Q(reserved=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier}: {self.tender}"
