"""The outcome of a check: cases a policy officer can read, and properties that hold for all of them."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.intake.definition import DEFAULT
from accounts.recognition.engine import (
    Criterion,
    Given,
    NotReadyError,
    Result,
    Rules,
    add_months,
    conclude,
    missing,
)

CODES = [row["code"] for row in DEFAULT["criteria"]]
ANSWERS = ("yes", "partly", "no", "unknown")
RANK = {"not": 0, "developing": 1, "recognised": 2}


def rules(most_partly=1, essential=("impact_first", "product"), evidence=False):
    criteria = [Criterion(**row, essential=row["code"] in essential) for row in DEFAULT["criteria"]]
    return Rules(tuple(criteria), most_partly, evidence, "3.2")


def verdicts(**others):
    return {code: Given(others.get(code, "yes"), "Gezien") for code in CODES}


@pytest.mark.parametrize(
    ("others", "outcome"),
    [
        ({}, "recognised"),
        ({"transparent": "partly"}, "recognised"),
        ({"transparent": "partly", "reinvest": "partly"}, "developing"),
        ({"product": "partly"}, "developing"),
        ({"reinvest": "no"}, "developing"),
        ({"impact_first": "no"}, "not"),
        ({"impact_first": "no", "reinvest": "unknown"}, "not"),
        ({"reinvest": "unknown"}, "unclear"),
    ],
)
def test_the_outcome_follows_the_heaviest_criterion(others, outcome):
    assert conclude(rules(), verdicts(**others)).outcome == outcome


def test_without_a_verdict_or_a_motivation_there_is_no_outcome():
    given_now = verdicts()
    del given_now["product"]
    given_now["reinvest"] = Given("yes", "  ")
    with pytest.raises(NotReadyError) as error:
        conclude(rules(), given_now)
    assert set(error.value.codes) == {"product", "reinvest"}


def test_evidence_is_needed_where_the_rules_ask_for_it():
    given_now = {**verdicts(reinvest="no"), "product": Given("yes", "Gezien", ("Jaarrekening",))}
    assert set(missing(rules(evidence=True), given_now)) == set(CODES) - {"product", "reinvest"}


answered = st.fixed_dictionaries({code: st.sampled_from(ANSWERS) for code in CODES})
some_rules = st.builds(
    rules, most_partly=st.integers(0, 6), essential=st.sets(st.sampled_from(CODES)).map(tuple)
)


@given(some_rules, answered)
def test_every_criterion_is_explained_once_in_the_order_of_the_rules(of, answers):
    result = conclude(of, verdicts(**answers))
    assert [line.code for line in result.lines] == CODES
    assert {line.code: line.answer for line in result.lines} == answers
    assert result.partly == sum(answer == "partly" for answer in answers.values())


@given(some_rules, answered, st.sampled_from(CODES))
def test_a_better_answer_never_gives_a_worse_outcome(of, answers, code):
    known = {key: "no" if value == "unknown" else value for key, value in answers.items()}
    ranks = [
        RANK[conclude(of, verdicts(**{**known, code: step})).outcome] for step in ("no", "partly", "yes")
    ]
    assert ranks == sorted(ranks)


@given(some_rules, answered)
def test_what_is_stored_gives_the_same_result_years_later(of, answers):
    result = conclude(of, verdicts(**answers))
    stored = json.loads(json.dumps({"rules": of.dump(), "result": result.dump()}))
    again = conclude(Rules.load(stored["rules"]), verdicts(**answers))
    assert isinstance(again, Result)
    assert json.loads(json.dumps(again.dump())) == stored["result"]


@given(some_rules)
def test_who_meets_everything_is_recognised(of):
    assert conclude(of, verdicts()).outcome == "recognised"


@given(st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)), st.integers(0, 240))
def test_months_later_is_in_the_right_month(day, months):
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day
