"""CPV codes: eight digits and a check digit.

Source: Regulation (EC) 213/2008, annex I. The regulation gives the codes with their check digit; the digit is the sum
of the eight digits with the weights 3, 7, 1, 3, 7, 1, 3, 7, modulo ten, which holds for the codes we tried.
"""

from __future__ import annotations

import re

_WEIGHTS = (3, 7, 1, 3, 7, 1, 3, 7)


def check_digit(digits: str) -> int:
    """The check digit of eight digits."""
    return sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 10


def complete(text: str) -> str:
    """ "55520000-1" for "55520000", "555200001" or "55.52.00.00-1". Raises ValueError on anything else."""
    found = re.fullmatch(r"(\d{8})-?(\d)?", re.sub(r"[\s.]", "", text), re.ASCII)
    if not found:
        raise ValueError("form")
    right = str(check_digit(found[1]))
    if found[2] and found[2] != right:
        raise ValueError("check digit")
    return f"{found[1]}-{right}"
