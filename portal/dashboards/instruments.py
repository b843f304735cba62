"""What the instruments of the chapters brought, for the alderman.

Money, budgets, places, tables, goals, recognition, social return, the marketplace, reserved contracts, social spend
and challenges.

Reads the `figures` of the chapters. Counts of enterprises and people from 1 to 4 are hidden, each on its own: none of
them add up to a total that is shown. Sums of money are not about people.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from accounts.budgets.figures import BudgetFigures, budgets_by_domain
from accounts.financing.figures import paid_by_kind, promised_by_kind
from accounts.financing.models import SliceKind
from accounts.impact.figures import GoalFigures, goal_progress
from accounts.places.figures import PlacesFigures, places_by_quarter
from accounts.places.models import Instrument
from accounts.recognition.figures import recognised_enterprises
from accounts.tables.figures import TableFigures, tables_used
from challenges.contests.charts import funnel
from challenges.contests.figures import ChallengeFigures, figures_between
from portal.dashboards.engine import Cell, Quarter, single
from portal.dashboards.social_return import SocialReturnReport, build_social_return
from portal.kernel.tenancy.models import Domain
from procurement.market.orders.figures import MarketFigures, turnover
from procurement.spend.share.figures import SpendFigures, spend_by_year
from procurement.tenders.reserved.figures import ReservedFigures, reserved_contracts

#: Goals shown; a coalition programme has a handful on this subject.
MOST_GOALS = 6


@dataclass(frozen=True)
class FinancingRow:
    """Euros of one kind of money: paid in the quarter, and promised now."""

    label: str
    paid: Decimal
    promised: Decimal


@dataclass(frozen=True)
class BudgetRow:
    """The budgets of one domain in the year of the quarter, in euros."""

    label: str
    figures: BudgetFigures


@dataclass(frozen=True)
class GoalRow:
    """A municipal goal: what is reached and checked, of its target. None when small numbers of people are hidden."""

    figures: GoalFigures
    reached: Decimal | None

    @property
    def percentage(self) -> int | None:
        """Reached, in whole percents of the target."""
        if self.reached is None or self.figures.target <= 0:
            return None
        return min(int(self.reached * 100 / self.figures.target), 100)


@dataclass(frozen=True)
class PlacesRow:
    """Places and candidates of one instrument in the quarter, in all enterprises together."""

    label: str
    offered: Cell
    asked: Cell
    delivered: Cell
    filled: Cell


@dataclass(frozen=True)
class InstrumentReport:
    """The figures of the instruments in one quarter."""

    financing: list[FinancingRow]
    paid: Decimal
    promised: Decimal
    budgets: list[BudgetRow]
    places: list[PlacesRow]
    tables: TableFigures
    table_enterprises: Cell
    attendance: Cell
    recognised: Cell
    goals: list[GoalRow]
    social_return: SocialReturnReport
    market: MarketFigures
    market_sellers: Cell
    reserved: ReservedFigures
    spend: list[SpendFigures]
    #: Each with its funnel as a data URI.
    challenges: list[tuple[ChallengeFigures, str]]

    @property
    def is_empty(self) -> bool:
        """Nothing was done with any instrument yet."""
        return not (
            self.financing
            or self.budgets
            or self.places
            or self.goals
            or self.social_return.departments
            or self.market.orders
            or self.reserved.contracts
            or self.spend
            or self.challenges
            or self.tables.bookings
            or self.tables.meetings
        )


def build_instruments(quarter: Quarter, today: dt.date) -> InstrumentReport:
    """Count, in at most seventeen queries."""
    key = (quarter.year, quarter.number)
    since = timezone.make_aware(dt.datetime.combine(quarter.start, dt.time.min))
    until = timezone.make_aware(dt.datetime.combine(quarter.next.start, dt.time.min))
    paid, promised = paid_by_kind(since), promised_by_kind()
    financing = [
        FinancingRow(str(label), paid.get((key, kind), Decimal(0)), promised.get(kind, Decimal(0)))
        for kind, label in SliceKind.choices
        if (key, kind) in paid or kind in promised
    ]
    budgets = budgets_by_domain(quarter.year)
    sold = turnover(since, until)
    tables = tables_used(since, min(until, timezone.now())).get(key, TableFigures())
    return InstrumentReport(
        financing=financing,
        paid=sum((row.paid for row in financing), Decimal(0)),
        promised=sum((row.promised for row in financing), Decimal(0)),
        budgets=[BudgetRow(str(label), budgets[code]) for code, label in Domain.choices if code in budgets],
        places=_places(quarter),
        tables=tables,
        table_enterprises=single(tables.enterprises),
        attendance=single(tables.attendance),
        recognised=single(recognised_enterprises(min(today, quarter.end))),
        goals=[_goal(goal) for goal in goal_progress(min(today, quarter.end))[:MOST_GOALS]],
        social_return=build_social_return(since, until),
        market=sold,
        market_sellers=single(sold.sellers),
        reserved=reserved_contracts(quarter.start, quarter.next.start),
        spend=spend_by_year(quarter.year),
        challenges=[
            (row, drawn)
            for row in figures_between(quarter.start, quarter.next.start)
            if (drawn := funnel(row))  # nothing to tell while nobody took part
        ],
    )


def _places(quarter: Quarter) -> list[PlacesRow]:
    found = places_by_quarter(quarter.start, quarter.next.start)
    key = (quarter.year, quarter.number)
    return [
        _places_row(str(label), found[key, code])
        for code, label in Instrument.choices
        if (key, code) in found
    ]


def _places_row(label: str, figures: PlacesFigures) -> PlacesRow:
    return PlacesRow(
        label,
        single(figures.offered),
        single(figures.asked),
        single(figures.delivered),
        single(figures.filled),
    )


def _goal(goal: GoalFigures) -> GoalRow:
    hidden = goal.about_people and 0 < goal.checked < 5
    return GoalRow(goal, None if hidden else goal.baseline + goal.checked)
