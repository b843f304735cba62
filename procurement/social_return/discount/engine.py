"""When a PSO certificate counts for a discount, and until when. Pure calculation.

Rule (rules file section 1): the certificate is valid at the award and throughout the contract. A certificate that
follows on without a day in between continues the former one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

NOT_AT_AWARD, GAP = "not_at_award", "gap"
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Certificate:
    """A PSO certificate: its level, and the days it is valid, both included."""

    level: str
    number: str
    valid_from: dt.date
    valid_to: dt.date


def refusal(
    certificate: Certificate, *, awarded_on: dt.date, covered_from: dt.date | None, covered_to: dt.date | None
) -> str:
    """Why a certificate cannot count, as a code; empty when it can.

    `covered_from` and `covered_to`: the certificate the discount stands on now, if any. The new one may be valid at
    the award itself, or follow on that one without a day between.
    """
    if certificate.valid_from <= awarded_on <= certificate.valid_to:
        return ""
    if covered_from is None or covered_to is None:
        return NOT_AT_AWARD
    return "" if covered_from <= certificate.valid_from <= covered_to + _DAY else GAP


def best(
    certificates: Iterable[Certificate], *, awarded_on: dt.date, percentages: dict[str, Decimal]
) -> Certificate | None:
    """The certificate valid at the award that gives most; of equal ones the one that lasts longest."""
    fitting = [
        item
        for item in certificates
        if item.level in percentages and item.valid_from <= awarded_on <= item.valid_to
    ]
    return max(fitting, key=lambda item: (percentages[item.level], item.valid_to), default=None)


def following(
    certificates: Iterable[Certificate],
    *,
    covered_from: dt.date,
    covered_to: dt.date,
    levels: Collection[str],
) -> Certificate | None:
    """The certificate that goes on the one the discount stands on, and lasts longest; None when none does."""
    fitting = [
        item
        for item in certificates
        if item.level in levels
        and covered_from <= item.valid_from <= covered_to + _DAY
        and item.valid_to > covered_to
    ]
    return max(fitting, key=lambda item: item.valid_to, default=None)


def ends_early(valid_to: dt.date, *, ends_on: dt.date) -> bool:
    """Whether the contract outlives the certificate."""
    return valid_to < ends_on
