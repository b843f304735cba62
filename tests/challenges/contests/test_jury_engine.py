"""Ranking by a jury: published cases, ties, and what holds whatever the scores."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from challenges.contests.jury.dividing import divide
from portal.kernel.ranking import (
    HEAVIEST,
    MOST_FIRST,
    SHARED,
    TIE_RULES,
    Ballot,
    Criterion,
    firmness,
    level,
    mark,
    rank,
)

ONE = [Criterion(1, 100, 0, 10)]


def ballots(table: dict[int, dict[int, int]]) -> list[Ballot]:
    """Scores on the one criterion: entry, juror, score."""
    return [Ballot(juror, entry, {1: score}) for entry, row in table.items() for juror, score in row.items()]


def ranks(cast: list[Ballot], criteria: list[Criterion], tie_rule: str = SHARED) -> dict[int, int]:
    return {place.entry: place.rank for place in rank(cast, criteria, tie_rule=tie_rule)}


class TestPublishedCases:
    """Penn State, MANGT 510 (Project Management), table 2.4: safety 3, profit 2, cost 1; Beta and Gamma tie at 15."""

    SAFETY, PROFIT, COST = 1, 2, 3
    CRITERIA = [Criterion(SAFETY, 3, 0, 3), Criterion(PROFIT, 2, 0, 3), Criterion(COST, 1, 0, 3)]
    PROJECTS = {"alpha": (2, 1, 3), "beta": (3, 2, 2), "gamma": (2, 3, 3), "delta": (3, 1, 1)}
    CAST = [
        Ballot(1, entry, dict(enumerate(scores, start=1))) for entry, scores in enumerate(PROJECTS.values())
    ]

    def test_totals_are_those_of_the_source(self):
        marks = [mark(ballot, self.CRITERIA) * 18 / 100 for ballot in self.CAST]
        assert marks == [11, 15, 15, 12]

    def test_a_tie_shares_the_place_and_skips_the_next(self):
        assert ranks(self.CAST, self.CRITERIA) == {0: 4, 1: 1, 2: 1, 3: 3}

    def test_the_heaviest_criterion_breaks_the_tie_and_says_so(self):
        first, second = rank(self.CAST, self.CRITERIA, tie_rule=HEAVIEST)[:2]
        assert (first.entry, first.rank, first.broken_by, first.tied_with) == (1, 1, HEAVIEST, (2,))
        assert (second.entry, second.rank, second.broken_by) == (2, 2, HEAVIEST)

    def test_places_of_seven_with_two_ties(self):
        """Rosetta Code, Ranking methods: 44 42 42 41 41 41 39 is 1 2 2 4 4 4 7."""
        scores = [44, 42, 42, 41, 41, 41, 39]
        cast = ballots({entry: {1: score} for entry, score in enumerate(scores)})
        places = ranks(cast, [Criterion(1, 100, 0, 50)])
        assert [places[entry] for entry in range(7)] == [1, 2, 2, 4, 4, 4, 7]


def test_a_juror_with_a_conflict_does_not_count_there():
    places = rank(ballots({1: {1: 10, 2: 2}, 2: {1: 7}}), ONE, tie_rule=SHARED)
    assert [(place.entry, place.total, place.jurors) for place in places] == [(2, 70, 1), (1, 60, 2)]


def test_the_entry_that_most_jurors_put_first_breaks_the_tie():
    cast = ballots({1: {1: 9, 2: 5, 3: 4}, 2: {1: 2, 2: 8, 3: 8}})
    assert ranks(cast, ONE, SHARED) == {1: 1, 2: 1}
    assert ranks(cast, ONE, MOST_FIRST) == {2: 1, 1: 2}


def test_criteria_with_different_scales_weigh_what_their_weight_says():
    criteria = [Criterion(1, 50, 1, 5), Criterion(2, 50, 1, 10)]
    assert mark(Ballot(1, 1, {1: 5, 2: 1}), criteria) == mark(Ballot(1, 1, {1: 1, 2: 10}), criteria) == 50


def test_levelling_takes_a_strict_juror_out():
    """The strict juror did not score entry 2; plain, that helps entry 2."""
    cast = ballots({1: {1: 8, 2: 5}, 2: {1: 7}, 3: {1: 6, 2: 3}})
    plain = [place.entry for place in rank(cast, ONE, tie_rule=SHARED)]
    levelled = [place.entry for place in rank(cast, ONE, tie_rule=SHARED, levelled=True)]
    assert plain[0] == 2 and levelled[0] == 1


def test_levelling_without_scores_is_nothing():
    assert level({}) == {}
    assert rank([], ONE, tie_rule=SHARED, levelled=True) == []


def test_a_ranking_that_hangs_on_one_juror_is_not_firm():
    found = firmness(
        ballots({1: {1: 10, 2: 5, 3: 5}, 2: {1: 4, 2: 7, 3: 7}}), ONE, tie_rule=SHARED, winners=1, swing=20
    )
    assert found.spans == {1: (1, 2), 2: (1, 2)}
    assert not found.firm
    assert [(trial.key, trial.same_winners) for trial in found.trials] == [(1, False), (2, True), (3, True)]


def test_a_ranking_that_hangs_on_a_weight_is_not_firm():
    criteria = [Criterion(1, 50, 0, 10), Criterion(2, 50, 0, 10)]
    cast = [Ballot(1, 1, {1: 9, 2: 5}), Ballot(1, 2, {1: 5, 2: 8})]
    changed = [
        (trial.what, trial.key)
        for trial in firmness(cast, criteria, tie_rule=SHARED, winners=1, swing=30).trials
        if not trial.same_winners
    ]
    assert changed == [("lighter", 1)] or changed == [("heavier", 2), ("lighter", 1)]


class TestDividing:
    def test_sixty_thousand_over_two(self):
        """Rules file section 5: the jury divides EUR 60,000 over two winners."""
        assert divide(Decimal(60000), {1: Fraction(1), 2: Fraction(1)}) == {1: 30000, 2: 30000}

    def test_euros_that_are_left_go_to_who_lost_most(self):
        assert divide(Decimal(100), {1: Fraction(1), 2: Fraction(1), 3: Fraction(1)}) == {1: 34, 2: 33, 3: 33}
        assert divide(Decimal(10), {1: Fraction(14), 2: Fraction(86)}) == {1: 1, 2: 9}

    @pytest.mark.parametrize("shares", [{}, {1: Fraction(0)}, {1: Fraction(2), 2: Fraction(-1)}])
    def test_shares_that_divide_nothing_are_refused(self, shares):
        with pytest.raises(ValueError, match="positive"):
            divide(Decimal(100), shares)

    @given(
        st.decimals(min_value=1, max_value=10**9, places=2),
        st.dictionaries(st.integers(1, 50), st.fractions(min_value=0, max_value=100), min_size=1),
    )
    def test_shares_add_up_to_the_budget_to_the_cent(self, budget, shares):
        if not sum(shares.values()):
            return
        divided = divide(budget, shares)
        assert sum(divided.values()) == budget
        assert all(amount >= 0 for amount in divided.values())
        assert all(amount == int(amount) for amount in list(divided.values())[1:])


CRITERIA = [Criterion(1, 40, 1, 5), Criterion(2, 35, 1, 10), Criterion(3, 25, 0, 3)]


@st.composite
def juries(draw: st.DrawFn) -> list[Ballot]:
    """Some jurors and entries; here and there a juror did not score."""
    jurors, entries = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    return [
        Ballot(juror, entry, {one.key: draw(st.integers(one.low, one.high)) for one in CRITERIA})
        for juror in range(jurors)
        for entry in range(entries)
        if draw(st.integers(0, 9))
    ]


@given(juries(), st.sampled_from(TIE_RULES), st.booleans(), st.randoms())
def test_the_order_of_jurors_and_entries_changes_nothing(cast, tie_rule, levelled, random):
    shuffled = [*cast]
    random.shuffle(shuffled)
    assert rank(cast, CRITERIA, tie_rule=tie_rule, levelled=levelled) == rank(
        shuffled, CRITERIA, tie_rule=tie_rule, levelled=levelled
    )


@given(juries(), st.sampled_from(TIE_RULES), st.booleans())
def test_other_numbers_for_jurors_and_entries_change_no_place(cast, tie_rule, levelled):
    renamed = [Ballot(100 - ballot.juror, 100 - ballot.entry, ballot.scores) for ballot in cast]
    before = rank(cast, CRITERIA, tie_rule=tie_rule, levelled=levelled)
    after = rank(renamed, CRITERIA, tie_rule=tie_rule, levelled=levelled)
    assert {place.entry: place.rank for place in before} == {100 - place.entry: place.rank for place in after}


@given(juries(), st.sampled_from(TIE_RULES), st.booleans(), st.data())
def test_a_higher_score_never_lowers_a_place(cast, tie_rule, levelled, data):
    if not cast:
        return
    at = data.draw(st.integers(0, len(cast) - 1))
    one = data.draw(st.sampled_from(CRITERIA))
    ballot = cast[at]
    higher = data.draw(st.integers(ballot.scores[one.key], one.high))
    raised = [*cast]
    raised[at] = Ballot(ballot.juror, ballot.entry, {**ballot.scores, one.key: higher})

    def place(some: list[Ballot]) -> int:
        ranked = rank(some, CRITERIA, tie_rule=tie_rule, levelled=levelled)
        return next(found.rank for found in ranked if found.entry == ballot.entry)

    assert place(raised) <= place(cast)


@given(juries(), st.sampled_from(TIE_RULES))
def test_the_place_of_an_entry_lies_within_its_span(cast, tie_rule):
    found = firmness(cast, CRITERIA, tie_rule=tie_rule, winners=2, swing=20)
    for place in rank(cast, CRITERIA, tie_rule=tie_rule):
        best, worst = found.spans[place.entry]
        assert best <= place.rank <= worst
