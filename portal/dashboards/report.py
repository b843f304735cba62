"""Gathers the figures of one quarter, already protected, for the screen and the PDF alike."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from accounts import figures
from accounts.casefile.models import Phase, Theme
from portal.dashboards.engine import Cell, Quarter, Row, percentage, protect, protect_overlapping, single
from portal.dashboards.instruments import InstrumentReport, build_instruments
from portal.kernel.tenancy.models import Domain

#: How many quarters the trend charts show.
TREND_QUARTERS = 8


@dataclass(frozen=True)
class DomainRow:
    """One domain's answers in the quarter."""

    label: str
    row: Row
    in_time_percentage: int | None


@dataclass(frozen=True)
class TrendPoint:
    """One quarter in the trend: what is hidden is None."""

    quarter: Quarter
    opened: Cell
    asked: Cell
    median_days: Decimal | None
    in_time: dict[str, int | None]


@dataclass(frozen=True)
class Report:
    """Everything on the page. `made_at` is the moment the numbers were counted."""

    quarter: Quarter
    made_at: dt.datetime
    phases: list[tuple[str, Cell]]
    phase_total: Cell
    themes: list[tuple[str, Cell]]
    domains: list[DomainRow]
    trend: list[TrendPoint]
    instruments: InstrumentReport

    @property
    def now(self) -> TrendPoint:
        """The quarter the report is about."""
        return self.trend[-1]

    @property
    def before(self) -> TrendPoint:
        """The quarter before it."""
        return self.trend[-2]


def build_report(quarter: Quarter, today: dt.date) -> Report:
    """Count, in a fixed number of queries, and protect. Domains that were asked nothing are shown with zeros."""
    first = quarter.before(TREND_QUARTERS - 1)
    since = timezone.make_aware(dt.datetime.combine(first.start, dt.time.min))
    opened = figures.case_files_opened(since)
    routes = figures.routes_by_domain(since, today)
    answers = figures.answers(since)
    phases = figures.case_files_by_phase()
    themes = figures.case_files_by_theme()
    phase_row = protect({phase: phases.get(phase, 0) for phase in Phase.values})
    theme_cells = protect_overlapping({theme: themes.get(theme, 0) for theme in Theme.values})

    def domain_row(at: Quarter, domain: str) -> DomainRow:
        found = routes.get(((at.year, at.number), domain), figures.RouteFigures(0, 0, 0, 0))
        row = protect(
            {
                "in_time": found.in_time,
                "late": found.late,
                "open_in_time": found.open_in_time,
                "overdue": found.overdue,
            }
        )
        return DomainRow(str(Domain(domain).label), row, percentage(row.cells["in_time"], row.total))

    def point(at: Quarter) -> TrendPoint:
        answer = answers.get((at.year, at.number), figures.AnswerFigures(0, 0, None))
        return TrendPoint(
            quarter=at,
            opened=single(opened.get((at.year, at.number), 0)),
            asked=single(answer.asked),
            median_days=answer.median_days if single(answer.answered).value else None,
            in_time={domain: domain_row(at, domain).in_time_percentage for domain in Domain.values},
        )

    return Report(
        quarter=quarter,
        made_at=timezone.now(),
        phases=[(str(Phase(key).label), cell) for key, cell in phase_row.cells.items()],
        phase_total=phase_row.total,
        themes=[(str(Theme(key).label), cell) for key, cell in theme_cells.items()],
        domains=[domain_row(quarter, domain) for domain in Domain.values],
        trend=[point(at) for at in first.upto(quarter)],
        instruments=build_instruments(quarter, today),
    )
