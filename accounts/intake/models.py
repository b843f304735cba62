"""Intakes: what an entrepreneur fills in, step by step, and the files they add."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel


class IntakeState(models.TextChoices):
    """draft -> submitted -> accepted (case file made or attached) or declined."""

    DRAFT = "draft", _("Being filled in")
    SUBMITTED = "submitted", _("New")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


# Not the answers: a draft that expired must leave nothing behind in the history.
@pghistory.track(exclude=["token_hash", "answers", "name", "email", "kvk_number"])
class Intake(TenantModel):
    """One request for help (aanmelding). `answers` holds each step's answers under the step's code.

    The bearer of the token (only its hash is kept) may continue the draft, on any device, until `expires_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=16, choices=IntakeState.choices, default=IntakeState.DRAFT
    )
    #: Given at submission: what the entrepreneur can quote on the phone.
    reference = models.CharField(_("reference"), max_length=20, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    #: Denormalised from the answers for lists and matching.
    name = models.CharField(_("enterprise"), max_length=200, blank=True)
    kvk_number = models.CharField(_("KVK number"), max_length=8, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("draft kept until"))
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decline_reason = models.TextField(_("reason"), blank=True)
    case_file = models.ForeignKey(
        "accounts.CaseFile", on_delete=models.PROTECT, null=True, blank=True, related_name="intakes"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("intake")
        verbose_name_plural = _("intakes")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "reference"],
                condition=~models.Q(reference=""),
                name="intake_reference_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="accepted") | models.Q(case_file__isnull=False),
                name="intake_accepted_has_a_case_file",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="declined") | ~models.Q(decline_reason=""),
                name="intake_declined_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "state", "submitted_at"], name="intake_to_triage"),
            models.Index(fields=["municipality", "state", "decided_at"], name="intake_decided"),
            models.Index(fields=["expires_at"], name="intake_expired", condition=models.Q(state="draft")),
        ]

    def __str__(self) -> str:
        return self.name or str(self.pk)


class IntakeAttachment(TenantModel):
    """A file added during the intake."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return str(self.file)
