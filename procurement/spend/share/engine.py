"""The share of social spend. Exact: nothing is rounded but what is shown, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Line:
    """What was paid under one heading: in all, and per group that counts as social. Euros."""

    label: str
    total: Decimal
    groups: Mapping[str, Decimal] = field(default_factory=dict)
    #: Where it stands in a list that has an order of its own: a year, a size.
    order: int = 0

    @property
    def social(self) -> Decimal:
        return sum(self.groups.values(), Decimal(0))

    @property
    def share(self) -> Fraction | None:
        """Of 1; None when nothing was paid, or more came back than was paid: then a share says nothing."""
        return Fraction(self.social) / Fraction(self.total) if self.total > 0 else None

    @property
    def percent(self) -> Decimal | None:
        """The share in percent, to one decimal."""
        share = self.share
        if share is None:
            return None
        exact = Decimal(share.numerator * 100) / Decimal(share.denominator)
        return exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def together(lines: Iterable[Line], label: str) -> Line:
    """Lines as one."""
    total, groups = Decimal(0), dict[str, Decimal]()
    for line in lines:
        total += line.total
        for group, amount in line.groups.items():
            groups[group] = groups.get(group, Decimal(0)) + amount
    return Line(label, total, groups)


def largest(lines: Sequence[Line], most: int, others: str) -> list[Line]:
    """At most so many lines, the largest first; the others are one line. They add up to the same."""
    ranked = sorted(lines, key=lambda line: (-line.total, line.label))
    if len(ranked) <= most:
        return ranked
    return [*ranked[: most - 1], together(ranked[most - 1 :], others)]
