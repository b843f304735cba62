"""PSO 30+ beside article 2.82 Aanbestedingswet: two tests that look alike and are not. Pure.

30+ (rules.md section 2): level 3, at least 2 fte for a year, own KVK number, at least 30% target group, trainees left
out. Article 2.82 (section 3): the main aim is integration, and at least 30% of the workers are disabled or
disadvantaged. What is not known is None: never a yes.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from procurement.pso.engine import Facts, Line, Result, fte_of
from procurement.pso.norms import Rules


@dataclass(frozen=True)
class More:
    """What the score does not say: people on the pay-roll, a year or longer like this, own KVK number, main aim."""

    employees: int | None
    whole_year: bool | None
    own_kvk: bool | None
    main_aim: bool | None


@dataclass(frozen=True)
class Outcome:
    """Criteria with yes, no or unknown (None), and the verdict: no if one fails, unknown if one is not known."""

    criteria: tuple[tuple[Line, bool | None], ...]

    @property
    def met(self) -> bool | None:
        answers = [met for _line, met in self.criteria]
        return False if False in answers else None if None in answers else True


def _share(part: Fraction, whole: Fraction | int | None) -> Fraction | None:
    return None if not whole else part / whole


def thirty_plus(facts: Facts, result: Result, more: More, rules: Rules) -> Outcome:
    """The conditions of a 30+ certificate."""
    asked = rules.thirty
    counted = [row for row in facts.workers if rules.forms[row.form].counts_as != "trainee"]
    if asked.basis == "fte":
        group = sum((fte_of(row, facts.full_time_hours) for row in counted), Fraction(0))
        share = _share(group, Fraction(facts.fte))
    else:
        share = _share(Fraction(sum(row.people for row in counted)), more.employees)
    enough = None if share is None else share * 100 >= Fraction(asked.share)
    return Outcome(
        (
            (
                Line("thirty_level", {"asked": asked.level, "level": result.level}),
                result.level >= asked.level,
            ),
            (Line("thirty_fte", {"asked": asked.fte, "fte": facts.fte}), facts.fte >= asked.fte),
            (Line("thirty_year", {}), more.whole_year),
            (Line("thirty_kvk", {}), more.own_kvk),
            (Line(f"thirty_share_{asked.basis}", {"asked": asked.share, "now": share}), enough),
        )
    )


def reserved(facts: Facts, more: More, rules: Rules) -> Outcome:
    """The conditions of article 2.82 for a reserved contract. Counts employees, as persons: the law says workers."""
    group = sum(row.people for row in facts.workers if rules.forms[row.form].counts_as == "employee")
    found = _share(Fraction(group), more.employees)
    enough = None if found is None else found * 100 >= Fraction(rules.reserved_share)
    return Outcome(
        (
            (Line("reserved_aim", {}), more.main_aim),
            (Line("reserved_share", {"asked": rules.reserved_share, "now": found}), enough),
        )
    )


#: Where the two tests differ; each has a sentence (`words.py`).
DIFFERENCES = ("aim", "workers", "groups", "trainees", "score", "moment", "competition")
