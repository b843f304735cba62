"""Many at the same moment, in real transactions: one gets the place, everyone else is told."""

import pytest

from accounts.models import Booking, Meeting, SignUp, Talk
from accounts.tables import bookings, meetings, talks
from portal.kernel.tenancy.scope import scoped
from tests.accounts.intake.test_same_moment import at_once
from tests.accounts.tables.conftest import make_table, morning
from tests.accounts.tables.test_meetings import hours, lunch
from tests.factories import make_municipality

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 12


def in_scope(table, call):
    def run():
        with scoped([table.municipality.pk]):
            try:
                return call()
            except (bookings.NotBookedError, talks.NotReservedError) as error:
                return error.code

    return run


def test_one_of_many_gets_the_place():
    table = make_table(make_municipality("Tegelijk boeken"))
    crowd = [table.enterprise() for _number in range(MANY)]

    def take(case_file, person):
        return in_scope(
            table,
            lambda: (
                bookings.book(place=table.places[0], case_file=case_file, span=morning(), by=person).state
            ),
        )

    results = at_once(*[take(*who) for who in crowd])
    assert sorted(results) == ["booked"] + ["taken"] * (MANY - 1)
    with table.scope():
        assert Booking.objects.count() == 1


def test_the_last_seat_is_given_once_and_the_rest_wait_in_order():
    table = make_table(make_municipality("Tegelijk aanmelden"))
    crowd = [table.enterprise() for _number in range(MANY)]
    with table.scope():
        meeting = lunch(table, capacity=1)

    def join(case_file, person):
        return in_scope(
            table,
            lambda: (
                meetings.sign_up(
                    meeting=meeting, case_file=case_file, person=person, guests=0, by=person
                ).state
            ),
        )

    results = at_once(*[join(*who) for who in crowd])
    assert sorted(results) == ["going"] + ["waiting"] * (MANY - 1)
    with table.scope():
        assert Meeting.objects.get().taken == 1
        assert SignUp.objects.count() == MANY


def test_one_of_many_gets_the_talk():
    table = make_table(make_municipality("Tegelijk praten"))
    crowd = [table.enterprise() for _number in range(6)]
    with table.scope():
        presence = hours(table)

    def ask(case_file, person):
        return in_scope(
            table,
            lambda: (
                talks.reserve(
                    presence=presence, case_file=case_file, start=morning().start, topic="", by=person
                ).state
            ),
        )

    results = at_once(*[ask(*who) for who in crowd])
    assert sorted(results) == ["booked"] + ["taken"] * 5
    with table.scope():
        assert Talk.objects.count() == 1
