"""The case file and its three domain tracks."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import Domain, DomainPrivateModel, TenantModel


class Phase(models.TextChoices):
    """How far the enterprise is (fase)."""

    IDEA = "idea", _("Idea")
    START_UP = "start_up", _("Start-up")
    GROWTH = "growth", _("Growth")
    SCALE_UP = "scale_up", _("Scale-up")
    MATURE = "mature", _("Mature")


class Theme(models.TextChoices):
    """Impact themes (impactthema), after the sectors of roadmap section 1.2."""

    WORK = "work", _("Jobs for people at a distance from the labour market")
    CIRCULAR = "circular", _("Circular use of materials")
    CARE = "care", _("Care and well-being")
    SUSTAINABLE = "sustainable", _("Sustainability and energy")
    SOCIAL_COHESION = "cohesion", _("Living together in the neighbourhood")
    EDUCATION = "education", _("Education and development")
    INTERNATIONAL = "international", _("International development")


class Spectrum(models.TextChoices):
    """Place on the WRR spectrum, from fully profit-driven to fully charitable (WRR 2016, roadmap 1.1)."""

    PROFIT = "profit", _("Profit comes first")
    RESPONSIBLE = "responsible", _("Profit with attention to people and planet")
    SOCIAL_ENTERPRISE = "social", _("Impact first, paid by the market")
    SUBSIDISED = "subsidised", _("Impact first, partly paid by subsidies and gifts")
    CHARITY = "charity", _("Charity, paid by gifts and subsidies")


class CaseFileState(models.TextChoices):
    ACTIVE = "active", _("Active")
    RESTING = "resting", _("Resting")
    CLOSED = "closed", _("Closed")


@pghistory.track()
class CaseFile(TenantModel):
    """Everything a municipality does with one enterprise (dossier): one per enterprise per municipality.

    `name` repeats the enterprise's name so lists sort and filter on one index. `version` grows with each
    change, so that two people who edit at once are told.
    """

    enterprise = models.ForeignKey("accounts.Enterprise", on_delete=models.PROTECT, related_name="case_files")
    reference = models.CharField(_("reference"), max_length=20)
    name = models.CharField(_("name"), max_length=200)
    state = models.CharField(
        _("state"), max_length=16, choices=CaseFileState.choices, default=CaseFileState.ACTIVE
    )
    account_manager = models.ForeignKey(
        "kernel.Person",
        on_delete=models.PROTECT,
        related_name="case_files",
        null=True,
        blank=True,
        verbose_name=_("account manager"),
    )
    phase = models.CharField(_("phase"), max_length=16, choices=Phase.choices, default=Phase.IDEA)
    themes = ArrayField(
        models.CharField(max_length=16, choices=Theme.choices),
        default=list,
        blank=True,
        verbose_name=_("impact themes"),
    )
    spectrum = models.CharField(
        _("place on the spectrum"), max_length=16, choices=Spectrum.choices, blank=True
    )
    #: Answers to the definition check: criterion code -> "yes", "partly", "no", "unknown".
    definition_check = models.JSONField(_("definition check"), default=dict, blank=True)
    district = models.CharField(_("district"), max_length=80, blank=True)
    summary = models.TextField(_("what they do"), blank=True)
    offer = models.TextField(_("what they offer the city"), blank=True)
    consent_at = models.DateTimeField(_("consent given"), null=True, blank=True)
    last_activity_at = models.DateTimeField(_("last activity"), default=timezone.now)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    #: Set when it turned out to be the double of another one: its address leads there, and it counts no more.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("case file")
        verbose_name_plural = _("case files")
        constraints = [
            # Checked after each statement; a merge defers it while two files change enterprises.
            models.UniqueConstraint(
                fields=["municipality", "enterprise"],
                name="case_file_one_per_enterprise",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.UniqueConstraint(fields=["municipality", "reference"], name="case_file_reference_once"),
        ]
        indexes = [
            models.Index(fields=["municipality", "-last_activity_at", "-id"], name="case_file_recent"),
            models.Index(fields=["municipality", "name", "id"], name="case_file_by_name"),
            models.Index(
                fields=["municipality", "phase", "-last_activity_at", "-id"], name="case_file_by_phase"
            ),
            models.Index(
                fields=["municipality", "account_manager", "-last_activity_at", "-id"], name="case_file_by_am"
            ),
            models.Index(
                fields=["municipality", "state", "-last_activity_at", "-id"], name="case_file_by_state"
            ),
            models.Index(
                fields=["municipality", "district", "-last_activity_at", "-id"], name="case_file_by_district"
            ),
            models.Index(fields=["municipality", "-opened_at", "-id"], name="case_file_by_opened"),
            GinIndex(fields=["municipality", "themes"], name="case_file_by_theme"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def theme_labels(self) -> list[str]:
        """The themes in words."""
        return [str(Theme(theme).label) for theme in self.themes if theme in Theme.values]


@pghistory.track()
class DomainTrack(TenantModel):
    """What one domain does for the enterprise (domeinspoor): exactly three per case file, visible to staff.

    `ball_with` says who has to move, `ball_since` since when. Notes only the domain sees are DomainNotes.
    """

    class State(models.TextChoices):
        IDLE = "idle", _("Nothing running")
        RUNNING = "running", _("Running")
        WAITING = "waiting", _("Waiting for someone else")
        DONE = "done", _("Finished")

    class BallWith(models.TextChoices):
        NOBODY = "nobody", _("Nobody")
        MUNICIPALITY = "municipality", _("The municipality")
        ENTREPRENEUR = "entrepreneur", _("The entrepreneur")
        OTHER = "other", _("Someone else")

    case_file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="tracks")
    domain = models.CharField(_("domain"), max_length=16, choices=Domain.choices)
    specialist = models.ForeignKey(
        "kernel.Person",
        on_delete=models.PROTECT,
        related_name="tracks",
        null=True,
        blank=True,
        verbose_name=_("specialist"),
    )
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.IDLE)
    goal = models.TextField(_("goal"), blank=True)
    next_action = models.CharField(_("next action"), max_length=200, blank=True)
    next_action_on = models.DateField(_("on"), null=True, blank=True)
    ball_with = models.CharField(
        _("who has the ball"), max_length=16, choices=BallWith.choices, default=BallWith.NOBODY
    )
    ball_since = models.DateField(_("since"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("domain track")
        verbose_name_plural = _("domain tracks")
        constraints = [models.UniqueConstraint(fields=["case_file", "domain"], name="track_one_per_domain")]
        indexes = [
            models.Index(
                fields=["municipality", "specialist", "next_action_on"],
                name="track_next_action",
                condition=models.Q(next_action_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_file}: {self.get_domain_display()}"


@pghistory.track()
class DomainNote(DomainPrivateModel):
    """A note only one domain sees (domeinnotitie): pseudonymous, never joined across domains."""

    case_file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="domain_notes")
    text = models.TextField(_("note"))
    written_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("private note")
        verbose_name_plural = _("private notes")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["case_file", "domain", "-created_at"], name="domain_note_recent")]

    def __str__(self) -> str:
        return f"{self.case_file}: {self.get_domain_display()}"


@pghistory.track()
class EnterpriseMember(TenantModel):
    """Someone of the enterprise who sees the case file from the entrepreneur's side (ondernemer)."""

    row_policy = "tenant_or_own"

    case_file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, related_name="enterprise_memberships"
    )
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("person at the enterprise")
        verbose_name_plural = _("people at the enterprise")
        constraints = [models.UniqueConstraint(fields=["case_file", "person"], name="enterprise_member_once")]

    def __str__(self) -> str:
        return str(self.person)
