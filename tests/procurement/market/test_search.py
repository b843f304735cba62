"""What buyers mean: words taken apart, corrected and widened; and forty questions with what they should find."""

import sys

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.tenancy.scope import scoped
from procurement.market.offers.demo_offers import OFFERS
from procurement.market.offers.models import Offer
from procurement.market.offers.queries import Wanted, found, search
from procurement.market.rulesets import default, lexicon
from procurement.market.words import corrected, distance, lexicon_of, more_to_index, query_of, root, split
from tests.procurement.market.asked import QUERIES
from tests.procurement.market.conftest import make_seller

WORDS = lexicon_of(default())
#: Least of what the first five show that should be there, and of what should be there that the first five show.
PRECISION, RECALL = 0.93, 0.97


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("kantinebeheer", ["kantine", "beheer"]),
        ("groentepakket", ["groente", "pakket"]),
        ("bedrijfskleding", ["bedrijf", "kleding"]),
        ("fietsonderhoud", ["fiets", "onderhoud"]),
        ("soep", []),
        ("onderhoud", []),
    ],
)
def test_compounds_are_taken_apart(word, parts):
    assert split(word, WORDS) == parts


def test_parts_of_compounds_stand_in_the_index():
    assert {"dienst", "fietsen", "fiet"} <= set(more_to_index("Onderhoud van dienstfietsen", WORDS).split())


def test_endings_do_not_matter():
    assert root("tassen") == root("tas")
    assert root("panelen") == root("paneel")
    assert root("huizen") == root("huis")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("cattering", "catering"), ("rijwiil", "rijwiel"), ("fietsen", "fiets"), ("fiets", ""), ("xyzzyq", "")],
)
def test_typing_errors_are_corrected_and_right_words_are_not(typed, meant):
    assert corrected(typed, WORDS) == meant


@given(st.text("abcde", max_size=8), st.text("abcde", max_size=8))
def test_distance_is_the_same_both_ways_and_nothing_for_the_same_word(one, other):
    assert distance(one, one, 3) == 0
    assert distance(one, other, 3) == distance(other, one, 3) <= 4


@given(st.text(max_size=300))
def test_any_question_gives_a_query_postgresql_reads(text):
    query = query_of(text, WORDS)
    assert query.count("(") == query.count(")")
    assert "'" not in query
    assert "\\" not in query


@pytest.fixture
def market(municipality):
    """The offers of the demo."""
    seller = make_seller(municipality, "Vechtstede Sociaal")
    for row in OFFERS:
        seller.offer(title=row[2], kind=row[1], text=row[3], category=row[4], district=row[6])
    return municipality


def test_forty_questions_find_what_they_should(market, capsys):
    lines, precision, recall = [], 0.0, 0.0
    with scoped([market.pk]):
        words = lexicon(market.pk)
        titles = dict(Offer.objects.values_list("pk", "title"))
        for text, expected in QUERIES:
            first = [titles[pk] for pk in found(text, words)[:5]]
            right = [title for title in first if title in expected]
            precise = len(right) / len(first) if first else 0.0
            complete = len(right) / min(5, len(expected))
            precision, recall = precision + precise, recall + complete
            lines.append(f"{precise:5.0%} {complete:5.0%}  {text}: {', '.join(first) or '-'}")
    precision, recall = precision / len(QUERIES), recall / len(QUERIES)
    summary = f"precision at 5: {precision:.3f}; recall at 5: {recall:.3f}; {len(QUERIES)} questions"
    with capsys.disabled():
        sys.stdout.write("\n".join(["", *lines, summary, ""]))
    assert len(QUERIES) == 40
    assert precision >= PRECISION
    assert recall >= RECALL


@pytest.mark.parametrize("text", ["'", "a & | ! (b", "\0\0", ":*", "soep:*", "x" * 10000, "<->", "\\", "  "])
def test_strange_questions_give_a_page(market, text):
    answer = Client().get("/marktplaats/vechtstede/", {"zoek": text})
    assert answer.status_code == 200


def test_filters_narrow_what_words_find(market):
    with scoped([market.pk]):
        words = lexicon(market.pk)
        rows = search(Wanted(text="soep", category="food"), today=None, lexicon=words)
        assert [row.title for row in rows] == ["Soep van geredde groente"]
