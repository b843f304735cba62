"""A case file that goes to another municipality: what the sender keeps of it, and what the receiver sees."""

from __future__ import annotations

import uuid

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.transfer import engine
from portal.kernel.tenancy.models import TenantModel


class Part(models.TextChoices):
    """What can go along. The enterprise itself always does; the rest only when the entrepreneur leaves it ticked."""

    IDENTITY = "identity", _("Your enterprise and its people")
    TIMELINE = "timeline", _("What happened, as on your own page")
    RECOGNITION = "recognition", _("Definition checks, marks and place on the spectrum")
    IMPACT = "impact", _("Impact that was checked")
    QUESTIONS = "questions", _("Questions and answers")
    CONVERSATION = "conversation", _("Messages, with what was sent along")
    DOCUMENTS = "documents", _("Documents you sent")
    FINANCING = "financing", _("Your financing mix")


class TransferState(models.TextChoices):
    ASKED = engine.ASKED, _("Waits for the entrepreneur")
    CONSENTED = engine.CONSENTED, _("Waits for the other municipality")
    REFUSED = engine.REFUSED, _("Refused by the entrepreneur")
    WITHDRAWN = engine.WITHDRAWN, _("Consent withdrawn")
    CANCELLED = engine.CANCELLED, _("Stopped by the municipality")
    DECLINED = engine.DECLINED, _("Declined by the other municipality")
    EXPIRED = engine.EXPIRED, _("Term passed")
    ACCEPTED = engine.ACCEPTED, _("Transferred")


class OpenQuestions(models.TextChoices):
    ALONG = "along", _("They go along: the other municipality answers them")
    STAY = "stay", _("We still answer them")


class OpenTasks(models.TextChoices):
    END = "end", _("They end on the day of the transfer")
    STAY = "stay", _("They stay with whoever has them")


class ReservedMoney(models.TextChoices):
    KEEP = "keep", _("It stays reserved")
    RELEASE = "release", _("It comes free on the day of the transfer")


@pghistory.track()
class Transfer(TenantModel):
    """One request to move a case file to another municipality (verhuizing), as the sending one keeps it.

    `key` is the same in the receiver's `TransferOffer`. There is no foreign key between the two: each municipality
    owns its own row, and removing one leaves the other.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case_file = models.ForeignKey("accounts.CaseFile", on_delete=models.CASCADE, related_name="transfers")
    to = models.ForeignKey(
        "kernel.Municipality", on_delete=models.PROTECT, related_name="+", verbose_name=_("to municipality")
    )
    reason = models.CharField(_("reason"), max_length=500)
    open_questions = models.CharField(
        _("open questions"), max_length=8, choices=OpenQuestions.choices, default=OpenQuestions.ALONG
    )
    open_tasks = models.CharField(
        _("open tasks"), max_length=8, choices=OpenTasks.choices, default=OpenTasks.STAY
    )
    reserved_money = models.CharField(
        _("reserved money"), max_length=8, choices=ReservedMoney.choices, default=ReservedMoney.KEEP
    )
    state = models.CharField(
        _("state"), max_length=16, choices=TransferState.choices, default=TransferState.ASKED
    )
    asked_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    #: Last day on which it can be consented to and accepted.
    expires_on = models.DateField(_("last day"))
    #: Who of the enterprise gave or refused consent, when, and to which parts.
    answered_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    parts = ArrayField(models.CharField(max_length=16, choices=Part.choices), default=list, blank=True)
    ended_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=500, blank=True)
    #: How many of each part were copied: part -> number.
    copied = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("transfer to another municipality")
        verbose_name_plural = _("transfers to other municipalities")
        constraints = [
            models.UniqueConstraint(
                fields=["case_file"], condition=Q(state__in=sorted(engine.OPEN)), name="transfer_open_once"
            ),
            models.CheckConstraint(condition=~Q(to=F("municipality")), name="transfer_to_another"),
            models.CheckConstraint(condition=~Q(reason=""), name="transfer_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(state__in=[engine.CONSENTED, engine.ACCEPTED, engine.DECLINED, engine.WITHDRAWN])
                | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="transfer_only_with_consent",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(engine.OPEN)) | Q(ended_at__isnull=False),
                name="transfer_ended_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["case_file", "-asked_at", "-id"], name="transfer_of_file"),
            models.Index(
                fields=["municipality", "expires_on"],
                name="transfer_open",
                condition=Q(state__in=sorted(engine.OPEN)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_file} -> {self.to}"

    @property
    def is_open(self) -> bool:
        """It can still go on."""
        return self.state in engine.OPEN


class OfferState(models.TextChoices):
    WAITING = "waiting", _("Waits for a decision")
    ACCEPTED = "accepted", _("Taken over")
    DECLINED = "declined", _("Declined")
    GONE = "gone", _("No longer offered")


@pghistory.track()
class TransferOffer(TenantModel):
    """What the receiving municipality sees of a transfer before it accepts: enough to judge, and nothing more.

    Made when the entrepreneur consents. When it comes to nothing, what it told of the enterprise is emptied.
    """

    key = models.UUIDField(unique=True, editable=False)
    sender = models.ForeignKey("kernel.Municipality", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("enterprise"), max_length=200, blank=True)
    kvk_number = models.CharField(_("KVK number"), max_length=8, blank=True)
    #: What is shown, in words: [label, value].
    facts = models.JSONField(default=list, blank=True)
    #: How much there is of each part that goes along: part -> number, on the day of consent.
    counts = models.JSONField(default=dict, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    #: Whom to call at the sending municipality.
    asked_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    consent_name = models.CharField(max_length=150, blank=True)
    consented_at = models.DateTimeField()
    expires_on = models.DateField(_("last day"))
    state = models.CharField(
        _("state"), max_length=16, choices=OfferState.choices, default=OfferState.WAITING
    )
    case_file = models.ForeignKey(
        "accounts.CaseFile", on_delete=models.CASCADE, null=True, related_name="came_from"
    )
    decided_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(_("reason to decline"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("case file offered by another municipality")
        verbose_name_plural = _("case files offered by other municipalities")
        constraints = [
            models.CheckConstraint(condition=~Q(sender=F("municipality")), name="offer_from_another"),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(case_file__isnull=False), name="offer_accepted_has_a_file"
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(decline_reason=""), name="offer_declined_says_why"
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "consented_at"], name="offer_waiting", condition=Q(state="waiting")
            ),
            models.Index(fields=["case_file"], name="offer_of_file"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.sender)

    @property
    def parts(self) -> list[tuple[str, int]]:
        """(what goes along, how much of it), in words."""
        return [(str(part.label), self.counts[part.value]) for part in Part if part.value in self.counts]
