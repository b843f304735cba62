"""The outbox: mail is stored in the transaction that causes it and sent after it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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

    municipality = models.ForeignKey(
        "kernel.Municipality", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    html = models.TextField(blank=True)
    #: Names the occasion: the same key is never stored twice, so an occasion is never mailed twice.
    key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
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
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
