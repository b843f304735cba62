"""The entrepreneurs' table of the demo: two locations, officials, a quarter of bookings, and lunches."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.casefile.models import CaseFile, EnterpriseMember
from accounts.tables import bookings, engine, meetings, places, talks
from accounts.tables.opening import opening_days
from portal.kernel.models import Municipality, Person

MORNING, AFTERNOON = (dt.time(9), dt.time(12, 30)), (dt.time(13), dt.time(17))
#: (who, weekday, from, until, domain, subject, needs, minutes per talk)
OFFICIALS = (
    ("kees", 3, dt.time(9), dt.time(12), "care", "Wmo en dagbesteding", ["candidates_care"], 20),
    (
        "marit",
        1,
        dt.time(13),
        dt.time(16),
        "work",
        "Participatiewet en proefplaatsing",
        ["candidates_work"],
        20,
    ),
    (
        "fenna",
        2,
        dt.time(10),
        dt.time(12),
        "economy",
        "Vergunningen en subsidies",
        ["permits", "subsidies"],
        15,
    ),
    ("sanne", 4, dt.time(9), dt.time(12, 30), "economy", "Inloop voor al uw vragen", ["introduction"], 0),
)


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """Bookings of the past weeks with who came, what is booked ahead, talks, and three lunches."""
    manager = staff["sanne"]
    office = {day: engine.Hours(dt.time(9), dt.time(17)) for day in range(5)}
    hall = places.make_location(
        municipality=municipality, hours=office, by=manager, name="Stadhuis", address="Stadhuisplein 1",
        floor="Begane grond, links van de balies",
        access="Meld u bij de receptie. U krijgt een dagpas voor het poortje en de wifi.",
        accessibility="Lift, rolstoeltoilet en ringleiding. Plek 1 heeft een bureau dat omhoog kan.",
    )  # fmt: skip
    library = places.make_location(
        municipality=municipality, by=manager, name="Bibliotheek Zuid", address="Lindelaan 40",
        hours={day: engine.Hours(dt.time(10), dt.time(17)) for day in (1, 3)}, floor="Eerste verdieping",
        access="Loop door naar de leestafel. Geen pas nodig.", accessibility="Lift en stille hoek.",
    )  # fmt: skip
    desks = places.add_places(location=hall, number=1, note="zit-stabureau, groot scherm", by=manager)
    desks += places.add_places(location=hall, number=3, note="", by=manager)
    places.add_places(location=library, number=2, note="stille hoek", by=manager)
    today = timezone.localdate()
    for name, weekday, starts, ends, domain, subject, needs, minutes in OFFICIALS:
        first = today - dt.timedelta(days=(today.weekday() - weekday) % 7 + 84)
        talks.add_presence(
            location=hall, official=staff[name], by=manager, weekday=weekday, first_day=first, starts=starts,
            ends=ends, domain=domain, subject=subject, needs=needs, talk_minutes=minutes,
        )  # fmt: skip
    files = list(CaseFile.objects.order_by("pk"))
    people = {
        row.case_file_id: row.person
        for row in EnterpriseMember.objects.select_related("person").order_by("-pk")
    }
    first = today - dt.timedelta(days=84)
    days = opening_days([hall], first, 110)
    for step in range(0, 100, 3):
        day = first + dt.timedelta(days=step)
        if days[(hall.pk, day)].hours is None:
            continue
        case_file = files[step % 11]
        span = engine.span_of(day, *(MORNING if step % 2 else AFTERNOON))
        at = engine.moment(day - dt.timedelta(days=4), dt.time(10))
        if at > timezone.now():
            at = timezone.now() - dt.timedelta(days=1)
        by = people.get(case_file.pk, manager)
        booking = bookings.book(place=desks[step % 4], case_file=case_file, span=span, by=by, at=at)
        if span.end < timezone.now():
            bookings.mark(booking=booking, came=step % 21 != 0, by=manager, at=span.start)
    for weeks, title, subject, capacity in (
        (-5, "Ontmoetingslunch: inkopen bij de buurt", "Inkopers vertellen wat zij dit jaar zoeken.", 16),
        (
            1,
            "Ontmoetingslunch: werk voor iedereen",
            "Met het werkgeversteam aan tafel over proefplaatsing.",
            5,
        ),
        (3, "Spreekuur financiering", "Streekbank en impactfonds denken mee over uw pizza.", 12),
    ):
        day = today + dt.timedelta(weeks=weeks, days=3 - today.weekday())
        start = engine.moment(day, dt.time(12))
        meeting = meetings.plan(
            municipality=municipality, by=staff["fenna"], title=title, subject=subject, location=hall,
            where="Kantine", starts_at=start, ends_at=engine.moment(day, dt.time(13, 30)),
            closes_at=engine.moment(day - dt.timedelta(days=1), dt.time(17)), capacity=capacity,
        )  # fmt: skip
        for place, case_file in enumerate(files[:7] if weeks < 3 else files[:2]):
            person = people.get(case_file.pk, manager)
            when = min(start - dt.timedelta(days=9 - place), timezone.now() - dt.timedelta(hours=9 - place))
            row = meetings.sign_up(
                meeting=meeting, case_file=case_file, person=person, guests=place % 2, by=person, at=when
            )
            if weeks < 0:
                meetings.tick(sign_up=row, came=0 if place == 3 else row.seats, by=staff["fenna"])
