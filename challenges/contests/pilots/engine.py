"""Pure rules of a pilot: what may happen to an advance, how far an indicator is, what the record still lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Any

#: From which states a verb leads where. What is approved above the limit waits for a second pair of eyes.
STEPS: dict[str, tuple[frozenset[str], str]] = {
    "approve": (frozenset({"asked"}), "approved"),
    "second": (frozenset({"waiting"}), "approved"),
    "refuse": (frozenset({"asked", "waiting"}), "refused"),
    "pay": (frozenset({"approved"}), "paid"),
    "prove": (frozenset({"paid"}), "proven"),
}
#: Advances that are not finished: a pilot does not end while there are any.
OPEN = frozenset({"asked", "waiting", "approved"})
#: Outcomes after which the municipality buys more of it: these need a ground in law.
BUYING = frozenset({"scale_up", "procure"})


class RefusedError(Exception):
    """The rules do not allow this now. `code` says why, worded by the caller with `words`."""

    def __init__(self, code: str, **words: Any) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


@dataclass(frozen=True)
class Standing:
    """An advance as the rules see it; `approved_by` is any comparable key, None while nobody approved."""

    state: str
    amount: Decimal
    approved_by: int | None = None
    has_proof: bool = False


def ask(amount: Decimal, room: Decimal, *, without_proof: int, most_without_proof: int) -> None:
    """Whether an advance may be asked. Raises RefusedError: "nothing", "room", "proof"."""
    if amount <= 0:
        raise RefusedError("nothing")
    if amount > room:
        raise RefusedError("room", room=room)
    if without_proof >= most_without_proof:
        raise RefusedError("proof")


def step(verb: str, standing: Standing, *, by: int, limit: Decimal) -> str:
    """The state after `verb`. Raises RefusedError: "state", "second" (the same person twice), "no_proof"."""
    sources, target = STEPS[verb]
    if standing.state not in sources:
        raise RefusedError("state")
    if verb == "second" and by == standing.approved_by:
        raise RefusedError("second")
    if verb == "prove" and not standing.has_proof:
        raise RefusedError("no_proof")
    if verb == "approve" and standing.amount > limit:
        return "waiting"
    return target


def reached(baseline: Decimal, target: Decimal, value: Decimal | None) -> int | None:
    """How far from the baseline to the target, in whole percents from 0 on; None without a measurement.

    A target below the baseline counts down: fewer lonely people is further.
    """
    if value is None or target == baseline:
        return None
    share = (value - baseline) * 100 / (target - baseline)
    return max(int(share.to_integral_value(ROUND_FLOOR)), 0)


@dataclass(frozen=True)
class Facts:
    """What a record rests on, as yes or no."""

    published_before_opening: bool
    criteria: bool
    reasons: bool
    jury_report: bool
    plan: bool
    checked_results: bool
    open_proofs: int
    decided: bool


#: The parts of a record, in the order of time. The caller words them.
PARTS = (
    "published_before_opening",
    "criteria",
    "reasons",
    "jury_report",
    "plan",
    "checked_results",
    "decided",
)


def gaps(facts: Facts) -> list[str]:
    """The parts a record still lacks, in the order of time; "open_proofs" when money is not accounted for."""
    missing = [part for part in PARTS if not getattr(facts, part)]
    if facts.open_proofs:
        missing.append("open_proofs")
    return missing


def unmeasured(targets: Sequence[int], checked: Sequence[int]) -> list[int]:
    """The indicators without a checked measurement."""
    there = set(checked)
    return [key for key in targets if key not in there]
