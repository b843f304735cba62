"""Aggregated numbers of this chapter that dashboards may read. Never names, never private notes.

All functions answer for the municipality in scope. Quarters are (year, quarter) pairs in Dutch local time.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import (
    Aggregate,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    Q,
    QuerySet,
)
from django.db.models.functions import ExtractQuarter, ExtractYear

from accounts.casefile.models import CaseFile, CaseFileState
from accounts.questions.models import Question, QuestionRoute, QuestionState

QuarterKey = tuple[int, int]


@dataclass(frozen=True)
class RouteFigures:
    """Questions laid with one domain in one quarter, counted once each by how they ended."""

    in_time: int
    late: int
    open_in_time: int
    overdue: int

    @property
    def total(self) -> int:
        return self.in_time + self.late + self.open_in_time + self.overdue


@dataclass(frozen=True)
class AnswerFigures:
    """Questions asked in one quarter: how many, how many answered, median days to the answer (or None)."""

    asked: int
    answered: int
    median_days: Decimal | None


def case_files_by_phase() -> dict[str, int]:
    """Case files that are not closed, now, by phase."""
    rows = _open_case_files().values("phase").annotate(number=Count("pk")).order_by()
    return {row["phase"]: row["number"] for row in rows}


def case_files_by_theme() -> dict[str, int]:
    """Case files that are not closed, now, by impact theme; one file counts under each of its themes."""
    rows = (
        _open_case_files()
        .annotate(theme=Func(F("themes"), function="unnest"))
        .values("theme")
        .annotate(number=Count("pk"))
        .order_by()
    )
    return {row["theme"]: row["number"] for row in rows}


def case_files_opened(since: dt.datetime) -> dict[QuarterKey, int]:
    """New case files per quarter since a moment."""
    rows = (
        CaseFile.objects.filter(opened_at__gte=since, merged_into=None)
        .values(year=ExtractYear("opened_at"), quarter=ExtractQuarter("opened_at"))
        .annotate(number=Count("pk"))
        .order_by()
    )
    return {(row["year"], row["quarter"]): row["number"] for row in rows}


def routes_by_domain(since: dt.datetime, today: dt.date) -> dict[tuple[QuarterKey, str], RouteFigures]:
    """Per quarter (of routing) and domain: answered in time or late, still open in time or overdue."""
    answered = Q(answered_at__isnull=False)
    rows = (
        QuestionRoute.objects.filter(routed_at__gte=since)
        .exclude(Q(answered_at=None) & Q(question__state=QuestionState.WITHDRAWN))
        .values("domain", year=ExtractYear("routed_at"), quarter=ExtractQuarter("routed_at"))
        .annotate(
            in_time=Count("pk", filter=answered & Q(answered_at__date__lte=F("deadline"))),
            late=Count("pk", filter=answered & Q(answered_at__date__gt=F("deadline"))),
            open_in_time=Count("pk", filter=~answered & Q(deadline__gte=today)),
            overdue=Count("pk", filter=~answered & Q(deadline__lt=today)),
        )
        .order_by()
    )
    return {
        ((row["year"], row["quarter"]), row["domain"]): RouteFigures(
            row["in_time"], row["late"], row["open_in_time"], row["overdue"]
        )
        for row in rows
    }


class _MedianDays(Aggregate):
    """Median of the days between two moments, by PostgreSQL's percentile_cont; empty moments do not count."""

    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM (%(expressions)s)) / 86400)"
    output_field = FloatField()


def answers(since: dt.datetime) -> dict[QuarterKey, AnswerFigures]:
    """Questions per quarter of asking, with the median time to the (first) answer in days."""
    rows = (
        Question.objects.filter(asked_at__gte=since)
        .exclude(state=QuestionState.WITHDRAWN)
        .values(year=ExtractYear("asked_at"), quarter=ExtractQuarter("asked_at"))
        .annotate(
            asked=Count("pk"),
            answered=Count("pk", filter=Q(answered_at__isnull=False)),
            median=_MedianDays(
                ExpressionWrapper(F("answered_at") - F("asked_at"), output_field=DurationField())
            ),
        )
        .order_by()
    )
    return {
        (row["year"], row["quarter"]): AnswerFigures(
            row["asked"],
            row["answered"],
            None if row["median"] is None else Decimal(str(row["median"])).quantize(Decimal("0.1")),
        )
        for row in rows
    }


def _open_case_files() -> QuerySet[CaseFile]:
    return CaseFile.objects.exclude(state=CaseFileState.CLOSED)
