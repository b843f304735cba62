"""Money as the Dutch government writes it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def euro(amount: Decimal) -> str:
    """EUR 1.234,56: rounded half-up to the cent, with a minus before the number when negative."""
    rounded = amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    text = f"{rounded:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"EUR {text}"
