"""Pure rules of a challenge: which step follows which, the plan in weeks, weights."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

#: Which state may follow which. A challenge can be cancelled until it is decided.
NEXT: dict[str, frozenset[str]] = {
    "concept": frozenset({"open", "cancelled"}),
    "open": frozenset({"closed", "cancelled"}),
    "closed": frozenset({"selection", "cancelled"}),
    "selection": frozenset({"coaching", "jury", "cancelled"}),
    "coaching": frozenset({"jury", "decided", "cancelled"}),  # a coalition presents, without a jury
    "jury": frozenset({"decided", "cancelled"}),
    "decided": frozenset(),
    "cancelled": frozenset(),
}
WHOLE = 100


@dataclass(frozen=True)
class Stretch:
    """A phase on the calendar, both days included."""

    key: int
    kind: str
    start: dt.date
    end: dt.date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


def may_become(state: str, following: str) -> bool:
    """Whether `following` is a step from `state`."""
    return following in NEXT.get(state, frozenset())


def plan(start: dt.date, weeks: Sequence[tuple[str, int]]) -> list[tuple[str, dt.date, dt.date]]:
    """Phases (kind, weeks) one after the other from `start`: (kind, first day, last day)."""
    rows = []
    for kind, count in weeks:
        end = start + dt.timedelta(weeks=count, days=-1)
        rows.append((kind, start, end))
        start = end + dt.timedelta(days=1)
    return rows


def shifted(
    rows: Sequence[Stretch], key: int, start: dt.date, end: dt.date, *, with_later: bool
) -> list[Stretch]:
    """The plan with one phase moved; with `with_later` what comes after moves as many days as its last day did."""
    moved, later = [], False
    by = dt.timedelta(0)
    for row in rows:
        if row.key == key:
            by, later = end - row.end, True
            moved.append(replace(row, start=start, end=end))
        elif later and with_later:
            moved.append(replace(row, start=row.start + by, end=row.end + by))
        else:
            moved.append(row)
    return moved


def out_of_order(rows: Sequence[Stretch]) -> tuple[Stretch, Stretch] | None:
    """The first two phases that follow each other in the plan but overlap, if any."""
    for first, second in pairwise(rows):
        if second.start <= first.end:
            return first, second
    return None


def weights_off(weights: Sequence[int]) -> int:
    """How much the weights miss (below zero: are over) of a hundred percent."""
    return WHOLE - sum(weights)
