"""Deadlines in working days: the calculation, and the rules of a municipality."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.questions.deadlines import KIND, deadline_for
from accounts.questions.engine import add_working_days, is_working_day
from portal.kernel.models import RuleSet

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31))
COUNTS = st.integers(0, 60)
HOLIDAYS = st.sets(DAYS, max_size=20)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (dt.date(2026, 11, 24), 0, dt.date(2026, 11, 24)),
        (dt.date(2026, 11, 24), 5, dt.date(2026, 12, 1)),
        (dt.date(2026, 11, 27), 1, dt.date(2026, 11, 30)),  # Friday to Monday
        (dt.date(2026, 11, 28), 0, dt.date(2026, 11, 30)),  # asked on a Saturday
        (dt.date(2026, 12, 24), 1, dt.date(2026, 12, 28)),  # Christmas on a Friday and a Saturday
    ],
)
def test_weekends_and_holidays_do_not_count(start, days, expected):
    christmas = {dt.date(2026, 12, 25), dt.date(2026, 12, 26)}
    assert add_working_days(start, days, christmas) == expected


@given(DAYS, COUNTS, HOLIDAYS)
def test_the_deadline_is_a_working_day_and_lies_exactly_that_many_working_days_ahead(start, days, holidays):
    deadline = add_working_days(start, days, holidays)
    assert is_working_day(deadline, holidays)
    first = add_working_days(start, 0, holidays)
    between = [first + dt.timedelta(n) for n in range(1, (deadline - first).days + 1)]
    assert sum(is_working_day(day, holidays) for day in between) == days


@given(DAYS, COUNTS, HOLIDAYS)
def test_more_days_or_more_holidays_never_give_an_earlier_deadline(start, days, holidays):
    deadline = add_working_days(start, days, holidays)
    assert add_working_days(start, days + 1, holidays) > deadline
    assert add_working_days(start, days, holidays | {start}) >= deadline


def test_a_deadline_never_lies_in_the_past():
    with pytest.raises(ValueError, match="future"):
        add_working_days(dt.date(2026, 1, 1), -1, set())


def test_deadline_by_default_per_need_and_by_the_rules_of_the_municipality(
    municipality, other_municipality, scope
):
    day = dt.date(2026, 12, 18)
    with scope(municipality, other_municipality):
        assert deadline_for(municipality_id=municipality.pk, need="", start=day) == dt.date(2027, 1, 5)
        assert deadline_for(municipality_id=municipality.pk, need="permits", start=day) == dt.date(
            2027, 1, 12
        )
    with scope(municipality, other_municipality):
        RuleSet.objects.create(
            municipality=municipality,
            kind=KIND,
            version=1,
            valid_from=dt.date(2026, 12, 1),
            data={"answer": 1, "triage": 1, "per_need": {}},
        )
        assert deadline_for(municipality_id=municipality.pk, need="permits", start=day) == dt.date(
            2026, 12, 21
        )
        assert deadline_for(municipality_id=other_municipality.pk, need="", start=day) == dt.date(2027, 1, 5)
        before = dt.date(2026, 11, 2)
        assert deadline_for(municipality_id=municipality.pk, need="", start=before) == dt.date(2026, 11, 16)
