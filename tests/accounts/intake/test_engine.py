"""The definition check: pure calculation over answers."""

import pytest

from accounts.intake.definition import DEFAULT
from accounts.intake.engine import Criterion, judge

CRITERIA = [Criterion(**row) for row in DEFAULT["criteria"]]
ALL = [criterion.code for criterion in CRITERIA]


def answers(default="yes", **changes):
    return {**dict.fromkeys(ALL, default), **changes}


def test_yes_to_everything_fits_the_definition():
    outcome = judge(CRITERIA, answers())
    assert outcome.place == "social"
    assert outcome.fits_definition
    assert set(outcome.met) == set(ALL)


@pytest.mark.parametrize(
    ("given", "place"),
    [
        (answers(), "social"),
        (answers(independent="partly"), "social"),
        (answers(independent="no"), "subsidised"),
        (answers(independent="no", product="partly"), "subsidised"),
        (answers(independent="no", product="no"), "charity"),
        (answers(impact_first="partly", reinvest="partly"), "responsible"),
        (answers(impact_first="no"), "responsible"),
        (answers(impact_first="no", reinvest="no"), "profit"),
        (answers("no"), "profit"),
    ],
)
def test_place_on_the_spectrum(given, place):
    assert judge(CRITERIA, given).place == place


def test_unknown_and_missing_answers_say_nothing_and_never_fail():
    outcome = judge(CRITERIA, {"impact_first": "unknown"})
    assert set(outcome.unknown) == set(ALL)
    assert not outcome.fits_definition
    assert outcome.place == "responsible"  # in the middle as long as we know nothing


def test_each_criterion_is_in_exactly_one_group():
    outcome = judge(CRITERIA, answers(impact_first="partly", product="no", reinvest="unknown"))
    assert sorted(outcome.met + outcome.partly + outcome.missing + outcome.unknown) == sorted(ALL)
    assert outcome.partly == ("impact_first",)
    assert outcome.missing == ("product",)


def test_no_criteria_at_all_is_not_an_error():
    assert judge([], {}).fits_definition


def test_every_criterion_names_its_source():
    assert all(criterion.source for criterion in CRITERIA)
