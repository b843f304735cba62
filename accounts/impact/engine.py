"""What a claim may count for, what may happen to it, and how far a goal is. Pure calculation, no Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

#: From which states a verb leads where. A checked claim can be refused later, when it turns out to be wrong.
STEPS = {
    "check": ({"claimed"}, "checked"),
    "refuse": ({"claimed", "checked"}, "refused"),
    "claim": ({"claimed", "refused"}, "claimed"),
}


class RefusedError(Exception):
    """The rules do not allow this. `code` says why, worded by the caller."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Fact:
    """A claim or a goal as the rules see it: its key, its indicator and its first and last day."""

    key: int
    indicator: int
    starts_on: dt.date
    ends_on: dt.date


def step(verb: str, state: str, *, by: int, claimed_by: int, evidence: int) -> str:
    """The new state. Checking takes someone else than who claimed, and at least one piece of evidence."""
    sources, target = STEPS[verb]
    if state not in sources:
        raise RefusedError("state")
    if verb in {"check", "refuse"} and by == claimed_by:
        raise RefusedError("own")
    if verb == "check" and not evidence:
        raise RefusedError("evidence")
    return target


def misfit(claim: Fact, goal: Fact) -> str:
    """Why a claim cannot count for a goal: "indicator", "period", or "" when it can.

    The claim has to lie within the days of the goal: what was done before or after does not count for it.
    """
    if claim.indicator != goal.indicator:
        return "indicator"
    if claim.starts_on < goal.starts_on or claim.ends_on > goal.ends_on:
        return "period"
    return ""


def proposal(claim: Fact, goals: Sequence[Fact]) -> int | None:
    """The goal a new claim is laid with: of those it fits the one that ends first; None when it fits none."""
    fitting = sorted((goal.ends_on, goal.key) for goal in goals if not misfit(claim, goal))
    return fitting[0][1] if fitting else None


def divide(quantity: Decimal, shares: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """The shares per goal that are above zero. Together never more than the claim: RefusedError("more")."""
    if any(share < 0 for share in shares.values()):
        raise RefusedError("negative")
    kept = {key: share for key, share in shares.items() if share > 0}
    if sum(kept.values(), Decimal(0)) > quantity:
        raise RefusedError("more")
    return kept


@dataclass(frozen=True)
class Progress:
    """How far a goal is, in its unit. Percentages are of the target, rounded down: 99,9% is not there yet."""

    baseline: Decimal
    target: Decimal
    checked: Decimal
    unchecked: Decimal

    @property
    def reached(self) -> Decimal:
        """The baseline and what was checked."""
        return self.baseline + self.checked

    @property
    def left(self) -> Decimal:
        """Still to go; zero when the goal is reached."""
        return max(Decimal(0), self.target - self.reached)

    @property
    def percentage(self) -> int:
        return int((100 * self.reached / self.target).to_integral_value(ROUND_DOWN))

    @property
    def is_reached(self) -> bool:
        return self.reached >= self.target

    def parts(self, width: int) -> tuple[Decimal, Decimal, Decimal]:
        """Widths of baseline, checked and unchecked in a bar as wide as the target; never wider than the bar."""
        left = Decimal(width)
        widths = []
        for amount in (self.baseline, self.checked, self.unchecked):
            part = min(left, (amount * width / self.target).quantize(Decimal("0.1"), ROUND_DOWN))
            widths.append(part)
            left -= part
        return widths[0], widths[1], widths[2]


def reasons(*, themes: Collection[str], theme: str, checked: Decimal, unchecked: Decimal) -> list[str]:
    """Why an enterprise and a goal fit, strongest first: "checked", "claimed", "theme"."""
    found = []
    if checked > 0:
        found.append("checked")
    if unchecked > 0:
        found.append("claimed")
    if theme in themes:
        found.append("theme")
    return found
