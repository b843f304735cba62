"""Opening hours, holidays and what is taken, loaded for the engine: a fixed number of queries for many days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

import holidays as public_holidays

from accounts.tables.booking_models import HOLDING, Booking
from accounts.tables.engine import Day, Hours, Otherwise, Span, day_of, moment
from accounts.tables.models import Location, OpeningException, OpeningHours, Place, PlaceClosure


def holidays_of(years: Iterable[int]) -> dict[dt.date, str]:
    """Dutch public holidays with their Dutch names."""
    return dict(public_holidays.country_holidays("NL", years=sorted(set(years)), language="nl").items())


def opening_days(
    locations: Sequence[Location], first: dt.date, number: int
) -> dict[tuple[int, dt.date], Day]:
    """(location id, day) -> hours, for so many days from `first` on. Two queries."""
    last = first + dt.timedelta(days=number - 1)
    weekly: dict[int, dict[int, Hours]] = defaultdict(dict)
    for row in OpeningHours.objects.filter(location__in=locations):
        weekly[row.location_id][row.weekday] = Hours(row.opens, row.closes)
    exceptions: dict[int, dict[dt.date, Otherwise]] = defaultdict(dict)
    for item in OpeningException.objects.filter(location__in=locations, day__range=(first, last)):
        hours = Hours(item.opens, item.closes) if item.opens and item.closes else None
        exceptions[item.location_id][item.day] = Otherwise(hours, item.reason)
    closed = holidays_of((first.year, last.year))
    days = [first + dt.timedelta(days=step) for step in range(number)]
    return {
        (place.pk, day): day_of(day, weekly[place.pk], exceptions[place.pk], closed)
        for place in locations
        for day in days
    }


def busy_places(places: Sequence[Place], first: dt.date, last: dt.date) -> dict[int, list[Span]]:
    """Place id -> spans in which it is booked or out of use, in these days. Two queries."""
    start, end = moment(first, dt.time.min), moment(last + dt.timedelta(days=1), dt.time.min)
    busy: dict[int, list[Span]] = defaultdict(list)
    taken = Booking.objects.filter(
        place__in=places, state__in=HOLDING, starts_at__lt=end, ends_at__gt=start
    ).values_list("place_id", "starts_at", "ends_at")
    for place, starts_at, ends_at in taken:
        busy[place].append(Span(starts_at, ends_at))
    closures = PlaceClosure.objects.filter(place__in=places, first_day__lte=last, last_day__gte=first)
    for row in closures:
        busy[row.place_id].append(
            Span(moment(row.first_day, dt.time.min), moment(row.last_day + dt.timedelta(days=1), dt.time.min))
        )
    return busy
