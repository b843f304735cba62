"""Samples of the routes of the entrepreneurs' table."""

import datetime as dt

from django.utils import timezone

from accounts.models import (
    Booking,
    Location,
    Meeting,
    OpeningException,
    Place,
    PlaceClosure,
    Presence,
    SignUp,
    Talk,
)
from accounts.tables import engine, meetings, places, talks
from portal.kernel.tenancy.scope import scoped
from tests.route_samples import Sample, World, sample

DAY = dt.date(2027, 3, 4)


def location_of(world: World) -> Location:
    with scoped([world.municipality.pk]):
        found = Location.objects.first()
        if found:
            return found
        hours = {day: engine.Hours(dt.time(9), dt.time(17)) for day in range(7)}
        found = places.make_location(
            municipality=world.municipality,
            hours=hours,
            by=world.colleague,
            name="Stadhuis",
            address="Markt 1",
        )
        place = places.add_places(location=found, number=1, note="", by=world.colleague)[0]
        common = {
            "municipality": world.municipality,
            "case_file": world.case_file,
            "booked_by": world.colleague,
        }
        span = engine.span_of(DAY, dt.time(9), dt.time(12))
        Booking.objects.create(place=place, starts_at=span.start, ends_at=span.end, **common)
        presence = talks.add_presence(
            location=found, official=world.colleague, by=world.colleague, weekday=3, first_day=DAY,
            starts=dt.time(9), ends=dt.time(12), domain="care", subject="Wmo",
        )  # fmt: skip
        Talk.objects.create(
            presence=presence, official=world.colleague, starts_at=span.start, ends_at=span.end, **common
        )
        places.set_exception(location=found, day=DAY, hours=None, reason="Dicht", by=world.colleague)
        places.take_out_of_use(
            place=place,
            first_day=dt.date(2028, 1, 1),
            last_day=dt.date(2028, 1, 2),
            reason="Verf",
            by=world.colleague,
        )
        meeting = meetings.plan(
            municipality=world.municipality, by=world.colleague, title="Lunch", starts_at=span.start, where="Zaal",
            ends_at=span.end, closes_at=span.start, capacity=10, taken=1,
        )  # fmt: skip
        SignUp.objects.create(
            municipality=world.municipality, meeting=meeting, case_file=world.case_file, person=world.colleague,
            state="going", asked_at=timezone.now(),
        )  # fmt: skip
        return found


def _one(world: World, model) -> Sample:
    location_of(world)
    with scoped([world.municipality.pk]):
        found = model.objects.first()
    return Sample({"pk": found.pk}, found)


@sample("table_book", "table_officials", "meetings_of")
def _case_file(world: World) -> Sample:
    location_of(world)
    return Sample({"pk": world.case_file.pk}, world.case_file)


@sample("meeting_of")
def _meeting_of(world: World) -> Sample:
    location_of(world)
    with scoped([world.municipality.pk]):
        found = Meeting.objects.first()
    return Sample({"pk": world.case_file.pk, "meeting": found.pk}, world.case_file)


@sample("table_booking", "table_booking_cancel", "table_booking_mark")
def _booking(world: World) -> Sample:
    return _one(world, Booking)


@sample("talk_cancel", "talk_mark")
def _talk(world: World) -> Sample:
    return _one(world, Talk)


@sample("presence_edit", "presence_absent")
def _presence(world: World) -> Sample:
    return _one(world, Presence)


@sample("meeting", "meeting_edit", "meeting_call_off")
def _meeting(world: World) -> Sample:
    return _one(world, Meeting)


@sample("sign_up_withdraw", "sign_up_tick")
def _sign_up(world: World) -> Sample:
    return _one(world, SignUp)


@sample(
    "table_location", "table_location_edit", "table_exception_new", "table_places_add", "table_kiosk_renew"
)
def _location(world: World) -> Sample:
    return _one(world, Location)


@sample("table_exception_remove")
def _exception(world: World) -> Sample:
    return _one(world, OpeningException)


@sample("table_place_close")
def _place(world: World) -> Sample:
    return _one(world, Place)


@sample("table_closure_end")
def _closure(world: World) -> Sample:
    return _one(world, PlaceClosure)


@sample("calendar_link", "public_meetings", "public_feed")
def _public(world: World) -> Sample:
    return Sample({"municipality_slug": world.municipality.slug})


@sample("table_location_feed")
def _feed(world: World) -> Sample:
    return Sample({"municipality_slug": world.municipality.slug, "pk": location_of(world).pk})


@sample("own_feed", "table_kiosk")
def _token(world: World) -> Sample:
    return Sample({"municipality_slug": world.municipality.slug, "token": "onbekend"})


@sample("table_check_in")
def _check_in(world: World) -> Sample:
    return Sample({"municipality_slug": world.municipality.slug, "token": "onbekend", "pk": 1})
