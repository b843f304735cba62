"""Which procedure fits: the thresholds of rules.md section 3, the policy below them, and the two articles."""

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procurement.tenders.thresholds import engine, words
from procurement.tenders.thresholds.engine import Purchase, check
from procurement.tenders.thresholds.rules_form import TenderRulesForm
from procurement.tenders.thresholds.rulesets import KINDS, default, rules_of

RULES = rules_of(default())
CARE = Purchase("social", Decimal(240000), dt.date(2026, 3, 1), 24, "85312100-0")


@pytest.mark.parametrize(
    ("kind", "value", "on", "procedure"),
    [
        ("works", "5404000", "2026-01-01", "european"),
        ("works", "5403999.99", "2027-12-31", "national"),
        ("works", "5404000", "2025-12-31", "national"),  # the threshold of 2024-25 is 5,538,000
        ("works", "5538000", "2024-01-01", "european"),
        ("supplies", "216000", "2026-06-01", "european"),
        ("services", "215999.99", "2026-06-01", "multiple"),
        ("services", "216000", "2025-06-01", "multiple"),  # 221,000 in 2025
        ("social", "750000", "2026-06-01", "light"),
        ("social", "749999.99", "2026-06-01", "multiple"),
        ("services", "49999.99", "2026-06-01", "single"),
        ("works", "150000", "2026-06-01", "multiple"),
    ],
)
def test_the_procedure_that_fits_the_value_on_that_day(kind, value, on, procedure):
    purchase = Purchase(kind, Decimal(value), dt.date.fromisoformat(on), 12, "90910000-9")
    assert check(purchase, RULES).procedure == procedure


def test_every_line_has_a_sentence_with_its_source_and_reads_the_same_years_later():
    advice = check(CARE, RULES)
    lines = [*advice.lines, *(line for row in advice.reservations for line in row.lines)]
    said = words.sentences(lines)
    assert said[0].text == (
        "De Europese drempel voor sociale en andere specifieke diensten is EUR 750.000,00, van 01-01-2026 tot en met "
        "31-12-2027 (Gedelegeerde Verordeningen (EU) 2025/2150 tot en met 2025/2152)."
    )
    assert words.from_stored(json.loads(json.dumps(words.stored(lines)))) == said


def test_a_day_without_thresholds_gets_the_last_ones_and_says_so():
    late = check(replace(CARE, on=dt.date(2028, 2, 1)), RULES)
    assert (late.threshold, late.lines[1].code) == (Decimal(750000), "not_of_that_day")
    early = check(replace(CARE, on=dt.date(2023, 12, 31)), RULES)
    assert (early.threshold, early.lines[0].code) == (None, "no_thresholds")


def test_article_282a_asks_for_a_listed_service_of_at_most_three_years():
    assert check(CARE, RULES).reservation("2.82a").possible
    assert check(replace(CARE, months=36), RULES).reservation("2.82a").possible
    for change in ({"months": 37}, {"cpv": "90910000-9"}, {"kind": "works"}):
        found = check(replace(CARE, **change), RULES).reservation("2.82a")
        assert not found.possible and [line.good for line in found.lines].count(False) == 1
    assert check(replace(CARE, kind="works"), RULES).reservation("2.82").possible


@pytest.mark.parametrize(
    ("cpv", "listed"),
    [
        ("85000000-9", True),
        ("85323000-9", True),
        ("85400000-0", False),
        ("80111000-9", True),
        ("80200000-6", False),
    ],
)
def test_a_code_is_listed_itself_in_a_range_or_below_a_listed_one(cpv, listed):
    assert engine.in_list(cpv, RULES.specific) is listed


@settings(max_examples=60)
@given(
    st.sampled_from(KINDS),
    st.decimals(min_value="0.01", max_value="9000000", places=2),
    st.decimals(min_value="0", max_value="500000", places=2),
)
def test_a_higher_value_never_gives_fewer_enterprises_a_chance(kind, value, more):
    low = Purchase(kind, value, dt.date(2026, 5, 1), 12, "90910000-9")
    high = replace(low, value=value + more)
    assert not engine.lighter(check(high, RULES).procedure, check(low, RULES).procedure)


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [("2026-01-31", 1, "2026-02-28"), ("2026-03-01", 24, "2028-02-29"), ("2026-12-15", 1, "2027-01-14")],
)
def test_the_last_day_of_a_contract(first, months, last):
    assert engine.last_day(dt.date.fromisoformat(first), months) == dt.date.fromisoformat(last)


def test_the_form_gives_back_the_rules_it_was_filled_with():
    form = TenderRulesForm(_typed(TenderRulesForm.load(default())))
    assert form.is_valid(), form.errors
    again = rules_of(form.dump())
    assert again == RULES


def _typed(initial):
    form = TenderRulesForm()
    return {
        name: form.fields[name].prepare_value(value)
        for name, value in initial.items()
        if value not in (None, False)
    }


@pytest.mark.parametrize(
    ("periods", "complaint"),
    [
        ("01-01-2026; 31-12-2027; 5.404.000; 216.000; 216.000; 750.000", "zeven dingen"),
        ("01-01-2026; 31-12-2025; 1; 2; 3; 4; bron", "voor de eerste"),
        ("1 januari; 31-12-2025; 1; 2; 3; 4; bron", "geen dag"),
        ("01-01-2026; 31-12-2027; veel; 2; 3; 4; bron", "geen bedrag"),
        ("01-01-2026; 31-12-2027; 1; 2; 3; 4; a\n31-12-2027; 31-12-2029; 1; 2; 3; 4; b", "overlappen"),
    ],
)
def test_a_line_of_thresholds_that_is_wrong_is_named(periods, complaint):
    form = TenderRulesForm({**_typed(TenderRulesForm.load(default())), "periods": periods})
    assert complaint in form.errors["periods"][0]
