"""Talks with officials, meetings with a waiting list, attendance, and the figures."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Booking, Meeting, SignUp, Talk, TimelineEntry
from accounts.tables import engine, figures, meetings, talks
from accounts.tables.meetings import NotSignedUpError, sign_up
from accounts.tables.talks import NotReservedError
from portal.kernel.models import Mail
from tests.accounts.tables.conftest import morning, next_tuesday


def lunch(table, capacity=2, **changes):
    start = timezone.now() + dt.timedelta(days=10)
    facts = {
        "title": "Ontmoetingslunch", "where": "Kantine", "starts_at": start, "ends_at": start + dt.timedelta(hours=2),
        "closes_at": start - dt.timedelta(days=1), "capacity": capacity,
    }  # fmt: skip
    return meetings.plan(municipality=table.municipality, by=table.manager, **{**facts, **changes})


def join(table, meeting, guests=0):
    case_file, person = table.enterprise()
    return sign_up(meeting=meeting, case_file=case_file, person=person, guests=guests, by=person)


def test_the_waiting_list_moves_up_by_itself_in_order_and_mails(table):
    with table.scope():
        meeting = lunch(table)
        first, second, third, fourth = (join(table, meeting) for _number in range(4))
        assert [row.state for row in (first, second, third, fourth)] == [
            "going",
            "going",
            "waiting",
            "waiting",
        ]
        assert meetings.withdraw(sign_up=first, by=first.person) == [third]
        third.refresh_from_db()
        assert third.state == "going"
        assert Mail.objects.get().to == third.person.email
        assert meetings.withdraw(sign_up=first, by=first.person) == []
        assert Meeting.objects.get().taken == 2


def test_nobody_passes_a_larger_group_that_waits_longer(table):
    with table.scope():
        meeting = lunch(table, capacity=3)
        first = join(table, meeting, guests=2)
        group = join(table, meeting, guests=1)
        alone = join(table, meeting)
        assert (group.state, alone.state) == ("waiting", "waiting")
        meetings.withdraw(sign_up=first, by=first.person)
        assert set(SignUp.objects.filter(state="going")) == {group, alone}


def test_more_seats_move_the_waiting_list_up_and_fewer_than_taken_are_refused(table):
    with table.scope():
        meeting = lunch(table, capacity=1)
        join(table, meeting)
        waiting = join(table, meeting)
        meeting = meetings.change(meeting=meeting, version=1, changes={"capacity": 2}, by=table.manager)
        waiting.refresh_from_db()
        assert waiting.state == "going"
        with pytest.raises(meetings.TooSmallError):
            meetings.change(meeting=meeting, version=2, changes={"capacity": 1}, by=table.manager)


def test_signing_up_ends_by_the_clock_of_the_server(table):
    with table.scope():
        meeting = lunch(table, closes_at=timezone.now() - dt.timedelta(seconds=1))
        with pytest.raises(NotSignedUpError) as told:
            join(table, meeting)
        assert told.value.code == "closed"


def test_calling_off_mails_everyone_once(table):
    with table.scope():
        meeting = lunch(table, capacity=1)
        for _number in range(3):
            join(table, meeting)
        meetings.call_off(meeting=meeting, by=table.manager)
        meetings.call_off(meeting=meeting, by=table.manager)
        assert Mail.objects.count() == 3
        with pytest.raises(NotSignedUpError):
            join(table, meeting)


def test_attendance_stands_in_the_timeline_once(table):
    with table.scope():
        meeting = lunch(table, capacity=4)
        row = join(table, meeting, guests=2)
        assert meetings.tick(sign_up=row, came=3, by=table.manager).came is None  # the doors are not open yet
        now = timezone.now()
        Meeting.objects.update(starts_at=now, closes_at=now)
        meetings.tick(sign_up=row, came=3, by=table.manager)
        meetings.tick(sign_up=row, came=2, by=table.manager)
        meetings.tick(sign_up=row, came=99, by=table.manager)
        row.refresh_from_db()
        assert row.came == 3
        assert TimelineEntry.objects.filter(case_file=row.case_file, text__startswith="Was bij").count() == 1


def hours(table, **changes):
    facts = {
        "weekday": 1, "first_day": next_tuesday(), "starts": dt.time(9), "ends": dt.time(12), "domain": "care",
        "subject": "Wmo", "talk_minutes": 20,
    }  # fmt: skip
    return talks.add_presence(
        location=table.location, official=table.care, by=table.care, **{**facts, **changes}
    )


def reserve(table, presence, start, case_file=None):
    return talks.reserve(
        presence=presence,
        case_file=case_file or table.case_file,
        start=start,
        topic="",
        by=table.entrepreneur,
    )


def test_a_talk_is_given_once(table):
    other, _person = table.enterprise()
    with table.scope():
        presence = hours(table)
        start = morning().start
        talk = reserve(table, presence, start)
        assert reserve(table, presence, start) == talk
        with pytest.raises(NotReservedError) as told:
            reserve(table, presence, start, other)
        assert told.value.code == "taken"
        with pytest.raises(NotReservedError) as told:
            reserve(table, presence, start + dt.timedelta(minutes=7), other)
        assert told.value.code == "gone"
        assert Mail.objects.get().to == table.care.email


def test_an_official_with_two_rows_of_hours_is_not_reserved_twice(table):
    other, _person = table.enterprise()
    with table.scope():
        reserve(table, hours(table), morning().start)
        with pytest.raises(NotReservedError):
            reserve(table, hours(table, subject="Dagbesteding", talk_minutes=30), morning().start, other)


def test_being_away_cancels_the_talks_of_that_day_with_a_mail(table):
    with table.scope():
        presence = hours(table)
        reserve(table, presence, morning().start)
        assert talks.set_absent(presence=presence, day=next_tuesday(), by=table.care) == 1
        assert Talk.objects.get().state == "cancelled"
        assert Mail.objects.filter(to=table.entrepreneur.email).count() == 1
        with pytest.raises(NotReservedError):
            reserve(table, presence, morning().start)


def test_figures_count_per_quarter_of_the_local_clock(table):
    new_year = engine.moment(dt.date(2026, 1, 1), dt.time(0, 15))  # 2025 by the clock of Greenwich
    common = {"municipality": table.municipality, "case_file": table.case_file, "booked_by": table.manager}
    with table.scope():
        for number, state in enumerate(("attended", "booked", "no_show", "cancelled")):
            start = new_year + dt.timedelta(hours=2 * number)
            Booking.objects.create(
                place=table.places[0],
                state=state,
                starts_at=start,
                ends_at=start + dt.timedelta(hours=1.5),
                **common,
            )
        meeting = lunch(
            table, starts_at=new_year, ends_at=new_year + dt.timedelta(hours=1), closes_at=new_year
        )
        SignUp.objects.create(
            municipality=table.municipality, meeting=meeting, case_file=table.case_file, person=table.manager,
            state="going", guests=2, came=3,
        )  # fmt: skip
        found = figures.tables_used(engine.moment(dt.date(2025, 10, 1), dt.time(0)))
    assert found == {(2026, 1): figures.TableFigures(2, Decimal("3.0"), 1, 1, 1, 3)}
