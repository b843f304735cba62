"""The pizza adds up, has no circles, and shows what falls when a slice falls."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from accounts.financing.engine import STATES, STEPS, Piece, circle, may_become, pie, sums, without

euros = st.decimals(min_value="0.01", max_value="999999.99", places=2)
states = st.sampled_from([*STATES, "fallen"])


@st.composite
def pizzas(draw):
    """Slices that depend on earlier slices only, so without circles."""
    size = draw(st.integers(min_value=1, max_value=7))
    return [
        Piece(
            key,
            draw(euros),
            draw(states),
            tuple(draw(st.sets(st.integers(0, key - 1), max_size=2)) if key else ()),
        )
        for key in range(size)
    ]


@given(euros, pizzas())
def test_the_sectors_are_one_whole_circle(need, pieces):
    assert abs(sum(sector.share for sector in pie(need, pieces)) - 1) < Decimal("1e-20")


@given(euros, pizzas())
def test_gap_and_surplus_are_never_both_there_and_add_up(need, pieces):
    totals = sums(need, pieces)
    assert totals.gap == 0 or totals.over == 0
    assert totals.counted + totals.gap - totals.over == need
    assert totals.certain <= totals.counted


@given(euros, pizzas(), st.data())
def test_what_falls_away_never_makes_the_gap_smaller_and_spares_paid_money(need, pieces, data):
    key = data.draw(st.sampled_from([piece.key for piece in pieces]))
    scenario = without(need, pieces, key)
    assert scenario.left.gap >= sums(need, pieces).gap
    paid = {piece.key for piece in pieces if piece.state == "paid"}
    assert not paid & set(scenario.fallen)
    assert scenario.left.counted == sums(need, pieces).counted - scenario.lost


@given(pizzas())
def test_slices_that_wait_for_earlier_ones_make_no_circle_and_a_mutual_wait_does(pieces):
    assert not circle(pieces)
    a, b = Piece(100, Decimal(1), "sought", (101,)), Piece(101, Decimal(1), "sought", (100,))
    assert circle([*pieces, a, b])


def test_a_chain_falls_as_a_whole():
    pieces = [
        Piece(1, Decimal(10), "promised"), Piece(2, Decimal(20), "applied", (1,)),
        Piece(3, Decimal(30), "sought", (2,)), Piece(4, Decimal(40), "sought"),
    ]  # fmt: skip
    scenario = without(Decimal(100), pieces, 1)
    assert (scenario.fallen, scenario.lost, scenario.left.gap) == ((2, 3), Decimal(60), Decimal(60))


def test_paid_only_when_what_it_waits_for_is_certain():
    guarantee = Piece(1, Decimal(10), "applied")
    loan = Piece(2, Decimal(20), "promised", (1,))
    assert may_become(loan, "paid", [guarantee, loan]) == "waits"
    assert may_become(loan, "paid", [Piece(1, Decimal(10), "promised"), loan]) == ""
    assert all(may_become(Piece(3, Decimal(1), "paid"), state, []) == "step" for state in STEPS)
