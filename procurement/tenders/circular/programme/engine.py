"""Pure rules of a circular tender: which step follows which, weights, and the corners of the ambition web."""

from __future__ import annotations

import math
from collections.abc import Sequence

#: What every submission answers and the panel scores.
VISION, EXPERTISE, INNOVATION = "vision", "expertise", "innovation"
CRITERIA = (VISION, EXPERTISE, INNOVATION)
#: Levels of the web run from 0 to this.
MOST_LEVEL = 3
#: Fewer themes make no web.
LEAST_THEMES = 3
WHOLE = 100
#: What a panel member may give.
LOWEST, HIGHEST = 1, 10
#: Of submissions with equal totals the one that is best on the heaviest criterion comes first.
TIE_RULE = "heaviest"

#: Which state may follow which. "choice" goes back to "panel" when an objection is right.
NEXT: dict[str, frozenset[str]] = {
    "concept": frozenset({"open", "cancelled"}),
    "open": frozenset({"panel", "cancelled"}),
    "panel": frozenset({"choice", "cancelled"}),
    "choice": frozenset({"partnership", "panel", "cancelled"}),
    "partnership": frozenset({"finished"}),
    "finished": frozenset(),
    "cancelled": frozenset(),
}


def may_become(state: str, following: str) -> bool:
    """Whether `following` is a step from `state`."""
    return following in NEXT.get(state, frozenset())


def weights_off(weights: Sequence[int]) -> int:
    """How much the weights miss (below zero: are over) of a hundred percent."""
    return WHOLE - sum(weights)


def words(text: str) -> int:
    """How many words a text has."""
    return len(text.split())


def corner(number: int, of: int, level: float) -> tuple[float, float]:
    """Where level `level` of spoke `number` lies: the first spoke points up, the next ones follow the clock."""
    angle = 2 * math.pi * number / of
    return (level * math.sin(angle), level * math.cos(angle))


def web(levels: Sequence[float]) -> list[tuple[float, float]]:
    """The corners of a web, one for each theme; the middle is level 0."""
    return [corner(number, len(levels), level) for number, level in enumerate(levels)]


def reached(wanted: Sequence[int], got: Sequence[int]) -> int:
    """For how many themes the result is at least the ambition."""
    return sum(found >= level for level, found in zip(wanted, got, strict=True))
