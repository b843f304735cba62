"""Entries: what someone sends in to a challenge, and who wrote it."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel


class EntryState(models.TextChoices):
    """draft <-> withdrawn, draft -> submitted -> ineligible, or (not) selected -> finalist -> winner."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Sent in")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    INELIGIBLE = "ineligible", _("Does not meet the conditions")
    SELECTED = "selected", _("Selected")
    NOT_SELECTED = "not_selected", _("Not selected")
    FINALIST = "finalist", _("Finalist")
    WINNER = "winner", _("Winner")


# Not the answers: a draft that is removed must leave nothing behind in the history.
@pghistory.track(exclude=["answers"])
class Entry(TenantModel):
    """One solution. `number` is counted per challenge; `answers` has the text under the code of each question."""

    challenge = models.ForeignKey("challenges.Challenge", on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=120, blank=True)
    organisation = models.CharField(_("enterprise or initiative"), max_length=200, blank=True)
    case_file = models.ForeignKey(
        "accounts.CaseFile", on_delete=models.PROTECT, null=True, blank=True, related_name="challenge_entries"
    )
    answers = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=EntryState.choices, default=EntryState.DRAFT)
    #: Why it is not eligible, or why (not) selected: what the entrant reads.
    reason = models.TextField(_("reason"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(_("sent in"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["challenge", "number"], name="entry_number_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn"]) | models.Q(submitted_at__isnull=False),
                name="entry_sent_in_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["ineligible", "not_selected"]) | ~models.Q(reason=""),
                name="entry_refused_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["challenge", "state"], name="entry_by_state"),
            models.Index(fields=["case_file"], name="entry_of_case_file"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


@pghistory.track(exclude=["name", "email", "seed", "token_hash"])
class EntryAuthor(TenantModel):
    """Who writes an entry; `person` when they have an account. The bearer of the token may work on the draft."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="authors")
    person = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    #: With the site's secret it makes the token; by itself it opens nothing.
    seed = models.UUIDField(default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    is_lead = models.BooleanField(_("contact person"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["-is_lead", "pk"]
        constraints = [
            models.UniqueConstraint("entry", Lower("email"), name="author_once_per_entry"),
            models.UniqueConstraint(
                fields=["entry"], condition=models.Q(is_lead=True), name="entry_one_contact_person"
            ),
        ]
        indexes = [models.Index(fields=["person"], name="author_person")]

    def __str__(self) -> str:
        return self.name


class EntryFile(TenantModel):
    """A file with an entry."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return str(self.file)
