"""The conversation of a case file: its mail address, the messages both ways, drafts and templates."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel


@pghistory.track(exclude=["token"])
class MailAddress(TenantModel):
    """The address of a case file (dossieradres): nobody can guess its token, who writes to it reaches this file."""

    case_file = models.OneToOneField(
        "accounts.CaseFile", on_delete=models.CASCADE, related_name="mail_address"
    )
    token = models.CharField(max_length=32, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("mail address of a case file")
        verbose_name_plural = _("mail addresses of case files")

    def __str__(self) -> str:
        return f"{self.case_file_id}"


@pghistory.track()
class Message(TenantModel):
    """One message between the enterprise and the municipality (bericht), by mail or on the own page.

    `text` is what was written; what a mail quoted of earlier ones, and its signature, are kept apart.
    """

    class Direction(models.TextChoices):
        IN = "in", _("From the enterprise")
        OUT = "out", _("From the municipality")
        #: A colleague's mail to the address of the case file: the enterprise does not see it.
        INTERNAL = "internal", _("Between colleagues")

    class Channel(models.TextChoices):
        MAIL = "mail", _("By mail")
        PAGE = "page", _("On the own page")

    case_file = models.ForeignKey("accounts.CaseFile", on_delete=models.CASCADE, related_name="messages")
    direction = models.CharField(max_length=10, choices=Direction.choices)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    author = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    author_name = models.CharField(max_length=150, blank=True)
    author_address = models.CharField(max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    quoted = models.TextField(blank=True)
    signature = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    answers = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="answered_by"
    )
    #: The mail it came in with; that message's Message-ID makes an answer join the thread.
    incoming = models.OneToOneField(
        "kernel.IncomingMail", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: An out-of-office or another machine's answer: shown small, asks nobody for attention.
    is_automatic = models.BooleanField(default=False)
    #: A message of the enterprise that nobody has to do anything with any more.
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: When someone of the enterprise first saw a message of the municipality on the own page.
    seen_at = models.DateTimeField(null=True, blank=True)
    question = models.ForeignKey(
        "accounts.Question", on_delete=models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    task = models.ForeignKey(
        "accounts.Task", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: Made when its form was opened: the same form sent twice is one message.
    form_key = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_file", "form_key"],
                condition=Q(form_key__isnull=False),
                name="message_form_once",
            ),
            models.CheckConstraint(
                condition=Q(direction="in") | Q(author__isnull=False), name="message_of_staff_has_an_author"
            ),
        ]
        indexes = [
            models.Index(fields=["case_file", "-at", "-id"], name="message_of_case_file"),
            models.Index(
                fields=["case_file"],
                name="message_to_answer",
                condition=Q(direction="in", handled_at=None, is_automatic=False),
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.text[:80]

    @property
    def sender(self) -> str:
        """Who wrote it, in words."""
        return str(self.author) if self.author else self.author_name or self.author_address


@pghistory.track()
class MessageDocument(TenantModel):
    """A document that belongs to a message: came with it, or was sent along (as an attachment or as a link)."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey("accounts.Document", on_delete=models.CASCADE, related_name="+")
    as_link = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "document"], name="message_document_once")]

    def __str__(self) -> str:
        return str(self.document_id)


@pghistory.track()
class MessageMail(TenantModel):
    """One mail with which a message went out, to one address; its state is that of the outbox."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mails")
    mail = models.OneToOneField("kernel.Mail", on_delete=models.PROTECT, related_name="message_mail")
    is_copy = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("mail of a message")
        verbose_name_plural = _("mails of messages")

    def __str__(self) -> str:
        return str(self.mail_id)


@pghistory.track()
class MessageDraft(TenantModel):
    """What a colleague began to write and did not send yet (concept): one per colleague and case file."""

    case_file = models.ForeignKey("accounts.CaseFile", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("kernel.Person", on_delete=models.CASCADE, related_name="+")
    #: The fields of the form, as they were typed.
    typed = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [models.UniqueConstraint(fields=["case_file", "person"], name="message_draft_once")]

    def __str__(self) -> str:
        return f"{self.case_file_id}: {self.person_id}"


@pghistory.track()
class MessageTemplate(TenantModel):
    """A text to start from (sjabloon), with {placeholders}; `version` tells a second editor they are late."""

    name = models.CharField(_("name"), max_length=100)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    is_active = models.BooleanField(_("in use"), default=True)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("message template")
        verbose_name_plural = _("message templates")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="message_template_name_once")
        ]

    def __str__(self) -> str:
        return self.name
