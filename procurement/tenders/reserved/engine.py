"""Whether an enterprise may take part in a reserved contract, from what is known of it. Pure calculation.

A PSO 30+ certificate does not by itself satisfy article 2.82 (rules.md section 2): it is a reason to ask, never a
proof. What is not known is something to ask, never a yes. Only what excludes is a no.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from procurement.tenders.thresholds.engine import ART_282, ART_282A, Line, years_before

LIKELY, ASK, NO = "likely", "ask", "no"
#: Digits of a CPV code that say which services it is about: its group.
GROUP = 3


@dataclass(frozen=True)
class Earlier:
    """An earlier award under article 2.82a to the same enterprise by the same municipality."""

    title: str
    awarded_on: dt.date
    cpv: str


@dataclass(frozen=True)
class Known:
    """What we know of an enterprise on a day.

    `own_test` is what its shared self-assessment says of article 2.82, None when that is open; `tested` tells whether
    there is one. `thirty_until` is the last day of a valid 30+ certificate, None when it has no end.
    """

    tested: bool = False
    own_test: bool | None = None
    thirty: bool = False
    thirty_until: dt.date | None = None
    recognised: bool = False
    earlier: tuple[Earlier, ...] = ()


@dataclass(frozen=True)
class Finding:
    """The verdict (likely, ask or no) and why."""

    verdict: str
    lines: tuple[Line, ...]


def finding(
    article: str, known: Known, *, on: dt.date, ends_on: dt.date, cpv: str, gap_years: int
) -> Finding:
    """May this enterprise take part? `on` is the day it is asked or awarded, `ends_on` the contract's last day."""
    if article == ART_282:
        return _under_282(known, ends_on)
    if article == ART_282A:
        return _under_282a(known, on, cpv, gap_years)
    return Finding(LIKELY, (Line("not_reserved", True),))


def _under_282(known: Known, ends_on: dt.date) -> Finding:
    lines: list[Line] = []
    if known.tested:
        code = {True: "own_test_yes", False: "own_test_no", None: "own_test_open"}[known.own_test]
        lines.append(Line(code, known.own_test))
    if known.thirty:
        lines.append(Line("thirty_is_not_enough"))
        if known.thirty_until and known.thirty_until < ends_on:
            lines.append(Line("thirty_ends", None, {"day": known.thirty_until}))
    if known.recognised:
        lines.append(Line("recognised_says_aim"))
    if not lines:
        lines.append(Line("nothing_known"))
    if known.tested and known.own_test is False:
        return Finding(NO, tuple(lines))
    return Finding(LIKELY if known.own_test else ASK, tuple(lines))


def _under_282a(known: Known, on: dt.date, cpv: str, gap_years: int) -> Finding:
    since = years_before(on, gap_years)
    lines, excluded = (
        [Line("recognised_282a", True) if known.recognised else Line("not_recognised_282a")],
        False,
    )
    open_question = not known.recognised
    for award in sorted(known.earlier, key=lambda row: row.awarded_on):
        if not since < award.awarded_on <= on:
            continue
        words = {"title": award.title, "day": award.awarded_on, "years": gap_years}
        if award.cpv[:GROUP] == cpv[:GROUP]:
            lines.append(Line("earlier_award", False, words))
            excluded = True
        else:
            lines.append(Line("earlier_other_services", None, words))
            open_question = True
    return Finding(NO if excluded else ASK if open_question else LIKELY, tuple(lines))


def competition(taking_part: int) -> Line:
    """Whether there was competition among those who qualify."""
    if taking_part > 1:
        return Line("competition", True, {"number": taking_part})
    return Line("no_competition", False, {"number": taking_part})
