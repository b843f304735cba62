"""Arranging locations: facts, opening hours, places, what is out of use, and the secret of the page at the door."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.tables import engine
from accounts.tables.booking_models import Booking, BookingState
from accounts.tables.bookings import note
from accounts.tables.models import Location, OpeningException, OpeningHours, Place, PlaceClosure
from accounts.tables.opening import busy_places
from portal.kernel.conflicts import lock_version
from portal.kernel.models import Municipality, Person
from portal.kernel.outbox.actions import queue_mail
from portal.kernel.people.tokens import new_invitation_token


@transaction.atomic
def make_location(
    *, municipality: Municipality, hours: dict[int, engine.Hours], by: Person, **facts: Any
) -> Location:
    """A new location with its weekly hours (weekday -> hours)."""
    location = Location.objects.create(municipality=municipality, **facts)
    _set_hours(location, hours)
    return location  # type: ignore[no-any-return]


@transaction.atomic
def change_location(
    *, location: Location, version: int, hours: dict[int, engine.Hours], changes: dict[str, Any], by: Person
) -> Location:
    """Change a location and its weekly hours. Raises StaleVersionError when a colleague was first."""
    location = lock_version(location, version)
    for name, value in changes.items():
        setattr(location, name, value)
    location.version += 1
    location.save()
    _set_hours(location, hours)
    return location


def _set_hours(location: Location, hours: dict[int, engine.Hours]) -> None:
    OpeningHours.objects.filter(location=location).exclude(weekday__in=hours).delete()
    for weekday, found in hours.items():
        OpeningHours.objects.update_or_create(
            location=location,
            weekday=weekday,
            defaults={"opens": found.opens, "closes": found.closes},
            create_defaults={
                "opens": found.opens,
                "closes": found.closes,
                "municipality_id": location.municipality_id,
            },
        )


@transaction.atomic
def set_exception(
    *, location: Location, day: dt.date, hours: engine.Hours | None, reason: str, by: Person
) -> OpeningException:
    """Other hours on one day, or closed when `hours` is None; a second one for the day replaces the first."""
    values = {
        "opens": hours.opens if hours else None,
        "closes": hours.closes if hours else None,
        "reason": reason,
    }
    found, _created = OpeningException.objects.update_or_create(
        location=location,
        day=day,
        defaults=values,
        create_defaults={**values, "municipality_id": location.municipality_id},
    )
    return found  # type: ignore[no-any-return]


@transaction.atomic
def remove_exception(*, exception: OpeningException, by: Person) -> None:
    """The day has its normal hours again."""
    exception.delete()


@transaction.atomic
def add_places(*, location: Location, number: int, note: str, by: Person) -> list[Place]:
    """So many more places, numbered on from the highest number there is."""
    Location.objects.select_for_update(of=("self",)).get(pk=location.pk)
    last = (
        Place.objects.filter(location=location).order_by("-number").values_list("number", flat=True).first()
    )
    return Place.objects.bulk_create(  # type: ignore[no-any-return]
        Place(
            municipality_id=location.municipality_id, location=location, number=(last or 0) + step, note=note
        )
        for step in range(1, number + 1)
    )


@transaction.atomic
def end_closure(*, closure: PlaceClosure, by: Person) -> None:
    """The place can be booked again."""
    closure.delete()


@transaction.atomic
def renew_kiosk(*, location: Location, by: Person) -> str:
    """A new secret for the page at the door; the old address stops working. Shown once, only its hash is kept."""
    token, hashed = new_invitation_token()
    Location.objects.filter(pk=location.pk).update(kiosk_hash=hashed)
    return token


@transaction.atomic
def take_out_of_use(
    *, place: Place, first_day: dt.date, last_day: dt.date, reason: str, by: Person
) -> tuple[int, int]:
    """Take a place out of use. Bookings in those days move to another free place, or are cancelled with a mail.

    Gives (moved, cancelled). Raises IntegrityError when the place is out of use in these days already.
    """
    location = place.location
    places = list(
        Place.objects.select_for_update(of=("self",), no_key=True)
        .filter(location=location, is_active=True)
        .order_by("pk")
    )
    PlaceClosure.objects.create(
        municipality_id=place.municipality_id,
        place=place,
        first_day=first_day,
        last_day=last_day,
        reason=reason,
        made_by=by,
    )
    start = engine.moment(first_day, dt.time.min)
    end = engine.moment(last_day + dt.timedelta(days=1), dt.time.min)
    hit = (
        Booking.objects.select_related("case_file__municipality", "booked_by", "place__location")
        .filter(
            place=place, state=BookingState.BOOKED, starts_at__lt=end, ends_at__gt=max(start, timezone.now())
        )
        .order_by("starts_at")
    )
    busy = busy_places(places, first_day, last_day)
    others = sorted((row for row in places if row.pk != place.pk), key=lambda row: row.number)
    moved = cancelled = 0
    for booking in list(hit):
        span = engine.Span(booking.starts_at, booking.ends_at)
        free = engine.free_places(span, [row.pk for row in others], busy)
        if free:
            booking.place = next(row for row in others if row.pk == free[0])
            booking.save(update_fields=["place"])
            busy[free[0]].append(span)
            moved += 1
            note(booking, _("Booking moved to %(place)s, %(location)s, %(when)s"), by)
        else:
            booking.state, booking.ended_at, booking.ended_by = BookingState.CANCELLED, timezone.now(), by
            booking.save(update_fields=["state", "ended_at", "ended_by"])
            cancelled += 1
            note(booking, _("Booking cancelled: %(place)s, %(location)s, %(when)s"), by)
        queue_mail(
            to=booking.booked_by.email,
            template="mail/tables/moved",
            context={"booking": booking, "moved": bool(free), "reason": reason},
            municipality=booking.municipality_id,
        )
    return moved, cancelled
