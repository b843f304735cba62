"""Pure rule of the standstill (opschortende termijn): its last day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

SATURDAY = 5


def standstill_end(sent: dt.date, days: int, holidays: Collection[dt.date]) -> dt.date:
    """The last day of the term: it begins the day after the letters went, and does not end on a day off."""
    last = sent + dt.timedelta(days=days)
    while last.weekday() >= SATURDAY or last in holidays:
        last += dt.timedelta(days=1)
    return last


def is_over(until: dt.date, today: dt.date) -> bool:
    """A contract may be signed from the day after."""
    return today > until
