"""A coalition is ready when every role is covered, everyone answered, and all agree to one plan."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from challenges.contests.coalition.engine import Gap, Need, Promise, gaps, lacking, promised

HOURS, KNOWLEDGE = Need(1, Decimal(40)), Need(2, None)
YES = Promise(1, 7, "accepted", Decimal(25))
AGREED = {7: 3, 8: 3}

promises = st.lists(
    st.builds(
        Promise,
        st.sampled_from([1, 2]),
        st.sampled_from([7, 8]),
        st.sampled_from(["asked", "accepted", "declined"]),
        st.decimals(1, 100, places=2),
    ),
    max_size=6,
)


def test_what_is_asked_or_declined_covers_nothing() -> None:
    rows = [YES, Promise(1, 8, "asked", Decimal(90)), Promise(1, 9, "declined", Decimal(90))]
    assert promised(HOURS, rows) == 25 and lacking(HOURS, rows) == 15
    assert lacking(KNOWLEDGE, rows) == 1
    assert lacking(KNOWLEDGE, [*rows, Promise(2, 8, "accepted")]) == 0


def test_a_ready_coalition_lacks_nothing() -> None:
    rows = [Promise(1, 7, "accepted", Decimal(40)), Promise(2, 8, "accepted")]
    assert gaps([HOURS, KNOWLEDGE], rows, AGREED, 3) == []
    assert gaps([HOURS, KNOWLEDGE], rows, AGREED, 4) == [Gap("disagrees", 7), Gap("disagrees", 8)]
    assert gaps([HOURS, KNOWLEDGE], rows, {7: 3}, 3) == [Gap("parties")]


def test_a_beginning_lacks_everything() -> None:
    assert gaps([], [], {}, 0) == [Gap("roles"), Gap("parties"), Gap("plan")]
    found = gaps([HOURS], [YES, Promise(1, 8, "asked", Decimal(15))], {7: 0, 8: 0, 9: 0}, 0)
    assert found == [
        Gap("role", 1, Decimal(15)),
        Gap("unanswered", 8),
        Gap("brings_nothing", 9),
        Gap("plan"),
    ]


@settings(max_examples=60)
@given(promises, st.decimals(1, 100, places=2))
def test_one_promise_more_never_opens_a_role_and_the_order_says_nothing(rows, amount) -> None:
    more = [*rows, Promise(1, 8, "accepted", amount)]
    assert 0 <= lacking(HOURS, more) <= lacking(HOURS, rows)
    assert lacking(KNOWLEDGE, more) == lacking(KNOWLEDGE, rows)
    before = gaps([HOURS, KNOWLEDGE], rows, AGREED, 3)
    after = gaps([HOURS, KNOWLEDGE], list(reversed(rows)), AGREED, 3)
    assert sorted(before, key=repr) == sorted(after, key=repr)
