"""Fictional challenges for tests."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

from django.utils import timezone

from challenges.contests.design import actions
from challenges.contests.models import Challenge
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
