"""The jury: who sits in it, what they scored, who stood back, and what the winners get."""

from __future__ import annotations

import uuid

import pghistory
import pgtrigger
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel

#: The database refuses a score that comes after the bell, whoever writes it.
NOT_AFTER_CLOSING = """
    IF EXISTS (
        SELECT 1 FROM challenges_juror j JOIN challenges_juryround r ON r.challenge_id = j.challenge_id
        WHERE j.id = {juror} AND r.closed_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'the scoring of this jury is closed';
    END IF;
    RETURN NEW;
"""


def _closed(name: str, juror: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        func=NOT_AFTER_CLOSING.format(juror=juror),
    )


@pghistory.track()
class JuryRound(TenantModel):
    """The scoring of one challenge: open until someone closes it. Nobody sees another's score before."""

    challenge = models.OneToOneField("challenges.Challenge", on_delete=models.PROTECT, related_name="round")
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: Why it was closed while scores were missing.
    missing_reason = models.TextField(_("why scores are missing"), blank=True)
    #: What the jury said when it deliberated.
    notes = models.TextField(_("deliberation"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("jury round")
        verbose_name_plural = _("jury rounds")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_at=None) | models.Q(closed_at__gte=models.F("opened_at")),
                name="jury_round_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at=None) | models.Q(closed_at__isnull=False),
                name="jury_decides_after_closing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.challenge)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


@pghistory.track(exclude=["name", "email", "seed", "token_hash"])
class Juror(TenantModel):
    """Someone who judges (jurylid), by invitation: the bearer of the token scores in their name."""

    challenge = models.ForeignKey("challenges.Challenge", on_delete=models.PROTECT, related_name="jurors")
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    seed = models.UUIDField(default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_at = models.DateTimeField(default=timezone.now)
    invited_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removal_reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("juror")
        verbose_name_plural = _("jurors")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("challenge", Lower("email"), name="juror_once_per_challenge"),
            models.CheckConstraint(
                condition=models.Q(removed_at=None) | ~models.Q(removal_reason=""),
                name="juror_removed_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class JurorConflict(TenantModel):
    """A conflict of interest (belangenverstrengeling): this juror stands back from this entry, for good."""

    juror = models.ForeignKey(Juror, on_delete=models.CASCADE, related_name="conflicts")
    entry = models.ForeignKey("challenges.Entry", on_delete=models.CASCADE, related_name="conflicts")
    reason = models.TextField(_("reason"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        constraints = [
            models.UniqueConstraint(fields=["juror", "entry"], name="juror_conflict_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="juror_conflict_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.juror}: {self.entry}"


@pghistory.track()
class JuryBallot(TenantModel):
    """What one juror gave one entry: a score with its motivation for every criterion."""

    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="ballots")
    entry = models.ForeignKey("challenges.Entry", on_delete=models.CASCADE, related_name="ballots")
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [models.UniqueConstraint(fields=["juror", "entry"], name="jury_ballot_once")]
        triggers = [_closed("ballot_not_after_closing", "NEW.juror_id")]

    def __str__(self) -> str:
        return f"{self.juror}: {self.entry}"


@pghistory.track()
class JuryScore(TenantModel):
    """One score of a ballot, within the scale of its criterion."""

    ballot = models.ForeignKey(JuryBallot, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey("challenges.Criterion", on_delete=models.PROTECT, related_name="+")
    value = models.PositiveIntegerField(_("score"))
    motivation = models.TextField(_("motivation"))

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(fields=["ballot", "criterion"], name="jury_score_once"),
            models.CheckConstraint(condition=~models.Q(motivation=""), name="jury_score_has_a_motivation"),
        ]
        triggers = [
            _closed(
                "score_not_after_closing",
                "(SELECT b.juror_id FROM challenges_juryballot b WHERE b.id = NEW.ballot_id)",
            )
        ]

    def __str__(self) -> str:
        return str(self.value)


@pghistory.track()
class Award(TenantModel):
    """What a winner gets, in euros, and why."""

    entry = models.OneToOneField("challenges.Entry", on_delete=models.CASCADE, related_name="award")
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    motivation = models.TextField(_("motivation"))

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="award_not_negative"),
            models.CheckConstraint(condition=~models.Q(motivation=""), name="award_has_a_motivation"),
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.amount}"
