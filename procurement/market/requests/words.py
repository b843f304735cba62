"""Reasons of a match in words, for both sides."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from procurement.market.requests.engine import Match

REASONS = {
    "words": _("%(number)s of %(of)s words fit"),
    "category": _("the same category"),
    "other_category": _("another category"),
    "place": _("in the same district"),
    "elsewhere": _("not in the same district"),
    "capacity": _("can take on an order of this size"),
    "too_large": _("takes on smaller orders"),
    "certificate": _("has a PSO certificate"),
}


def sentence(code: str, number: int = 0, of: int = 0) -> str:
    """One reason in words."""
    return str(REASONS[code]) % {"number": number, "of": of}


def of_match(match: Match) -> list[str]:
    """The reasons in words, those that speak for it first."""
    rows = sorted(match.reasons, key=lambda reason: not reason.good)
    return [sentence(reason.code, reason.number, reason.of) for reason in rows]


def from_stored(rows: Iterable[list[object]]) -> list[str]:
    """The same for reasons that were kept."""
    ordered = sorted(rows, key=lambda row: not row[1])
    return [sentence(str(code), int(str(number)), int(str(of))) for code, _good, number, of in ordered]
