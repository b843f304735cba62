"""Agreements on places of the demo: a year in which most goes well, one side falls behind, and numbers are corrected."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.casefile.models import CaseFile
from accounts.places.access import counts_of
from accounts.places.actions import agree, register_enterprise, register_municipality
from accounts.places.engine import next_month
from accounts.places.models import Agreement, MunicipalityMonth, domain_of
from portal.kernel.models import Municipality, Person

#: (place in the list, instrument, months ago it began, months it lasts, places and candidates promised per month,
#: per month that is over: offered, asked, delivered, filled; None where a side filled in nothing)
Row = tuple[int | None, int | None, int | None, int | None]
STORY: tuple[tuple[int, str, int, int, int, int, tuple[Row, ...]], ...] = (
    (0, "wage_subsidy", 11, 12, 2, 2, (
        (2, 2, 2, 1), (2, 2, 2, 2), (2, 1, 1, 1), (3, 2, 2, 2), (2, 2, 1, 1), (2, 2, 3, 2),
        (2, 2, 2, 2), (2, 2, 2, 1), (3, 3, 2, 2), (2, 2, 2, 2), (2, 2, 2, 2),
    )),
    (1, "day_activities", 8, 12, 3, 3, (
        (3, 3, 3, 3), (3, 2, 3, 2), (4, 3, 3, 3), (3, 3, 2, 2), (3, 3, 3, 3), (3, 3, 3, 3), (3, 3, 3, 2), (3, 3, 3, 3),
    )),
    (2, "job_coach", 6, 12, 3, 3, (
        (3, 3, 3, 2), (3, 3, 2, 2), (3, 3, 3, 3), (3, 3, 2, 2), (4, 4, 1, 1), (3, 3, 0, 0),
    )),
    (4, "trial_placement", 5, 6, 2, 2, ((2, 2, 2, 2), (2, 2, 2, 1), (1, 1, 2, 1), (0, 0, 2, 0), (1, 1, 2, 1))),
    (9, "no_risk", 4, 12, 1, 1, ((1, 1, 1, 1), (1, 1, 1, 1), (1, 1, 0, 0), (None, None, 1, None))),
    (15, "wage_subsidy", 3, 12, 3, 2, ((3, 3, 2, 2), (3, 2, 2, 2), (4, 3, 2, 2))),
)  # fmt: skip


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """Six agreements. Fietswerk Noord waits for candidates, Houtgoed offers fewer places than agreed."""
    files = list(CaseFile.objects.order_by("pk"))
    today = timezone.localdate()
    for place, instrument, ago, lasts, places, candidates, rows in STORY:
        first = _month(today, -ago)
        by = staff["marit" if domain_of(instrument) == "work" else "kees"]
        agreement = agree(
            case_file=files[place], by=by, instrument=instrument, starts_on=first,
            ends_on=_month(first, lasts) - dt.timedelta(days=1), places_per_month=places,
            candidates_per_month=candidates, at=_moment(first, -9),
        )  # fmt: skip
        member = files[place].members.select_related("person").first()
        assert member is not None
        _fill_in(agreement, member.person, by, rows)
        if instrument == "wage_subsidy" and ago == 11:
            _correct(agreement, _month(first, 4), by)


def _fill_in(agreement: Agreement, theirs: Person, ours: Person, rows: tuple[Row, ...]) -> None:
    month = agreement.starts_on
    for offered, asked, delivered, filled in rows:
        over = next_month(month)
        if offered is not None and asked is not None and filled is not None:
            register_enterprise(
                agreement=agreement, month=month, version=0, by=theirs, at=_moment(over, 2), offered=offered,
                asked=asked, filled=filled,
            )  # fmt: skip
        if delivered is not None:
            register_municipality(
                agreement=agreement, month=month, version=0, by=ours, at=_moment(over, 4), delivered=delivered
            )
        month = over


def _correct(agreement: Agreement, month: dt.date, by: Person) -> None:
    """A candidate was counted in the wrong month."""
    with counts_of(agreement):
        found = MunicipalityMonth.objects.get(agreement=agreement, month=month)
    register_municipality(
        agreement=agreement, month=month, version=found.version, by=by, at=_moment(next_month(month), 11),
        delivered=found.delivered + 1,
    )  # fmt: skip


def _month(day: dt.date, number: int) -> dt.date:
    """The first day of the month `number` months after the month of a day."""
    count = day.year * 12 + day.month - 1 + number
    return dt.date(count // 12, count % 12 + 1, 1)


def _moment(day: dt.date, days: int) -> dt.datetime:
    """Half past ten on a day so many days later, never in the future."""
    at = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=days), dt.time(10, 30)))
    return min(at, timezone.now())
