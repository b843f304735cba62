"""The rules of committing money, whatever the amounts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.budgets.engine import RefusedError, Standing, reserve, step

euros = st.decimals(min_value="0.01", max_value="999999.99", places=2)


@given(euros, euros, euros)
def test_a_reservation_never_takes_more_than_is_left_and_waits_only_above_the_limit(amount, room, limit):
    if amount > room:
        with pytest.raises(RefusedError, match="room"):
            reserve(amount, room, limit)
    else:
        assert (reserve(amount, room, limit) == "waiting") == (amount > limit)


@given(euros, euros, euros)
def test_granting_frees_exactly_what_is_not_granted(reserved, granted, limit):
    standing = Standing("reserved", reserved, made_by=1)
    if granted > reserved:
        with pytest.raises(RefusedError, match="more"):
            step("grant", standing, by=2, limit=limit, amount=granted)
    else:
        outcome = step("grant", standing, by=2, limit=limit, amount=granted)
        assert outcome.amount + outcome.freed == reserved
        assert outcome.freed >= 0


@pytest.mark.parametrize("verb", ["approve", "refuse", "grant"])
def test_above_the_limit_it_takes_someone_else(verb):
    standing = Standing("reserved" if verb == "grant" else "waiting", Decimal(6000), made_by=1)
    with pytest.raises(RefusedError, match="second"):
        step(verb, standing, by=1, limit=Decimal(5000))
    assert step(verb, standing, by=2, limit=Decimal(5000)).state in {"reserved", "refused", "granted"}


def test_up_to_the_limit_one_person_may_grant_what_they_reserved():
    standing = Standing("reserved", Decimal(5000), made_by=1)
    assert step("grant", standing, by=1, limit=Decimal(5000)).state == "granted"


@pytest.mark.parametrize("state", ["released", "refused"])
@pytest.mark.parametrize("verb", ["approve", "refuse", "grant", "release"])
def test_what_ended_stays_ended(state, verb):
    with pytest.raises(RefusedError, match="state"):
        step(verb, Standing(state, Decimal(1), made_by=1), by=2, limit=Decimal(0))
