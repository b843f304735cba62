"""Signals about the people behind placements, for a human to look at. Pure calculation; it never decides.

Source: rules.md section 1, "known pains": the same person counted twice, over the counting duration, over full-time
hours; revolving-door placements; displacement.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from procurement.social_return.engine import Line, months_between, rounded
from procurement.social_return.scheme import Scheme

#: A placement that ended this many days before the next one at the same supplier may be a revolving door.
REVOLVING_DAYS = 92
#: A placement shorter than this many months is short.
SHORT_MONTHS = 6


@dataclass(frozen=True)
class Spell:
    """One placement of someone, anywhere in the municipality: `contract` and `supplier` are the caller's own keys."""

    key: int
    person: str
    contract: int
    supplier: int
    group: str
    hours: Decimal
    first: dt.date
    last: dt.date
    replaces: bool = False


def overlap(one: Spell, other: Spell) -> bool:
    """They have a day in common."""
    return one.first <= other.last and other.first <= one.last


def signals(
    spell: Spell, of_person: Sequence[Spell], of_supplier: Sequence[Spell], scheme: Scheme
) -> list[Line]:
    """What is worth a look. `of_person`: spells of the same person; `of_supplier`: others of the same supplier."""
    found = []
    together = [other for other in of_person if other.key != spell.key and overlap(spell, other)]
    elsewhere = [other for other in together if other.contract != spell.contract]
    if elsewhere:
        found.append(Line("twice", {"number": len(elsewhere)}))
    elif together:
        found.append(Line("twice_here", {"number": len(together)}))
    hours = spell.hours + sum((other.hours for other in together), Decimal(0))
    if hours > scheme.full_time_hours:
        found.append(Line("over_hours", {"hours": hours, "full_time": scheme.full_time_hours}))
    limit = scheme.groups[spell.group].months if spell.group in scheme.groups else None
    if limit is not None:
        months = sum(
            (
                months_between(other.first, other.last)
                for other in of_person
                if other.group == spell.group and other.key != spell.key
            ),
            months_between(spell.first, spell.last),
        )
        if months > limit:
            found.append(Line("over_duration", {"months": rounded(months), "limit": limit}))
    before = [
        other
        for other in of_supplier
        if other.person != spell.person
        and 0 <= (spell.first - other.last).days <= REVOLVING_DAYS
        and months_between(other.first, other.last) < SHORT_MONTHS
    ]
    if before:
        found.append(Line("revolving_door", {"number": len(before)}))
    if spell.replaces:
        found.append(Line("displacement"))
    return found
