"""The timeline, contacts, tasks and documents of a case file."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import Domain, TenantModel


class TimelineEntry(TenantModel):
    """What happened, when and by whom (tijdlijn). Append-only; never holds private notes' text.

    `kind` is a stable code, `text` a Dutch sentence. `by` is empty when the system or an outsider did it.
    """

    append_only = True

    case_file = models.ForeignKey("accounts.CaseFile", on_delete=models.CASCADE, related_name="timeline")
    at = models.DateTimeField(_("when"), default=timezone.now)
    kind = models.CharField(max_length=40)
    text = models.CharField(_("what"), max_length=500)
    url = models.CharField(max_length=300, blank=True)
    domain = models.CharField(_("domain"), max_length=16, choices=Domain.choices, blank=True)
    by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    #: True when the entrepreneur sees it on their own page too.
    for_entrepreneur = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("timeline entry")
        verbose_name_plural = _("timeline entries")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["case_file", "-at", "-id"], name="timeline_recent")]

    def __str__(self) -> str:
        return self.text


@pghistory.track()
class Contact(TenantModel):
    """A contact moment (contactmoment): call, visit, meeting or mail."""

    class Channel(models.TextChoices):
        PHONE = "phone", _("Phone call")
        MEETING = "meeting", _("Meeting")
        VISIT = "visit", _("Visit")
        MAIL = "mail", _("E-mail")
        OTHER = "other", _("Other")

    case_file = models.ForeignKey("accounts.CaseFile", on_delete=models.CASCADE, related_name="contacts")
    channel = models.CharField(_("how"), max_length=16, choices=Channel.choices, default=Channel.PHONE)
    on = models.DateField(_("date"))
    with_whom = models.CharField(_("with whom"), max_length=150, blank=True)
    text = models.TextField(_("what was said"))
    by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("contact moment")
        verbose_name_plural = _("contact moments")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["case_file", "-on", "-id"], name="contact_recent")]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.on}"


@pghistory.track()
class Task(TenantModel):
    """Something a colleague, or the entrepreneur, has to do (taak)."""

    case_file = models.ForeignKey("accounts.CaseFile", on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(_("what"), max_length=200)
    holder = models.ForeignKey(
        "kernel.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("who"),
    )
    #: True when the entrepreneur has to do it ("asked of me").
    for_entrepreneur = models.BooleanField(_("the entrepreneur does this"), default=False)
    due_on = models.DateField(_("before"), null=True, blank=True)
    #: A signal of an instrument: for whoever works for this domain when it has no holder, with the page it is done on,
    #: and a key, so that the same signal is given once and ends when its reason does.
    domain = models.CharField(_("domain"), max_length=16, choices=Domain.choices, blank=True)
    url = models.CharField(max_length=200, blank=True, editable=False)
    key = models.CharField(max_length=100, blank=True, editable=False)
    created_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "key"],
                condition=models.Q(done_at=None) & ~models.Q(key=""),
                name="task_signal_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["municipality", "domain", "due_on"],
                name="task_of_domain",
                condition=models.Q(done_at=None, holder=None) & ~models.Q(domain=""),
            ),
            models.Index(
                fields=["municipality", "holder", "due_on"],
                name="task_open",
                condition=models.Q(done_at=None),
            ),
            models.Index(
                fields=["case_file", "due_on"], name="task_of_case_file", condition=models.Q(done_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class Document(TenantModel):
    """A file in the case file (document)."""

    case_file = models.ForeignKey("accounts.CaseFile", on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(_("title"), max_length=200)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    for_entrepreneur = models.BooleanField(_("the entrepreneur may see this"), default=False)
    added_by = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["case_file", "-created_at"], name="document_recent")]

    def __str__(self) -> str:
        return self.title
