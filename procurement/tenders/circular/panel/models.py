"""The panel: who sits in it, what they scored, who stood back. Nobody sees another's score before the closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel
from procurement.tenders.circular.links import SECRET, Linked
from procurement.tenders.circular.programme.engine import CRITERIA, HIGHEST, LOWEST

if TYPE_CHECKING:
    from procurement.tenders.circular.programme.models import CircularTender

#: Whoever writes it: no score before the round, after it, or by someone who handed in.
LOCKED = """
    IF EXISTS (
        SELECT 1 FROM procurement_circularpanelmember m
        LEFT JOIN procurement_circularround r ON r.tender_id = m.tender_id
        WHERE m.id = NEW.member_id
        AND (m.handed_in_at IS NOT NULL OR m.removed_at IS NOT NULL OR r.id IS NULL OR r.closed_at IS NOT NULL)
    ) THEN
        RAISE EXCEPTION 'the scores of this panel member are locked';
    END IF;
    RETURN NEW;
"""


@pghistory.track()
class CircularRound(TenantModel):
    """The scoring of one tender: open until a buyer closes it, for good."""

    tender = models.OneToOneField(
        "procurement.CircularTender", on_delete=models.PROTECT, related_name="round"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: Why it was closed while scores were missing.
    missing_reason = models.TextField(_("why scores are missing"), blank=True)

    class Meta:
        verbose_name = _("scoring by the panel")
        verbose_name_plural = _("scorings by panels")
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__gte=models.F("opened_at"), closed_by__isnull=False),
                name="circular_round_closes_after_it_opens",
            )
        ]

    def __str__(self) -> str:
        return str(self.tender)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


@pghistory.track(exclude=SECRET)
class CircularPanelMember(Linked):
    """Someone who scores (panellid), by invitation: the bearer of the link scores in their name."""

    link_use = "circular.panel"

    tender = models.ForeignKey("procurement.CircularTender", on_delete=models.PROTECT, related_name="panel")
    invited_at = models.DateTimeField(default=timezone.now)
    invited_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    #: From here on their own scores are fixed too.
    handed_in_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removal_reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("panel member")
        verbose_name_plural = _("panel members")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("tender", Lower("email"), name="circular_panel_once"),
            models.CheckConstraint(
                condition=Q(removed_at=None) | ~Q(removal_reason=""), name="circular_panel_left_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def path(self, tender: CircularTender) -> str:
        """Where this member scores."""
        return reverse("circular_panel_home", args=[tender.municipality.slug, tender.slug, self.token])


@pghistory.track()
class CircularConflict(TenantModel):
    """A conflict of interest: this member stands back from this submission, for good."""

    member = models.ForeignKey(CircularPanelMember, on_delete=models.CASCADE, related_name="conflicts")
    submission = models.ForeignKey(
        "procurement.CircularSubmission", on_delete=models.CASCADE, related_name="conflicts"
    )
    reason = models.TextField(_("reason"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        constraints = [
            models.UniqueConstraint(fields=["member", "submission"], name="circular_conflict_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="circular_conflict_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.submission}"


@pghistory.track()
class CircularBallot(TenantModel):
    """What one member gave one submission: a score with its motivation for every criterion."""

    member = models.ForeignKey(CircularPanelMember, on_delete=models.CASCADE, related_name="ballots")
    submission = models.ForeignKey(
        "procurement.CircularSubmission", on_delete=models.CASCADE, related_name="ballots"
    )
    vision = models.PositiveSmallIntegerField(_("vision"))
    expertise = models.PositiveSmallIntegerField(_("expertise"))
    innovation = models.PositiveSmallIntegerField(_("innovation"))
    why_vision = models.TextField(_("why this score for vision"))
    why_expertise = models.TextField(_("why this score for expertise"))
    why_innovation = models.TextField(_("why this score for innovation"))
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("scores of a panel member")
        verbose_name_plural = _("scores of panel members")
        constraints = [
            models.UniqueConstraint(fields=["member", "submission"], name="circular_ballot_once"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{code}__gte": LOWEST, f"{code}__lte": HIGHEST})
                    & ~Q(**{f"why_{code}": ""}),
                    name=f"circular_score_{code}",
                )
                for code in CRITERIA
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="circular_ballot_locked",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=LOCKED,
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.submission}"

    @property
    def scores(self) -> list[tuple[str, int, str]]:
        """(criterion, score, motivation), in the order of the brief."""
        from procurement.tenders.circular.programme.models import CriterionKind

        return [
            (str(kind.label), getattr(self, kind.value), getattr(self, f"why_{kind.value}"))
            for kind in CriterionKind
        ]
