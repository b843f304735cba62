"""Booking a place: limits, clashes, series, out of use, and who came."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Booking, TimelineEntry
from accounts.tables import bookings, engine, places
from accounts.tables.bookings import NotBookedError, book
from portal.kernel.models import Mail
from tests.accounts.tables.conftest import morning, next_tuesday


def test_a_booking_stands_in_the_timeline(table):
    with table.scope():
        booking = book(
            place=table.places[0], case_file=table.case_file, span=morning(), by=table.entrepreneur
        )
        entry = TimelineEntry.objects.get(kind="table")
    assert entry.for_entrepreneur
    assert "plek 1" in entry.text
    assert f"{booking.pk}" in entry.url


def test_who_comes_second_is_told_with_what_is_free_nearest(table):
    other, person = table.enterprise()
    with table.scope():
        book(place=table.places[0], case_file=table.case_file, span=morning(), by=table.entrepreneur)
        with pytest.raises(NotBookedError) as told:
            book(place=table.places[0], case_file=other, span=morning(), by=person)
    assert told.value.code == "taken"
    assert told.value.options[0] == engine.Option(table.places[1].pk, morning())
    assert len(told.value.options) == 4


def test_one_booking_ends_when_the_next_starts(table):
    day = next_tuesday()
    with table.scope():
        for start, end in ((9, 11), (11, 13)):
            span = engine.span_of(day, dt.time(start), dt.time(end))
            book(place=table.places[0], case_file=table.case_file, span=span, by=table.entrepreneur)
        assert Booking.objects.count() == 2


def test_the_database_itself_refuses_an_overlap(table):
    common = {
        "municipality": table.municipality, "case_file": table.case_file, "booked_by": table.entrepreneur,
        "place": table.places[0], "starts_at": morning().start, "ends_at": morning().end,
    }  # fmt: skip
    with table.scope():
        Booking.objects.create(**common)
        Booking.objects.create(**common, state="cancelled")
        with pytest.raises(IntegrityError), transaction.atomic():
            Booking.objects.create(**common)


def test_a_double_click_books_once(table):
    with table.scope():
        first = book(place=table.places[0], case_file=table.case_file, span=morning(), by=table.entrepreneur)
        again = book(place=table.places[0], case_file=table.case_file, span=morning(), by=table.entrepreneur)
        assert first == again
        assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("span", "code"),
    [
        (engine.span_of(next_tuesday() - dt.timedelta(days=60), dt.time(9), dt.time(12)), "past"),
        (engine.span_of(next_tuesday() + dt.timedelta(days=364), dt.time(9), dt.time(12)), "far"),
        (engine.span_of(next_tuesday(), dt.time(9), dt.time(9, 10)), "short"),
        (engine.span_of(next_tuesday(), dt.time(8), dt.time(12)), "hours"),
        (engine.span_of(next_tuesday() + dt.timedelta(days=4), dt.time(9), dt.time(12)), "closed"),
    ],
)
def test_the_rules_say_why_not(table, span, code):
    with table.scope(), pytest.raises(NotBookedError) as told:
        book(place=table.places[0], case_file=table.case_file, span=span, by=table.entrepreneur)
    assert told.value.code == code


def test_an_enterprise_has_so_many_open_bookings_and_no_more(table):
    day = next_tuesday()
    with table.scope():
        for number in range(8):
            span = engine.span_of(day, dt.time(9 + number), dt.time(10 + number))
            book(place=table.places[0], case_file=table.case_file, span=span, by=table.entrepreneur)
        with pytest.raises(NotBookedError) as told:
            book(place=table.places[1], case_file=table.case_file, span=morning(), by=table.entrepreneur)
        assert (told.value.code, told.value.detail) == ("many", 8)
        bookings.cancel(booking=Booking.objects.first(), by=table.entrepreneur)
        book(place=table.places[1], case_file=table.case_file, span=morning(), by=table.entrepreneur)


def test_a_series_names_each_clash_and_books_nothing_unless_asked(table):
    other, person = table.enterprise()
    weeks = [next_tuesday() + dt.timedelta(weeks=number) for number in range(4)]
    ask = {
        "place": table.places[0], "case_file": table.case_file, "span": morning(), "until": weeks[3],
        "by": table.entrepreneur,
    }  # fmt: skip
    with table.scope():
        book(place=table.places[0], case_file=other, span=morning(weeks[1]), by=person)
        places.set_exception(
            location=table.location, day=weeks[2], hours=None, reason="Studiedag", by=table.manager
        )
        made, clashes = bookings.book_weekly(**ask, keep_the_rest=False)
        assert made == []
        assert not Booking.objects.filter(case_file=table.case_file).exists()
        assert [(clash.span, clash.code) for clash in clashes] == [
            (morning(weeks[1]), "taken"),
            (morning(weeks[2]), "closed"),
        ]
        made, clashes = bookings.book_weekly(**ask, keep_the_rest=True)
        assert [row.starts_at for row in made] == [morning(weeks[0]).start, morning(weeks[3]).start]
        assert len(clashes) == 2
        assert bookings.cancel(booking=made[0], by=table.entrepreneur, rest_of_series=True) == 2


def test_a_place_out_of_use_moves_its_bookings_and_mails(table):
    day = next_tuesday()
    with table.scope():
        booking = book(
            place=table.places[0], case_file=table.case_file, span=morning(), by=table.entrepreneur
        )
        moved = places.take_out_of_use(
            place=table.places[0], first_day=day, last_day=day, reason="Verven", by=table.manager
        )
        assert moved == (1, 0)
        booking.refresh_from_db()
        assert booking.place == table.places[1]
        assert "plek 2" in Mail.objects.get(to=table.entrepreneur.email).text
        with pytest.raises(NotBookedError) as told:
            book(place=table.places[0], case_file=table.case_file, span=morning(), by=table.entrepreneur)
        assert told.value.code == "out_of_use"


def test_without_a_free_place_the_booking_is_cancelled_with_a_mail(table):
    day = next_tuesday()
    with table.scope():
        for place in table.places:
            case_file, person = table.enterprise()
            book(place=place, case_file=case_file, span=morning(), by=person)
        moved = places.take_out_of_use(
            place=table.places[0], first_day=day, last_day=day, reason="Verven", by=table.manager
        )
        assert moved == (0, 1)
        assert Mail.objects.filter(subject__contains="geannuleerd").count() == 1


def test_any_free_place_is_the_first_that_is_free(table):
    with table.scope():
        book(place=table.places[0], case_file=table.case_file, span=morning(), by=table.entrepreneur)
        other, person = table.enterprise()
        found = bookings.book_any(location=table.location, case_file=other, span=morning(), by=person)
        assert found.place == table.places[1]


def test_a_tick_is_corrected_unless_the_place_was_given_away(table):
    with table.scope():
        booking = book(
            place=table.places[0], case_file=table.case_file, span=morning(), by=table.entrepreneur
        )
        assert bookings.mark(booking=booking, came=False, by=table.manager).state == "no_show"
        assert bookings.mark(booking=booking, came=True, by=table.manager).state == "attended"
        bookings.mark(booking=booking, came=False, by=table.manager)
        other, person = table.enterprise()
        book(place=table.places[0], case_file=other, span=morning(), by=person)
        with pytest.raises(NotBookedError):
            bookings.mark(booking=booking, came=True, by=table.manager)
