"""Fictional juries for tests."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

from challenges.contests.jury.actions import close_round, invite, open_round, score
from challenges.contests.jury.actions import decide as divide
from challenges.contests.selection.actions import decide, finish, start
from challenges.models import Challenge, Criterion, Entry, Juror, JuryBallot
from portal.kernel.models import Municipality, Person
from portal.kernel.tenancy.scope import scoped
from tests.challenges.factories import make_challenge, ring_the_bell, submit_entry

_number = count(1)


def make_selected(municipality: Municipality, by: Person, entries: int = 3, **facts: object) -> Challenge:
    """A challenge in coaching: all its entries are selected."""
    challenge = make_challenge(municipality, by, **{"amount": 60000, **facts})
    for number in range(entries):
        submit_entry(challenge, title=f"Plan {number + 1}")
    ring_the_bell(challenge)
    with scoped([municipality.pk]):
        challenge = start(challenge=challenge, by=by)
        for entry in Entry.objects.filter(challenge=challenge):
            decide(entry=entry, version=entry.version, outcome="selected", reason="Sterk", by=by)
        return finish(challenge=challenge, by=by)


def make_juror(challenge: Challenge, by: Person) -> Juror:
    """Someone in its jury."""
    number = next(_number)
    with scoped([challenge.municipality_id]):
        return invite(
            challenge=challenge, name=f"Jurylid {number}", email=f"jury{number}@voorbeeld.example", by=by
        )


def make_scoring(municipality: Municipality, by: Person, jurors: int = 2, entries: int = 3) -> Challenge:
    """A challenge whose jury scores now."""
    challenge = make_selected(municipality, by, entries)
    for _juror in range(jurors):
        make_juror(challenge, by)
    with scoped([municipality.pk]):
        chosen = list(Entry.objects.filter(challenge=challenge).values_list("pk", flat=True))
        open_round(challenge=challenge, finalists=chosen, by=by)
        challenge.refresh_from_db()
        return challenge


def give(juror: Juror, entry: Entry, value: int, version: int = 0) -> JuryBallot:
    """The same score on every criterion."""
    with scoped([juror.municipality_id]):
        criteria = Criterion.objects.filter(challenge=juror.challenge_id)
        scores = {row.pk: (value, "Daarom") for row in criteria}
        return score(juror=juror, entry=entry, version=version, scores=scores)


def make_decided(municipality: Municipality, by: Person, jurors: int = 1, entries: int = 1) -> Challenge:
    """A challenge whose jury gave everything to the first entry."""
    challenge = make_scoring(municipality, by, jurors, entries)
    with scoped([municipality.pk]):
        judged = list(challenge.entries.all())
        for juror in Juror.objects.filter(challenge=challenge):
            for entry in judged:
                give(juror, entry, 9 - entry.number)
        close_round(challenge=challenge, missing_reason="", by=by)
        awards = {judged[0].pk: (Decimal(60000), "Het sterkste plan")}
        return divide(challenge=challenge, awards=awards, notes="Eensgezind", by=by)
