"""Which offers fit a request: scores within bounds, more that fits never scores less, one per enterprise."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from procurement.market.requests.engine import Ask, Candidate, Weights, match, ranked, wave
from procurement.market.requests.words import of_match
from procurement.market.rulesets import default
from procurement.market.words import lexicon_of, meanings, roots

WEIGHTS = Weights(**default()["weights"])
WORDS = lexicon_of(default())
names = st.sampled_from(["soep", "brood", "fiets", "tas"])
asks = st.builds(
    Ask,
    words=st.lists(names, max_size=3).map(lambda rows: tuple(frozenset({row}) for row in rows)),
    category=st.sampled_from(["a", "b"]),
    district=st.sampled_from(["", "Noord"]),
    budget=st.none() | st.decimals(1, 1000, places=2),
    certificate=st.booleans(),
)
candidates = st.builds(
    Candidate,
    key=st.integers(1, 99),
    owner=st.integers(1, 5),
    words=st.frozensets(names, max_size=3),
    category=st.sampled_from(["a", "b"]),
    district=st.sampled_from(["", "Noord", "Zuid"]),
    largest_order=st.none() | st.decimals(1, 1000, places=2),
    certified=st.booleans(),
)


def test_everything_that_fits_gives_a_hundred_and_every_reason():
    ask = Ask((frozenset({"soep"}),), "food", "Noord", Decimal(500), certificate=True)
    best = match(ask, Candidate(1, 1, frozenset({"soep"}), "food", "noord", Decimal(500), True), WEIGHTS)
    assert best.score == 100
    assert [reason.code for reason in best.reasons] == [
        "words",
        "category",
        "place",
        "capacity",
        "certificate",
    ]


def test_reasons_are_said_in_dutch_with_what_fits_first():
    ask = Ask((frozenset({"soep"}), frozenset({"brood"})), "food", "Noord", Decimal(500))
    found = match(ask, Candidate(1, 1, frozenset({"soep"}), "food", "Zuid", Decimal(100)), WEIGHTS)
    assert of_match(found) == [
        "1 van 2 woorden past", "dezelfde categorie", "niet in dezelfde wijk", "neemt kleinere opdrachten aan",
    ]  # fmt: skip


def test_without_words_or_category_or_the_certificate_that_is_asked_it_does_not_fit():
    other = Candidate(1, 1, frozenset({"tas"}), "gifts", certified=False)
    assert match(Ask((frozenset({"soep"}),), "food"), other, WEIGHTS) is None
    assert match(Ask((frozenset({"tas"}),), "gifts", certificate=True), other, WEIGHTS) is None


@given(asks, candidates)
def test_scores_stay_within_bounds_and_a_certificate_never_hurts(ask, candidate):
    found = match(ask, candidate, WEIGHTS)
    if found is None:
        return
    assert 1 <= found.score <= 100
    better = Candidate(**{**vars(candidate), "certified": True})
    assert match(ask, better, WEIGHTS).score >= found.score


@given(asks, st.lists(candidates, max_size=12, unique_by=lambda row: row.key))
def test_each_enterprise_stands_there_once_with_its_best_and_waves_ask_nobody_twice(ask, rows):
    found = ranked(ask, rows, WEIGHTS)
    owners = [fit.candidate.owner for fit in found]
    assert len(owners) == len(set(owners))
    assert [fit.score for fit in found] == sorted((fit.score for fit in found), reverse=True)
    asked: set[int] = set()
    while chosen := wave(found, frozenset(asked), 2):
        new = {fit.candidate.owner for fit in chosen}
        assert not new & asked
        asked |= new
    assert asked == set(owners)


def test_other_words_for_the_same_and_parts_of_compounds_fit():
    offer = roots("Onderhoud van dienstfietsen", WORDS)
    assert meanings("rijwielen", WORDS) & offer
    assert meanings("fietsreparatie", WORDS) & offer
    assert not meanings("soep", WORDS) & offer
