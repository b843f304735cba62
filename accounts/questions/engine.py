"""Deadlines in working days: pure calculation, no Django. Holidays come in as data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection


def is_working_day(day: dt.date, holidays: Collection[dt.date]) -> bool:
    """Monday to Friday, not a holiday."""
    return day.weekday() < 5 and day not in holidays


def add_working_days(start: dt.date, days: int, holidays: Collection[dt.date]) -> dt.date:
    """The day that lies `days` working days after `start`; 0 gives the first working day from `start` on."""
    if days < 0:
        raise ValueError("a deadline lies in the future")
    day = start
    while not is_working_day(day, holidays):
        day += dt.timedelta(days=1)
    for _step in range(days):
        day += dt.timedelta(days=1)
        while not is_working_day(day, holidays):
            day += dt.timedelta(days=1)
    return day
