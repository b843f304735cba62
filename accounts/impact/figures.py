"""Goals and claims as numbers for dashboards: never names of enterprises.

Sums of an indicator that counts people must be protected by the reader: `GoalFigures.about_people` says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count

from accounts.impact.models import Claim, ClaimState
from accounts.impact.queries import goals


@dataclass(frozen=True)
class GoalFigures:
    """One goal that runs: quantities in `unit`; `checked` counts, `unchecked` waits to be checked."""

    title: str
    theme: str
    unit: str
    about_people: bool
    baseline: Decimal
    target: Decimal
    checked: Decimal
    unchecked: Decimal


def goal_progress(on: dt.date) -> list[GoalFigures]:
    """The goals that run on a day, the one that ends first, first. One query."""
    rows: Iterable[Any] = goals().filter(starts_on__lte=on, ends_on__gte=on)
    return [
        GoalFigures(
            goal.title, goal.theme, goal.indicator.unit, goal.indicator.about_people,
            goal.baseline, goal.target, goal.checked, goal.unchecked,
        )
        for goal in rows
    ]  # fmt: skip


def checked_claims_by_theme(since: dt.datetime) -> dict[str, int]:
    """Theme of the goal -> claims checked since a moment; "" for claims without a goal.

    A claim that is divided over goals of two themes is in both, so the numbers may overlap.
    """
    rows = (
        Claim.objects.filter(state=ClaimState.CHECKED, checked_at__gte=since)
        .values("shares__goal__theme")
        .annotate(number=Count("pk", distinct=True))
        .order_by()
    )
    return {row["shares__goal__theme"] or "": row["number"] for row in rows}
