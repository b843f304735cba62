"""The plan in weeks, shifting, weights and steps."""

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from challenges.contests import engine
from challenges.contests.models import ChallengeState

DAY = dt.date(2026, 3, 2)
WEEKS = st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(1, 12)), min_size=1, max_size=6)


def stretches(weeks: list[tuple[str, int]]) -> list[engine.Stretch]:
    return [engine.Stretch(key, *row) for key, row in enumerate(engine.plan(DAY, weeks))]


@given(WEEKS)
def test_a_plan_has_no_gaps_and_no_overlap(weeks) -> None:
    rows = stretches(weeks)
    assert rows[0].start == DAY
    assert sum(row.days for row in rows) == 7 * sum(count for _kind, count in weeks)
    assert engine.out_of_order(rows) is None
    assert all((b.start - a.end).days == 1 for a, b in pairwise(rows))


@given(WEEKS, st.data())
def test_a_phase_that_is_longer_pushes_the_later_ones_and_never_overlaps(weeks, data) -> None:
    rows = stretches(weeks)
    row = data.draw(st.sampled_from(rows))
    longer = dt.timedelta(days=data.draw(st.integers(0, 60)))
    moved = engine.shifted(rows, row.key, row.start, row.end + longer, with_later=True)
    assert engine.out_of_order(moved) is None
    assert [item.days for item in moved if item.key != row.key] == [
        item.days for item in rows if item.key != row.key
    ]
    assert moved[: row.key] == rows[: row.key]


def test_phases_that_overlap_are_named() -> None:
    rows = stretches([("entries", 4), ("selection", 2)])
    moved = engine.shifted(rows, 0, DAY, rows[0].end + dt.timedelta(days=1), with_later=False)
    found = engine.out_of_order(moved)
    assert found and [row.kind for row in found] == ["entries", "selection"]


def test_weights_say_how_far_off_they_are() -> None:
    assert [engine.weights_off(weights) for weights in ([40, 60], [40, 50], [70, 60], [])] == [
        0,
        10,
        -30,
        100,
    ]


def test_every_state_has_its_steps_and_nothing_follows_the_end() -> None:
    assert set(engine.NEXT) == set(ChallengeState.values)
    assert engine.NEXT["decided"] == engine.NEXT["cancelled"] == frozenset()
    assert all(engine.may_become(state, "cancelled") for state in engine.NEXT if engine.NEXT[state])
    assert not engine.may_become("closed", "open")
