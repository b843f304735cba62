"""What counts for which goal, and how much."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.impact.engine import Fact, Progress, RefusedError, divide, misfit, proposal, reasons, step

amounts = st.decimals(0, 1_000_000, places=2)
GOAL = Fact(1, 7, dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def claimed(first, last, indicator=7):
    return Fact(9, indicator, dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        (claimed("2026-01-01", "2026-12-31"), ""),
        (claimed("2025-12-31", "2026-02-01"), "period"),
        (claimed("2026-12-01", "2027-01-01"), "period"),
        (claimed("2026-02-01", "2026-03-01", indicator=8), "indicator"),
    ],
)
def test_a_claim_counts_only_for_its_indicator_and_within_the_days_of_the_goal(claim, why):
    assert misfit(claim, GOAL) == why


def test_a_new_claim_is_laid_with_the_fitting_goal_that_ends_first():
    longer = Fact(2, 7, dt.date(2026, 1, 1), dt.date(2030, 12, 31))
    assert proposal(claimed("2026-02-01", "2026-02-28"), [longer, GOAL]) == 1
    assert proposal(claimed("2027-02-01", "2027-02-28"), [longer, GOAL]) == 2
    assert proposal(claimed("2020-02-01", "2020-02-28"), [longer, GOAL]) is None


@given(amounts, st.dictionaries(st.integers(1, 9), amounts))
def test_shares_never_add_up_to_more_than_the_claim(quantity, shares):
    if sum(shares.values()) > quantity:
        with pytest.raises(RefusedError, match="more"):
            divide(quantity, shares)
    else:
        kept = divide(quantity, shares)
        assert sum(kept.values()) == sum(shares.values())
        assert all(share > 0 for share in kept.values())


def test_checking_takes_another_person_and_evidence():
    assert step("check", "claimed", by=2, claimed_by=1, evidence=1) == "checked"
    for code, verb, state, by, evidence in (
        ("own", "check", "claimed", 1, 1),
        ("evidence", "check", "claimed", 2, 0),
        ("state", "check", "checked", 2, 1),
        ("state", "claim", "checked", 1, 1),
        ("state", "refuse", "refused", 2, 1),
    ):
        with pytest.raises(RefusedError, match=code):
            step(verb, state, by=by, claimed_by=1, evidence=evidence)


@given(amounts, amounts, amounts, st.decimals("0.01", 1_000_000, places=2))
def test_the_bar_is_never_wider_than_its_frame(baseline, checked, unchecked, more):
    progress = Progress(baseline, baseline + more, checked, unchecked)
    parts = progress.parts(320)
    assert all(part >= 0 for part in parts)
    assert sum(parts) <= 320
    assert (progress.left == 0) == progress.is_reached == (progress.percentage >= 100)


def test_reasons_say_why_an_enterprise_fits_strongest_first():
    assert reasons(themes=["work"], theme="work", checked=Decimal(1), unchecked=Decimal(2)) == [
        "checked", "claimed", "theme",
    ]  # fmt: skip
    assert reasons(themes=[], theme="work", checked=Decimal(0), unchecked=Decimal(0)) == []
