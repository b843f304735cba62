"""Turns names, addresses and numbers into patterns to look for. Pure; the patterns are PostgreSQL's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

#: Shorter texts are too common to look for: "Jan" is in "januari".
SHORTEST = 5


def usable(terms: Iterable[str]) -> list[str]:
    """Terms worth looking for, longest first, each once."""
    found: dict[str, str] = {}
    for term in terms:
        term = " ".join((term or "").split())
        if len(term) >= SHORTEST:
            found.setdefault(term.lower(), term)
    return sorted(found.values(), key=lambda term: (-len(term), term))


def pattern(terms: Iterable[str]) -> str:
    """One case-insensitive pattern for all terms; "" when there are none. Numbers are found however they are spaced."""
    return "|".join(_one(term) for term in usable(terms))


def json_pattern(terms: Iterable[str]) -> str:
    """The same for texts inside JSON, where quotes and backslashes are written otherwise."""
    return "|".join(_one(json.dumps(term, ensure_ascii=False)[1:-1]) for term in usable(terms))


def _one(term: str) -> str:
    digits = re.sub(r"[\s\-()+.]", "", term)
    if digits.isdigit():
        # the last nine digits: 0990 123 401, 0990-123401 and +31 990 123 401 are one number
        body = r"[\s\-]?".join(digits)
        if len(digits) >= 10 and digits.startswith("0"):
            body = r"(?:0|\+31[\s\-]?|0031[\s\-]?)" + r"[\s\-]?".join(digits[1:])
        return rf"(?<!\d){body}(?!\d)"
    escaped = re.sub(r"([^\w\s])", r"\\\1", term)
    escaped = re.sub(r"\s+", r"\\s+", escaped)
    before = r"\m" if term[0].isalnum() else ""
    after = r"\M" if term[-1].isalnum() else ""
    return f"{before}{escaped}{after}"
