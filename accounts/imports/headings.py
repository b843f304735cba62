"""The headings of a sheet: which row they are, what they mean, and how they are remembered. Pure calculation."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from accounts.imports.engine import ALIKE, as_text, plain
from accounts.imports.vocabulary import OURS, SYNONYMS

TOTALS = re.compile(r"^(eind|sub)?\s*-?\s*tota(al|len)\b", re.I)
HEADER_WITHIN = 30
#: What a column can hold -> headings people use for it, in plain letters.
Names = Mapping[str, Sequence[str]]


def guess(heading: object, names: Names = SYNONYMS) -> str:
    """The field a heading names, or "": exact synonyms first, then typing errors."""
    return _exact(heading, names) or _alike(heading, names)


def _words(heading: object) -> str:
    words = plain(as_text(heading))
    return "" if words in OURS else words


def _exact(heading: object, names: Names) -> str:
    words = _words(heading)
    close = words.replace(" ", "")
    if not words:
        return ""
    return next(
        (name for name, known in names.items() if close in {word.replace(" ", "") for word in known}), ""
    )


def _alike(heading: object, names: Names) -> str:
    words = _words(heading)
    best, score = "", ALIKE
    for name, synonyms in names.items() if words else ():
        for known in synonyms:
            near = 2 * min(len(words), len(known)) >= ALIKE * (len(words) + len(known))  # else it cannot be
            if near and len(known) > 3 and (like := SequenceMatcher(None, words, known).ratio()) >= score:
                best, score = name, like
    return best


def match_columns(headings: Sequence[object], *tables: Names) -> dict[str, int]:
    """Field -> column number (from 0); a field gets the first column that names it, a column one field.

    `tables` go one after another, each to the letter; typing errors are forgiven last.
    """
    tables = tables or (SYNONYMS,)
    found: dict[str, int] = {}
    steps = [(_exact, names) for names in tables] + [(_alike, names) for names in tables[-1:]]
    for name_of, names in steps:
        for number, heading in enumerate(headings):
            free = number not in found.values()
            if free and (name := name_of(heading, names)):
                found.setdefault(name, number)
    return found


def find_header(rows: Sequence[tuple[int, Sequence[object]]], *tables: Names) -> int:
    """The row number that holds the headings: the one most of whose cells we know, below any title rows."""
    best, score = 0, 0
    for number, cells in rows[:HEADER_WITHIN]:
        known = len(match_columns(cells, *tables))
        if known > score and (known > 1 or sum(1 for cell in cells if as_text(cell)) == 1):
            best, score = number, known
    if best:
        return best
    for number, cells in rows[:HEADER_WITHIN]:
        if sum(1 for cell in cells if as_text(cell)) > 1:
            return number
    return rows[0][0] if rows else 1


def fingerprint(headings: Sequence[object], of: str = "") -> str:
    """What makes a set of headings the same the next time, whatever order or our own columns it has.

    `of`: the kind of list, for the same headings mean something else in another; case files have none.
    """
    words = sorted({plain(as_text(heading)) for heading in headings} - {"", *OURS})
    return hashlib.sha256("|".join([of, *words] if of else words).encode()).hexdigest()


def keys_of(headings: Sequence[object]) -> list[str]:
    """By what each column is remembered: its heading, with a number when it comes again or is empty."""
    keys: list[str] = []
    for number, heading in enumerate(headings):
        words = plain(as_text(heading))
        keys.append(f"{words}#{number}" if not words or words in keys else words)
    return keys


def is_total(cells: Sequence[object], name_column: int | None) -> bool:
    """A row of totals: it says so in its first filled cell, or where the name should be."""
    first = next((text for cell in cells if (text := as_text(cell))), "")
    name = as_text(cells[name_column]) if name_column is not None and name_column < len(cells) else ""
    return bool(TOTALS.match(first) or TOTALS.match(name))


def is_header_again(cells: Sequence[object], headings: Sequence[object]) -> bool:
    """The headings, repeated halfway (a page break of a printed list)."""
    pairs = [(plain(a), plain(b)) for a, b in zip(cells, headings, strict=False) if plain(b)]
    return len(pairs) > 1 and all(a == b for a, b in pairs)
