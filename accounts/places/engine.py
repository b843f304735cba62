"""Is what was delivered behind what was promised? Pure calculation on counts per month, no Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

#: Numbers of people from 1 up to and including this one are not shown to others than the parties (rules.md 9).
LARGEST_HIDDEN = 4


@dataclass(frozen=True)
class Rules:
    """Behind: less than `share` percent of what was promised over the last `months` months that count.

    A month counts when it is over and was registered, or is over for more than `wait_days` days: then what was not
    registered counts as zero.
    """

    months: int
    share: int
    wait_days: int


@dataclass(frozen=True)
class MonthFact:
    """One month of an agreement, for one side: what was promised, and what was done (None: not registered)."""

    month: dt.date
    promised: int
    done: int | None


@dataclass(frozen=True)
class Verdict:
    """The outcome with its explanation: the months that were looked at, and the sums over them.

    `missing` is how many of those months nobody registered, so that they counted as zero.
    """

    behind: bool
    months: tuple[dt.date, ...]
    promised: int
    done: int
    missing: int = 0


def next_month(month: dt.date) -> dt.date:
    """The first day of the month after this one."""
    return dt.date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """First days of the months from `first` up to and including the month of `last`."""
    months, month = [], first.replace(day=1)
    while month <= last:
        months.append(month)
        month = next_month(month)
    return months


def judge(facts: Sequence[MonthFact], today: dt.date, rules: Rules) -> Verdict:
    """Judge one side. What is done in later months catches up without adding to what was promised."""
    facts = sorted(facts, key=lambda fact: fact.month)
    counting = [
        fact
        for fact in facts
        if (today - next_month(fact.month)).days >= (0 if fact.done is not None else rules.wait_days + 1)
    ]
    looked_at = counting[-rules.months :]
    months = tuple(fact.month for fact in looked_at)
    promised = sum(fact.promised for fact in looked_at)
    missing = sum(fact.done is None for fact in looked_at)
    if len(looked_at) < rules.months or not promised:
        return Verdict(False, months, promised, 0, missing)
    later = [fact for fact in facts if fact.month > looked_at[-1].month]
    done = sum(fact.done or 0 for fact in [*looked_at, *later])
    return Verdict(100 * done < rules.share * promised, months, promised, done, missing)


def is_behind(verdict: Verdict, *, was: bool, daily: bool) -> bool:
    """Whether a side now stands as behind.

    Months nobody registered put a side behind at the daily look only: whoever fills in a year, month after month, is
    not told halfway that the rest is missing.
    """
    return verdict.behind and (was or daily or not verdict.missing)


def is_small(value: int) -> bool:
    """A count that could point at a person."""
    return 1 <= value <= LARGEST_HIDDEN
