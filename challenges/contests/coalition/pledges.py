"""What parties bring in: asked by the organiser or offered by themselves, promised by nobody but the party."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from challenges.contests.coalition.actions import mail, taking_part, tell
from challenges.contests.coalition.models import (
    CoalitionParty,
    CoalitionPledge,
    CoalitionRole,
    ContributionKind,
    PledgeState,
)
from challenges.contests.coalition.queries import quantity
from challenges.contests.design.actions import RefusedError
from portal.kernel.models import Person


def _check_amount(role: CoalitionRole, amount: Decimal | None) -> Decimal | None:
    if role.kind == ContributionKind.KNOWLEDGE:
        return None
    if amount is None:
        raise RefusedError("amount")
    return amount


def _words(pledge: CoalitionPledge) -> dict[str, str]:
    amount = quantity(pledge.role.kind, pledge.amount)
    return {"what": f"{pledge.role.name} ({amount})" if amount else pledge.role.name}


@transaction.atomic
def ask(
    *, party: CoalitionParty, role: CoalitionRole, amount: Decimal | None, text: str, by: Person
) -> CoalitionPledge:
    """Ask a party for a contribution; it counts once the party says yes. Raises RefusedError: "amount", "answered"."""
    party = taking_part(party)
    amount = _check_amount(role, amount)
    pledge = CoalitionPledge.objects.filter(party=party, role=role).select_related("role").first()
    if pledge and pledge.state == PledgeState.ACCEPTED:
        raise RefusedError("answered")
    if pledge and pledge.state == PledgeState.ASKED and (pledge.amount, pledge.text) == (amount, text):
        return pledge  # a second click
    if pledge is None:
        pledge = CoalitionPledge(municipality_id=party.municipality_id, party=party, role=role, version=0)
    pledge.amount, pledge.text, pledge.asked_by = amount, text, by
    pledge.state, pledge.answered_at, pledge.reason = PledgeState.ASKED, None, ""
    pledge.version += 1
    pledge.save()
    mail(
        party,
        "coalition_asked",
        f"pledge-{pledge.pk}-{pledge.version}",
        what=_words(pledge)["what"],
        text=text,
    )
    return pledge


@transaction.atomic
def answer(*, pledge: CoalitionPledge, version: int, yes: bool, reason: str = "") -> CoalitionPledge:
    """The party itself says yes or no to what it read. A second click changes nothing.

    Raises RefusedError("changed") when something else is asked by now.
    """
    party = taking_part(pledge.party)
    found = CoalitionPledge.objects.select_for_update(of=("self",)).select_related("role").get(pk=pledge.pk)
    state = PledgeState.ACCEPTED if yes else PledgeState.DECLINED
    if found.state == state:
        return found
    if found.version != version:
        raise RefusedError("changed")
    found.state, found.answered_at, found.reason = state, timezone.now(), "" if yes else reason
    found.version += 1
    found.save()
    text = _("promises %(what)s") if yes else _("does not bring in %(what)s")
    tell(party, text % _words(found), None)
    return found


@transaction.atomic
def offer(
    *, party: CoalitionParty, role: CoalitionRole, amount: Decimal | None, text: str
) -> CoalitionPledge:
    """The party offers something by itself, or changes what it promised. It counts at once."""
    party = taking_part(party)
    amount = _check_amount(role, amount)
    pledge = CoalitionPledge.objects.filter(party=party, role=role).select_related("role").first()
    if pledge is None:
        pledge = CoalitionPledge(municipality_id=party.municipality_id, party=party, role=role, version=0)
    elif (pledge.state, pledge.amount, pledge.text) == (PledgeState.ACCEPTED, amount, text):
        return pledge
    pledge.amount, pledge.text, pledge.reason = amount, text, ""
    pledge.state, pledge.answered_at = PledgeState.ACCEPTED, timezone.now()
    pledge.version += 1
    pledge.save()
    tell(party, _("promises %(what)s") % _words(pledge), None)
    return pledge
