"""Who here could deliver what is bought elsewhere? By the words of the category. Pure calculation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from procurement.market.requests.engine import Ask, Candidate, Match, Weights, ranked
from procurement.market.words import Lexicon, meanings, query_of, root, roots, tokens


@dataclass(frozen=True)
class Sought:
    """A category of spend as a question to the marketplace.

    `words` are those that say what it is; `query` is a tsquery in which one of them is enough; both empty when the
    category says nothing ("Overig").
    """

    words: tuple[frozenset[str], ...]
    query: str


def sought(category: str, lexicon: Lexicon, general: Iterable[str]) -> Sought:
    """What to look for. `general` are words that say nothing about what is bought ("diensten")."""
    empty = {root(word) for word in general}
    told = [word for word in tokens(category) if root(word) not in empty]
    return Sought(
        tuple(meanings(word, lexicon) for word in told),
        " | ".join(query_of(word, lexicon) for word in told),
    )


def market_category(found: Sought, labels: Mapping[str, str], lexicon: Lexicon) -> str:
    """The category of the marketplace whose name shares most words with it; "" when none does."""
    hits = {
        code: sum(1 for words in found.words if words & roots(label, lexicon))
        for code, label in labels.items()
    }
    best = max(hits, key=lambda code: hits[code], default="")
    return best if best and hits[best] else ""


def fits(found: Sought, category: str, candidates: Sequence[Candidate], weights: Weights) -> list[Match]:
    """The best offer of each enterprise, the best first.

    Offers of the category, and others with every word: who builds websites does not build houses. When no category of
    the marketplace is like it, half of the words is enough ("Koffie en soep").
    """
    enough = [
        candidate
        for candidate in candidates
        if (category and candidate.category == category) or _hits(found, candidate) >= _least(found, category)
    ]
    return ranked(Ask(found.words, category), enough, weights) if found.words else []


def _hits(found: Sought, candidate: Candidate) -> int:
    return sum(1 for meant in found.words if meant & candidate.words)


def _least(found: Sought, category: str) -> int:
    return len(found.words) if category else -(-len(found.words) // 2)
