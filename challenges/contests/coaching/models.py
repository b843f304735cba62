"""Guided sharpening of what was selected: coaches, sessions, versions of the plan, the pitch, materials."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from challenges.contests.models import WithContact
from portal.kernel.tenancy.models import TenantModel


@pghistory.track(exclude=["contact", "seed", "token_hash"])
class Coach(WithContact, TenantModel):
    """Someone who coaches entries of one challenge, by invitation; `person` when it is a colleague with an account."""

    challenge = models.ForeignKey("challenges.Challenge", on_delete=models.PROTECT, related_name="coaches")
    person = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: With the site's secret it makes the token; by itself it opens nothing.
    seed = models.UUIDField(default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_at = models.DateTimeField(default=timezone.now)
    invited_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("coach")
        verbose_name_plural = _("coaches")
        ordering = ["pk"]
        indexes = [models.Index(fields=["person"], name="coach_person")]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Coaching(TenantModel):
    """The guided sharpening of one selected entry, and when it pitches."""

    entry = models.OneToOneField("challenges.Entry", on_delete=models.CASCADE, related_name="coaching")
    coach = models.ForeignKey(
        Coach, on_delete=models.PROTECT, null=True, blank=True, related_name="coachings"
    )
    started_at = models.DateTimeField(default=timezone.now)
    pitch_at = models.DateTimeField(_("pitch"), null=True, blank=True)
    pitch_minutes = models.PositiveIntegerField(_("minutes"), default=10)
    pitch_place = models.CharField(_("where"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("coaching of an entry")
        verbose_name_plural = _("coaching of entries")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pitch_minutes__gte=1, pitch_minutes__lte=240),
                name="coaching_pitch_has_a_length",
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry)


class SessionState(models.TextChoices):
    """planned -> held or cancelled; what was written about one that was held can be improved."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Called off")


@pghistory.track()
class CoachingSession(TenantModel):
    """A talk with the coach. What is written about it is read by the entrants and the organisers too."""

    coaching = models.ForeignKey(Coaching, on_delete=models.CASCADE, related_name="sessions")
    coach = models.ForeignKey(Coach, on_delete=models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("where"), max_length=200, blank=True)
    topic = models.CharField(_("what it is about"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=SessionState.choices, default=SessionState.PLANNED
    )
    notes = models.TextField(_("notes"), blank=True)
    cancel_reason = models.CharField(_("reason"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("coaching session")
        verbose_name_plural = _("coaching sessions")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="coaching_session_ends_after"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="held") | ~models.Q(notes=""), name="coaching_session_held_notes"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="cancelled") | ~models.Q(cancel_reason=""),
                name="coaching_session_cancelled_why",
            ),
        ]
        indexes = [models.Index(fields=["coaching", "starts_at"], name="coaching_session_when")]

    def __str__(self) -> str:
        return f"{self.coaching}: {self.starts_at:%Y-%m-%d}"


@pghistory.track()
class Agreement(TenantModel):
    """Something entrants do before the next session."""

    session = models.ForeignKey(CoachingSession, on_delete=models.CASCADE, related_name="agreements")
    text = models.CharField(_("agreement"), max_length=300)
    due_on = models.DateField(_("before"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="coaching_agreement_has_a_text"),
        ]
        indexes = [models.Index(fields=["session", "done_at"], name="coaching_agreement_open")]

    def __str__(self) -> str:
        return self.text


class PlanVersion(TenantModel):
    """A version of an entry's plan: never changed, only followed by the next. Number 1 is what was sent in.

    `content` holds the answers, and the pilot plan: its steps, budget and indicators.
    """

    entry = models.ForeignKey("challenges.Entry", on_delete=models.CASCADE, related_name="plan_versions")
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField()
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    author = models.ForeignKey(
        "challenges.EntryAuthor", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("version of a plan")
        verbose_name_plural = _("versions of a plan")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="plan_version_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="plan_version_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.number}"


class PitchTick(TenantModel):
    """A line of the checklist for the pitch that is done."""

    coaching = models.ForeignKey(Coaching, on_delete=models.CASCADE, related_name="ticks")
    code = models.SlugField(max_length=40)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("tick on the checklist")
        verbose_name_plural = _("ticks on the checklist")
        constraints = [models.UniqueConstraint(fields=["coaching", "code"], name="pitch_tick_once")]

    def __str__(self) -> str:
        return self.code


@pghistory.track()
class CoachingMaterial(TenantModel):
    """A file or a link from the organiser to everyone who was selected, and their coaches."""

    challenge = models.ForeignKey("challenges.Challenge", on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(_("title"), max_length=150)
    url = models.URLField(_("link"), max_length=500, blank=True)
    file = models.ForeignKey(
        "kernel.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(url="", file__isnull=False) | (~models.Q(url="") & models.Q(file=None)),
                name="coaching_material_file_or_link",
            ),
        ]

    def __str__(self) -> str:
        return self.title
