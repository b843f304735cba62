"""Who looks along with a challenge: questions with their answers, who follows it, and what happened to it."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel


class QuestionState(models.TextChoices):
    """unconfirmed -> asked -> answered or hidden; an answer can be improved, a hidden one answered after all."""

    UNCONFIRMED = "unconfirmed", _("Not confirmed")
    ASKED = "asked", _("Waits for an answer")
    ANSWERED = "answered", _("Answered")
    HIDDEN = "hidden", _("Not shown")


# Not the text either: a question that was never confirmed must leave nothing behind in the history.
@pghistory.track(exclude=["text", "email", "seed", "token_hash"])
class ChallengeQuestion(TenantModel):
    """A question about a challenge. Visitors see it with its answer, never who asked it."""

    challenge = models.ForeignKey("challenges.Challenge", on_delete=models.CASCADE, related_name="questions")
    person = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(_("e-mail address"))
    text = models.TextField(_("question"))
    #: With the site's secret it makes the token; by itself it opens nothing.
    seed = models.UUIDField(default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=QuestionState.choices, default=QuestionState.UNCONFIRMED
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("asked"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    hidden_reason = models.TextField(_("reason"), blank=True)
    decided_at = models.DateTimeField(_("answered"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("question about a challenge")
        verbose_name_plural = _("questions about challenges")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="unconfirmed") | models.Q(confirmed_at__isnull=False),
                name="challenge_question_confirmed",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="answered")
                | (~models.Q(answer="") & models.Q(decided_at__isnull=False)),
                name="challenge_question_has_an_answer",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="hidden") | ~models.Q(hidden_reason=""),
                name="challenge_question_hidden_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["challenge", "state", "confirmed_at"], name="challenge_question_by_state"),
            models.Index(fields=["person"], name="challenge_question_person"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class ChallengeFollower(TenantModel):
    """Someone who gets a mail at each phase of a challenge, once they confirmed it. Who signs off is removed."""

    challenge = models.ForeignKey("challenges.Challenge", on_delete=models.CASCADE, related_name="followers")
    person = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(_("e-mail address"))
    seed = models.UUIDField(default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [
            models.UniqueConstraint("challenge", Lower("email"), name="challenge_follower_once"),
        ]
        indexes = [
            models.Index(fields=["challenge", "confirmed_at"], name="challenge_follower_confirmed"),
            models.Index(fields=["person"], name="challenge_follower_person"),
        ]

    def __str__(self) -> str:
        return self.email


class Moment(models.TextChoices):
    """What followers hear of and the feed shows; those of the plan's days are found by the clock."""

    OPEN = "open", _("The challenge is on the public page")
    ENTRIES = "entries", _("Anyone can send in a solution")
    SELECTION = "selection", _("The entries are closed, the selection has begun")
    COACHING = "coaching", _("The selection is known, those who go on are coached")
    JURY = "jury", _("The final has begun, the jury scores")
    DECIDED = "decided", _("The winners are known")
    PILOT = "pilot", _("The pilots begin")
    CANCELLED = "cancelled", _("The challenge is cancelled")


class ChallengeNews(TenantModel):
    """Something that happened to a challenge, once of a kind."""

    challenge = models.ForeignKey("challenges.Challenge", on_delete=models.CASCADE, related_name="news")
    moment = models.CharField(_("what happened"), max_length=12, choices=Moment.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("news of a challenge")
        verbose_name_plural = _("news of challenges")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["challenge", "moment"], name="challenge_news_once"),
        ]

    def __str__(self) -> str:
        return self.get_moment_display()
