"""The pizza: sums, what depends on what, what if a slice falls away, and where the slices lie. Pure calculation."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

#: States that count towards the need, from loose to certain.
STATES = ("sought", "applied", "promised", "paid")
CERTAIN = ("promised", "paid")
#: What a slice may become. Paid money does not fall away; what fell away may be sought again.
STEPS = {
    "sought": {"applied", "promised", "paid", "fallen"},
    "applied": {"sought", "promised", "paid", "fallen"},
    "promised": {"applied", "paid", "fallen"},
    "paid": set(),
    "fallen": {"sought", "applied"},
}


@dataclass(frozen=True)
class Piece:
    """A slice: a key of the caller's, euros, state, and the keys of the slices it depends on."""

    key: int
    amount: Decimal
    state: str
    on: tuple[int, ...] = ()


@dataclass(frozen=True)
class Sums:
    """Euros of one need. `gap` is what no slice covers yet; `over` what there is too much, with all slices counted."""

    need: Decimal
    by_state: dict[str, Decimal]

    @property
    def counted(self) -> Decimal:
        return sum(self.by_state.values(), Decimal(0))

    @property
    def certain(self) -> Decimal:
        return sum((self.by_state[state] for state in CERTAIN), Decimal(0))

    @property
    def gap(self) -> Decimal:
        return max(self.need - self.counted, Decimal(0))

    @property
    def over(self) -> Decimal:
        return max(self.counted - self.need, Decimal(0))


def sums(need: Decimal, pieces: Iterable[Piece]) -> Sums:
    """Add the slices up per state; what fell away counts for nothing."""
    totals = dict.fromkeys(STATES, Decimal(0))
    for piece in pieces:
        if piece.state in totals:
            totals[piece.state] += piece.amount
    return Sums(need, totals)


def circle(pieces: Iterable[Piece]) -> bool:
    """True when slices wait for each other, directly or by way of others: then none of them could ever come."""
    on = {piece.key: set(piece.on) for piece in pieces}
    free: set[int] = set()
    while True:
        found = {key for key, needs in on.items() if key not in free and not (needs & on.keys()) - free}
        if not found:
            return len(free) < len(on)
        free |= found


@dataclass(frozen=True)
class Scenario:
    """What happens when one slice falls away: the keys that fall with it, and the sums that are left."""

    fallen: tuple[int, ...]
    lost: Decimal
    left: Sums


def without(need: Decimal, pieces: Sequence[Piece], key: int) -> Scenario:
    """The scenario "if this slice falls away": all that depends on it falls too, except what is paid already."""
    gone = {key}
    while True:
        more = {
            piece.key
            for piece in pieces
            if piece.key not in gone and piece.state not in {"paid", "fallen"} and gone & set(piece.on)
        }
        if not more:
            break
        gone |= more
    lost = sum((piece.amount for piece in pieces if piece.key in gone and piece.state in STATES), Decimal(0))
    left = [piece for piece in pieces if piece.key not in gone]
    fallen = tuple(piece.key for piece in pieces if piece.key in gone and piece.key != key)
    return Scenario(fallen, lost, sums(need, left))


def may_become(piece: Piece, state: str, others: Sequence[Piece]) -> str:
    """Why a slice cannot get this state: "" when it can, "step" when it cannot from here, "waits" when it is to be

    paid while a slice it depends on is not certain yet.
    """
    if state not in STEPS[piece.state]:
        return "step"
    states = {other.key: other.state for other in others}
    if state == "paid" and any(states.get(key) not in CERTAIN for key in piece.on):
        return "waits"
    return ""


@dataclass(frozen=True)
class Sector:
    """One sector of the drawing: its key (None: the gap), its share of the circle, and the SVG path (radius 100)."""

    key: int | None
    share: Decimal
    path: str
    label_x: float
    label_y: float


def pie(need: Decimal, pieces: Sequence[Piece]) -> list[Sector]:
    """The sectors, clockwise from the top, in the order of `pieces`; the gap comes last. Together one whole circle."""
    counted = [piece for piece in pieces if piece.state in STATES]
    total = sums(need, counted)
    whole = max(need, total.counted)
    parts: list[tuple[int | None, Decimal]] = [(piece.key, piece.amount) for piece in counted]
    if total.gap:
        parts.append((None, total.gap))
    sectors = []
    start = Decimal(0)
    for key, amount in parts:
        share = amount / whole
        sectors.append(_sector(key, share, start))
        start += share
    return sectors


def _sector(key: int | None, share: Decimal, start: Decimal) -> Sector:
    begin, end = (2 * math.pi * float(part) for part in (start, start + share))
    middle = (begin + end) / 2
    label = (round(62 * math.sin(middle), 2), round(-62 * math.cos(middle), 2))
    if share == 1:
        return Sector(key, share, "M0,-100 A100,100 0 1 1 0,100 A100,100 0 1 1 0,-100 Z", 0.0, 0.0)
    points = [(round(100 * math.sin(angle), 2), round(-100 * math.cos(angle), 2)) for angle in (begin, end)]
    large = 1 if share > Decimal("0.5") else 0
    path = f"M0,0 L{points[0][0]},{points[0][1]} A100,100 0 {large} 1 {points[1][0]},{points[1][1]} Z"
    return Sector(key, share, path, *label)
