"""Which procedure fits a purchase, and whether it may be reserved. Pure calculation; every value comes from the rules.

The EU threshold holds from its own value on ("equal to or above"). Below it the municipality's policy decides. Article
2.82 reserves a contract for organisations whose main aim is integration and of whose workers a share is disabled or
disadvantaged; article 2.82a reserves certain services, for a limited time, for enterprises that had no such award in
the years before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

ART_282, ART_282A = "2.82", "2.82a"
SINGLE, MULTIPLE, NATIONAL, EUROPEAN, LIGHT = "single", "multiple", "national", "european", "light"
#: From the least to the most open, to tell whether a choice is lighter than what fits.
WEIGHT = {SINGLE: 0, MULTIPLE: 1, NATIONAL: 2, LIGHT: 3, EUROPEAN: 3}


@dataclass(frozen=True)
class Line:
    """One step of the explanation. `good`: it speaks for, against, or (None) is something to judge or to know."""

    code: str
    good: bool | None = None
    words: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Period:
    """EU thresholds of some years, both days included; euros ex VAT by kind of contract."""

    first: dt.date
    last: dt.date
    thresholds: Mapping[str, Decimal]
    source: str


@dataclass(frozen=True)
class Limits:
    """Policy below the threshold: one enterprise is asked below `single`, several below `multiple`, else all.

    Without `multiple` several are asked up to the EU threshold.
    """

    single: Decimal
    multiple: Decimal | None


@dataclass(frozen=True)
class Rules:
    """`share` in percent; `specific` are CPV codes of eight digits, or two with a dash for all between them."""

    periods: tuple[Period, ...]
    policy: Mapping[str, Limits]
    share: Decimal
    most_months: int
    gap_years: int
    specific: tuple[str, ...]


@dataclass(frozen=True)
class Purchase:
    """What is bought: `value` in euros ex VAT, `on` the day the procedure begins, `cpv` with or without check digit."""

    kind: str
    value: Decimal
    on: dt.date
    months: int
    cpv: str


@dataclass(frozen=True)
class Reservation:
    """May this purchase be reserved under `article`? None: a person has to judge."""

    article: str
    possible: bool | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Advice:
    """The procedure that fits, the threshold it was held against (None: none known), and why."""

    procedure: str
    threshold: Decimal | None
    lines: tuple[Line, ...]
    reservations: tuple[Reservation, ...]

    def reservation(self, article: str) -> Reservation:
        """What is said of one article."""
        return next(row for row in self.reservations if row.article == article)


def period_for(periods: Sequence[Period], on: dt.date) -> tuple[Period | None, bool]:
    """The thresholds of a day; without any, the last ones before it and False: they are not those of that day."""
    for row in periods:
        if row.first <= on <= row.last:
            return row, True
    earlier = [row for row in periods if row.last < on]
    return (max(earlier, key=lambda row: row.last) if earlier else None), False


def check(purchase: Purchase, rules: Rules) -> Advice:
    """The procedure that fits and which reservations are possible, explained."""
    period, exact = period_for(rules.periods, purchase.on)
    threshold = period.thresholds[purchase.kind] if period else None
    lines: list[Line] = []
    if period is None:
        lines.append(Line("no_thresholds", False, {"day": purchase.on}))
    else:
        words = {"threshold": threshold, "first": period.first, "last": period.last, "source": period.source}
        lines.append(Line(f"threshold_{purchase.kind}", None, words))
        if not exact:
            lines.append(Line("not_of_that_day", False, {"day": purchase.on}))
    procedure, why = _procedure(purchase, threshold, rules.policy[purchase.kind])
    lines += [why, Line(f"procedure_{procedure}")]
    return Advice(procedure, threshold, tuple(lines), (_art_282(rules), _art_282a(purchase, rules)))


def _procedure(purchase: Purchase, threshold: Decimal | None, limits: Limits) -> tuple[str, Line]:
    value = purchase.value
    if threshold is not None and value >= threshold:
        words = {"value": value, "threshold": threshold}
        return (LIGHT if purchase.kind == "social" else EUROPEAN), Line("at_or_above", None, words)
    if value < limits.single:
        return SINGLE, Line("below_single", None, {"value": value, "limit": limits.single})
    if limits.multiple is None:
        return MULTIPLE, Line("below_threshold", None, {"value": value, "limit": limits.single})
    if value < limits.multiple:
        return MULTIPLE, Line("below_multiple", None, {"value": value, "limit": limits.multiple})
    return NATIONAL, Line("above_multiple", None, {"value": value, "limit": limits.multiple})


def _art_282(rules: Rules) -> Reservation:
    """Any purchase may be reserved; the conditions are about who takes part."""
    return Reservation(
        ART_282,
        True,
        (
            Line("282_any", True),
            Line("282_aim"),
            Line("282_share", None, {"share": rules.share}),
            Line("282_competition"),
            Line("282_announce"),
        ),
    )


def _art_282a(purchase: Purchase, rules: Rules) -> Reservation:
    services = purchase.kind in ("services", "social")
    listed = in_list(purchase.cpv, rules.specific)
    short = purchase.months <= rules.most_months
    words = {"months": purchase.months, "most": rules.most_months}
    lines = (
        Line("282a_services" if services else "282a_no_services", services),
        Line("282a_listed" if listed else "282a_not_listed", listed, {"cpv": purchase.cpv}),
        Line("282a_short" if short else "282a_long", short, words),
        Line("282a_who"),
        Line("282a_gap", None, {"years": rules.gap_years}),
    )
    return Reservation(ART_282A, services and listed and short, lines)


def in_list(cpv: str, listed: Iterable[str]) -> bool:
    """Whether a CPV code is one of the codes, below one of them, or between two of them.

    A code is below another when it begins with its digits without the zeros at the end.
    """
    digits = cpv[:8]
    for row in listed:
        first, _dash, last = row.partition("-")
        if last and first <= digits <= last:
            return True
        if not last and (digits == first or _below(digits, first)):
            return True
    return False


def _below(digits: str, code: str) -> bool:
    stem = code.rstrip("0")
    return len(stem) >= 3 and digits.startswith(stem)


def lighter(chosen: str, fits: str) -> bool:
    """Whether fewer enterprises get a chance than with the procedure that fits."""
    return WEIGHT[chosen] < WEIGHT[fits]


def years_before(day: dt.date, years: int) -> dt.date:
    """The same day so many years ago; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def last_day(first: dt.date, months: int) -> dt.date:
    """The last day of so many months from `first` on: one month from 31 January ends on 28 (or 29) February."""
    month = first.month - 1 + months
    year, month = first.year + month // 12, month % 12 + 1
    after = dt.date(year + month // 12, month % 12 + 1, 1)
    longest = (after - dt.timedelta(days=1)).day
    if first.day > longest:
        return dt.date(year, month, longest)
    return dt.date(year, month, first.day) - dt.timedelta(days=1)
