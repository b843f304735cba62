"""When may someone be away with this replacement? Pure; no Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

#: One person looks after so many colleagues at a time: more is no replacement, and it bounds the worklist.
MOST_REPLACED = 4


@dataclass(frozen=True, slots=True)
class Period:
    """Somebody's absence, both days included."""

    person: int
    replacement: int
    start: dt.date
    end: dt.date

    def overlaps(self, other: Period) -> bool:
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True)
class Clash:
    """Why a period is refused, and the absence it clashes with."""

    code: str
    other: Period


def clash(wanted: Period, known: Iterable[Period]) -> Clash | None:
    """What stands in the way of an absence; None when nothing does.

    "overlap": the person is away then already; "replacement_away": so is the replacement (which makes a circle, or a
    chain, impossible); "replaces": the person looks after a colleague then; "full": the replacement has enough.
    """
    same_time = [other for other in known if other.overlaps(wanted)]
    for other in same_time:
        if other.person == wanted.person:
            return Clash("overlap", other)
    for other in same_time:
        if other.person == wanted.replacement:
            return Clash("replacement_away", other)
    for other in same_time:
        if other.replacement == wanted.person:
            return Clash("replaces", other)
    replaced = [other for other in same_time if other.replacement == wanted.replacement]
    if len(replaced) >= MOST_REPLACED:
        return Clash("full", replaced[0])
    return None
