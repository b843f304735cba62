"""Pure rules of coaching: what changed between two texts, word by word, and who is behind and why. No Django."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "gone", "new"
#: A word with the space behind it, or space at the beginning.
_WORD = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed, went or came."""

    kind: str
    text: str


def changed_words(before: str, after: str) -> list[Piece]:
    """What changed, by words. The pieces that stayed and went make `before`, those that stayed and came `after`."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    pieces: list[Piece] = []
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(SAME, "".join(old[first:last])))
            continue
        if last > first:
            pieces.append(Piece(GONE, "".join(old[first:last])))
        if end > start:
            pieces.append(Piece(NEW, "".join(new[start:end])))
    return pieces


def differs(pieces: Sequence[Piece]) -> bool:
    """Anything went or came."""
    return any(piece.kind != SAME for piece in pieces)


@dataclass(frozen=True)
class Norms:
    """When someone is behind, in days."""

    days_to_plan_a_session: int
    days_between_sessions: int
    days_to_a_new_version: int
    pilot_plan_days_before_final: int
    checklist_days_before_pitch: int


@dataclass(frozen=True)
class Standing:
    """How far one entry is. Days are None when there is none."""

    started_on: dt.date
    has_coach: bool
    last_session: dt.date | None
    next_session: dt.date | None
    last_version: dt.date | None
    overdue: int
    pilot_missing: tuple[str, ...]
    checklist_left: int
    pitch_on: dt.date | None
    final_on: dt.date | None


@dataclass(frozen=True)
class Reason:
    """Why someone is behind; `number` are days or things, `missing` parts of the pilot plan."""

    code: str
    number: int = 0
    missing: tuple[str, ...] = ()


def behind(standing: Standing, norms: Norms, today: dt.date) -> list[Reason]:
    """Every reason why this entry is behind, the one to mend first in front; empty when it is on its way."""
    return list(_reasons(standing, norms, today))


def _reasons(standing: Standing, norms: Norms, today: dt.date) -> Iterator[Reason]:
    running = (today - standing.started_on).days
    if not standing.has_coach:
        yield Reason("coach")
    if standing.next_session is None:
        since = (today - (standing.last_session or standing.started_on)).days
        allowed = norms.days_between_sessions if standing.last_session else norms.days_to_plan_a_session
        if since > allowed:
            yield Reason("session", since)
    if standing.overdue:
        yield Reason("agreements", standing.overdue)
    written = (today - (standing.last_version or standing.started_on)).days
    if min(written, running) > norms.days_to_a_new_version:
        yield Reason("version", written)
    if standing.final_on and standing.pilot_missing:
        if (standing.final_on - today).days <= norms.pilot_plan_days_before_final:
            yield Reason("pilot", (standing.final_on - today).days, standing.pilot_missing)
    if standing.final_on and standing.pitch_on is None:
        if (standing.final_on - today).days <= norms.pilot_plan_days_before_final:
            yield Reason("slot")
    if standing.pitch_on and standing.checklist_left:
        if (standing.pitch_on - today).days <= norms.checklist_days_before_pitch:
            yield Reason("checklist", standing.checklist_left)


def clash(start: dt.datetime, minutes: int, others: Sequence[tuple[str, dt.datetime, int]]) -> str | None:
    """The name of the pitch that a slot would overlap, if any. Two that touch do not overlap."""
    end = start + dt.timedelta(minutes=minutes)
    for name, other, length in others:
        if start < other + dt.timedelta(minutes=length) and other < end:
            return name
    return None
