"""Where a contract can come from: another instrument fills in what it knows, and hears which contract came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from portal.kernel.models import Municipality
from procurement.social_return.contracts.models import Contract


@dataclass(frozen=True)
class Start:
    """`name` stands in the address with a number: `known` gives what the form starts with, `made` hears the result."""

    name: str
    known: Callable[[int, Municipality], dict[str, Any]]
    made: Callable[[int, Contract], None]


_starts: dict[str, Start] = {}


def register(start: Start) -> None:
    """Add a way to start; a second one of the same name fails loudly."""
    if start.name in _starts:
        raise ValueError(f"start {start.name!r} is registered twice")
    _starts[start.name] = start


def start_of(query: QueryDict) -> tuple[Start, int] | None:
    """The start an address names, with its number."""
    for name, start in _starts.items():
        text = query.get(name, "")
        if text.isascii() and text.isdigit() and len(text) < 15:
            return start, int(text)
    return None
