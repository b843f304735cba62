"""The PSO score: the vectors of the rules to the fraction, and what must always hold."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import procurement.pso.engine
from procurement.pso.distance import hire_to, missing, order_to, with_hire, with_order
from procurement.pso.engine import Facts, Purchase, Workers, level_of, norm_for, score
from procurement.pso.norms import rules_of
from procurement.pso.thirty import More, reserved, thirty_plus

RULES = rules_of(
    json.loads((Path(procurement.pso.engine.__file__).parent / "data" / "norms.json").read_text())
)
VECTOR = Facts(
    Decimal(40),
    Decimal(40),
    (
        Workers("pw", "regular", 2, Decimal(40)),
        Workers("ww", "seconded", 1, Decimal(32)),
        Workers("learner_1", "trainee", 1, Decimal(24)),
    ),
)
ORDER = Purchase("De Schakel", Decimal(60000), Decimal(1200000), Decimal(20), Decimal(50))

hours = st.decimals("0.5", "40", places=1)
workers = st.builds(
    Workers,
    st.sampled_from(sorted(RULES.categories)),
    st.sampled_from(sorted(RULES.forms)),
    st.integers(1, 6),
    hours,
    st.integers(1, 12),
)
purchases = st.builds(
    Purchase,
    st.just("X"),
    st.decimals("0", "100000", places=2),
    st.decimals("100000", "900000", places=2),
    st.decimals("1", "80", places=1),
    st.decimals("0", "100", places=1),
    st.booleans(),
)
facts = st.builds(
    Facts,
    st.decimals("1", "130", places=1),
    st.sampled_from([Decimal(36), Decimal(38), Decimal(40)]),
    st.lists(workers, max_size=4).map(tuple),
    st.lists(purchases, max_size=3).map(tuple),
)


def test_the_vector_of_the_direct_contribution():
    result = score(VECTOR, RULES)
    assert result.direct == Fraction("2.765") / 40 == Fraction("0.069125")
    assert (result.indirect, result.level) == (0, 2)


def test_the_vector_with_an_order_at_a_social_supplier():
    result = score(replace(VECTOR, purchases=(ORDER,)), RULES)
    assert result.indirect == Fraction("0.5") / Fraction("40.5")
    assert result.total == Fraction("0.069125") + Fraction(1, 81)
    assert (round(float(result.total) * 100, 3), result.level) == (8.147, 3)


def test_an_order_whose_people_count_directly_does_not_count_again():
    result = score(replace(VECTOR, purchases=(replace(ORDER, counted_directly=True),)), RULES)
    assert result.total == Fraction("0.069125")
    assert "purchase_counted" in [line.code for line in result.lines]


def test_the_indirect_contribution_is_at_most_four_fifths_of_the_total():
    little = Facts(Decimal(40), Decimal(40), (Workers("pw", "regular", 1, Decimal(4)),), (ORDER,))
    result = score(replace(little, purchases=(replace(ORDER, order=Decimal(600000)),)), RULES)
    assert result.indirect == result.total * Fraction(4, 5)
    assert "ceiling" in [line.code for line in result.lines]
    assert score(Facts(Decimal(40), Decimal(40), (), (ORDER,)), RULES).total == 0


@pytest.mark.parametrize(
    ("fte", "size"),
    [("1.9", None), ("2", 2), ("9.99", 5), ("10", 10), ("59", 50), ("104", 100), ("5000", 105)],
)
def test_between_two_sizes_the_smaller_one_holds(fte, size):
    norm = norm_for(Decimal(fte), RULES)
    assert (norm.size if norm else None) == size


@pytest.mark.parametrize(("percent", "level"), [("3.69", 0), ("3.7", 1), ("5.1", 2), ("7.9", 3), ("100", 3)])
def test_a_level_starts_exactly_at_its_norm(percent, level):
    assert level_of(Fraction(percent) / 100, norm_for(Decimal(40), RULES)) == level


def test_below_the_smallest_size_there_is_no_level_and_the_explanation_says_so():
    result = score(Facts(Decimal("1.5"), Decimal(40), (Workers("pw", "regular", 1, Decimal(40)),)), RULES)
    assert (result.level, result.norm, result.lines[-1].code) == (0, None, "too_small")


@given(facts)
def test_it_is_never_negative_and_the_order_does_not_matter(case):
    result = score(case, RULES)
    assert result.direct >= 0
    assert 0 <= result.indirect <= result.total * Fraction(4, 5)
    turned = replace(case, workers=case.workers[::-1], purchases=case.purchases[::-1])
    again = score(turned, RULES)
    assert (again.direct, again.indirect, again.level) == (result.direct, result.indirect, result.level)


@given(facts, workers, purchases)
def test_more_people_or_more_bought_at_the_same_size_never_lowers_it(case, more, order):
    before = score(case, RULES)
    for grown in (
        replace(case, workers=(*case.workers, more)),
        replace(case, purchases=(*case.purchases, order)),
    ):
        after = score(grown, RULES)
        assert after.total >= before.total
        assert after.level >= before.level


@settings(max_examples=60)
@given(
    facts,
    st.sampled_from([1, 2, 3]),
    st.sampled_from(sorted(RULES.categories)),
    st.sampled_from(["regular", "trial"]),
)
def test_the_hours_to_a_level_suffice_and_one_hour_less_never_does(case, level, category, form):
    if score(case, RULES).level >= level:
        return
    found = hire_to(level, category, form, case, RULES)
    assert found is not None, "every norm is below every weight here"
    assert score(with_hire(case, category, form, Decimal(found.hours)), RULES).level >= level
    assert found.people * case.full_time_hours >= found.hours
    for less in range(max(1, found.hours - 60), found.hours):
        assert score(with_hire(case, category, form, Decimal(less)), RULES).level < level


@given(facts.filter(lambda case: case.purchases), st.sampled_from([1, 2, 3]))
def test_the_order_to_a_level_suffices_and_a_euro_less_does_not(case, level):
    if score(case, RULES).level >= level:
        return
    found = order_to(level, 0, case, RULES)
    if found is None:
        bought = case.purchases[0]
        most = with_order(case, 0, Decimal(int(bought.turnover - bought.order)))
        assert score(most, RULES).level < level
        return
    assert score(with_order(case, 0, Decimal(found.amount)), RULES).level >= level
    if found.amount > 1:
        assert score(with_order(case, 0, Decimal(found.amount - 1)), RULES).level < level


def test_one_more_worker_of_32_hours_or_less_brings_the_vector_to_the_next_level():
    found = hire_to(3, "pw", "regular", VECTOR, RULES)
    assert (found.hours, found.people) == (18, 1)
    assert missing(3, score(VECTOR, RULES).total, VECTOR, RULES) == Fraction("0.079") - Fraction("0.069125")


def test_work_that_weighs_nothing_never_brings_a_level_nearer():
    assert hire_to(3, "sw", "lent", VECTOR, RULES) is None


def test_with_heavy_norms_a_purchase_may_help_only_up_to_a_size():
    """In the largest class the total may rise to a top and fall; the search finds what lies before the top."""
    rules = replace(RULES, norms=(replace(RULES.norms[0], levels=(Decimal(60), Decimal(70), Decimal(75))),))
    case = Facts(
        Decimal(10), Decimal(40), (), (Purchase("X", Decimal(90), Decimal(100), Decimal(40), Decimal(100)),)
    )
    brute = next(
        (h for h in range(1, 3000) if score(with_hire(case, "ww", "trial", Decimal(h)), rules).level >= 1),
        None,
    )
    found = hire_to(1, "ww", "trial", case, rules)
    assert (found.hours if found else None) == brute


def more(**changes):
    return replace(More(employees=10, whole_year=True, own_kvk=True, main_aim=True), **changes)


SOCIAL = Facts(
    Decimal(10),
    Decimal(40),
    (Workers("pw", "regular", 4, Decimal(40)), Workers("learner_1", "trainee", 3, Decimal(40))),
)


def test_thirty_plus_leaves_trainees_out_and_asks_for_all_conditions():
    result = score(SOCIAL, RULES)
    assert thirty_plus(SOCIAL, result, more(), RULES).met is True
    only_trainees = replace(SOCIAL, workers=(replace(SOCIAL.workers[1], people=9),))
    outcome = thirty_plus(only_trainees, score(only_trainees, RULES), more(), RULES)
    assert outcome.met is False
    assert outcome.criteria[-1][0].numbers["now"] == 0
    assert thirty_plus(SOCIAL, result, more(own_kvk=False), RULES).met is False


def test_what_is_not_known_is_never_a_yes():
    result = score(SOCIAL, RULES)
    assert thirty_plus(SOCIAL, result, more(whole_year=None), RULES).met is None
    assert reserved(SOCIAL, more(main_aim=None), RULES).met is None
    assert reserved(SOCIAL, more(employees=None), RULES).met is None


def test_thirty_plus_and_article_2_82_may_differ_both_ways():
    assert reserved(SOCIAL, more(main_aim=False), RULES).met is False  # 30+ does not ask for the aim
    many_small_jobs = replace(SOCIAL, workers=(Workers("pw", "regular", 4, Decimal(8)),))
    result = score(many_small_jobs, RULES)
    assert thirty_plus(many_small_jobs, result, more(), RULES).met is False  # 8% in fte
    assert reserved(many_small_jobs, more(), RULES).met is True  # 4 of 10 workers
    hired = replace(SOCIAL, workers=(Workers("pw", "seconded", 4, Decimal(40)),))
    assert thirty_plus(hired, score(hired, RULES), more(), RULES).met is True
    assert reserved(hired, more(), RULES).met is False  # they work for another
