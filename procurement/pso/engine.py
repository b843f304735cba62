"""The PSO score of an enterprise: direct and indirect contribution, level, and why. Exact fractions; no Django.

Source: rules.md section 2 (pso-nederland.nl). Scores are fractions of 1, norms and suppliers' scores percentages.
Nothing is rounded here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from procurement.pso.norms import Norm, Rules


@dataclass(frozen=True)
class Line:
    """One line of an explanation: a code that has a sentence (`words.py`), and its numbers."""

    code: str
    numbers: dict[str, Any]


@dataclass(frozen=True)
class Workers:
    """People of one category under one contract form: how many, hours a week each, months of the reference year."""

    category: str
    form: str
    people: int
    hours: Decimal
    months: int = 12


@dataclass(frozen=True)
class Purchase:
    """What was ordered (euros) at a social supplier with this turnover, size in fte and direct score (percent).

    `counted_directly`: the people of this order stand among the workers already, so it does not count again.
    """

    name: str
    order: Decimal
    turnover: Decimal
    fte: Decimal
    score: Decimal
    counted_directly: bool = False


@dataclass(frozen=True)
class Facts:
    """An enterprise over its reference year: size in fte, hours of a full week, people and purchases."""

    fte: Decimal
    full_time_hours: Decimal
    workers: tuple[Workers, ...] = ()
    purchases: tuple[Purchase, ...] = ()


@dataclass(frozen=True)
class Result:
    """Scores as fractions of 1; `indirect` is what counts of it. `norm` is None below the smallest size."""

    direct: Fraction
    indirect: Fraction
    level: int
    norm: Norm | None
    lines: tuple[Line, ...]

    @property
    def total(self) -> Fraction:
        return self.direct + self.indirect


def fte_of(workers: Workers, full_time_hours: Decimal) -> Fraction:
    """Full-time equivalents over the year."""
    return (
        Fraction(workers.people) * Fraction(workers.hours) / Fraction(full_time_hours)
        * Fraction(workers.months, 12)
    )  # fmt: skip


def weighted_fte(workers: Workers, full_time_hours: Decimal, rules: Rules) -> Fraction:
    """Start weight x contract weight x fte."""
    weight = Fraction(rules.categories[workers.category].weight) * Fraction(rules.forms[workers.form].weight)
    return fte_of(workers, full_time_hours) * weight


def purchase_fte(purchase: Purchase) -> Fraction:
    """Fte of the target group at the supplier that work for this order. Nothing when counted directly."""
    if purchase.counted_directly:
        return Fraction(0)
    return (
        Fraction(purchase.order) / Fraction(purchase.turnover)
        * Fraction(purchase.fte) * Fraction(purchase.score) / 100
    )  # fmt: skip


def norm_for(fte: Decimal | Fraction, rules: Rules) -> Norm | None:
    """The row of this size, else of the next smaller one, which is stricter. Never in between two rows."""
    found = None
    for norm in rules.norms:
        if Fraction(norm.size) <= Fraction(fte):
            found = norm
    return found


def level_of(score: Fraction, norm: Norm | None) -> int:
    """0 (no level), 1, 2 or 3."""
    if norm is None:
        return 0
    return max((level for level in (1, 2, 3) if score * 100 >= Fraction(norm.levels[level - 1])), default=0)


def contributions(
    fte: Fraction, weighted: Fraction, bought: Fraction, rules: Rules
) -> tuple[Fraction, Fraction, Fraction]:
    """(direct, indirect before the ceiling, indirect that counts). The ceiling is a share of the total."""
    direct = weighted / fte
    indirect = bought / (fte + bought)
    share = Fraction(rules.indirect_share) / 100
    ceiling = direct * share / (1 - share) if share < 1 else indirect
    return direct, indirect, min(indirect, ceiling)


def score(facts: Facts, rules: Rules) -> Result:
    """Compute. `facts.fte` and the hours of a full week are above zero, and so is each supplier's turnover."""
    lines: list[Line] = []
    weighted = Fraction(0)
    for workers in facts.workers:
        weighted += _workers(workers, facts, rules, lines)
    fte = Fraction(facts.fte)
    bought = sum((_purchase(purchase, lines) for purchase in facts.purchases), Fraction(0))
    direct, uncut, indirect = contributions(fte, weighted, bought, rules)
    lines.append(Line("direct", {"weighted": weighted, "fte": facts.fte, "score": direct}))
    lines.append(Line("indirect", {"bought": bought, "fte": facts.fte, "score": uncut}))
    if indirect < uncut:
        lines.append(Line("ceiling", {"share": rules.indirect_share, "score": indirect}))
    lines.append(Line("total", {"direct": direct, "indirect": indirect, "score": direct + indirect}))
    norm = norm_for(facts.fte, rules)
    level = level_of(direct + indirect, norm)
    if norm is None:
        smallest = rules.norms[0].size if rules.norms else Decimal(0)
        lines.append(Line("too_small", {"fte": facts.fte, "size": smallest}))
    else:
        code = "norm" if norm.size == facts.fte else "norm_below"
        one, two, three = norm.levels
        numbers = {"fte": facts.fte, "size": norm.size, "one": one, "two": two, "three": three}
        lines.append(Line(code, numbers))
        lines.append(Line("level" if level else "no_level", {"level": level, "score": direct + indirect}))
    return Result(direct, indirect, level, norm, tuple(lines))


def _workers(workers: Workers, facts: Facts, rules: Rules, lines: list[Line]) -> Fraction:
    category, form = rules.categories[workers.category], rules.forms[workers.form]
    counted = weighted_fte(workers, facts.full_time_hours, rules)
    lines.append(
        Line(
            "workers" if workers.months == 12 else "workers_part_of_year",
            {
                "people": workers.people,
                "category": category.label,
                "form": form.label,
                "hours": workers.hours,
                "full_time": facts.full_time_hours,
                "months": workers.months,
                "start_weight": category.weight,
                "contract_weight": form.weight,
                "result": counted,
            },
        )
    )
    return counted


def _purchase(purchase: Purchase, lines: list[Line]) -> Fraction:
    bought = purchase_fte(purchase)
    lines.append(
        Line(
            "purchase_counted" if purchase.counted_directly else "purchase",
            {
                "name": purchase.name,
                "order": purchase.order,
                "turnover": purchase.turnover,
                "supplier_fte": purchase.fte,
                "supplier_score": purchase.score,
                "result": bought,
            },
        )
    )
    return bought


def employed(facts: Facts, rules: Rules) -> tuple[int, Fraction]:
    """(people, fte) of the target group on the pay-roll: never more than the enterprise has in all."""
    rows = [row for row in facts.workers if rules.forms[row.form].counts_as == "employee"]
    fte = sum((fte_of(row, facts.full_time_hours) for row in rows), Fraction(0))
    return sum(row.people for row in rows), fte
