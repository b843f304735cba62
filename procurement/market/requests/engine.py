"""Which offers fit a request, and why. Pure calculation; weights come from the rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Weights:
    """Points for each thing that fits."""

    words: int
    category: int
    place: int
    capacity: int
    certificate: int


@dataclass(frozen=True)
class Ask:
    """A request. Each word is a set of roots that mean it; `budget` in euros ex VAT, None when it is not known."""

    words: tuple[frozenset[str], ...]
    category: str
    district: str = ""
    budget: Decimal | None = None
    certificate: bool = False


@dataclass(frozen=True)
class Candidate:
    """An offer: `key` is its number, `owner` whose it is, `words` the roots of its words."""

    key: int
    owner: int
    words: frozenset[str]
    category: str
    district: str = ""
    largest_order: Decimal | None = None
    certified: bool = False


@dataclass(frozen=True)
class Reason:
    """Why it fits (`good`) or fits less: a code of words.REASONS with its numbers."""

    code: str
    good: bool = True
    number: int = 0
    of: int = 0


@dataclass(frozen=True)
class Match:
    """How well one offer fits, from 1 to 100, with every reason."""

    candidate: Candidate
    score: int
    reasons: tuple[Reason, ...]


def match(ask: Ask, candidate: Candidate, weights: Weights) -> Match | None:
    """None when it does not fit: neither words nor category, or no certificate while one is asked."""
    hits = sum(1 for meanings in ask.words if meanings & candidate.words)
    same = candidate.category == ask.category
    if not (hits or same) or (ask.certificate and not candidate.certified):
        return None
    points, most, reasons = (
        Fraction(0),
        weights.words + weights.category + weights.certificate,
        list[Reason](),
    )
    if hits:
        points += Fraction(weights.words * hits, len(ask.words))
        reasons.append(Reason("words", True, hits, len(ask.words)))
    if same:
        points += weights.category
    reasons.append(Reason("category" if same else "other_category", same))
    if ask.district:
        near = candidate.district.casefold() == ask.district.casefold()
        most += weights.place
        points += weights.place if near else 0
        reasons.append(Reason("place" if near else "elsewhere", near))
    if ask.budget is not None and candidate.largest_order is not None:
        enough = candidate.largest_order >= ask.budget
        most += weights.capacity
        points += weights.capacity if enough else 0
        reasons.append(Reason("capacity" if enough else "too_large", enough))
    if candidate.certified:
        points += weights.certificate
        reasons.append(Reason("certificate"))
    score = max(1, round(100 * points / most)) if most else 1
    return Match(candidate, score, tuple(reasons))


def ranked(ask: Ask, candidates: Iterable[Candidate], weights: Weights) -> list[Match]:
    """The best offer of each owner, the best first; equals in order of their number."""
    found = [fit for candidate in candidates if (fit := match(ask, candidate, weights))]
    best: dict[int, Match] = {}
    for fit in sorted(found, key=lambda item: (-item.score, item.candidate.key)):
        best.setdefault(fit.candidate.owner, fit)
    return list(best.values())


def wave(matches: Sequence[Match], asked: frozenset[int], size: int) -> list[Match]:
    """Whom to ask next: the best who were not asked yet."""
    return [fit for fit in matches if fit.candidate.owner not in asked][:size]
