"""An assessment as the engine reads it, and results as they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from procurement.pso import engine
from procurement.pso.advice import Advice, next_level
from procurement.pso.assessments.models import PsoAssessment
from procurement.pso.engine import Facts, Line, Purchase, Result, Workers, norm_for
from procurement.pso.norms import Rules, rules_of
from procurement.pso.thirty import More, Outcome, reserved, thirty_plus
from procurement.pso.words import percent, sentence


def own_rules(assessment: PsoAssessment) -> Rules:
    """The rules this version is computed with."""
    return rules_of(assessment.rules)


def facts_of(assessment: PsoAssessment) -> Facts:
    """Everything the engine needs. Two queries, unless prefetched."""
    return Facts(
        assessment.fte,
        assessment.full_time_hours,
        tuple(
            Workers(row.category, row.form, row.people, row.hours, row.months)
            for row in assessment.workers.all()
        ),
        tuple(
            Purchase(row.name, row.order, row.turnover, row.fte, row.score, row.counted_directly)
            for row in assessment.purchases.all()
        ),
    )


def _kept(value: Any) -> Any:
    if isinstance(value, Fraction):
        return {"fraction": str(value)}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    return value


def _read(value: Any) -> Any:
    if isinstance(value, dict):
        return Fraction(value["fraction"]) if "fraction" in value else Decimal(value["decimal"])
    return value


def stored(result: Result) -> tuple[int, Decimal, dict[str, Any]]:
    """(step, rounded percentage, everything exact as JSON)."""
    exact = result.total * 100
    score = (Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    lines = [
        {"code": line.code, "numbers": {name: _kept(value) for name, value in line.numbers.items()}}
        for line in result.lines
    ]
    return (
        result.level,
        score,
        {"direct": str(result.direct), "indirect": str(result.indirect), "lines": lines},
    )


def result_of(assessment: PsoAssessment, facts: Facts, rules: Rules) -> Result:
    """What was kept when it was handed in; for a draft what it would be now."""
    if assessment.is_draft:
        return engine.score(facts, rules)
    kept = assessment.result
    lines = tuple(
        Line(row["code"], {name: _read(value) for name, value in row["numbers"].items()})
        for row in kept["lines"]
    )
    return Result(
        Fraction(kept["direct"]),
        Fraction(kept["indirect"]),
        assessment.level or 0,
        norm_for(facts.fte, rules),
        lines,
    )


@dataclass(frozen=True)
class Test:
    """30+ or article 2.82: the conditions in words with yes (True), no or unknown (None), and the verdict."""

    criteria: list[tuple[str, bool | None]]
    met: bool | None

    @classmethod
    def of(cls, outcome: Outcome) -> Test:
        return cls([(sentence(line), met) for line, met in outcome.criteria], outcome.met)


@dataclass(frozen=True)
class Read:
    """Everything a page or PDF says about one version."""

    assessment: PsoAssessment
    facts: Facts
    rules: Rules
    result: Result
    advice: Advice | None
    thirty: Test
    reserved: Test

    @property
    def total(self) -> str:
        return percent(self.result.total, 2)

    @property
    def direct(self) -> str:
        return percent(self.result.direct, 2)

    @property
    def indirect(self) -> str:
        return percent(self.result.indirect, 2)

    @property
    def lines(self) -> list[str]:
        return [sentence(line) for line in self.result.lines]

    @property
    def is_empty(self) -> bool:
        return not self.facts.workers and not self.facts.purchases


def read(assessment: PsoAssessment) -> Read:
    """Read one version. Two queries, unless rows and enterprise are fetched already."""
    rules, facts = own_rules(assessment), facts_of(assessment)
    result = result_of(assessment, facts, rules)
    more = More(
        employees=assessment.employees,
        whole_year=assessment.whole_year,
        own_kvk=True if assessment.case_file.enterprise.kvk_number else None,
        main_aim=assessment.main_aim,
    )
    return Read(
        assessment,
        facts,
        rules,
        result,
        next_level(facts, result, rules),
        Test.of(thirty_plus(facts, result, more, rules)),
        Test.of(reserved(facts, more, rules)),
    )
