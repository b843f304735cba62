"""The selection round: eligible or not, selected or not, each with reasons; everyone hears it at once, by mail."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from challenges.contests.coaching.actions import begin as begin_coaching
from challenges.contests.design.actions import RefusedError, become
from challenges.contests.entries.models import Entry, EntryState
from challenges.contests.entries.telling import announce
from challenges.contests.models import Challenge, ChallengeState, Variant
from portal.kernel.clock import database_now
from portal.kernel.conflicts import lock_version
from portal.kernel.models import Person

#: What an organiser may decide in the round; until it is finished, one can come back on it.
OUTCOMES = (EntryState.SELECTED, EntryState.NOT_SELECTED, EntryState.INELIGIBLE)


def _lock(challenge: Challenge) -> Challenge:
    return (
        Challenge.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=challenge.pk)
    )


@transaction.atomic
def start(*, challenge: Challenge, by: Person) -> Challenge:
    """Begin the round once the bell has gone. A second click changes nothing. Raises RefusedError("early")."""
    challenge = _lock(challenge)
    if challenge.state == ChallengeState.SELECTION:
        return challenge
    if challenge.closes_at is None or database_now() < challenge.closes_at:
        raise RefusedError("early")
    if challenge.state == ChallengeState.OPEN:
        become(challenge, ChallengeState.CLOSED)
    return become(challenge, ChallengeState.SELECTION)


@transaction.atomic
def decide(*, entry: Entry, version: int, outcome: str, reason: str, by: Person) -> Entry:
    """Decide on one entry. Raises RefusedError("state") outside the round, StaleVersionError."""
    challenge = _lock(entry.challenge)
    entry = lock_version(entry, version)
    decided = (*OUTCOMES, EntryState.SUBMITTED)
    if challenge.state != ChallengeState.SELECTION or entry.state not in decided or outcome not in OUTCOMES:
        raise RefusedError("state")
    entry.state, entry.reason = outcome, reason
    entry.version += 1
    entry.save()
    return entry


@transaction.atomic
def finish(*, challenge: Challenge, by: Person) -> Challenge:
    """End the round: everyone gets a mail, what is selected goes to coaching.

    A second click changes nothing. Raises RefusedError: "open" while entries are not decided on, "none" when nothing
    is selected. The parties of a coalition are invited: it may go on without.
    """
    challenge = _lock(challenge)
    if challenge.state == ChallengeState.COACHING:
        return challenge
    if challenge.state != ChallengeState.SELECTION:
        raise RefusedError("state")
    entries = list(
        Entry.objects.filter(challenge=challenge)
        .exclude(state__in=[EntryState.DRAFT, EntryState.WITHDRAWN])
        .select_related("case_file")
    )
    if any(entry.state == EntryState.SUBMITTED for entry in entries):
        raise RefusedError("open")
    coalition = challenge.variant == Variant.COALITION
    if not coalition and not any(entry.state == EntryState.SELECTED for entry in entries):
        raise RefusedError("none")
    help_path = reverse("intake_start", args=[challenge.municipality.slug])
    outcomes = [
        (entry, "selected" if entry.state == EntryState.SELECTED else "not_selected", {"path": help_path})
        for entry in entries
    ]
    begin_coaching(entry for entry in entries if entry.state == EntryState.SELECTED)
    announce(challenge, outcomes, moment="selection", by=by)
    return become(challenge, ChallengeState.COACHING)
