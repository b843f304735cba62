"""What may happen to a commitment, by whom, and what it does to the room left. Pure calculation, no Django."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

#: From which state a verb leads where.
STEPS = {
    "approve": ({"waiting"}, "reserved"),
    "refuse": ({"waiting"}, "refused"),
    "grant": ({"reserved"}, "granted"),
    "release": ({"waiting", "reserved", "granted"}, "released"),
}


@dataclass(frozen=True)
class Standing:
    """A commitment as the rules see it: its state, euros, and who made it (any comparable key)."""

    state: str
    amount: Decimal
    made_by: int


@dataclass(frozen=True)
class Outcome:
    """What a verb gives: the new state, the new amount, and how many euros come back to the budget."""

    state: str
    amount: Decimal
    freed: Decimal


class RefusedError(Exception):
    """The rules do not allow this now. `code` says why, worded by the caller."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def first_state(amount: Decimal, limit: Decimal) -> str:
    """A reservation above the limit waits for a second pair of eyes; up to and including it, it is reserved."""
    return "waiting" if amount > limit else "reserved"


def reserve(amount: Decimal, room: Decimal, limit: Decimal) -> str:
    """The state of a new reservation; refuses what does not fit in the room that is left."""
    if amount <= 0:
        raise RefusedError("nothing")
    if amount > room:
        raise RefusedError("room")
    return first_state(amount, limit)


def step(verb: str, standing: Standing, *, by: int, limit: Decimal, amount: Decimal | None = None) -> Outcome:
    """What `verb` does. Approving, refusing, and granting above the limit take someone else than the maker.

    `amount` is only for granting: it may be less than was reserved, and the rest comes free; never more.
    """
    sources, target = STEPS[verb]
    if standing.state not in sources:
        raise RefusedError("state")
    second = verb in {"approve", "refuse"} or (verb == "grant" and standing.amount > limit)
    if second and by == standing.made_by:
        raise RefusedError("second")
    if verb in {"refuse", "release"}:
        return Outcome(target, standing.amount, standing.amount)
    if verb == "grant" and amount is not None:
        if amount <= 0:
            raise RefusedError("nothing")
        if amount > standing.amount:
            raise RefusedError("more")
        return Outcome(target, amount, standing.amount - amount)
    return Outcome(target, standing.amount, Decimal(0))
