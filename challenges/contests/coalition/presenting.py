"""Presenting the joint plan: the coalition is ready, what was agreed is fixed, and the pilot begins."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from challenges.contests.coalition.actions import active, lock, mail, tell
from challenges.contests.coalition.models import JointPlan
from challenges.contests.coalition.queries import board
from challenges.contests.design.actions import RefusedError, become
from challenges.contests.models import ChallengeState
from challenges.contests.pilots.models import Pilot
from challenges.contests.pilots.starting import begin
from portal.kernel.models import Person


@transaction.atomic
def present(
    *,
    plan: JointPlan,
    lead: int,
    case_file: CaseFile | None,
    notes: str,
    presented_on: dt.date,
    ends_on: dt.date,
    by: Person,
) -> Pilot:
    """Keep that the plan was presented; the pilot of `lead` begins that day, every party hears it.

    A second click gives the pilot that is there. Raises RefusedError: "gaps" while something is lacking, "state" before
    the coaching, "lead" for who does not take part.
    """
    there: Pilot | None = Pilot.objects.filter(joint_plan=plan).first()
    if there:
        return there
    challenge = lock(plan.challenge_id)
    if challenge.state != ChallengeState.COACHING:
        raise RefusedError("state")
    parties = active(challenge)
    found = board(challenge)
    if found.gaps or found.plan is None:
        raise RefusedError("gaps")
    leading = next((party for party in parties if party.pk == lead), None)
    if leading is None:
        raise RefusedError("lead")
    plan = found.plan
    plan.notes, plan.presented_on = notes, presented_on
    plan.presented_at, plan.presented_by = timezone.now(), by
    plan.save()
    leading.is_lead = True
    leading.save()
    pilot = begin(
        challenge=challenge,
        source={"joint_plan": plan},
        case_file=leading.case_file or case_file,
        organisation=leading.organisation,
        contact=(leading.name, leading.email),
        title=plan.title,
        plan=plan.text,
        starts_on=presented_on,
        ends_on=ends_on,
        budget=challenge.amount,
        by=by,
    )
    if leading.case_file_id is None:
        leading.case_file = pilot.case_file
        leading.save()
    for party in parties:
        if party.pk != leading.pk:  # the lead gets the mail of the pilot
            mail(party, "coalition_presented", f"presented-{plan.pk}-{party.pk}", plan=plan, lead=leading)
        tell(party, _("the joint plan is presented, the pilot begins"), by)
    become(challenge, ChallengeState.DECIDED)
    return pilot
