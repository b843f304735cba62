"""The table in the browser: bad input, whose it is, feeds, the door, and a fixed number of queries."""

import datetime as dt

import pytest
from icalendar import Calendar

from accounts.models import Booking, Location, Meeting, OpeningException, SignUp
from accounts.tables import bookings, calendars, engine, meetings, places, talks
from portal.kernel.tenancy.scope import scoped
from tests.accounts.tables.conftest import morning, next_tuesday
from tests.accounts.tables.test_meetings import hours, join, lunch
from tests.factories import make_person


def sent(table, **changes):
    data = {"place": str(table.places[0].pk), "day": f"{next_tuesday():%d-%m-%Y}", "part": "morning"}
    return {**data, **changes}


def path(table, case_file=None):
    return f"/ondernemerstafel/onderneming/{(case_file or table.case_file).pk}/boeken/"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"day": "31-12-1899"}, "Vul een dag in van deze eeuw"),
        ({"day": "overmorgen"}, "datum"),
        ({"day": "31-12-9999"}, "Vul een dag in van deze eeuw"),
        ({"part": "other", "start": "twaalf", "end": "13:00"}, "Vul een tijd in, bijvoorbeeld 09:30."),
        ({"part": "other", "start": "12:00", "end": "11:00"}, "Vul een tijd in na het begin."),
        ({"part": "other"}, "Vul een tijd in, bijvoorbeeld 09:30."),
        ({"part": "nacht"}, "geldige keuze"),
        ({"place": "999999999999999999999"}, "geldige keuze"),
        ({"place": "a\x00b"}, "geldige keuze"),
        ({"until": "01-01-2020"}, "Vul een dag in na de eerste dag."),
    ],
)
def test_what_cannot_be_is_explained_in_dutch(table, client_for, changes, message):
    answer = client_for(table.entrepreneur).post(path(table), sent(table, **changes))
    assert answer.status_code == 422
    assert message.lower() in answer.content.decode().lower()
    with table.scope():
        assert not Booking.objects.exists()


def test_an_entrepreneur_books_for_their_own_enterprise_only(table, client_for):
    other, _person = table.enterprise()
    client = client_for(table.entrepreneur)
    assert client.post(path(table, other), sent(table)).status_code == 404
    assert client.post(path(table), sent(table)).status_code == 302
    with table.scope():
        booking = Booking.objects.get()
    assert client_for(make_person()).get(f"/ondernemerstafel/boeking/{booking.pk}/").status_code == 404


def test_staff_of_another_municipality_and_an_alderman_do_not_reach_a_booking(
    table, staff, other_municipality, client_for
):
    with table.scope():
        booking = bookings.book(
            place=table.places[0], case_file=table.case_file, span=morning(), by=table.entrepreneur
        )
    address = f"/ondernemerstafel/boeking/{booking.pk}/"
    assert client_for(staff("account_manager", at=other_municipality)).get(address).status_code == 404
    assert client_for(staff("alderman")).get(address).status_code == 403
    assert client_for(table.care).get(address).status_code == 200
    assert client_for(table.care).get("/ondernemerstafel/locaties/").status_code == 403


def test_the_second_is_told_with_buttons_for_what_is_free(table, client_for):
    other, person = table.enterprise()
    client_for(table.entrepreneur).post(path(table), sent(table))
    answer = client_for(person).post(path(table, other), sent(table))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Iemand anders was eerder: deze plek is op die tijd bezet." in page
    assert f'name="place" value="{table.places[1].pk}"' in page


def test_an_official_changes_their_own_hours_and_not_those_of_a_colleague(table, staff, client_for):
    with table.scope():
        presence = hours(table)
    address = f"/ondernemerstafel/spreekuren/{presence.pk}/"
    assert client_for(table.care).get(address).status_code == 200
    assert client_for(table.manager).get(address).status_code == 200
    assert client_for(staff("specialist", domains=("care",))).get(address).status_code == 403


def test_two_feeds_read_back_right_over_the_change_of_the_clock(table):
    winter, summer = dt.date(2027, 3, 23), dt.date(2027, 3, 30)
    items = [
        calendars.Item(
            f"k{day}", "Tafel; met, tekens\nen een regel", engine.span_of(day, dt.time(9), dt.time(12))
        )
        for day in (winter, summer)
    ]
    feed = calendars.write("Proef", items)
    assert all(len(line) <= 75 for line in feed.split(b"\r\n"))
    events = Calendar.from_ical(feed).walk("VEVENT")
    assert [event.start.astimezone(dt.UTC).hour for event in events] == [8, 7]
    assert str(events[0]["summary"]) == "Tafel; met, tekens\nen een regel"
    assert b"TZID:Europe/Amsterdam" in feed


def test_the_public_feeds_name_no_people_and_no_enterprises(table, client):
    with table.scope():
        hours(table)
        talks.reserve(
            presence=hours(table, subject="Dagbesteding"), case_file=table.case_file, start=morning().start,
            topic="Geheim", by=table.entrepreneur,
        )  # fmt: skip
        meeting = lunch(table, location=table.location)
        hidden = lunch(table, title="Besloten overleg", is_public=False)
        join(table, meeting)
        assert hidden.pk
    base = f"/ondernemerstafel/openbaar/{table.municipality.slug}"
    for address in (f"{base}/bijeenkomsten.ics", f"{base}/locatie/{table.location.pk}.ics", f"{base}/"):
        text = client.get(address).content.decode()
        assert "Ontmoetingslunch" in text
        for secret in ("Kees", "De Tweede Draad", "Geheim", "Besloten overleg", table.entrepreneur.name):
            assert secret not in text


def test_the_own_feed_holds_what_is_ones_own_and_a_renewed_address_stops(table, client):
    other, person = table.enterprise("Andere")
    with table.scope():
        bookings.book(place=table.places[0], case_file=table.case_file, span=morning(), by=table.entrepreneur)
        bookings.book(place=table.places[1], case_file=other, span=morning(), by=person)
        token = calendars.renew_link(person=table.entrepreneur, municipality=table.municipality)
    address = f"/ondernemerstafel/openbaar/{table.municipality.slug}/mijn/{token}.ics"
    events = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == ["Ondernemerstafel: plek 1"]
    with table.scope():
        calendars.renew_link(person=table.entrepreneur, municipality=table.municipality)
    assert client.get(address).status_code == 404


def test_the_door_shows_enterprises_and_no_people_and_checks_in_only_today(table, client):
    today = dt.date.today()
    with table.scope():
        token = places.renew_kiosk(location=table.location, by=table.manager)
        span = engine.span_of(today, dt.time(0), dt.time(23, 59))
        OpeningException.objects.create(
            municipality=table.municipality, location=table.location, day=today, opens=dt.time(0),
            closes=dt.time(23, 59), reason="Open dag",
        )  # fmt: skip
        booking = bookings.book(
            place=table.places[0], case_file=table.case_file, span=span, by=table.entrepreneur
        )
        later = bookings.book(
            place=table.places[0], case_file=table.case_file, span=morning(), by=table.entrepreneur
        )
    base = f"/ondernemerstafel/balie/{table.municipality.slug}/{token}/"
    page = client.get(base).content.decode()
    assert "De Tweede Draad" in page
    assert table.entrepreneur.name not in page
    client.post(f"{base}{booking.pk}/")
    client.post(f"{base}{later.pk}/")
    with table.scope():
        assert {row.pk: row.state for row in Booking.objects.all()} == {
            booking.pk: "attended",
            later.pk: "booked",
        }
        places.renew_kiosk(location=table.location, by=table.manager)
    assert client.get(base).status_code == 404
    assert client.post(f"{base}{booking.pk}/").status_code == 404


def test_the_limit_on_guests_comes_from_the_rules(table, client_for):
    with table.scope():
        meeting = lunch(table, capacity=50)
    address = f"/ondernemerstafel/onderneming/{table.case_file.pk}/bijeenkomsten/{meeting.pk}/"
    client = client_for(table.entrepreneur)
    assert client.post(address, {"guests": "4"}).status_code == 422
    assert client.post(address, {"guests": "vier"}).status_code == 422
    assert client.post(address, {"guests": "3"}).status_code == 302
    with table.scope():
        assert SignUp.objects.get().guests == 3
        assert Meeting.objects.get().taken == 4


def test_pages_ask_a_fixed_number_of_queries(table, client_for, django_assert_max_num_queries):
    day = next_tuesday()
    with scoped([table.municipality.pk]):
        hours(table)
        meeting = lunch(table, capacity=60)
        for number in range(20):
            case_file, person = table.enterprise(f"Drukte {number}")
            place = places.add_places(location=table.location, number=1, note="", by=table.manager)[0]
            bookings.book(place=place, case_file=case_file, span=morning(), by=person)
            meetings.sign_up(meeting=meeting, case_file=case_file, person=person, guests=0, by=person)
        for number in range(20):
            Location.objects.create(municipality=table.municipality, name=f"Huis {number}", address="Weg 1")
    client = client_for(table.manager)
    for address in (
        f"/ondernemerstafel/?dag={day:%Y-%m-%d}&locatie={table.location.pk}",
        "/ondernemerstafel/bijeenkomsten/",
        f"/ondernemerstafel/bijeenkomsten/{meeting.pk}/",
        "/ondernemerstafel/spreekuren/",
        "/ondernemerstafel/locaties/",
        path(table),
    ):
        client.get(address)
        with django_assert_max_num_queries(20):
            assert client.get(address).status_code == 200
