"""Pure rules of the worklist: what is most pressing, what stays away, and on which days a mail comes. No Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Held:
    """A snoozed line: how it looked when it was put away."""

    stamp: str
    was_late: bool


def stays_away(held: Held | None, *, stamp: str, late: bool) -> bool:
    """True while a line may stay out of sight: nothing about it changed and it did not become late meanwhile."""
    return held is not None and held.stamp == stamp and (held.was_late or not late)


def pressing(due: dt.date | None, today: dt.date, *, place: int) -> tuple[int, dt.date, int]:
    """Sort key: late first (the oldest first), then by day, then what has no day; `place` of the reason last."""
    if due is None:
        return (2, dt.date.max, place)
    return (0 if due < today else 1, due, place)


def is_working_day(day: dt.date, holidays: Collection[dt.date]) -> bool:
    """Monday to Friday, and no public holiday."""
    return day.weekday() < 5 and day not in holidays


def mail_comes(rhythm: str, weekday: int, day: dt.date, holidays: Collection[dt.date]) -> bool:
    """Whether the morning mail comes on `day`: never on a day off.

    A weekly mail whose day is a holiday comes on the next working day of that week.
    """
    if rhythm == "off" or not is_working_day(day, holidays):
        return False
    if rhythm == "working_days":
        return True
    chosen = day - dt.timedelta(days=day.weekday() - weekday)
    if day < chosen:
        return False
    between = (chosen + dt.timedelta(days=n) for n in range((day - chosen).days))
    return not any(is_working_day(other, holidays) for other in between)


def last_working_day(day: dt.date, holidays: Collection[dt.date]) -> dt.date:
    """The working day before `day`."""
    day -= dt.timedelta(days=1)
    while not is_working_day(day, holidays):
        day -= dt.timedelta(days=1)
    return day
