"""What a colleague holds (case files, tasks, questions): shown as counts before access ends, never as content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from portal.kernel.people.models import Membership


@dataclass(frozen=True)
class Holding:
    """So many of something."""

    label: str | Promise
    count: int


_counters: dict[str, tuple[str | Promise, Callable[[Membership], int]]] = {}


def register_holding(key: str, label: str | Promise, count: Callable[[Membership], int]) -> None:
    """Let a chapter count what someone holds; a second counter with the same key fails loudly."""
    if key in _counters:
        raise ValueError(f"holding {key!r} is registered twice")
    _counters[key] = (label, count)


def holdings_of(membership: Membership) -> list[Holding]:
    """What the colleague holds, per kind; kinds with nothing are left out."""
    found = [Holding(label, count(membership)) for label, count in _counters.values()]
    return [holding for holding in found if holding.count]


_hand_over: list[str] = []


def register_hand_over(url_name: str) -> None:
    """Name the page where a colleague's work is handed over (it gets ?van=person); a second one fails loudly."""
    if _hand_over:
        raise ValueError("there is a page for handing over already")
    _hand_over.append(url_name)


def hand_over_url(membership: Membership) -> str:
    """Where the work of this colleague is handed over; empty when no chapter offers that."""
    return f"{reverse(_hand_over[0])}?van={membership.person_id}" if _hand_over else ""
