"""Hours, alternatives, talks and the waiting list: pure calculation, also over the change of the clock."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.tables import engine
from accounts.tables.engine import Day, Hours, Option, Otherwise, Span, moment, span_of
from accounts.tables.opening import holidays_of

WEEK = {day: Hours(dt.time(9), dt.time(17)) for day in range(5)}
TUESDAY = dt.date(2026, 12, 1)


def span(hour: int, until: int, day: dt.date = TUESDAY) -> Span:
    return span_of(day, dt.time(hour), dt.time(until))


def test_a_holiday_is_closed_and_an_exception_opens_it():
    christmas = dt.date(2026, 12, 25)
    holidays = holidays_of([2026])
    assert engine.day_of(christmas, WEEK, {}, holidays) == Day(christmas, None, "Eerste kerstdag")
    opened = Otherwise(Hours(dt.time(10), dt.time(12)), "Kerstlunch")
    assert engine.day_of(christmas, WEEK, {christmas: opened}, holidays).hours == opened.hours


def test_dutch_holidays_of_a_year_are_all_there():
    found = holidays_of([2027])
    days = {"01-01", "28-03", "29-03", "27-04", "06-05", "16-05", "17-05", "25-12", "26-12"}
    assert days <= {f"{day:%d-%m}" for day in found}
    assert dt.date(2025, 5, 5) in holidays_of([2025])
    assert dt.date(2027, 5, 5) not in found  # a day off once in five years only


def test_a_weekend_is_closed_when_no_hours_are_given():
    assert engine.day_of(dt.date(2026, 12, 5), WEEK, {}, {}).hours is None


@pytest.mark.parametrize(
    ("day", "offset"),
    [
        (dt.date(2026, 10, 20), 2),
        (dt.date(2026, 10, 27), 1),
        (dt.date(2027, 3, 23), 1),
        (dt.date(2027, 3, 30), 2),
    ],
)
def test_nine_in_the_morning_stays_nine_over_the_change_of_the_clock(day, offset):
    found = moment(day, dt.time(9))
    assert (found.hour, found.utcoffset()) == (9, dt.timedelta(hours=offset))


def test_every_week_keeps_the_local_time_over_the_change_of_the_clock():
    days = engine.weekly(dt.date(2026, 10, 20), dt.date(2026, 11, 3), 10)
    assert [f"{moment(day, dt.time(9)).astimezone(dt.UTC):%d %H}" for day in days] == [
        "20 07",
        "27 08",
        "03 08",
    ]


def test_the_night_of_the_change_is_an_hour_longer_or_shorter():
    assert engine.length(span_of(dt.date(2026, 10, 25), dt.time(1), dt.time(5))) == dt.timedelta(hours=5)
    assert engine.length(span_of(dt.date(2027, 3, 28), dt.time(1), dt.time(5))) == dt.timedelta(hours=3)


def test_another_place_at_the_same_time_comes_first_then_the_nearest_time():
    days = [
        Day(TUESDAY + dt.timedelta(days=step), WEEK.get((TUESDAY + dt.timedelta(days=step)).weekday()))
        for step in range(3)
    ]
    wanted = Option(1, span(9, 12))
    busy = {1: [span(9, 12)], 2: [], 3: [span(9, 17)]}
    found = engine.alternatives(wanted, [1, 2, 3], days, busy, earliest=moment(TUESDAY, dt.time(7)))
    assert found[0] == Option(2, span(9, 12))
    assert found[1] == Option(1, span(12, 15))
    assert Option(1, span(9, 12, TUESDAY + dt.timedelta(days=1))) in found


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(8, 17), st.integers(1, 5)), max_size=20),
    st.integers(9, 14),
)
def test_what_is_offered_is_always_free_open_and_as_long_as_wanted(taken, start):
    busy: dict[int, list[Span]] = {}
    for place, hour, hours in taken:
        busy.setdefault(place, []).append(span(hour, min(hour + hours, 23)))
    days = [Day(TUESDAY + dt.timedelta(days=step), Hours(dt.time(9), dt.time(17))) for step in range(4)]
    wanted = Option(1, span(start, start + 3))
    found = engine.alternatives(wanted, [1, 2, 3, 4], days, busy, earliest=moment(TUESDAY, dt.time(8)))
    assert len(found) <= 4
    for option in found:
        assert not any(option.span.overlaps(other) for other in busy.get(option.place, []))
        assert engine.length(option.span) == dt.timedelta(hours=3)
        assert any(day.span and option.span.within(day.span) for day in days)


def test_talks_leave_out_what_is_taken_and_what_is_past():
    window = span(9, 10)
    taken = [Span(moment(TUESDAY, dt.time(9, 20)), moment(TUESDAY, dt.time(9, 40)))]
    assert [f"{found.start:%H:%M}" for found in engine.talks(window, 20, taken, earliest=window.start)] == [
        "09:00",
        "09:40",
    ]
    assert engine.talks(window, 0, [], earliest=window.start) == []
    assert [
        f"{found.start:%H:%M}"
        for found in engine.talks(window, 25, [], earliest=moment(TUESDAY, dt.time(9, 10)))
    ] == ["09:25"]


@given(st.integers(1, 30), st.lists(st.integers(1, 6), max_size=15), st.integers(0, 30))
def test_the_waiting_list_moves_up_in_order_and_never_over_the_seats(capacity, seats, taken):
    taken = min(taken, capacity)
    queue = list(enumerate(seats))
    moved = engine.move_up(capacity, taken, queue)
    assert moved == [key for key, _seats in queue][: len(moved)]
    used = taken + sum(seats[key] for key in moved)
    assert used <= capacity
    if len(moved) < len(queue):
        assert used + seats[len(moved)] > capacity


def test_nobody_passes_those_who_wait():
    assert not engine.gets_a_seat(10, 8, waiting=1, seats=1)
    assert engine.gets_a_seat(10, 8, waiting=0, seats=2)
    assert not engine.gets_a_seat(10, 8, waiting=0, seats=3)
