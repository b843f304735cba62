"""The days that the law on terms (Algemene termijnenwet, article 3) does not let a term end on."""

from __future__ import annotations

import datetime as dt

from accounts.questions.deadlines import dutch_holidays
from procurement.tenders.circular.choice.engine import standstill_end


def days_off(year: int) -> frozenset[dt.date]:
    """The Dutch public holidays, and 5 May: for the law on terms a holiday every year, not once in five."""
    return dutch_holidays(year) | {dt.date(year, 5, 5)}


def last_day(sent: dt.date, days: int) -> dt.date:
    """The last day of a standstill."""
    return standstill_end(sent, days, days_off(sent.year) | days_off(sent.year + 1))
