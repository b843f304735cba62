"""The outcome of a definition check: pure calculation, explained line by line. No Django, no clock, no database.

The criteria are those of SER (2015) and the EU working document (2017), roadmap 1.1 and rules.md section 8, as the
municipality's rule set words them. An essential criterion that is not met decides; one that is partly met counts
against a maximum. The outcome never refuses help.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.intake.engine import NO, PARTLY, UNKNOWN, YES, judge
from accounts.intake.engine import Criterion as Asked

RECOGNISED, DEVELOPING, UNCLEAR, NOT = "recognised", "developing", "unclear", "not"
#: What a line does to the outcome.
FITS, WITHIN, TOO_MUCH, MISSING, BLOCKS, OPEN = "fits", "within", "too_much", "missing", "blocks", "open"


class NotReadyError(Exception):
    """The check cannot be concluded: `codes` of criteria that lack a verdict, or evidence where rules ask for it."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(", ".join(codes))
        self.codes = tuple(codes)


@dataclass(frozen=True)
class Criterion:
    """One criterion. `axis` is what it tells about; `essential`: without it no social enterprise."""

    code: str
    axis: str
    question: str
    source: str = ""
    essential: bool = False


@dataclass(frozen=True)
class Rules:
    """The rules of one check: criteria, how many may be met partly, and whether "meets" needs evidence."""

    criteria: tuple[Criterion, ...]
    most_partly: int = 1
    evidence_needed: bool = False
    version: str = ""

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> Rules:
        """Rules as `dump` gave them."""
        return cls(
            tuple(Criterion(**row) for row in data["criteria"]),
            data["most_partly"],
            data["evidence_needed"],
            data.get("version", ""),
        )

    def dump(self) -> dict[str, Any]:
        """The rules as plain values, to keep with the check."""
        return {
            "criteria": [dict(vars(criterion)) for criterion in self.criteria],
            "most_partly": self.most_partly,
            "evidence_needed": self.evidence_needed,
            "version": self.version,
        }


@dataclass(frozen=True)
class Given:
    """The officer's verdict on one criterion, why, and the titles of the evidence."""

    answer: str
    motivation: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One criterion in the explanation, with what it does to the outcome."""

    code: str
    question: str
    source: str
    essential: bool
    answer: str
    motivation: str
    evidence: tuple[str, ...]
    effect: str


@dataclass(frozen=True)
class Result:
    """The outcome, the place on the spectrum, and a line per criterion in the order of the rules."""

    outcome: str
    place: str
    partly: int
    most_partly: int
    version: str
    lines: tuple[Line, ...]

    def dump(self) -> dict[str, Any]:
        """The result as plain values, to keep with the check."""
        return {
            **vars(self),
            "lines": [{**vars(line), "evidence": list(line.evidence)} for line in self.lines],
        }


def missing(rules: Rules, given: Mapping[str, Given]) -> tuple[str, ...]:
    """Codes of the criteria that still need a verdict, a motivation, or evidence where the rules ask for it."""
    return tuple(
        criterion.code
        for criterion in rules.criteria
        if (verdict := given.get(criterion.code)) is None
        or not verdict.motivation.strip()
        or (rules.evidence_needed and verdict.answer == YES and not verdict.evidence)
    )


def conclude(rules: Rules, given: Mapping[str, Given]) -> Result:
    """The outcome of a complete check; raises NotReadyError when something is missing."""
    codes = missing(rules, given)
    if codes:
        raise NotReadyError(codes)
    partly = sum(1 for criterion in rules.criteria if given[criterion.code].answer == PARTLY)
    lines = tuple(
        Line(
            criterion.code,
            criterion.question,
            criterion.source,
            criterion.essential,
            given[criterion.code].answer,
            given[criterion.code].motivation,
            given[criterion.code].evidence,
            _effect(criterion, given[criterion.code].answer, partly <= rules.most_partly),
        )
        for criterion in rules.criteria
    )
    asked = [Asked(item.code, item.axis, item.question, item.source) for item in rules.criteria]
    place = judge(asked, {code: verdict.answer for code, verdict in given.items()}).place
    return Result(_outcome(lines), place, partly, rules.most_partly, rules.version, lines)


def _effect(criterion: Criterion, answer: str, within: bool) -> str:
    if answer == YES:
        return FITS
    if answer == UNKNOWN:
        return OPEN
    if answer == NO:
        return BLOCKS if criterion.essential else MISSING
    return WITHIN if within and not criterion.essential else TOO_MUCH


def _outcome(lines: Sequence[Line]) -> str:
    """The heaviest effect decides."""
    effects = {line.effect for line in lines}
    if BLOCKS in effects:
        return NOT
    if OPEN in effects:
        return UNCLEAR
    return DEVELOPING if effects & {MISSING, TOO_MUCH} else RECOGNISED


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; the last day of that month when it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
