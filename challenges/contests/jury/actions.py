"""What happens to a jury: invite, remove, open, score, stand back, chase, close, divide. The round is locked first."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from challenges.contests.design.actions import RefusedError, become
from challenges.contests.entries.models import Entry, EntryAuthor, EntryState
from challenges.contests.entries.telling import announce
from challenges.contests.jury import queries
from challenges.contests.jury.models import Award, Juror, JurorConflict, JuryBallot, JuryRound, JuryScore
from challenges.contests.models import Challenge, ChallengeState
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Person
from portal.kernel.outbox.actions import queue_mail
from portal.kernel.people.tokens import hash_token, link_token

MOST_JURORS = 25
#: States of a challenge in which people are asked for its jury.
INVITING = (ChallengeState.SELECTION, ChallengeState.COACHING, ChallengeState.JURY)


def token_of(juror: Juror) -> str:
    """The token of a juror, made from a seed and the site's secret: mailed again it is the same link."""
    return link_token("challenges.jury.token", juror.seed)


def _lock(challenge_id: int) -> Challenge:
    return (
        Challenge.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=challenge_id)
    )


def _lock_round(challenge_id: int) -> JuryRound:
    """The round, locked. Raises RefusedError: "state" when there is none, "closed" when the challenge is not judged."""
    found = (
        JuryRound.objects.select_for_update(of=("self",))
        .select_related("challenge")
        .filter(challenge=challenge_id)
        .first()
    )
    if found is None:
        raise RefusedError("state")
    if found.challenge.state != ChallengeState.JURY:  # decided, or cancelled while the jury scored
        raise RefusedError("closed")
    return found


def _mail(juror: Juror, template: str, key: str) -> None:
    challenge = juror.challenge
    queue_mail(
        to=juror.email,
        template=f"challenges/contests/mail/{template}",
        context={
            "juror": juror,
            "challenge": challenge,
            "path": reverse(
                "juror_home", args=[challenge.municipality.slug, challenge.slug, token_of(juror)]
            ),
        },
        municipality=challenge.municipality_id,
        key=key,
    )


@transaction.atomic
def invite(*, challenge: Challenge, name: str, email: str, by: Person) -> Juror:
    """Ask someone for the jury; they get a link. Who was asked already changes nothing.

    Raises RefusedError: "state", "many", "author" for who has an entry in this challenge, "removed".
    """
    challenge = _lock(challenge.pk)
    current = JuryRound.objects.filter(challenge=challenge).first()
    if challenge.state not in INVITING or (current and not current.is_open):
        raise RefusedError("state")
    there = Juror.objects.filter(challenge=challenge, email__iexact=email).first()
    if there:
        if there.removed_at:
            raise RefusedError("removed")
        return there
    if EntryAuthor.objects.filter(entry__challenge=challenge, email__iexact=email).exists():
        raise RefusedError("author")
    if Juror.objects.filter(challenge=challenge, removed_at=None).count() >= MOST_JURORS:
        raise RefusedError("many")
    juror = Juror(
        municipality_id=challenge.municipality_id, challenge=challenge, name=name, email=email, invited_by=by,
        seed=uuid.uuid4(),
    )  # fmt: skip
    juror.token_hash = hash_token(token_of(juror))
    juror.save()
    _mail(juror, "jury_opened" if current else "jury_invited", key=f"juror-{juror.pk}")
    return juror


@transaction.atomic
def remove(*, juror: Juror, reason: str, by: Person) -> Juror:
    """Someone leaves the jury: the link stops working, their scores count no more but stay on record."""
    challenge = _lock(juror.challenge_id)
    current = JuryRound.objects.filter(challenge=challenge).first()
    juror = Juror.objects.select_for_update(of=("self",)).get(pk=juror.pk)
    if juror.removed_at:
        return juror
    if challenge.state not in INVITING or (current and not current.is_open):
        raise RefusedError("state")
    juror.removed_at, juror.removal_reason = timezone.now(), reason
    juror.save()
    return juror


def find_juror(token: str) -> Juror | None:
    """Whose token this is, in the municipality in scope; nobody's once they left the jury."""
    found: Juror | None = (
        Juror.objects.select_related("challenge__municipality")
        .filter(token_hash=hash_token(token), removed_at=None)
        .first()
    )
    return found


@transaction.atomic
def open_round(*, challenge: Challenge, finalists: Sequence[int], by: Person) -> JuryRound:
    """Let the jury score these of the selected entries. A second click changes nothing.

    Raises RefusedError: "state", "jurors" without a jury, "finalists" without one.
    """
    challenge = _lock(challenge.pk)
    there = JuryRound.objects.filter(challenge=challenge).first()
    if there:
        return there
    if challenge.state != ChallengeState.COACHING:
        raise RefusedError("state")
    jurors = list(
        Juror.objects.filter(challenge=challenge, removed_at=None).select_related("challenge__municipality")
    )
    if not jurors:
        raise RefusedError("jurors")
    chosen = list(
        Entry.objects.select_for_update().filter(
            challenge=challenge, state=EntryState.SELECTED, pk__in=finalists
        )
    )
    if not chosen:
        raise RefusedError("finalists")
    for entry in chosen:
        entry.state = EntryState.FINALIST
        entry.version += 1
        entry.save()
    become(challenge, ChallengeState.JURY)
    found = JuryRound.objects.create(
        municipality_id=challenge.municipality_id, challenge=challenge, opened_by=by
    )
    for juror in jurors:
        _mail(juror, "jury_opened", key=f"jury-opened-{juror.pk}")
    return found


@transaction.atomic
def stand_back(*, juror: Juror, entry: Entry, reason: str) -> JurorConflict:
    """Declare a conflict of interest: the juror is out for this entry, what was scored there counts no more."""
    if not _lock_round(juror.challenge_id).is_open:
        raise RefusedError("closed")
    found, _made = JurorConflict.objects.get_or_create(
        juror=juror, entry=entry, defaults={"municipality_id": juror.municipality_id, "reason": reason}
    )
    return found


@transaction.atomic
def score(*, juror: Juror, entry: Entry, version: int, scores: Mapping[int, tuple[int, str]]) -> JuryBallot:
    """Keep what a juror gives an entry: (score, motivation) by criterion. `version` is 0 for a first time.

    Raises RefusedError: "closed", "conflict", "state" when the entry is no finalist; StaleVersionError when the same
    juror changed it elsewhere.
    """
    if not _lock_round(juror.challenge_id).is_open:
        raise RefusedError("closed")
    if JurorConflict.objects.filter(juror=juror, entry=entry).exists():
        raise RefusedError("conflict")
    if not Entry.objects.filter(
        pk=entry.pk, challenge=juror.challenge_id, state=EntryState.FINALIST
    ).exists():
        raise RefusedError("state")
    ballot = JuryBallot.objects.filter(juror=juror, entry=entry).first()
    if (ballot.version if ballot else 0) != version:
        raise StaleVersionError(ballot)
    if ballot is None:
        ballot = JuryBallot.objects.create(
            municipality_id=juror.municipality_id, juror=juror, entry=entry, version=1
        )
    else:
        ballot.at, ballot.version = timezone.now(), ballot.version + 1
        ballot.save()
    for criterion, (value, motivation) in scores.items():
        JuryScore.objects.update_or_create(
            ballot=ballot,
            criterion_id=criterion,
            defaults={
                "municipality_id": juror.municipality_id,
                "value": value,
                "motivation": motivation,
            },
        )
    return ballot


@transaction.atomic
def remind(*, challenge: Challenge, by: Person) -> int:
    """Mail who has not scored everything, once a day at most. How many people were meant."""
    if not _lock_round(challenge.pk).is_open:
        raise RefusedError("closed")
    late = [row.juror for row in queries.progress(challenge) if row.missing]
    for juror in late:
        _mail(juror, "jury_reminder", key=f"jury-reminder-{juror.pk}-{timezone.localdate():%Y%m%d}")
    return len(late)


@transaction.atomic
def close_round(*, challenge: Challenge, missing_reason: str, by: Person) -> JuryRound:
    """Close the scoring for good. Raises RefusedError: "missing" without a reason, "none" when nothing was scored."""
    found = _lock_round(challenge.pk)
    if not found.is_open:
        return found
    rows = queries.progress(challenge)
    if not any(row.done for row in rows):
        raise RefusedError("none")
    if any(row.missing for row in rows):
        if not missing_reason:
            raise RefusedError("missing")
        found.missing_reason = missing_reason
    found.closed_at, found.closed_by = timezone.now(), by
    found.save()
    return found


@transaction.atomic
def decide(
    *, challenge: Challenge, awards: Mapping[int, tuple[Decimal, str]], notes: str, by: Person
) -> Challenge:
    """Divide the budget over the winners (amount, motivation by entry); everyone in the final gets a mail.

    A second click changes nothing. Raises RefusedError: "state" before the scoring is closed, "winners" without one,
    "budget" when the amounts do not add up to the budget; its words hold what is left.
    """
    challenge = _lock(challenge.pk)
    if challenge.state == ChallengeState.DECIDED:
        return challenge
    found = _lock_round(challenge.pk)
    if found.is_open:
        raise RefusedError("state")
    entries = list(
        Entry.objects.select_for_update(of=("self",))
        .filter(challenge=challenge, state=EntryState.FINALIST)
        .select_related("case_file")
    )
    winners = [entry for entry in entries if entry.pk in awards]
    if not winners or len(winners) != len(awards):
        raise RefusedError("winners")
    left = challenge.amount - sum((amount for amount, _why in awards.values()), Decimal(0))
    if left:
        raise RefusedError("budget", left=left)
    for entry in winners:
        amount, why = awards[entry.pk]
        entry.state = EntryState.WINNER
        entry.version += 1
        entry.save()
        Award.objects.create(
            municipality_id=challenge.municipality_id, entry=entry, amount=amount, motivation=why
        )
    found.notes, found.decided_at, found.decided_by = notes, timezone.now(), by
    found.save()
    given = {award.entry_id: award for award in queries.winners(challenge)}
    outcomes = [
        (entry, "won" if entry.pk in given else "not_won", {"award": given.get(entry.pk)})
        for entry in entries
    ]
    announce(challenge, outcomes, moment="jury", by=by)
    return become(challenge, ChallengeState.DECIDED)
