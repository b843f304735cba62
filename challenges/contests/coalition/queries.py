"""Reading a coalition: roles with what is promised, parties with what they bring in, what is lacking."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from challenges.contests.coalition import engine
from challenges.contests.coalition.models import (
    CoalitionMeeting,
    CoalitionParty,
    CoalitionPledge,
    CoalitionRole,
    ContributionKind,
    JointPlan,
    PledgeState,
)
from challenges.contests.models import Challenge
from portal.ui.formats import euro, number


def quantity(kind: str, amount: Decimal | None) -> str:
    """An amount of a kind in words: EUR 500,00; 20 uur; 40 m²."""
    if amount is None or kind == ContributionKind.KNOWLEDGE:
        return ""
    if kind == ContributionKind.MONEY:
        return euro(amount)
    if kind == ContributionKind.HOURS:
        return _("%(count)s hours") % {"count": number(amount)}
    return _("%(count)s m²") % {"count": number(amount)}


@dataclass(frozen=True)
class PledgeRow:
    """A commitment with its amount in words."""

    pledge: CoalitionPledge

    @property
    def amount(self) -> str:
        return quantity(self.pledge.role.kind, self.pledge.amount)

    @property
    def kind(self) -> str:
        """Of its badge."""
        return {"asked": "warn", "accepted": "good"}.get(self.pledge.state, "neutral")


@dataclass(frozen=True)
class RoleRow:
    """A role and how far it is covered."""

    role: CoalitionRole
    promised: Decimal
    short: Decimal
    pledges: list[PledgeRow]

    @property
    def accepted(self) -> list[PledgeRow]:
        return [row for row in self.pledges if row.pledge.state == PledgeState.ACCEPTED]

    @property
    def wanted_text(self) -> str:
        return quantity(self.role.kind, self.role.wanted)

    @property
    def promised_text(self) -> str:
        return quantity(self.role.kind, self.promised)

    @property
    def short_text(self) -> str:
        return quantity(self.role.kind, self.short)

    @property
    def meter(self) -> int:
        """How full, in whole percents, never over the end."""
        wanted = self.role.wanted or Decimal(1)
        return min(int(self.promised * 100 / wanted), 100)


@dataclass(frozen=True)
class PartyRow:
    """A party and what it brings in."""

    party: CoalitionParty
    pledges: list[PledgeRow]
    agrees: bool

    @property
    def accepted(self) -> list[PledgeRow]:
        return [row for row in self.pledges if row.pledge.state == PledgeState.ACCEPTED]


@dataclass(frozen=True)
class Board:
    """A coalition as it stands."""

    challenge: Challenge
    plan: JointPlan | None
    roles: list[RoleRow]
    parties: list[PartyRow]
    gone: list[CoalitionParty]
    gaps: list[engine.Gap]

    @property
    def presented(self) -> bool:
        return self.plan is not None and self.plan.presented_at is not None

    @property
    def promising(self) -> list[PartyRow]:
        """Who promised something: these stand on the public page."""
        return [row for row in self.parties if row.accepted]

    @property
    def is_public(self) -> bool:
        """Whether there is anything to show to everyone."""
        return bool(self.roles or self.promising)


def board(challenge: Challenge) -> Board:
    """The coalition of a challenge, in four queries however many take part."""
    plan = JointPlan.objects.filter(challenge=challenge).select_related("presented_by").first()
    roles = list(CoalitionRole.objects.filter(challenge=challenge).order_by("pk"))
    everyone = list(CoalitionParty.objects.filter(challenge=challenge).order_by("pk"))
    active = [party for party in everyone if party.left_at is None]
    pledges = list(
        CoalitionPledge.objects.filter(party__challenge=challenge, party__left_at=None)
        .select_related("role", "party", "asked_by")
        .order_by("role", "pk")
    )
    needs = [engine.Need(role.pk, role.wanted) for role in roles]
    promises = [engine.Promise(row.role_id, row.party_id, row.state, row.amount) for row in pledges]
    revision = plan.revision if plan else 0
    agreed = {party.pk: party.agreed_revision for party in active}
    rows = [PledgeRow(row) for row in pledges]
    return Board(
        challenge=challenge,
        plan=plan,
        roles=[
            RoleRow(
                role,
                engine.promised(need, promises),
                engine.lacking(need, promises),
                [row for row in rows if row.pledge.role_id == role.pk],
            )
            for role, need in zip(roles, needs, strict=True)
        ],
        parties=[
            PartyRow(
                party,
                [row for row in rows if row.pledge.party_id == party.pk],
                bool(plan) and party.agreed_revision == revision,
            )
            for party in active
        ],
        gone=[party for party in everyone if party.left_at],
        gaps=engine.gaps(needs, promises, agreed, revision),
    )


def meetings(challenge: Challenge) -> list[CoalitionMeeting]:
    """All meetings, the first first."""
    return list(CoalitionMeeting.objects.filter(challenge=challenge).order_by("starts_at", "pk"))
