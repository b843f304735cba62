"""Fictional challenges for tests."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

from django.db.models import F
from django.utils import timezone

from challenges.contests.design import actions
from challenges.contests.entries.actions import begin, submit, write
from challenges.models import Challenge, Entry
from portal.kernel.models import Municipality, Person
from portal.kernel.tenancy.scope import scoped

_number = count(1)

TEXTS = {
    "question": "Hoe eet niemand in de stad alleen?",
    "story": "Een op de drie ouderen eet elke dag alleen.",
    "target_group": "Ouderen in alle wijken",
}


def make_concept(municipality: Municipality, by: Person, **changes: Any) -> Challenge:
    """A concept of the call for action whose entries are open today, with all texts."""
    number = next(_number)
    start = timezone.localdate() - dt.timedelta(weeks=4)
    with scoped([municipality.pk]):
        challenge = actions.begin(
            municipality=municipality,
            template="oproep",
            title=f"Niemand eet alleen {number}",
            starts_on=start,
            by=by,
        )
        return actions.change(
            challenge=challenge, version=challenge.version, changes={**TEXTS, **changes}, by=by
        )


def make_challenge(municipality: Municipality, by: Person, **changes: Any) -> Challenge:
    """One that takes entries now."""
    concept = make_concept(municipality, by, **changes)
    with scoped([municipality.pk]):
        return actions.launch(challenge=concept, by=by)


ANSWERS = {
    "solution": "Een tafel in elke straat.",
    "change": "Ouderen eten weer samen.",
    "team": "Twee koks en een buurt.",
    "money": "EUR 20.000 en daarna betaalt de buurt.",
}


def make_entry(challenge: Challenge, email: str = "", title: str = "De lange tafel", **facts: Any) -> Entry:
    """A draft with all answers; its author is the contact person."""
    number = next(_number)
    with scoped([challenge.municipality_id]):
        entry, _author = begin(
            challenge=challenge,
            name=f"Inzender {number}",
            email=email or f"inzender{number}@voorbeeld.example",
            organisation="De Tafel",
            **facts,
        )
        return write(
            entry=entry, version=entry.version, title=title, organisation="De Tafel", answers=ANSWERS
        )


def submit_entry(challenge: Challenge, **facts: Any) -> Entry:
    """One that was sent in."""
    entry = make_entry(challenge, **facts)
    with scoped([challenge.municipality_id]):
        return submit(entry=entry)


def ring_the_bell(challenge: Challenge) -> None:
    """The closing moment was a second ago."""
    with scoped([challenge.municipality_id]):
        second = dt.timedelta(seconds=1)
        Challenge.objects.filter(pk=challenge.pk).update(
            closes_at=timezone.now() - second, launched_at=F("launched_at") - second
        )
        challenge.refresh_from_db()
