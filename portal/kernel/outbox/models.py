"""The outbox: mail is stored in the transaction that causes it and sent after it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel
from portal.kernel.tenancy.querysets import TenantManager


class Mail(models.Model):
    """One message to one address. Without a municipality it is about an account (password, log-in link)."""

    row_policy: ClassVar[str] = "tenant_or_public"

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        UNCERTAIN = "uncertain", _("Perhaps sent")
        NOT_ARRIVED = "not_arrived", _("Did not arrive")

    municipality = models.ForeignKey(
        "kernel.Municipality", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    html = models.TextField(blank=True)
    #: Where an answer goes, and where the mail server sends it back to when it cannot be delivered.
    reply_to = models.EmailField(blank=True)
    #: Message-IDs of the mail this one answers, and of the whole thread, oldest first.
    in_reply_to = models.CharField(max_length=300, blank=True)
    references = models.TextField(blank=True)
    #: False when a person wrote it: then an out-of-office answer is welcome.
    automatic = models.BooleanField(default=True)
    #: Names the occasion: the same key is never stored twice, so an occasion is never mailed twice.
    key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    #: When it came back; `last_error` says why.
    not_arrived_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = TenantManager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="mail_due",
                condition=models.Q(state__in=["queued", "sending"]),
            ),
            models.Index(fields=["municipality", "-created_at"], name="mail_recent"),
            models.Index(fields=["municipality", "sent_at"], name="mail_sent"),
            models.Index(fields=["municipality", "to"], name="mail_to"),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"

    @property
    def message_id(self) -> str:
        """Its Message-ID: made of the row, so that a mail tried again is the same mail."""
        return f"<{self.pk}@{settings.INBOX_DOMAIN or 'impactloket'}>"


class MailAttachment(TenantModel):
    """A file that goes along with a mail."""

    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("attachment of a mail")
        verbose_name_plural = _("attachments of mails")
        constraints = [models.UniqueConstraint(fields=["mail", "file"], name="mail_attachment_once")]

    def __str__(self) -> str:
        return str(self.file_id)
