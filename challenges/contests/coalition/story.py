"""The steps of a coalition for the record of its pilot: who promised what, who agreed, and the presentation."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from challenges.contests.coalition.models import CoalitionParty, CoalitionPledge, JointPlan, PledgeState
from challenges.contests.coalition.queries import quantity


def steps(plan: JointPlan) -> list[tuple[dt.date, str, str, str]]:
    """(day, what, by whom, what was said), from what was kept along the way."""
    found = []
    pledges = CoalitionPledge.objects.filter(
        party__challenge=plan.challenge_id, state=PledgeState.ACCEPTED
    ).select_related("party", "role")
    for pledge in pledges:
        amount = quantity(pledge.role.kind, pledge.amount)
        what = f"{pledge.role.name} ({amount})" if amount else pledge.role.name
        if pledge.answered_at:
            day = timezone.localtime(pledge.answered_at).date()
            found.append(
                (day, _("Promised: %(what)s") % {"what": what}, pledge.party.organisation, pledge.text)
            )
    for party in CoalitionParty.objects.filter(challenge=plan.challenge_id):
        if party.agreed_at:
            day = timezone.localtime(party.agreed_at).date()
            found.append((day, _("Agreed to the joint plan"), party.organisation, ""))
        if party.left_at:
            day = timezone.localtime(party.left_at).date()
            found.append((day, _("Left the coalition"), party.organisation, party.left_reason))
    if plan.presented_on:
        words = {"title": plan.title}
        found.append(
            (plan.presented_on, _("“%(title)s” is presented") % words, str(plan.presented_by), plan.notes)
        )
    return found
