"""Mail that came in. One row per message, whatever became of it: nothing is lost and nothing is done twice."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel


@pghistory.track()
class IncomingMail(TenantModel):
    """One message from outside (binnengekomen mail). `text` is plain; HTML of strangers is never kept."""

    class State(models.TextChoices):
        SORTED = "sorted", _("Stored where it belongs")
        UNSORTED = "unsorted", _("Unsorted")
        DISCARDED = "discarded", _("Discarded")
        AUTOMATIC = "automatic", _("Handled without a person")

    class Reason(models.TextChoices):
        """Why nobody but a person can say where it belongs."""

        UNKNOWN_SENDER = "sender", _("the sender is not known at this enterprise")
        WRONG_ADDRESS = "address", _("it was not sent to the address of a case file")
        NOT_VERIFIED = "failed", _("the mail server says the sender is not who the mail says")
        TOO_LARGE = "large", _("the mail was too large; only its subject and sender were kept")
        TOO_MANY = "many", _("this sender sent very many mails in an hour")

    #: Message-ID and content together; the same message is stored once.
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    message_id = models.CharField(max_length=300, blank=True)
    in_reply_to = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=16, default="normal")
    from_name = models.CharField(_("name"), max_length=150, blank=True)
    from_address = models.CharField(_("from"), max_length=254, blank=True)
    to_address = models.CharField(_("to"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    quoted = models.TextField(blank=True)
    signature = models.TextField(blank=True)
    #: "verified", "unverified", "failed", or "" when no server of ours checks.
    authenticity = models.CharField(max_length=12, blank=True)
    #: Codes of what could not be kept, and files that were left out: [{"name": …, "problem": …}].
    notes = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    size = models.PositiveBigIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=12, choices=State.choices, default=State.UNSORTED)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    #: A case file (or other thing of a chapter) it may belong to, for who sorts it.
    suggestion = models.PositiveBigIntegerField(null=True, blank=True)
    sorted_at = models.DateTimeField(null=True, blank=True)
    sorted_by = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    discard_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("mail that came in")
        verbose_name_plural = _("mails that came in")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="discarded") | (~Q(discard_reason="") & Q(sorted_by__isnull=False)),
                name="incoming_discarded_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "state", "-received_at"], name="incoming_by_state"),
            models.Index(fields=["municipality", "from_address", "received_at"], name="incoming_of_sender"),
        ]

    def __str__(self) -> str:
        return self.subject or self.from_address


@pghistory.track()
class IncomingFile(TenantModel):
    """A file of a mail that was looked into and kept."""

    incoming = models.ForeignKey(IncomingMail, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("file of a mail")
        verbose_name_plural = _("files of mails")

    def __str__(self) -> str:
        return str(self.file_id)
