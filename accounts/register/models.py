"""Entries of the public register, the consent they stand on, when they were public, and whether anything changed."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.casefile.models import Theme
from portal.kernel.tenancy.models import TenantModel


class EntryState(models.TextChoices):
    """asked -> published or refused; withdrawn at any moment, by the entrepreneur, at once."""

    ASKED = "asked", _("Waits for the municipality")
    PUBLISHED = "published", _("Published")
    REFUSED = "refused", _("Not published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


@pghistory.track()
class RegisterEntry(TenantModel):
    """What one enterprise shows in the public register (vermelding), in the entrepreneur's own words.

    Its texts are copies made with consent, so a change in the case file never becomes public by itself. What is
    empty is not shown. Only `published` entries are public; the search knows no others.
    """

    case_file = models.OneToOneField(
        "accounts.CaseFile", on_delete=models.CASCADE, related_name="register_entry"
    )
    #: Stable part of the public address.
    slug = models.SlugField(max_length=80)
    state = models.CharField(_("state"), max_length=16, choices=EntryState.choices, default=EntryState.ASKED)
    name = models.CharField(_("name"), max_length=200)
    summary = models.TextField(_("what you do"))
    products = models.CharField(_("products and services"), max_length=300, blank=True)
    themes = ArrayField(
        models.CharField(max_length=16, choices=Theme.choices),
        default=list,
        blank=True,
        verbose_name=_("themes"),
    )
    district = models.CharField(_("district"), max_length=80, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    website = models.URLField(_("website"), blank=True)
    show_marks = models.BooleanField(_("show my valid marks"), default=True)
    #: Why the municipality did not publish it.
    refusal = models.TextField(_("reason"), blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("entry in the register")
        verbose_name_plural = _("entries in the register")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "slug"], name="register_entry_address_once"),
            models.CheckConstraint(
                condition=~models.Q(state="published")
                | models.Q(published_at__isnull=False, decided_by__isnull=False),
                name="register_entry_published_by_someone",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="refused") | ~models.Q(refusal=""),
                name="register_entry_refused_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "name", "id"],
                name="register_by_name",
                condition=models.Q(state="published"),
            ),
            models.Index(
                fields=["municipality", "district", "name", "id"],
                name="register_by_district",
                condition=models.Q(state="published"),
            ),
            models.Index(
                fields=["municipality", "id"], name="register_stream", condition=models.Q(state="published")
            ),
            GinIndex(
                fields=["municipality", "themes"],
                name="register_by_theme",
                condition=models.Q(state="published"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def theme_labels(self) -> list[str]:
        """The themes in words."""
        return [str(Theme(theme).label) for theme in self.themes if theme in Theme.values]


class RegisterConsent(TenantModel):
    """The audit of consent (toestemming): who allowed what to be shown, or withdrew it, when. Append-only."""

    append_only = True

    entry = models.ForeignKey(RegisterEntry, on_delete=models.CASCADE, related_name="consents")
    given = models.BooleanField()
    #: Exactly what may be shown; empty when withdrawn.
    shown = models.JSONField(default=dict)
    by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        indexes = [models.Index(fields=["entry", "-at", "-id"], name="register_consent_of_entry")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.given}"


class Publication(TenantModel):
    """A stretch of time in which an entry was public (publicatie): from which the register's size follows."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.CASCADE, related_name="publications")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=models.Q(ended_at=None), name="publication_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("started_at")),
                name="publication_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "started_at", "ended_at"], name="publication_size")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.started_at}"


class RegisterState(TenantModel):
    """When the public register of a municipality last changed; what its ETag and Last-Modified say."""

    revision = models.PositiveBigIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("state of the register")
        verbose_name_plural = _("states of registers")
        constraints = [models.UniqueConstraint(fields=["municipality"], name="register_state_once")]

    def __str__(self) -> str:
        return str(self.revision)
