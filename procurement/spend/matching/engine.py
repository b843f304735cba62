"""Is a creditor one of the enterprises we know? By number, or by a name that looks like it. Pure calculation.

Two names are compared by their trigrams, as PostgreSQL's pg_trgm does: each word with two spaces in front and one
behind, in threes; alike is what they share of what they have together.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from sys import intern

from accounts.imports.engine import plain

#: Names are cut off here; no trigram of a longer one is looked at.
LONGEST = 120


def bare(name: str, legal_forms: frozenset[str]) -> str:
    """A name for comparing: plain letters, without legal forms. "B.V." and "bv" are the same; never empty by it."""
    words: list[str] = []
    letters = ""
    for word in [*plain(name[: LONGEST * 2].replace("&", " en ")).split(), ""]:
        if len(word) == 1 and word.isalpha():
            letters += word
            continue
        if letters:
            words.append(letters)
            letters = ""
        if word:
            words.append(word)
    kept = [word for word in words if word not in legal_forms]
    return " ".join(kept or words)[:LONGEST]


def trigrams(name: str) -> frozenset[str]:
    """The threes of a bare name."""
    padded = (f"  {word} " for word in name.split())
    return frozenset(word[at : at + 3] for word in padded for at in range(len(word) - 2))


class NameIndex:
    """Finds names that look like one. Its size is that of the names it holds, whatever is asked of it."""

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        self._keys: list[int] = []
        self._threes: list[frozenset[str]] = []
        self._holders: dict[str, array[int]] = {}
        for key, name in names:
            threes = frozenset(map(intern, trigrams(name)))
            if not threes:
                continue
            for three in threes:
                self._holders.setdefault(three, array("L")).append(len(self._keys))
            self._keys.append(key)
            self._threes.append(threes)

    def like(self, name: str, least: Fraction, most: int) -> list[tuple[int, Fraction]]:
        """(key, how alike), the most alike first, at least `least`. A key counts once, by its best name.

        Whoever is alike enough shares one of the rarest threes: the others need not be looked up.
        """
        threes = trigrams(name)
        if not threes or least <= 0:
            return []
        size, over, under = len(threes), least.numerator, least.denominator
        rare = sorted(threes, key=lambda three: len(self._holders.get(three, ())))
        needed = -(-over * size // under)  # rounded up
        places: set[int] = set()
        for three in rare[: size - needed + 1]:
            places.update(self._holders.get(three, ()))
        found: dict[int, Fraction] = {}
        for place in places:
            other = self._threes[place]
            shared = len(threes & other)
            together = size + len(other) - shared
            if shared * under >= over * together:
                key, score = self._keys[place], Fraction(shared, together)
                found[key] = max(score, found.get(key, score))
        return sorted(found.items(), key=lambda item: (-item[1], item[0]))[:most]


@dataclass(frozen=True)
class Claim:
    """That an enterprise is of a group of the rules, in a time; None: always."""

    group: str
    since: dt.date | None = None
    until: dt.date | None = None

    def holds_in(self, year: int) -> bool:
        """On a day of this year."""
        begins = self.since is None or self.since.year <= year
        return begins and (self.until is None or self.until.year >= year)


@dataclass(frozen=True)
class Party:
    """An enterprise that may count: `key` is its number, `names` those it is known by."""

    key: int
    names: tuple[str, ...]
    kvk_number: str
    district: str
    claims: tuple[Claim, ...]

    @property
    def name(self) -> str:
        return self.names[0]


def counts_as(claims: Sequence[Claim], year: int, order: Sequence[str]) -> str:
    """The first group of the rules that holds in a year; "" when none does."""
    held = {claim.group for claim in claims if claim.holds_in(year)}
    return next((group for group in order if group in held), "")


@dataclass(frozen=True)
class Asked:
    """A creditor: its number in the database, key, bare name and KVK number."""

    pk: int
    key: str
    name: str
    kvk_number: str


@dataclass(frozen=True)
class Found:
    """What a creditor is: an enterprise (`how` says by what), or pairs to check, or neither."""

    pk: int
    party: int | None = None
    how: str = ""
    pairs: tuple[tuple[int, int], ...] = ()


class Directory:
    """The enterprises that may count, and what a buyer said of pairs before."""

    def __init__(
        self, parties: Iterable[Party], legal_forms: frozenset[str], memory: Mapping[tuple[str, int], bool]
    ) -> None:
        self.parties = {party.key: party for party in parties}
        self._by_number = {party.kvk_number: party.key for party in self.parties.values() if party.kvk_number}
        self._index = NameIndex(
            (party.key, bare(name, legal_forms)) for party in self.parties.values() for name in party.names
        )
        self._memory = memory
        self._same = {key: party for (key, party), same in memory.items() if same and party in self.parties}

    def find(self, asked: Asked, least: Fraction, most: int) -> Found:
        """By number; by what was said before; else the enterprises whose name looks like it.

        Two different KVK numbers are two enterprises, whatever they are called.
        """
        if asked.kvk_number in self._by_number:
            return Found(asked.pk, self._by_number[asked.kvk_number], "kvk")
        if asked.key in self._same:
            return Found(asked.pk, self._same[asked.key], "earlier")
        pairs = []
        for key, score in self._index.like(asked.name, least, most * 4):
            other = self.parties[key].kvk_number
            if asked.kvk_number and other:
                continue
            if self._memory.get((asked.key, key)) is False:
                continue
            pairs.append((key, int(score * 100)))
        return Found(asked.pk, pairs=tuple(pairs[:most]))
