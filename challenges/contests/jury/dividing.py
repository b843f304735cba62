"""Dividing the budget over the winners, to the euro. Pure calculation."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

CENT = Decimal("0.01")


def divide(budget: Decimal, shares: Mapping[int, Fraction]) -> dict[int, Decimal]:
    """`budget` in proportion to `shares`, in whole euros that add up to it exactly.

    The euros left by rounding down go one by one to who lost most by it, and among equals to who stands first;
    cents of the budget itself go to who stands first. Raises ValueError when nothing can be divided: no shares, a
    negative one, or all zero.
    """
    whole = sum(shares.values(), Fraction(0))
    if whole <= 0 or any(share < 0 for share in shares.values()):
        raise ValueError("shares must be positive")
    euros = int(budget.to_integral_value(ROUND_FLOOR))
    exact = {key: euros * share / whole for key, share in shares.items()}
    parts = {key: int(value) for key, value in exact.items()}
    left = euros - sum(parts.values())
    for key in sorted(exact, key=lambda one: parts[one] - exact[one])[
        :left
    ]:  # stable: equals keep their order
        parts[key] += 1
    divided = {key: Decimal(part) for key, part in parts.items()}
    first = next(iter(divided))
    divided[first] += budget - euros
    return {key: amount.quantize(CENT) for key, amount in divided.items()}
