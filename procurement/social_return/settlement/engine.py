"""What a settlement comes to, and which step may come next (rules.md section 1). Pure calculation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from procurement.social_return.engine import Line, exact, rounded
from procurement.social_return.scheme import Shortfall

#: States of a settlement.
HEARING, RECOVERY, PROPOSED, DECIDED = "hearing", "recovery", "proposed", "decided"
#: Steps: the supplier's view, a recovery period, a proposal, and a colleague's decision about it.
VIEW, RECOVER, PROPOSE, DECIDE = "view", "recover", "propose", "decide"


class WaivedTooMuchError(ValueError):
    """More is waived than is missing."""


@dataclass(frozen=True)
class Outcome:
    """Euros: what is missing, how much of it is waived, and what the supplier pays; with the explanation."""

    missing: Decimal
    waived: Decimal
    charged: Decimal
    lines: tuple[Line, ...]


def missing(owed: Decimal, accepted: Decimal) -> Decimal:
    """What was not realised, in euros; never below zero."""
    return max(owed - accepted, Decimal("0.00"))


def outcome(owed: Decimal, accepted: Decimal, rule: Shortfall, *, waived: Decimal = Decimal(0)) -> Outcome:
    """What follows from a shortfall under the contract's own rules. Raises WaivedTooMuchError.

    A fine or withholding is the rule's factor times what is missing after the waiver, rounded once, half-up.
    """
    short = missing(owed, accepted)
    if waived < 0 or waived > short:
        raise WaivedTooMuchError
    lines = [Line("settled_sum", {"owed": owed, "accepted": accepted, "missing": short})]
    if not short:
        return Outcome(
            short, waived, Decimal("0.00"), (Line("settled_full", {"accepted": accepted, "owed": owed}),)
        )
    if waived:
        lines.append(Line("settled_waived", {"waived": waived, "left": short - waived}))
    left = short - waived
    if not left:
        return Outcome(short, waived, Decimal("0.00"), tuple(lines))
    if rule.kind == "none":
        lines.append(Line("settled_nothing"))
        return Outcome(short, waived, Decimal("0.00"), tuple(lines))
    charged = rounded(exact(left) * exact(rule.factor))
    lines.append(Line(f"settled_{rule.kind}", {"factor": rule.factor, "left": left, "charged": charged}))
    return Outcome(short, waived, charged, tuple(lines))


@dataclass(frozen=True)
class Stage:
    """Where a settlement is. `hear_until` and `recover_until`: last days; None when there is no such period."""

    state: str
    hear_until: dt.date | None
    recover_until: dt.date | None
    has_view: bool
    missing: Decimal
    recovery_months: int


def next_steps(stage: Stage, today: dt.date) -> frozenset[str]:
    """What may be done now. Nothing is decided before the supplier was heard, or had the time to be heard."""
    if stage.state == DECIDED:
        return frozenset()
    if stage.state == PROPOSED:
        return frozenset({DECIDE})
    if stage.state == RECOVERY:
        over = stage.recover_until is None or today > stage.recover_until or not stage.missing
        return frozenset({PROPOSE}) if over else frozenset()
    heard = stage.has_view or stage.hear_until is None or today > stage.hear_until or not stage.missing
    steps = {VIEW}
    if heard:
        steps.add(PROPOSE)
        if stage.recovery_months and stage.missing:
            steps.add(RECOVER)
    return frozenset(steps)
