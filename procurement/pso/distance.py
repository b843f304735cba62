"""How far the next level is, and what would bring an enterprise there. Pure; exact fractions.

Whoever is hired makes the enterprise larger too: the score is computed again with the new size, and with the norms of
that size. So the answer is the least number of whole hours (or euros) that really reaches the level.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from procurement.pso.engine import (
    Facts,
    Purchase,
    Workers,
    contributions,
    norm_for,
    purchase_fte,
    weighted_fte,
)
from procurement.pso.norms import Rules


@dataclass(frozen=True)
class Hire:
    """`hours` more a week (whole), by at least `people` people, of a category under a contract form."""

    category: str
    form: str
    hours: int
    people: int


@dataclass(frozen=True)
class Order:
    """`amount` more (whole euros) at the supplier in this place of the list of purchases."""

    place: int
    name: str
    amount: int


def with_hire(facts: Facts, category: str, form: str, hours: Decimal, people: int = 1) -> Facts:
    """The enterprise after hiring: `people` more people of `hours` a week each, all year; it grows by them."""
    grown = facts.fte + hours * people / facts.full_time_hours
    return replace(facts, fte=grown, workers=(*facts.workers, Workers(category, form, people, hours)))


def with_order(facts: Facts, place: int, amount: Decimal) -> Facts:
    """The enterprise after ordering more at a supplier it buys from already."""
    bought = facts.purchases[place]
    more = replace(bought, order=bought.order + amount)
    return replace(facts, purchases=(*facts.purchases[:place], more, *facts.purchases[place + 1 :]))


def _sums(facts: Facts, rules: Rules) -> tuple[Fraction, Fraction, Fraction]:
    weighted = sum((weighted_fte(row, facts.full_time_hours, rules) for row in facts.workers), Fraction(0))
    bought = sum((purchase_fte(row) for row in facts.purchases), Fraction(0))
    return Fraction(facts.fte), weighted, bought


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The first number in low..high for which `holds`, which never stops holding; high + 1 when none."""
    high += 1
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def hire_to(level: int, category: str, form: str, facts: Facts, rules: Rules) -> Hire | None:
    """The fewest whole hours a week of such people that bring the enterprise to the level; None: it never does.

    Per size class the norm is fixed, and the total as a function of the hours rises to one top and then may fall (more
    people make purchases weigh less): first look for the top, then for the first hour that suffices before it.
    """
    fte, weighted, bought = _sums(facts, rules)
    full = Fraction(facts.full_time_hours)
    weight = Fraction(rules.categories[category].weight) * Fraction(rules.forms[form].weight)

    def total(hours: int) -> Fraction:
        grown = fte + hours / full
        direct, _uncut, indirect = contributions(grown, weighted + weight * hours / full, bought, rules)
        return direct + indirect

    for place, norm in enumerate(rules.norms):
        asked = Fraction(norm.levels[level - 1]) / 100
        first = max(1, math.ceil((Fraction(norm.size) - fte) * full))
        if place + 1 < len(rules.norms):
            last = math.ceil((Fraction(rules.norms[place + 1].size) - fte) * full) - 1
        else:
            last = max(first, math.ceil(_far(fte, weighted, bought, weight, asked, rules) * full))
        if last < first:
            continue
        top = _first(first, last - 1, lambda hours: total(hours + 1) <= total(hours))
        if total(top) < asked:
            continue
        hours = _first(first, top, lambda hours, asked=asked: total(hours) >= asked)  # type: ignore[misc]
        return Hire(category, form, hours, max(1, math.ceil(hours / full)))
    return None


def _far(
    fte: Fraction, weighted: Fraction, bought: Fraction, weight: Fraction, asked: Fraction, rules: Rules
) -> Fraction:
    """Fte to hire beyond which, in the largest size class, nothing new happens."""
    if weight > asked:  # the direct contribution alone gets there
        return (asked * fte - weighted) / (weight - asked)
    gain = weight * fte - weighted
    if (
        gain <= 0 or gain >= bought
    ):  # the total only falls, or only rises towards the weight, which is too little
        return Fraction(0)
    # It rises to a top and falls: past both the top without the ceiling and the size where the ceiling ends.
    top = bought * (bought + gain) / (bought - gain)
    share = Fraction(rules.indirect_share) / 100
    if 0 < share < 1:
        times = share / (1 - share)
        top = max(top, (bought + times * gain) / (times * weight))
    return top - fte


def order_to(level: int, place: int, facts: Facts, rules: Rules) -> Order | None:
    """The fewest whole euros more at this supplier that bring the enterprise to the level; None: never."""
    norm = norm_for(facts.fte, rules)
    purchase: Purchase = facts.purchases[place]
    if norm is None or purchase.counted_directly:
        return None
    asked = Fraction(norm.levels[level - 1]) / 100
    fte, weighted, bought = _sums(facts, rules)
    each = purchase_fte(replace(purchase, order=Decimal(1)))

    def enough(euros: int) -> bool:
        direct, _uncut, indirect = contributions(fte, weighted, bought + each * euros, rules)
        return direct + indirect >= asked

    most = math.floor(purchase.turnover - purchase.order)
    amount = _first(1, most, enough)
    return Order(place, purchase.name, amount) if amount <= most else None


def missing(level: int, total: Fraction, facts: Facts, rules: Rules) -> Fraction | None:
    """How much of the score (fraction of 1) is missing to the level at the present size; None without a norm."""
    norm = norm_for(facts.fte, rules)
    return None if norm is None else max(Fraction(0), Fraction(norm.levels[level - 1]) / 100 - total)
