"""Booking a place: once or every week, cancelling, coming and not coming.

Bookings of one place wait for each other on its row, so the second is told at once; the exclusion constraint of the
database guards the same for every other way in.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from accounts.tables import engine
from accounts.tables.booking_models import HOLDING, Booking, BookingState
from accounts.tables.models import Location, Place, PlaceClosure
from accounts.tables.opening import busy_places, opening_days
from accounts.tables.rulesets import limits_for
from accounts.timeline.actions import add_entry
from portal.kernel.models import Person
from portal.ui.templatetags.nlds import nl_date, nl_moment

#: Days around the wanted one in which alternatives are sought.
AROUND = 7
#: Weeks a series may last.
LONGEST_SERIES = 53


class NotBookedError(Exception):
    """The place is not booked. `code` says why: "taken", "closed", "past", "far", "short", "many" or "out_of_use".

    `detail` is what the message needs (a reason, a number); `options` are the nearest alternatives.
    """

    def __init__(self, code: str, detail: Any = "", options: Sequence[engine.Option] = ()) -> None:
        super().__init__(code)
        self.code, self.detail, self.options = code, detail, list(options)


@dataclass(frozen=True)
class Clash:
    """A week of a series that cannot be booked, and why."""

    span: engine.Span
    code: str
    detail: Any = ""


def alternatives_of(place: Place, span: engine.Span) -> list[engine.Option]:
    """What is free nearest to what was wanted, at the same location. Five queries."""
    day = span.start.astimezone(engine.DUTCH).date()
    today = timezone.localdate()
    first = max(day - dt.timedelta(days=AROUND), today)
    number = (day - first).days + AROUND + 1
    location = place.location
    places = list(Place.objects.filter(location=location, is_active=True).order_by("number"))
    ahead = limits_for(municipality_id=place.municipality_id, on=today).days_ahead
    days = [
        found
        for (_location, when), found in opening_days([location], first, number).items()
        if when <= today + dt.timedelta(days=ahead)
    ]
    busy = busy_places(places, first, first + dt.timedelta(days=number))
    wanted = engine.Option(place.pk, span)
    return engine.alternatives(wanted, [row.pk for row in places], days, busy, earliest=timezone.now())


def _why_not(
    place: Place, span: engine.Span, *, opening: engine.Day | None, at: dt.datetime
) -> tuple[str, Any]:
    """The first rule that forbids this span, apart from others being there: (code, detail), or ("", "")."""
    limits = limits_for(municipality_id=place.municipality_id, on=at.astimezone(engine.DUTCH).date())
    if span.end <= at:
        return "past", ""
    last = at.astimezone(engine.DUTCH).date() + dt.timedelta(days=limits.days_ahead)
    if span.start.astimezone(engine.DUTCH).date() > last:
        return "far", nl_date(last)
    if engine.length(span) < dt.timedelta(minutes=limits.shortest_minutes):
        return "short", limits.shortest_minutes
    if opening is None or opening.span is None:
        return "closed", opening.reason if opening else ""
    if not span.within(opening.span):
        assert opening.hours is not None
        return "hours", f"{opening.hours.opens:%H:%M} - {opening.hours.closes:%H:%M}"
    return "", ""


def _taken(place: Place, span: engine.Span) -> str:
    """Why the place is not free in this span: "taken" or "out_of_use"; empty when it is. The place is locked."""
    day = span.start.astimezone(engine.DUTCH).date()
    if not place.is_active or not place.location.is_active:
        return "out_of_use"
    if PlaceClosure.objects.filter(place=place, first_day__lte=day, last_day__gte=day).exists():
        return "out_of_use"
    others = Booking.objects.filter(
        place=place, state__in=HOLDING, starts_at__lt=span.end, ends_at__gt=span.start
    )
    return "taken" if others.exists() else ""


def _lock(place: Place) -> Place:
    """The place, for this transaction only; others who want it wait."""
    return (
        Place.objects.select_for_update(of=("self",), no_key=True).select_related("location").get(pk=place.pk)
    )  # type: ignore[no-any-return]


def _insert(place: Place, span: engine.Span, case_file: CaseFile, by: Person, **more: Any) -> Booking | None:
    """The booking; None when the database says someone was first."""
    try:
        with transaction.atomic():
            return Booking.objects.create(
                municipality_id=place.municipality_id,
                place=place,
                case_file=case_file,
                booked_by=by,
                starts_at=span.start,
                ends_at=span.end,
                **more,
            )  # type: ignore[no-any-return]
    except IntegrityError as error:
        if "table_booking_place_once" not in str(error):
            raise
        return None


def _open_bookings(case_file: CaseFile, at: dt.datetime) -> int:
    return Booking.objects.filter(case_file=case_file, state=BookingState.BOOKED, ends_at__gt=at).count()


def note(booking: Booking, text: str, by: Person | None, at: dt.datetime | None = None) -> None:
    words = {
        "place": booking.place,
        "location": booking.place.location,
        "when": nl_moment(booking.starts_at),
        "until": f"{timezone.localtime(booking.ends_at):%H:%M}",
    }
    add_entry(
        case_file=booking.case_file,
        kind="table",
        text=text % words,
        by=by,
        url=reverse("table_booking", args=[booking.pk]),
        for_entrepreneur=True,
        at=at,
    )


@transaction.atomic
def book(
    *,
    place: Place,
    case_file: CaseFile,
    span: engine.Span,
    by: Person,
    at: dt.datetime | None = None,
) -> Booking:
    """Book a place for an enterprise. Raises NotBookedError with the reason and, when it is taken, alternatives.

    The same enterprise asking for the same place and time again is a double click: the booking there is, is returned.
    `at` is the moment of booking, now unless the demo tells a story.
    """
    at = at or timezone.now()
    CaseFile.objects.select_for_update(of=("self",), no_key=True).get(pk=case_file.pk)  # counts bookings
    place = _lock(place)
    mine = Booking.objects.filter(
        place=place, case_file=case_file, starts_at=span.start, ends_at=span.end, state__in=HOLDING
    ).first()
    if mine:
        return mine  # type: ignore[no-any-return]
    day = span.start.astimezone(engine.DUTCH).date()
    opening = opening_days([place.location], day, 1)[(place.location_id, day)]
    code, detail = _why_not(place, span, opening=opening, at=at)
    if code:
        raise NotBookedError(
            code, detail, [] if code in ("past", "far", "short") else alternatives_of(place, span)
        )
    most = limits_for(municipality_id=place.municipality_id, on=at.astimezone(engine.DUTCH).date()).most_open
    if _open_bookings(case_file, at) >= most:
        raise NotBookedError("many", most)
    code = _taken(place, span)
    booking = None if code else _insert(place, span, case_file, by, made_at=at)
    if booking is None:
        raise NotBookedError(code or "taken", "", alternatives_of(place, span))
    note(
        booking,
        _("Booked at the entrepreneurs' table: %(place)s, %(location)s, %(when)s - %(until)s"),
        by,
        at,
    )
    return booking


@transaction.atomic
def book_weekly(
    *,
    place: Place,
    case_file: CaseFile,
    span: engine.Span,
    until: dt.date,
    by: Person,
    keep_the_rest: bool,
    at: dt.datetime | None = None,
) -> tuple[list[Booking], list[Clash]]:
    """Book the same weekday and local time every week, up to and including a day.

    Gives what is booked and the weeks that clash, each with its reason. With clashes nothing is booked unless
    `keep_the_rest`. Weeks beyond the number of open bookings an enterprise may have are clashes too ("many").
    """
    at = at or timezone.now()
    CaseFile.objects.select_for_update(of=("self",), no_key=True).get(pk=case_file.pk)
    place = _lock(place)
    start, end = span.start.astimezone(engine.DUTCH), span.end.astimezone(engine.DUTCH)
    days = engine.weekly(start.date(), until, LONGEST_SERIES)
    openings = opening_days([place.location], days[0], (days[-1] - days[0]).days + 1) if days else {}
    most = limits_for(municipality_id=place.municipality_id, on=at.astimezone(engine.DUTCH).date()).most_open
    room = most - _open_bookings(case_file, at)
    series = uuid.uuid4()
    made: list[Booking] = []
    clashes: list[Clash] = []
    with transaction.atomic():
        for day in days:
            week = engine.span_of(day, start.time(), end.time())
            code, detail = _why_not(place, week, opening=openings[(place.location_id, day)], at=at)
            if not code:
                code, detail = ("many", most) if len(made) >= room else (_taken(place, week), "")
            booking = None if code else _insert(place, week, case_file, by, series=series, made_at=at)
            if booking is None:
                clashes.append(Clash(week, code or "taken", detail))
            else:
                made.append(booking)
        if clashes and not keep_the_rest:
            transaction.set_rollback(True)
            return [], clashes
    if made:
        text = _("Booked every week at the entrepreneurs' table: %(place)s, %(location)s, from %(when)s")
        note(made[0], text, by, at)
    return made, clashes


@transaction.atomic
def cancel(*, booking: Booking, by: Person, rest_of_series: bool = False) -> int:
    """Cancel a booking that is not over, or with `rest_of_series` that one and all later ones of its series.

    Gives how many were cancelled; doing so twice changes nothing.
    """
    chosen = Booking.objects.filter(pk=booking.pk)
    if rest_of_series and booking.series:
        chosen = Booking.objects.filter(series=booking.series, starts_at__gte=booking.starts_at)
    now = timezone.now()
    keys = list(
        chosen.filter(state=BookingState.BOOKED, ends_at__gt=now)
        .select_for_update()
        .values_list("pk", flat=True)
    )
    Booking.objects.filter(pk__in=keys).update(state=BookingState.CANCELLED, ended_at=now, ended_by=by)
    if keys:
        booking = Booking.objects.select_related("case_file", "place__location").get(pk=booking.pk)
        text = _("Booking cancelled: %(place)s, %(location)s, %(when)s")
        if len(keys) > 1:
            text = _("Bookings cancelled from %(when)s on: %(place)s, %(location)s")
        note(booking, text, by)
    return len(keys)


@transaction.atomic
def mark(*, booking: Booking, came: bool, by: Person | None, at: dt.datetime | None = None) -> Booking:
    """Someone came (at the door, or ticked off by staff), or did not come. What is cancelled stays cancelled.

    A tick may be corrected. Coming after all needs the place to be free still: raises NotBookedError("taken").
    """
    booking = (
        Booking.objects.select_for_update(of=("self",))
        .select_related("case_file", "place__location")
        .get(pk=booking.pk)
    )
    state = BookingState.ATTENDED if came else BookingState.NO_SHOW
    if booking.state in (BookingState.CANCELLED, state):
        return booking
    booking.state, booking.ended_at, booking.ended_by = state, at or timezone.now(), by
    try:
        with transaction.atomic():
            booking.save(update_fields=["state", "ended_at", "ended_by"])
    except IntegrityError:
        raise NotBookedError("taken") from None
    text = _("Worked at the entrepreneurs' table: %(location)s, %(when)s - %(until)s")
    if not came:
        text = _("Did not come to the entrepreneurs' table: %(location)s, %(when)s")
    note(booking, text, by, at)
    return booking


@transaction.atomic
def book_any(*, location: Location, case_file: CaseFile, span: engine.Span, by: Person) -> Booking:
    """Book the first place that is free at a location. Raises NotBookedError as `book` does."""
    places = list(
        Place.objects.select_related("location").filter(location=location, is_active=True).order_by("number")
    )
    if not places:
        raise NotBookedError("out_of_use")
    day = span.start.astimezone(engine.DUTCH).date()
    free = engine.free_places(span, [row.pk for row in places], busy_places(places, day, day))
    for place in [row for row in places if row.pk in free] or places[:1]:
        try:
            return book(place=place, case_file=case_file, span=span, by=by)
        except NotBookedError as error:
            if error.code not in ("taken", "out_of_use"):
                raise
            last = error
    raise last
