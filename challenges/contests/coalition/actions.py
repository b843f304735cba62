"""What happens in a coalition. The challenge is locked first, so what is ready stays ready until it is presented."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from accounts.timeline.actions import add_entry
from challenges.contests.coalition.models import (
    CoalitionMeeting,
    CoalitionParty,
    CoalitionRole,
    ContributionKind,
    JointPlan,
)
from challenges.contests.design.actions import RefusedError
from challenges.contests.entries.models import EntryAuthor, EntryState
from challenges.contests.models import Challenge, ChallengeState, Variant
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Person
from portal.kernel.outbox.actions import queue_mail
from portal.kernel.people.tokens import hash_token, link_token

MOST_PARTIES = 40
#: States in which parties are brought together.
GATHERING = (ChallengeState.OPEN, ChallengeState.CLOSED, ChallengeState.SELECTION, ChallengeState.COACHING)


def token_of(party: CoalitionParty) -> str:
    """The token of a party, made from a seed and the site's secret: mailed again it is the same link."""
    return link_token("challenges.coalition.token", party.seed)


def find_party(token: str) -> CoalitionParty | None:
    """Whose token this is, in the municipality in scope; nobody's once they left."""
    found: CoalitionParty | None = (
        CoalitionParty.objects.select_related("challenge__municipality", "case_file")
        .filter(token_hash=hash_token(token), left_at=None)
        .first()
    )
    return found


def lock(challenge_id: int) -> Challenge:
    """The challenge, locked. Raises RefusedError: "state" when it is no coalition or has not begun or has ended."""
    found = (
        Challenge.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=challenge_id)
    )
    if JointPlan.objects.filter(challenge=found, presented_at__isnull=False).exists():
        raise RefusedError("presented")
    if found.variant != Variant.COALITION or found.state not in GATHERING:
        raise RefusedError("state")
    return found


def mail(party: CoalitionParty, template: str, key: str, **more: object) -> None:
    """Mail a party its link, with what it is about."""
    challenge = party.challenge
    path = reverse("coalition_party", args=[challenge.municipality.slug, challenge.slug, token_of(party)])
    queue_mail(
        to=party.email,
        template=f"challenges/contests/mail/{template}",
        context={"party": party, "challenge": challenge, "path": path, **more},
        municipality=challenge.municipality_id,
        key=key,
    )


def tell(party: CoalitionParty, text: str, by: Person | None) -> None:
    """Write it in the case file of the party, if it has one."""
    if party.case_file:
        add_entry(
            case_file=party.case_file,
            kind="challenge",
            text=f"{party.challenge.title}: {text}",
            by=by,
            url=reverse("coalition", args=[party.challenge_id]),
        )


def active(challenge: Challenge) -> list[CoalitionParty]:
    """Who takes part, locked after the challenge."""
    return list(
        CoalitionParty.objects.select_for_update(of=("self",))
        .filter(challenge=challenge, left_at=None)
        .select_related("challenge__municipality", "case_file")
        .order_by("pk")
    )


@transaction.atomic
def set_role(
    *, challenge: Challenge, name: str, kind: str, wanted: Decimal | None, by: Person, role: int | None = None
) -> CoalitionRole:
    """Write down what is needed, or change it. Raises RefusedError: "twice", "kind" once parties were asked."""
    challenge = lock(challenge.pk)
    mine = CoalitionRole.objects.filter(challenge=challenge)
    if mine.filter(name__iexact=name).exclude(pk=role).exists():
        raise RefusedError("twice")
    found = mine.get(pk=role) if role else CoalitionRole(
        municipality_id=challenge.municipality_id, challenge=challenge
    )  # fmt: skip
    if role and found.kind != kind and found.pledges.exists():
        raise RefusedError("kind")
    found.name, found.kind = name, kind
    found.wanted = None if kind == ContributionKind.KNOWLEDGE else wanted
    found.save()
    return found


@transaction.atomic
def drop_role(*, role: CoalitionRole, by: Person) -> None:
    """Take away what is not needed after all. Raises RefusedError("used") once a party was asked for it."""
    lock(role.challenge_id)
    if role.pledges.exists():
        raise RefusedError("used")
    role.delete()


@transaction.atomic
def invite(
    *,
    challenge: Challenge,
    organisation: str,
    name: str,
    email: str,
    by: Person,
    case_file: CaseFile | None = None,
) -> CoalitionParty:
    """Ask a party to the table; it gets a link. Who was asked already changes nothing; who left can come back."""
    challenge = lock(challenge.pk)
    there = CoalitionParty.objects.filter(challenge=challenge, email__iexact=email).first()
    if there and there.left_at is None:
        return there
    if CoalitionParty.objects.filter(challenge=challenge, left_at=None).count() >= MOST_PARTIES:
        raise RefusedError("many")
    party = there or CoalitionParty(
        municipality_id=challenge.municipality_id, challenge=challenge, email=email, invited_by=by, seed=uuid.uuid4()
    )  # fmt: skip
    party.organisation, party.name = organisation, name
    party.case_file = case_file or party.case_file
    party.token_hash = hash_token(token_of(party))
    party.left_at, party.left_reason, party.invited_at = None, "", timezone.now()
    party.save()
    mail(party, "coalition_invited", f"party-{party.pk}-{party.invited_at:%Y%m%d%H%M%S}")
    tell(party, _("asked to take part in the coalition"), by)
    return party


@transaction.atomic
def seat_selected(*, challenge: Challenge, by: Person) -> int:
    """Ask everyone whose initiative was selected. How many came to the table by it."""
    leads = (
        EntryAuthor.objects.filter(entry__challenge=challenge, entry__state=EntryState.SELECTED, is_lead=True)
        .select_related("entry__case_file")
        .order_by("entry__number")
    )
    before = CoalitionParty.objects.filter(challenge=challenge).count()
    there = {
        email.lower()
        for email in CoalitionParty.objects.filter(challenge=challenge).values_list("email", flat=True)
    }
    for lead in leads:
        if lead.email.lower() not in there:  # who left does not come back by itself
            invite(
                challenge=challenge, organisation=lead.entry.organisation or lead.entry.title, name=lead.name,
                email=lead.email, case_file=lead.entry.case_file, by=by,
            )  # fmt: skip
    return CoalitionParty.objects.filter(challenge=challenge).count() - before


def taking_part(party: CoalitionParty) -> CoalitionParty:
    """The party, fresh; raises RefusedError("left")."""
    lock(party.challenge_id)
    found = CoalitionParty.objects.select_related("challenge__municipality", "case_file").get(pk=party.pk)
    if found.left_at:
        raise RefusedError("left")
    return found


@transaction.atomic
def leave(*, party: CoalitionParty, reason: str, by: Person | None = None) -> CoalitionParty:
    """A party leaves: its link stops working and what it promised counts no more. Also after the presentation."""
    challenge = Challenge.objects.select_for_update(of=("self",)).get(pk=party.challenge_id)
    found = CoalitionParty.objects.select_related("challenge", "case_file").get(pk=party.pk)
    if found.left_at:
        return found
    if challenge.state not in (*GATHERING, ChallengeState.DECIDED):
        raise RefusedError("state")
    found.left_at, found.left_reason = timezone.now(), reason
    found.save()
    tell(found, _("left the coalition: %(reason)s") % {"reason": reason}, by)
    return found


@transaction.atomic
def write_plan(*, challenge: Challenge, revision: int, title: str, text: str, by: Person) -> JointPlan:
    """Write the joint plan, or change it: every party is asked to agree. `revision` is the one that was read (0: none).

    Raises StaleVersionError when a colleague changed it.
    """
    challenge = lock(challenge.pk)
    plan: JointPlan | None = JointPlan.objects.filter(challenge=challenge).first()
    if plan and (plan.title, plan.text) == (title, text):
        return plan
    if (plan.revision if plan else 0) != revision:
        raise StaleVersionError(plan)
    if plan is None:
        plan = JointPlan(municipality_id=challenge.municipality_id, challenge=challenge, revision=0)
    plan.title, plan.text = title, text
    plan.revision += 1
    plan.save()
    for party in active(challenge):
        mail(party, "coalition_plan", f"joint-plan-{plan.pk}-{plan.revision}-{party.pk}")
    return plan


@transaction.atomic
def agree(*, party: CoalitionParty, revision: int) -> CoalitionParty:
    """The party agrees to the plan it read. Raises RefusedError("changed") when it is another by now."""
    party = taking_part(party)
    if not JointPlan.objects.filter(challenge=party.challenge_id, revision=revision).exists():
        raise RefusedError("changed")
    if party.agreed_revision != revision:
        party.agreed_revision, party.agreed_at = revision, timezone.now()
        party.save()
        tell(party, _("agrees to the joint plan"), None)
    return party


@transaction.atomic
def call_meeting(
    *,
    challenge: Challenge,
    starts_at: dt.datetime,
    place: str,
    agenda: str,
    by: Person,
    form_key: uuid.UUID | None = None,
) -> CoalitionMeeting:
    """Call the parties together by mail; the same form sent twice calls once."""
    challenge = lock(challenge.pk)
    there: CoalitionMeeting | None = (
        CoalitionMeeting.objects.filter(challenge=challenge, form_key=form_key).first() if form_key else None
    )
    if there:
        return there
    meeting: CoalitionMeeting = CoalitionMeeting.objects.create(
        municipality_id=challenge.municipality_id, challenge=challenge, starts_at=starts_at, place=place, agenda=agenda,
        form_key=form_key,
    )  # fmt: skip
    for party in active(challenge):
        mail(party, "coalition_meeting", f"meeting-{meeting.pk}-{party.pk}", meeting=meeting)
    return meeting


@transaction.atomic
def minute(*, meeting: CoalitionMeeting, version: int, notes: str, by: Person) -> CoalitionMeeting:
    """Write down what was agreed; every party can read it. Raises StaleVersionError."""
    lock(meeting.challenge_id)
    found = CoalitionMeeting.objects.get(pk=meeting.pk)
    if found.version != version:
        raise StaleVersionError(found)
    found.notes = notes
    found.version += 1
    found.save()
    return found
