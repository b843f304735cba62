"""Money and other numbers as the Dutch government writes them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def euro(amount: Decimal) -> str:
    """EUR 1.234,56: rounded half-up to the cent, with a minus before the number when negative."""
    rounded = amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    text = f"{rounded:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"EUR {text}"


def number(amount: Decimal) -> str:
    """1.234,5: exact, without zeros at the end."""
    whole, _point, rest = f"{amount:,f}".partition(".")
    rest = rest.rstrip("0")
    return whole.replace(",", ".") + (f",{rest}" if rest else "")
