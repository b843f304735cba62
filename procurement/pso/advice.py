"""What would bring an enterprise to the next level: one answer per weight of a category, and one per supplier. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from procurement.pso.distance import Hire, Order, hire_to, missing, order_to
from procurement.pso.engine import Facts, Result
from procurement.pso.norms import Rules


@dataclass(frozen=True)
class Advice:
    """The next level, how much of the score is missing (fraction of 1; None without a norm), and the ways there."""

    level: int
    missing: Fraction | None
    hires: tuple[Hire, ...]
    orders: tuple[Order, ...]


def _ways(rules: Rules) -> list[tuple[str, str]]:
    """(category, form): the first category of each weight; learners under a form for trainees, others in service."""
    chosen: dict[Fraction, tuple[str, str]] = {}
    employed = _first_form(rules, "employee")
    learning = _first_form(rules, "trainee") or employed
    for code, category in rules.categories.items():
        weight = Fraction(category.weight)
        form = employed if weight * 2 > 1 else learning
        if form and weight:
            chosen.setdefault(weight, (code, form))
    return list(chosen.values())


def _first_form(rules: Rules, counts_as: str) -> str | None:
    return next(
        (code for code, form in rules.forms.items() if form.counts_as == counts_as and form.weight), None
    )


def next_level(facts: Facts, result: Result, rules: Rules) -> Advice | None:
    """How to get to the level above this one; None at the highest."""
    level = result.level + 1
    if level > 3:
        return None
    hires = (hire_to(level, category, form, facts, rules) for category, form in _ways(rules))
    orders = (order_to(level, place, facts, rules) for place in range(len(facts.purchases)))
    return Advice(
        level,
        missing(level, result.total, facts, rules),
        tuple(hire for hire in hires if hire),
        tuple(order for order in orders if order),
    )
