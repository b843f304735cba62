"""What a buyer means by a few words: stems, compounds, typing errors, other words for the same. Pure, no Django.

PostgreSQL knows Dutch stems; it does not take compounds apart and knows no synonyms. Both are data of a rule set.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

#: Words of a question that are looked at, and letters of it.
MOST_WORDS, LONGEST = 12, 200
#: Shorter words are not completed, taken apart or corrected.
SHORTEST = 4
#: Letters between the parts of a compound: "groente-n-pakket", "bedrijf-s-kleding".
_LINKS = ("", "s", "en", "n", "e")
_STOP = frozenset(
    {
        "de", "het", "een", "en", "of", "van", "voor", "met", "op", "in", "aan", "bij", "te", "ten", "ter",
        "om", "door", "naar", "uit", "over", "tot", "wij", "u", "uw", "ik", "je", "jullie", "onze", "wat",
        "wie", "waar", "die", "dat", "is", "zijn", "wordt", "ook", "als",
    }
)  # fmt: skip


def tokens(text: str) -> list[str]:
    """The words of a text in small letters, without those that say nothing."""
    return [word for word in re.findall(r"[^\W_]+", text.casefold()) if word not in _STOP]


def root(word: str) -> str:
    """A word without its usual endings, so that "tassen" and "tas" are alike. Not a word to show to anyone."""
    for endings, least in ((("s",), 4), (("en", "e"), 3), (("s",), 4)):
        ending = next((end for end in endings if word.endswith(end)), "")
        if ending and len(word) - len(ending) >= least:
            word = word[: -len(ending)]
    word = re.sub(r"(.)\1", r"\1", word)
    return word[:-1] + {"z": "s", "v": "f"}.get(word[-1:], word[-1:])


@dataclass(frozen=True)
class Lexicon:
    """Groups of words that mean the same, and words that compounds are made of."""

    synonyms: tuple[tuple[str, ...], ...]
    parts: tuple[str, ...]

    @cached_property
    def same(self) -> Mapping[str, frozenset[str]]:
        """Root of a word -> the words and phrases that mean the same."""
        found: dict[str, set[str]] = {}
        for group in self.synonyms:
            for word in group:
                found.setdefault(root(word), set()).update(group)
        return {word: frozenset(group) for word, group in found.items()}

    @cached_property
    def part_roots(self) -> frozenset[str]:
        return frozenset(root(part) for part in self.parts)

    @cached_property
    def known(self) -> Mapping[str, str]:
        """Root -> word, of all words we know how to spell."""
        words = [
            *self.parts,
            *(word for group in self.synonyms for phrase in group for word in tokens(phrase)),
        ]
        return {root(word): word for word in words if len(word) >= SHORTEST}


def lexicon_of(data: Mapping[str, list[list[str]] | list[str]]) -> Lexicon:
    """The lexicon in the data of a rule set."""
    groups: Iterable[list[str]] = data["synonyms"]  # type: ignore[assignment]
    parts: Iterable[str] = data["parts"]  # type: ignore[assignment]
    return Lexicon(tuple(tuple(group) for group in groups), tuple(parts))


def split(word: str, lexicon: Lexicon) -> list[str]:
    """The parts of a compound of two or three known words; [] when it is none."""
    if len(word) < 2 * SHORTEST - 1:
        return []
    for place in range(3, len(word) - 2):
        head, tail = word[:place], word[place:]
        known = any(
            head.endswith(link) and root(head[: len(head) - len(link)]) in lexicon.part_roots
            for link in _LINKS
            if len(head) - len(link) >= 3
        )
        if not known:
            continue
        if root(tail) in lexicon.part_roots:
            return [_bare(head, lexicon), tail]
        rest = split(tail, lexicon)
        if rest:
            return [_bare(head, lexicon), *rest]
    return []


def _bare(head: str, lexicon: Lexicon) -> str:
    """The part without the letters that join it: as it stands in the rules, else the shortest that we know."""
    fits = [head[: len(head) - len(link)] for link in _LINKS if head.endswith(link)]
    known = [part for part in fits if len(part) >= 3 and root(part) in lexicon.part_roots]
    return next((part for part in known if part in lexicon.parts), min(known, key=len))


def more_to_index(text: str, lexicon: Lexicon) -> str:
    """The parts of the compounds in a text, and the roots of all words: PostgreSQL gives "tas" and "tassen",

    "fiets" and "fietsen" different stems.
    """
    words = tokens(text)
    found = {part for word in words for part in split(word, lexicon)}
    found |= {root(word) for word in [*words, *found]} - set(words)
    return " ".join(sorted(found))


def distance(one: str, other: str, most: int) -> int:
    """Letters to add, take away, change or swap with their neighbour; `most` + 1 when it is more than that."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        now = [i]
        for j, against in enumerate(other, start=1):
            cost = min(row[j] + 1, now[j - 1] + 1, row[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        before, row = row, now
    return min(row[-1], most + 1)


def corrected(word: str, lexicon: Lexicon) -> str:
    """The known word this one is a form or a typing error of, or "". The first letter must be right."""
    if len(word) < SHORTEST:
        return ""
    same = lexicon.known.get(root(word))
    if same:
        return "" if same == word else same
    most = 0 if len(word) <= SHORTEST else 1 if len(word) < 8 else 2
    near = [
        (distance(word, right, most), right)
        for right in lexicon.known.values()
        if right[0] == word[0] and abs(len(right) - len(word)) <= most
    ]
    near = [pair for pair in near if pair[0] <= most]
    return min(near)[1] if near else ""


def _typed(word: str) -> str:
    """A word a visitor typed: perhaps not to its end. Not of an infinitive: "verv:*" would find "vervoer"."""
    return f"{word}:*" if len(word) >= SHORTEST and not word.endswith(("en", "e")) else word


def _phrase(text: str) -> str:
    words = [_either((word, root(word))) for word in tokens(text)]
    return words[0] if len(words) == 1 else f"({' & '.join(words)})"


def _either(choices: Iterable[str]) -> str:
    different = list(dict.fromkeys(choices))
    return different[0] if len(different) == 1 else f"({' | '.join(different)})"


def _meanings(word: str, lexicon: Lexicon) -> list[str]:
    """The word itself, and what means the same."""
    return [
        _typed(word),
        root(word),
        *(_phrase(text) for text in sorted(lexicon.same.get(root(word), ())) if tokens(text)),
    ]


def query_of(text: str, lexicon: Lexicon) -> str:
    """A tsquery in which each word may be there as itself, as a synonym, or taken apart; "" without any word."""
    asked = []
    for word in tokens(text[:LONGEST])[:MOST_WORDS]:
        choices = _meanings(word, lexicon)
        parts = split(word, lexicon)
        if parts:
            choices.append(f"({' & '.join(_either(_meanings(part, lexicon)) for part in parts)})")
        else:
            right = corrected(word, lexicon)
            if right:
                choices += _meanings(right, lexicon)
        asked.append(_either(choices))
    return " & ".join(asked)


def roots(text: str, lexicon: Lexicon) -> frozenset[str]:
    """The roots of the words of a text, and of the parts of its compounds."""
    words = tokens(text)
    return frozenset(
        root(word) for word in [*words, *(part for word in words for part in split(word, lexicon))]
    )


def meanings(word: str, lexicon: Lexicon) -> frozenset[str]:
    """The roots of everything a word may mean: itself, its parts, and other words for them."""
    same = [word, *split(word, lexicon)]
    more = [text for part in same for text in lexicon.same.get(root(part), ()) if len(tokens(text)) == 1]
    return frozenset(root(text) for text in [*same, *more])
