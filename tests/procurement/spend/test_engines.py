"""Amounts, periods, names that look alike, and shares: exact and the same whatever way they are reached."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procurement.spend.lists.engine import read_amount, read_period, read_row
from procurement.spend.matching.engine import (
    Asked,
    Claim,
    Directory,
    NameIndex,
    Party,
    bare,
    counts_as,
    trigrams,
)
from procurement.spend.share.engine import Line, largest, together


def alike(one, other):
    """What two names share of what they have together: the plain definition, for the index to keep to."""
    return Fraction(len(one & other), len(one | other)) if one | other else Fraction(0)


FORMS = frozenset({"bv", "nv", "stichting", "vof"})


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1.234,56", "1234.56"), ("1234,5", "1234.50"), ("€ 1.234", "1234"), ("EUR -12,50", "-12.50"),
        ("12,50-", "-12.50"), ("(12,50)", "-12.50"), ("1,234.56", "1234.56"), ("1234.56", "1234.56"),
        (1234.5600000001, "1234.56"), (7, "7"), ("1.000.000", "1000000"), ("0,005", None), ("0,0050", "0.01"),
        ("1,234", None), ("veel", None), ("12.34.56", None), ("99999999999999", None), ("", None), (True, None),
        (float("nan"), None), ("1'234,50", "1234.50"),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_a_dutch_person_means_it_or_not_at_all(cell, amount):
    found, problem = read_amount(cell)
    assert (found == Decimal(amount) and not problem) if amount is not None else (found is None and problem)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
@settings(max_examples=60)
def test_an_amount_as_dutch_excel_writes_it_is_read_to_the_cent(amount):
    text = f"{amount:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    assert read_amount(text) == (amount, "")


@pytest.mark.parametrize(
    ("cell", "period"),
    [
        ("2025", (2025, 0)), (2025, (2025, 0)), ("2025-Q1", (2025, 1)), ("Q4 2024", (2024, 4)), ("2025 kw 3", (2025, 3)),
        ("1e kwartaal 2025", (2025, 1)), ("jan 2025", (2025, 1)), ("mrt 2025", (2025, 1)), ("maart 2025", (2025, 1)),
        ("2025-05", (2025, 2)), ("202512", (2025, 4)), ("12-2025", (2025, 4)), ("31-12-2025", (2025, 4)),
        ("2025-12-31", (2025, 4)), ("20251231", (2025, 4)), ("45658", (2025, 1)), (dt.datetime(2024, 7, 1), (2024, 3)),
        ("1825", None), ("2025-13", None), ("ooit", None), ("Q5 2025", None),
    ],
)  # fmt: skip
def test_a_period_is_a_year_with_or_without_a_quarter(cell, period):
    found, problem = read_period(cell)
    assert found == period and bool(problem) == (period is None)


def test_a_row_without_a_period_is_of_the_year_of_the_list_and_says_all_that_is_wrong():
    mapping = {"name": 0, "kvk_number": 1, "amount": 2}
    assert read_row(["Bakker", "12345678", "10"], mapping, 2024).values["period"] == (2024, 0)
    wrong = read_row(["", "12", "veel"], mapping, 2024)
    assert [(problem.field, problem.code) for problem in wrong.problems] == [
        ("kvk_number", "kvk-length"), ("amount", "amount"), ("name", "no-name"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fietswerk B.V.", "FIETSWERK bv"),
        ("Stichting De Schakel", "De Schakel"),
        ("Brood & Zo", "Brood en Zo"),
    ],
)
def test_legal_forms_and_signs_say_nothing_in_a_name(one, other):
    assert bare(one, FORMS) == bare(other, FORMS)


def test_a_name_of_legal_forms_only_keeps_them():
    assert bare("Stichting BV", FORMS) == "stichting bv"


def test_alike_is_what_pg_trgm_says():
    # SELECT similarity('fietswerk noord', 'fietswerk zuid') = 0.47826087 in PostgreSQL
    assert alike(trigrams("fietswerk noord"), trigrams("fietswerk zuid")) == Fraction(10, 21)


NAMES = st.text(alphabet="abcde ", min_size=1, max_size=16)


@given(st.lists(NAMES, max_size=30), NAMES, st.integers(30, 100))
@settings(max_examples=80)
def test_the_index_finds_exactly_what_comparing_everything_finds(names, asked, percent):
    least = Fraction(percent, 100)
    index = NameIndex(enumerate(names))
    slow = {
        (key, score)
        for key, name in enumerate(names)
        if trigrams(name) and (score := alike(trigrams(asked), trigrams(name))) >= least
    }
    assert set(index.like(asked, least, len(names) + 1)) == (slow if trigrams(asked) else set())


PARTIES = (
    Party(1, ("Fietswerk Noord",), "10000001", "Noord", (Claim("social"),)),
    Party(2, ("Fietswerk Zuid",), "", "Zuid", (Claim("pso", dt.date(2025, 3, 1), dt.date(2026, 2, 28)),)),
)


def find(name, kvk="", memory=None, least=40):
    directory = Directory(PARTIES, FORMS, memory or {})
    bare_name = bare(name, FORMS)
    return directory.find(Asked(7, kvk or f"n:{bare_name}", bare_name, kvk), Fraction(least, 100), 3)


def test_the_number_decides_and_two_numbers_are_two_enterprises():
    assert find("Iets heel anders", "10000001").party == 1
    assert find("Fietswerk Noord", "10000009").pairs == ((2, 47),)  # the one without a number may still be it


def test_a_name_alone_is_never_more_than_a_pair_until_someone_said_so():
    found = find("Fietswerk Noord B.V.")
    assert found.party is None and found.pairs[0] == (1, 100)
    key = "n:fietswerk noord"
    assert find("Fietswerk Noord", memory={(key, 1): True}).party == 1
    assert [pair for pair, _percent in find("Fietswerk Noord", memory={(key, 1): False}).pairs] == [2]


def test_a_certificate_counts_in_the_years_it_was_valid_and_the_first_group_wins():
    order = ("sw", "social", "pso")
    assert [counts_as(PARTIES[1].claims, year, order) for year in (2024, 2025, 2026, 2027)] == [
        "",
        "pso",
        "pso",
        "",
    ]
    assert counts_as((Claim("pso"), Claim("sw")), 2025, order) == "sw"
    assert counts_as((Claim("pso"),), 2025, ("social",)) == ""


MONEY = st.decimals(min_value=-1000, max_value=100000, places=2)
LINES = st.lists(st.builds(lambda total, part: Line("x", total, {"sw": part}), MONEY, MONEY), max_size=20)


@given(LINES, st.integers(2, 8))
@settings(max_examples=60)
def test_lines_on_screen_add_up_to_the_whole(lines, most):
    shown = largest(lines, most, "anders")
    assert len(shown) <= max(most, 0) and together(shown, "").total == together(lines, "").total
    assert together(shown, "").social == together(lines, "").social


def test_a_share_is_exact_and_says_nothing_when_more_came_back_than_was_paid():
    assert Line("", Decimal(3), {"sw": Decimal(1)}).share == Fraction(1, 3)
    assert Line("", Decimal(3), {"sw": Decimal(1)}).percent == Decimal("33.3")
    assert Line("", Decimal(2000), {"sw": Decimal(1)}).percent == Decimal("0.1")  # 0,05: half goes up
    assert Line("", Decimal(0)).percent is None and Line("", Decimal(-5), {"sw": Decimal(1)}).percent is None
