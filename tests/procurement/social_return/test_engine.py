"""What a contract asks for and what an effort is worth: the vectors of the rules, and what must always hold."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.social_return import engine
from procurement.social_return.engine import ContractFacts, Placement
from procurement.social_return.rulesets import tables
from procurement.social_return.scheme import scheme_of

SCHEMES = {start.code: scheme_of(start.data) for start in tables()}
UTRECHT, OOST = SCHEMES["utrecht"], SCHEMES["oost-nederland"]
NEW_YEAR = dt.date(2026, 1, 1)

days = st.dates(dt.date(2024, 1, 1), dt.date(2029, 12, 31))
hours = st.decimals("0.25", "60", places=2)
schemes = st.sampled_from(list(SCHEMES.values()))


@st.composite
def placements(draw, scheme):
    first = draw(days)
    return Placement(
        draw(st.integers()),
        draw(st.sampled_from(["P-1", "P-2"])),
        draw(st.sampled_from(sorted(scheme.groups))),
        draw(hours),
        first,
        first + dt.timedelta(days=draw(st.integers(0, 1500))),
        tuple(sorted(draw(st.sets(st.sampled_from(sorted(scheme.bonuses)))))) if scheme.bonuses else (),
    )


def half_year(group="pw_short", hours="24", **more):
    return Placement(1, "P-1", group, Decimal(hours), NEW_YEAR, dt.date(2026, 6, 30), **more)


def test_vector_participatiewet_24_hours_6_months():
    assert engine.placement_value(half_year(), UTRECHT).amount == Decimal("13333.33")


def test_vector_with_the_refugee_bonus_pro_rata():
    assert engine.placement_value(half_year(bonuses=("refugee",)), UTRECHT).amount == Decimal("16666.67")


def test_a_bonus_that_is_not_pro_rata_counts_whole():
    data = {**next(start.data for start in tables() if start.code == "utrecht"), "bonuses_pro_rata": False}
    worth = engine.placement_value(half_year(bonuses=("refugee",)), scheme_of(data)).amount
    assert worth == Decimal("23333.33")


def test_five_percent_of_a_million():
    result = engine.obligation(ContractFacts("services", Decimal(1000000), Fraction(24)), UTRECHT)
    assert result.amount == Decimal("50000.00")
    assert [line.code for line in result.lines] == ["rate_of_contract_sum"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"value": Decimal("124999.99")}, "below_value"),
        ({"months": Fraction(5)}, "below_months"),
    ],
)
def test_below_the_threshold_nothing_is_asked(facts, code):
    given_facts = {"kind": "services", "value": Decimal(500000), "months": Fraction(12), **facts}
    result = engine.obligation(ContractFacts(**given_facts), UTRECHT)
    assert (result.amount, result.lines[0].code) == (Decimal("0.00"), code)


def test_the_base_may_be_turnover_wage_sum_or_labour():
    data = next(start.data for start in tables() if start.code == "utrecht")
    facts = ContractFacts(
        "services", Decimal(1000000), Fraction(12), turnover=Decimal(400000), wage_sum=Decimal(300000),
        labour_share=Decimal(25),
    )  # fmt: skip
    for base, amount in (("invoiced_turnover", 20000), ("wage_sum", 15000), ("labour_component", 12500)):
        assert engine.obligation(facts, scheme_of({**data, "base": base})).amount == amount
    low = {**data, "low_rate": {"rate": "2", "labour_below": "30"}}
    assert engine.obligation(facts, scheme_of(low)).amount == Decimal("20000.00")
    unknown = engine.obligation(
        ContractFacts("services", Decimal(1000000), Fraction(12)), scheme_of({**data, "base": "wage_sum"})
    )
    assert unknown.lines[0].code == "unknown_wage_sum"


def test_a_pso_discount_lowers_what_is_owed():
    facts = ContractFacts("services", Decimal(1000000), Fraction(12))
    assert engine.obligation(facts, UTRECHT, discount=Decimal(40)).amount == Decimal("30000.00")


def test_months_run_by_the_calendar():
    assert engine.months_between(NEW_YEAR, dt.date(2026, 12, 31)) == 12
    assert engine.months_between(dt.date(2026, 1, 31), dt.date(2026, 2, 26)) == Fraction(27, 31)
    assert engine.months_between(dt.date(2026, 1, 31), dt.date(2026, 2, 27)) == 1
    assert engine.months_between(dt.date(2026, 2, 1), dt.date(2026, 2, 14)) == Fraction(1, 2)
    assert engine.months_between(dt.date(2026, 2, 2), dt.date(2026, 2, 1)) == 0


@given(schemes.flatmap(lambda scheme: st.tuples(st.just(scheme), placements(scheme))), hours)
def test_more_hours_are_never_worth_less_and_nothing_is_negative(case, more):
    scheme, placement = case
    longer = Placement(
        placement.key, placement.person, placement.group, placement.hours + more, placement.first,
        placement.last, placement.bonuses,
    )  # fmt: skip
    worth = engine.placement_value(placement, scheme).amount
    assert Decimal(0) <= worth <= engine.placement_value(longer, scheme).amount


@given(st.integers(1, 3000), hours)
def test_a_person_counts_up_to_the_counting_duration(length, worked):
    last = NEW_YEAR + dt.timedelta(days=length)
    capped = engine.placement_value(Placement(1, "P-1", "pw_long", worked, NEW_YEAR, last), OOST).amount
    two_years = Placement(1, "P-1", "pw_long", worked, NEW_YEAR, dt.date(2027, 12, 31))
    assert capped <= engine.placement_value(two_years, OOST).amount
    if last >= dt.date(2027, 12, 31):
        assert capped == engine.placement_value(two_years, OOST).amount


@given(
    st.lists(placements(OOST), min_size=1, max_size=5, unique_by=lambda item: item.key),
    st.randoms(use_true_random=False),
)
def test_the_order_of_bookings_does_not_matter(booked, random):
    shuffled = list(booked)
    random.shuffle(shuffled)
    one, other = engine.placements_value(booked, OOST), engine.placements_value(shuffled, OOST)
    assert {key: worth.amount for key, worth in one.items()} == {
        key: worth.amount for key, worth in other.items()
    }


def test_activities_have_a_ceiling_a_day_where_the_rules_say_so():
    leiden = SCHEMES["leiden-2023"]
    assert engine.activity_value(Decimal(20), 1, leiden).amount == Decimal("1000.00")
    assert engine.activity_value(Decimal(6), 1, UTRECHT).amount == Decimal("600.00")
    assert engine.activity_value(Decimal(6), 1, OOST).amount == 0


def test_social_purchases_and_trial_placements():
    assert engine.purchase_value("national_association", Decimal("1000.01"), UTRECHT).amount == Decimal(
        "500.01"
    )
    trial = engine.monthly_value("trial", NEW_YEAR, dt.date(2026, 3, 31), OOST)
    assert trial.amount == Decimal("2250.00")


@pytest.mark.parametrize(("amount", "expected"), [("0.005", "0.01"), ("0.0049", "0.00"), ("-0.005", "-0.01")])
def test_half_a_cent_goes_up(amount, expected):
    assert engine.rounded(Fraction(amount)) == Decimal(expected)
