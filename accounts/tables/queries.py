"""Reading the entrepreneurs' table, for staff, for an entrepreneur, and for the page at the door."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.casefile.models import CaseFile
from accounts.tables import engine
from accounts.tables.booking_models import HOLDING, Booking, BookingState, DayAway, Presence, Talk
from accounts.tables.meeting_models import Meeting, SignUp, SignUpState
from accounts.tables.models import Location, Place
from accounts.tables.opening import opening_days
from accounts.tables.talks import runs_on
from portal.kernel.models import Person
from portal.kernel.permissions import Actor

#: Rows of a kind on a panel.
MOST = 10
#: Days ahead in which officials are shown to entrepreneurs.
OFFICIALS_AHEAD = 14


def active_places() -> QuerySet[Place]:
    """Places people may book, by location and number. One query."""
    return (
        Place.objects.select_related("location")
        .filter(is_active=True, location__is_active=True)
        .order_by("location__name", "location_id", "number")
    )


def bookings() -> QuerySet[Booking]:
    """Bookings with all a page shows of them."""
    return Booking.objects.select_related(
        "place__location", "case_file__municipality", "booked_by", "municipality"
    )


@dataclass(frozen=True)
class Visit:
    """An official at the table on one day, with the talks still free and those reserved."""

    presence: Presence
    span: engine.Span
    free: list[engine.Span] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)


def visits(
    first: dt.date, number: int, *, location: Location | None = None, official: Person | None = None
) -> list[Visit]:
    """Officials at the table in so many days from `first` on, in order of time. Five queries, however many."""
    last = first + dt.timedelta(days=number - 1)
    rows = (
        Presence.objects.select_related("official", "location")
        .filter(first_day__lte=last, location__is_active=True)
        .filter(Q(last_day=None) | Q(last_day__gte=first))
    )
    if location:
        rows = rows.filter(location=location)
    if official:
        rows = rows.filter(official=official)
    presences = list(rows.order_by("starts", "pk")[:500])
    if not presences:
        return []
    locations = list({row.location_id: row.location for row in presences}.values())
    open_on = opening_days(locations, first, number)
    away = set(
        DayAway.objects.filter(presence__in=presences, day__range=(first, last)).values_list(
            "presence_id", "day"
        )
    )
    start, end = (
        engine.moment(first, dt.time.min),
        engine.moment(last + dt.timedelta(days=1), dt.time.min),
    )
    reserved: dict[int, list[Talk]] = defaultdict(list)
    talks = Talk.objects.select_related("case_file").filter(
        official__in={row.official_id for row in presences},
        state__in=HOLDING,
        starts_at__gte=start,
        starts_at__lt=end,
    )
    for talk in talks.order_by("starts_at"):
        reserved[talk.official_id].append(talk)
    now, found = timezone.now(), []
    for step in range(number):
        day = first + dt.timedelta(days=step)
        for row in presences:
            if (
                not runs_on(row, day)
                or (row.pk, day) in away
                or open_on[(row.location_id, day)].hours is None
            ):
                continue
            span = engine.span_of(day, row.starts, row.ends)
            theirs = [talk for talk in reserved[row.official_id] if span.start <= talk.starts_at < span.end]
            taken = [engine.Span(talk.starts_at, talk.ends_at) for talk in reserved[row.official_id]]
            free = engine.talks(span, row.talk_minutes, taken, earliest=now)
            found.append(Visit(row, span, free, theirs))
    return found


def meetings_ahead(*, public_only: bool = False, location: Location | None = None) -> QuerySet[Meeting]:
    """Meetings that are not over, soonest first."""
    rows = Meeting.objects.select_related("location", "organiser").filter(ends_at__gt=timezone.now())
    if public_only:
        rows = rows.filter(is_public=True)
    if location:
        rows = rows.filter(location=location)
    return rows.order_by("starts_at", "pk")


@dataclass(frozen=True)
class DayView:
    """One day at one location, as staff and the page at the door show it."""

    location: Location
    opening: engine.Day
    bookings: Sequence[Booking]
    free: list[Place]
    visits: list[Visit]
    meetings: Sequence[Meeting]


def day_view(location: Location, day: dt.date) -> DayView:
    """Everything of a day: a fixed number of queries."""
    start, end = (
        engine.moment(day, dt.time.min),
        engine.moment(day + dt.timedelta(days=1), dt.time.min),
    )
    rows = list(
        bookings()
        .filter(place__location=location, starts_at__gte=start, starts_at__lt=end)
        .exclude(state=BookingState.CANCELLED)
        .order_by("starts_at", "place__number")
    )
    held = {row.place_id for row in rows if row.state in HOLDING}
    free = list(
        Place.objects.filter(location=location, is_active=True)
        .exclude(pk__in=held)
        .exclude(closures__first_day__lte=day, closures__last_day__gte=day)
        .order_by("number")
    )
    meetings = list(
        Meeting.objects.select_related("location")
        .filter(location=location, is_cancelled=False, starts_at__gte=start, starts_at__lt=end)
        .order_by("starts_at")
    )
    opening = opening_days([location], day, 1)[(location.pk, day)]
    return DayView(location, opening, rows, free, visits(day, 1, location=location), meetings)


@dataclass(frozen=True)
class Panel:
    """What one enterprise does at the table: ahead and lately."""

    case_file: CaseFile
    ahead: list[Any]
    talks: list[Any]
    sign_ups: list[Any]
    past: list[Any]
    past_sign_ups: list[Any]


def panel_of(case_file: CaseFile) -> Panel:
    """The panel of a case file and of the own page: three queries, each with what is ahead and what was."""
    now = timezone.now()
    rows = bookings().filter(case_file=case_file)
    ahead = rows.filter(state=BookingState.BOOKED, ends_at__gt=now).order_by("starts_at", "pk")[:MOST]
    past = (
        rows.filter(ends_at__lte=now)
        .exclude(state=BookingState.CANCELLED)
        .order_by("-starts_at", "-pk")[:MOST]
    )
    booked = list(ahead.union(past, all=True))
    signed = SignUp.objects.select_related("meeting__location", "person").filter(case_file=case_file)
    coming = (
        signed.filter(meeting__ends_at__gt=now, meeting__is_cancelled=False)
        .exclude(state=SignUpState.CANCELLED)
        .order_by("meeting__starts_at", "pk")[:MOST]
    )
    been = signed.filter(meeting__ends_at__lte=now, state=SignUpState.GOING)
    sign_ups = list(coming.union(been.order_by("-meeting__starts_at", "-pk")[:MOST], all=True))
    return Panel(
        case_file,
        sorted((row for row in booked if row.ends_at > now), key=lambda row: (row.starts_at, row.pk)),
        list(
            Talk.objects.select_related("official", "presence__location")
            .filter(case_file=case_file, state=BookingState.BOOKED, ends_at__gt=now)
            .order_by("starts_at", "pk")[:MOST]
        ),
        sorted((row for row in sign_ups if row.meeting.ends_at > now), key=_when),
        sorted(
            (row for row in booked if row.ends_at <= now),
            key=lambda row: (row.starts_at, row.pk),
            reverse=True,
        ),
        sorted((row for row in sign_ups if row.meeting.ends_at <= now), key=_when, reverse=True),
    )


def _when(row: SignUp) -> tuple[dt.datetime, int]:
    return row.meeting.starts_at, row.pk


def panel(case_file: CaseFile, actor: Actor) -> Panel:
    """For staff."""
    return panel_of(case_file)


def own_panel(case_file: CaseFile, person: Person) -> Panel:
    """For the entrepreneur: the same."""
    return panel_of(case_file)
