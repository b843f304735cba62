"""Social return: what a contract asks for, and what an effort is worth. Pure calculation with its explanation.

Source: rules.md section 1. Amounts are euros; nothing is rounded but the result, once, half-up to the cent. Every
result carries lines: a code and the numbers in it, which `words.py` says in the reader's language.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from procurement.social_return.scheme import Scheme

CENT = Decimal("0.01")
Number = Decimal | int | str


@dataclass(frozen=True)
class Line:
    """One step of an explanation: `code` says which sentence, `numbers` what stands in it."""

    code: str
    numbers: dict[str, Number] = field(default_factory=dict)


@dataclass(frozen=True)
class Explained:
    """An amount in euros, rounded once, with the lines that lead to it."""

    amount: Decimal
    lines: tuple[Line, ...]


def rounded(amount: Fraction) -> Decimal:
    """Half-up to the cent. Exact: a fraction is never turned into a float."""
    cents = abs(amount) * 100
    whole = int(cents + Fraction(1, 2))
    value = (Decimal(whole) / 100).quantize(CENT, rounding=ROUND_HALF_UP)
    return -value if amount < 0 else value


def exact(value: Decimal | int) -> Fraction:
    """A number without loss."""
    return Fraction(value)


# --- what a contract asks for ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class ContractFacts:
    """What the obligation is computed from. Amounts ex VAT; `labour_share` in percent of the value, if known."""

    kind: str
    value: Decimal
    months: Fraction
    turnover: Decimal = Decimal(0)
    wage_sum: Decimal = Decimal(0)
    labour_share: Decimal | None = None


def base_of(facts: ContractFacts, scheme: Scheme) -> Decimal | None:
    """The euros the rate is taken of; None when the scheme's base is not known yet."""
    if scheme.base == "contract_sum":
        return facts.value
    if scheme.base == "invoiced_turnover":
        return facts.turnover
    if scheme.base == "wage_sum":
        return facts.wage_sum or None
    if facts.labour_share is None:
        return None
    return rounded(exact(facts.value) * exact(facts.labour_share) / 100)


def obligation(facts: ContractFacts, scheme: Scheme, *, discount: Decimal = Decimal(0)) -> Explained:
    """What the supplier owes. `discount` is the percentage an officer gives for a PSO certificate."""
    threshold = scheme.thresholds[facts.kind]
    if facts.value < threshold.value:
        return Explained(
            Decimal("0.00"), (Line("below_value", {"value": facts.value, "threshold": threshold.value}),)
        )
    if facts.months < threshold.months:
        return Explained(Decimal("0.00"), (Line("below_months", {"months": threshold.months}),))
    base = base_of(facts, scheme)
    if base is None:
        return Explained(Decimal("0.00"), (Line(f"unknown_{scheme.base}"),))
    rate, lines = scheme.rate, []
    low = scheme.low_rate
    if low and facts.labour_share is not None and facts.labour_share < low.labour_below:
        rate = low.rate
        lines.append(
            Line("low_rate", {"share": facts.labour_share, "below": low.labour_below, "rate": low.rate})
        )
    owed = exact(base) * exact(rate) / 100
    lines.append(Line(f"rate_of_{scheme.base}", {"rate": rate, "base": base, "result": rounded(owed)}))
    if discount:
        less = owed * exact(discount) / 100
        lines.append(Line("pso_discount", {"percentage": discount, "less": rounded(less)}))
        owed -= less
    return Explained(rounded(owed), tuple(lines))


# --- what an effort is worth ------------------------------------------------------------------------------------


def months_between(first: dt.date, last: dt.date) -> Fraction:
    """Months from the first up to and including the last day: whole calendar months, then days of the month left."""
    if last < first:
        return Fraction(0)
    end = last + dt.timedelta(days=1)
    whole = (end.year - first.year) * 12 + end.month - first.month
    if add_months(first, whole) > end:
        whole -= 1
    reached = add_months(first, whole)
    days = (end - reached).days
    return whole + Fraction(days, calendar.monthrange(reached.year, reached.month)[1])


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day some months later; the last of the month when that day is not there."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Placement:
    """Someone at work: target group (code), hours a week, first and last day, and the bonuses that hold (codes).

    `person` is a pseudonym, `key` the caller's own.
    """

    key: Any
    person: str
    group: str
    hours: Decimal
    first: dt.date
    last: dt.date
    bonuses: tuple[str, ...] = ()


def placement_value(placement: Placement, scheme: Scheme, counted: Fraction | None = None) -> Explained:
    """(base + bonuses) x hours / full-time hours x months / 12, up to the counting duration of the group.

    `counted`: the months that still count for this person; None asks the scheme for someone who is new.
    """
    group = scheme.groups[placement.group]
    months = months_between(placement.first, placement.last)
    limit = counted if counted is not None else (None if group.months is None else Fraction(group.months))
    used = months if limit is None else max(Fraction(0), min(months, limit))
    lines = [
        Line(
            "block",
            {
                "group": group.label,
                "amount": group.amount,
                "hours": placement.hours,
                "full_time": scheme.full_time_hours,
                "months": rounded(used),
            },
        )
    ]
    if used < months:
        lines.append(Line("cut_off", {"months": rounded(months), "counted": rounded(used)}))
    share = exact(placement.hours) / exact(scheme.full_time_hours) * used / 12
    worth = exact(group.amount) * share
    for code in placement.bonuses:
        bonus = scheme.bonuses[code]
        part = exact(bonus.amount) * (share if scheme.bonuses_pro_rata else (1 if used else 0))
        lines.append(Line("bonus", {"label": bonus.label, "amount": bonus.amount, "result": rounded(part)}))
        worth += part
    return Explained(rounded(worth), tuple(lines))


def placements_value(placements: Iterable[Placement], scheme: Scheme) -> dict[Any, Explained]:
    """What each placement of one contract is worth, by key. The order in which they were booked does not matter:

    a person's months are counted in the order of the calendar until the counting duration of the group is used up.
    """
    used: dict[tuple[str, str], Fraction] = {}
    result = {}
    in_time: Sequence[Placement] = sorted(
        placements, key=lambda item: (item.first, item.last, -item.hours, item.bonuses, str(item.key))
    )
    for item in in_time:
        limit = scheme.groups[item.group].months
        counter = (item.person, item.group)
        left = None if limit is None else max(Fraction(0), limit - used.get(counter, Fraction(0)))
        result[item.key] = placement_value(item, scheme, left)
        used[counter] = used.get(counter, Fraction(0)) + months_between(item.first, item.last)
    return result


def monthly_value(code: str, first: dt.date, last: dt.date, scheme: Scheme) -> Explained:
    """A fixed amount a month, such as for a trial placement."""
    block = scheme.monthly[code]
    months = months_between(first, last)
    worth = rounded(exact(block.amount) * months)
    line = Line("monthly", {"label": block.label, "amount": block.amount, "months": rounded(months)})
    return Explained(worth, (line,))


def activity_value(hours: Decimal, days: int, scheme: Scheme) -> Explained:
    """Hours of expertise or guidance given, up to the ceiling a day where the scheme has one."""
    if scheme.hour_rate is None:
        return Explained(Decimal("0.00"), (Line("no_activities"),))
    worth = exact(hours) * exact(scheme.hour_rate)
    lines = [Line("hours", {"hours": hours, "rate": scheme.hour_rate, "result": rounded(worth)})]
    if scheme.day_ceiling is not None and worth > days * exact(scheme.day_ceiling):
        worth = days * exact(scheme.day_ceiling)
        lines.append(Line("day_ceiling", {"ceiling": scheme.day_ceiling, "days": days}))
    return Explained(rounded(worth), tuple(lines))


def purchase_value(code: str, invoice: Decimal, scheme: Scheme) -> Explained:
    """What was bought (ex VAT) from a social supplier of this kind."""
    kind = scheme.purchases[code]
    worth = rounded(exact(invoice) * exact(kind.percentage) / 100)
    line = Line(
        "purchase", {"label": kind.label, "percentage": kind.percentage, "invoice": invoice, "result": worth}
    )
    return Explained(worth, (line,))
