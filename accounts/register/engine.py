"""Which changes of an entry may stand at once, and which wait for the municipality. Pure, no Django."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: What visitors read as text; the themes and the marks are choices of ours.
TEXTS = ("name", "summary", "products", "district", "city", "website")


def only_takes_away(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """True when nothing new becomes public: texts stay or become empty, themes and marks stay or go."""
    return (
        all(after[name] in ("", before[name]) for name in TEXTS)
        and set(after["themes"]) <= set(before["themes"])
        and (before["show_marks"] or not after["show_marks"])
    )
