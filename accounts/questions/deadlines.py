"""Deadlines by the municipality's rules and the Dutch public holidays."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

import holidays as public_holidays

from accounts.questions.engine import add_working_days
from portal.kernel.rulesets.queries import active

KIND = "deadlines"
#: Working days when a municipality set no rules of its own ([M] in rules.md: a default an administrator changes).
DEFAULT: dict[str, Any] = {
    "answer": 10,
    "triage": 5,
    "draft_days": 30,
    "silent_weeks": 8,
    "per_need": {"permits": 15, "subsidies": 15},
}


def deadline_for(*, municipality_id: int, need: str, start: dt.date) -> dt.date:
    """The day before which a question about `need`, asked on `start`, must be answered."""
    rules = active(KIND, on=start, municipality_id=municipality_id).data
    days = rules.get("per_need", {}).get(need, rules["answer"])
    return _after(start, int(days))


def triage_deadline(*, municipality_id: int, start: dt.date) -> dt.date:
    """The day before which an intake of `start` must be decided on."""
    return _after(start, int(active(KIND, on=start, municipality_id=municipality_id).data["triage"]))


def triage_deadlines(*, municipality_id: int, starts: list[dt.date], on: dt.date) -> list[dt.date]:
    """The deadlines of several intakes by the rules of `on`: a list may not ask the rules per line."""
    days = int(active(KIND, on=on, municipality_id=municipality_id).data["triage"])
    return [_after(start, days) for start in starts]


def draft_days(*, municipality_id: int, on: dt.date) -> int:
    """Days an intake that was not sent in is kept."""
    return int(
        active(KIND, on=on, municipality_id=municipality_id).data.get("draft_days", DEFAULT["draft_days"])
    )


def silent_weeks(*, municipality_id: int, on: dt.date) -> int:
    """Weeks without any activity after which a case file asks for attention."""
    return int(
        active(KIND, on=on, municipality_id=municipality_id).data.get("silent_weeks", DEFAULT["silent_weeks"])
    )


def _after(start: dt.date, days: int) -> dt.date:
    return add_working_days(start, days, dutch_holidays(start.year) | dutch_holidays(start.year + 1))


@lru_cache(maxsize=16)
def dutch_holidays(year: int) -> frozenset[dt.date]:
    """The Dutch public holidays of a year; kept, as working them out for every line takes long."""
    return frozenset(public_holidays.country_holidays("NL", years=year))
