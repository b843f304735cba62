"""A coalition round a question: which roles it needs, who takes part with what, and the joint plan."""

from __future__ import annotations

import uuid

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kernel.tenancy.models import TenantModel

#: What was agreed stays as it was when the plan was presented, whoever writes.
NOT_AFTER_PRESENTING = """
    IF EXISTS (
        SELECT 1 FROM challenges_jointplan j JOIN challenges_coalitionrole r ON r.challenge_id = j.challenge_id
        WHERE r.id = NEW.role_id AND j.presented_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'this coalition has presented its plan';
    END IF;
    RETURN NEW;
"""


class ContributionKind(models.TextChoices):
    """What a party brings in (issue 6)."""

    MONEY = "money", _("Money")
    HOURS = "hours", _("Hours")
    SPACE = "space", _("Space")
    KNOWLEDGE = "knowledge", _("Knowledge")


@pghistory.track()
class CoalitionRole(TenantModel):
    """What the coalition needs. `wanted`: euros, hours or square metres; nobody counts knowledge."""

    challenge = models.ForeignKey("challenges.Challenge", on_delete=models.CASCADE, related_name="roles")
    name = models.CharField(_("what is needed"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=ContributionKind.choices)
    wanted = models.DecimalField(_("how much"), max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("role in a coalition")
        verbose_name_plural = _("roles in a coalition")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("challenge", Lower("name"), name="coalition_role_once"),
            models.CheckConstraint(
                condition=Q(kind="knowledge", wanted=None) | (~Q(kind="knowledge") & Q(wanted__gt=0)),
                name="coalition_role_says_how_much",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(exclude=["name", "email", "seed", "token_hash"])
class CoalitionParty(TenantModel):
    """Who sits at the table (partij), by invitation: the bearer of the token answers in their name.

    `agreed_revision` is the revision of the joint plan they agreed to; they have to agree again when it changes.
    """

    challenge = models.ForeignKey("challenges.Challenge", on_delete=models.PROTECT, related_name="parties")
    organisation = models.CharField(_("organisation"), max_length=200)
    name = models.CharField(_("contact person"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    person = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    case_file = models.ForeignKey(
        "accounts.CaseFile", on_delete=models.PROTECT, null=True, blank=True, related_name="coalition_parties"
    )
    #: Who does the pilot when the plan is presented (trekker).
    is_lead = models.BooleanField(default=False, editable=False)
    seed = models.UUIDField(default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_at = models.DateTimeField(default=timezone.now)
    invited_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    agreed_revision = models.PositiveIntegerField(default=0)
    agreed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    left_reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("party in a coalition")
        verbose_name_plural = _("parties in a coalition")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("challenge", Lower("email"), name="coalition_party_once"),
            models.UniqueConstraint(
                fields=["challenge"], condition=Q(is_lead=True), name="coalition_one_lead"
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | ~Q(left_reason=""), name="coalition_party_left_says_why"
            ),
            models.CheckConstraint(
                condition=Q(agreed_revision=0) | Q(agreed_at__isnull=False),
                name="coalition_party_agreed_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["case_file"], name="party_of_case_file")]

    def __str__(self) -> str:
        return self.organisation


class PledgeState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("pledge", "Asked")
    ACCEPTED = "accepted", pgettext_lazy("pledge", "Promised")
    DECLINED = "declined", pgettext_lazy("pledge", "Declined")


@pghistory.track()
class CoalitionPledge(TenantModel):
    """What a party brings in for a role (toezegging). It counts once the party itself said yes."""

    party = models.ForeignKey(CoalitionParty, on_delete=models.CASCADE, related_name="pledges")
    role = models.ForeignKey(CoalitionRole, on_delete=models.PROTECT, related_name="pledges")
    amount = models.DecimalField(_("how much"), max_digits=12, decimal_places=2, null=True, blank=True)
    text = models.CharField(_("what exactly"), max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=PledgeState.choices, default=PledgeState.ASKED)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    #: Who asked for it; nobody when the party offered it.
    asked_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["party", "role"], name="pledge_once_per_role"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gt=0), name="pledge_above_zero"),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at=None)
                | (~Q(state="asked") & Q(answered_at__isnull=False)),
                name="pledge_answered_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="pledge_declined_says_why"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="pledge_not_after_presenting",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=NOT_AFTER_PRESENTING,
            )
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.role}"


@pghistory.track()
class CoalitionMeeting(TenantModel):
    """When the parties meet, and what came of it."""

    challenge = models.ForeignKey("challenges.Challenge", on_delete=models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField(_("when"))
    place = models.CharField(_("where"), max_length=200)
    agenda = models.TextField(_("what it is about"), blank=True)
    notes = models.TextField(_("what was agreed"), blank=True)
    form_key = models.UUIDField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["challenge", "form_key"], name="coalition_meeting_sent_once")
        ]

    def __str__(self) -> str:
        return self.place


@pghistory.track()
class JointPlan(TenantModel):
    """The plan of a coalition. Every change of its words is a new `revision`; presenting it starts the pilot."""

    challenge = models.OneToOneField(
        "challenges.Challenge", on_delete=models.PROTECT, related_name="joint_plan"
    )
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("plan"))
    revision = models.PositiveIntegerField(default=1)
    #: What was said when it was presented, and to whom.
    notes = models.TextField(_("what was said"), blank=True)
    presented_on = models.DateField(_("presented on"), null=True, blank=True)
    presented_at = models.DateTimeField(null=True, blank=True)
    presented_by = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("joint plan")
        verbose_name_plural = _("joint plans")
        constraints = [
            models.CheckConstraint(
                condition=Q(presented_at=None, presented_on=None, presented_by=None)
                | Q(presented_at__isnull=False, presented_on__isnull=False, presented_by__isnull=False),
                name="joint_plan_presented_by_someone",
            )
        ]

    def __str__(self) -> str:
        return self.title
