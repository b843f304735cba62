"""The pure rules of a pilot."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from challenges.contests.pilots import engine

D = Decimal
amounts = some.decimals(min_value=D("0.01"), max_value=D(100000), places=2)


@settings(max_examples=60, deadline=None)
@given(budget=amounts, asked=some.lists(amounts, max_size=8))
def test_whatever_is_asked_never_more_than_the_budget_is_taken(budget, asked) -> None:
    taken = D(0)
    for amount in asked:
        try:
            engine.ask(amount, budget - taken, without_proof=0, most_without_proof=1)
            taken += amount
        except engine.RefusedError:
            # What does not fit is refused, and only that.
            if amount <= budget - taken:
                raise
    assert taken <= budget


@pytest.mark.parametrize(
    ("verb", "standing", "by", "outcome"),
    [
        ("approve", engine.Standing("asked", D(5000)), 1, "approved"),
        ("approve", engine.Standing("asked", D("5000.01")), 1, "waiting"),
        ("second", engine.Standing("waiting", D(6000), 1), 2, "approved"),
        ("second", engine.Standing("waiting", D(6000), 1), 1, "refused: second"),
        ("pay", engine.Standing("waiting", D(6000), 1), 2, "refused: state"),
        ("pay", engine.Standing("approved", D(6000), 1), 1, "paid"),
        ("prove", engine.Standing("paid", D(6000), 1), 1, "refused: no_proof"),
        ("prove", engine.Standing("paid", D(6000), 1, True), 1, "proven"),
        ("refuse", engine.Standing("approved", D(6000), 1), 2, "refused: state"),
    ],
)
def test_an_advance_takes_the_steps_of_the_rules(verb, standing, by, outcome) -> None:
    refusal = outcome.removeprefix("refused: ")
    if refusal != outcome:
        with pytest.raises(engine.RefusedError, match=refusal):
            engine.step(verb, standing, by=by, limit=D(5000))
    else:
        assert engine.step(verb, standing, by=by, limit=D(5000)) == outcome


@pytest.mark.parametrize(
    ("baseline", "target", "value", "percent"),
    [(0, 10, 4, 40), (0, 3, 1, 33), (20, 10, 15, 50), (0, 10, None, None), (0, 10, 12, 120), (5, 10, 3, 0)],
)
def test_how_far_it_is_counts_from_the_start_to_the_target(baseline, target, value, percent) -> None:
    assert engine.reached(D(baseline), D(target), None if value is None else D(value)) == percent


def test_a_record_names_what_it_lacks_in_the_order_of_time() -> None:
    complete = engine.Facts(True, True, True, True, True, True, 0, True)
    assert engine.gaps(complete) == []
    empty = engine.Facts(False, False, False, False, False, False, 2, False)
    assert engine.gaps(empty) == [*engine.PARTS, "open_proofs"]
