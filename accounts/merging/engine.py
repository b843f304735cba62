"""Merging without the database: which value wins, how two tracks become one, which files may be doubles."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from accounts.triage.engine import Known, Newcomer, match, normalise

HERE, THERE, BOTH = "here", "there", "both"
#: States of a track, from least to most work in hand.
_STATES = ("idle", "done", "waiting", "running")
#: A block (same postcode, first word or person) with more files than this says nothing about which are doubles.
LARGEST_BLOCK = 40


def default_choice(here: Any, there: Any, *, joins: bool) -> str:
    """Which value wins when nobody chooses: nothing is lost, and what the remaining file says goes first."""
    if not here and there:
        return THERE
    return BOTH if joins and here and there else HERE


def default_fact(here: Any, there: Any, *, lead: str) -> str:
    """Which side wins when nobody chooses: the leading one, unless only the other says something."""
    first, second = (here, there) if lead == HERE else (there, here)
    if first or not second:
        return lead
    return THERE if lead == HERE else HERE


def combine(here: Any, there: Any, choice: str) -> Any:
    """The value by a choice. Both: lists without repeats, texts one under the other."""
    if choice == THERE:
        return there
    if choice != BOTH or here == there:
        return here
    if isinstance(here, list):
        return [*here, *(item for item in there if item not in here)]
    if there in here or here in there:  # one says all that the other says
        return here if there in here else there
    return f"{here}\n\n{there}"


@dataclass(frozen=True)
class Track:
    """What one domain does, as far as two tracks can differ."""

    specialist_id: int | None = None
    state: str = "idle"
    goal: str = ""
    next_action: str = ""
    next_action_on: dt.date | None = None
    ball_with: str = "nobody"
    ball_since: dt.date | None = None


def merge_tracks(here: Track, there: Track) -> Track:
    """One track with both goals; the earliest next action comes first, the later one is kept in the goal."""
    first, later = here, there
    if there.next_action and (
        not here.next_action or (there.next_action_on or dt.date.max) < (here.next_action_on or dt.date.max)
    ):
        first, later = there, here
    goal = combine(here.goal, there.goal, BOTH)
    if later.next_action and later.next_action != first.next_action:
        goal = combine(goal, _line(later), BOTH)
    ball = here if here.ball_with != "nobody" else there
    return replace(
        here,
        specialist_id=here.specialist_id or there.specialist_id,
        state=max(here.state, there.state, key=_STATES.index),
        goal=goal,
        next_action=first.next_action,
        next_action_on=first.next_action_on,
        ball_with=ball.ball_with,
        ball_since=ball.ball_since,
    )


def _line(track: Track) -> str:
    day = f" ({track.next_action_on:%d-%m-%Y})" if track.next_action_on else ""
    return f"{track.next_action}{day}"


@dataclass(frozen=True)
class File:
    """A case file, as far as it may be the double of another."""

    key: int
    name: str
    kvk_number: str = ""
    postcode: str = ""
    street: str = ""
    former_names: tuple[str, ...] = ()
    former_numbers: tuple[str, ...] = ()
    people: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Double:
    """Two files that may be one, with a score from 0 to 1 and the reasons: (code, value)."""

    first: int
    second: int
    score: float
    reasons: tuple[tuple[str, str], ...]


def doubles(
    files: Sequence[File], *, judged: Collection[tuple[int, int]] = (), most: int = 50
) -> list[Double]:
    """Likely doubles, best first. Only files that share a postcode, a first word, a number or a person are compared.

    `judged`: pairs (lowest key first) of which a person said that they are two enterprises.
    """
    by_key = {file.key: file for file in files}
    pairs: set[tuple[int, int]] = set()
    blocks: dict[tuple[str, Any], list[int]] = {}
    for file in files:
        for mark in _marks(file):
            blocks.setdefault(mark, []).append(file.key)
    for keys in blocks.values():
        if 1 < len(keys) <= LARGEST_BLOCK:
            pairs.update(combinations(sorted(set(keys)), 2))
    found = [double for one, two in pairs - set(judged) if (double := _compare(by_key[one], by_key[two]))]
    return sorted(found, key=lambda item: (-item.score, item.first, item.second))[:most]


def _marks(file: File) -> Iterable[tuple[str, Any]]:
    place = re.sub(r"[^A-Z0-9]", "", file.postcode.upper())
    if place:
        yield "postcode", place
    for name in (file.name, *file.former_names):
        word = normalise(name).split(" ")[0]
        if word:
            yield "word", word
    for number in (file.kvk_number, *file.former_numbers):
        if number:
            yield "kvk", number
    for person in file.people:
        yield "person", person


def _compare(one: File, two: File) -> Double | None:
    numbers = {one.kvk_number, *one.former_numbers} & {two.kvk_number, *two.former_numbers} - {""}
    # Unlike in triage, two different numbers may be one enterprise: it changed its legal form.
    newcomer = Newcomer(one.name, "", one.postcode, one.street)
    known = [Known(two.key, name, "", two.postcode, two.street) for name in (two.name, *two.former_names)]
    best = match(newcomer, known, most=1)
    reasons = list(best[0].reasons) if best else []
    score = best[0].score if best else 0.0
    if {code for code, _value in reasons} == {"postcode"}:
        reasons, score = [], 0.0
    if one.people & two.people:
        reasons.append(("person", str(len(one.people & two.people))))
        score = max(score, 0.6) + 0.2
    if numbers:
        reasons.insert(0, ("kvk", min(numbers)))
        score = 1.0
    return Double(one.key, two.key, round(min(score, 1.0), 4), tuple(reasons)) if reasons else None
