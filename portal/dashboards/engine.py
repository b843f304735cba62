"""Small cells and quarters: pure calculation, no Django.

Figures about people hide cells from 1 to 4 (rules.md section 9). A hidden cell must not be recoverable from its
row's total, so where needed a second cell is hidden too, and as a last resort the total.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: Cells from 1 up to and including this number are hidden.
LARGEST_HIDDEN = 4


@dataclass(frozen=True)
class Cell:
    """One number as it may be shown. `value` is None when hidden; `hidden` is "", "small" or "protected"."""

    value: int | None
    hidden: str = ""


@dataclass(frozen=True)
class Row:
    """Cells that add up to a total, as they may be shown."""

    cells: dict[str, Cell]
    total: Cell


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year; `number` from 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: dt.date) -> Quarter:
        """The quarter a day falls in."""
        return cls(day.year, (day.month - 1) // 3 + 1)

    @property
    def start(self) -> dt.date:
        return dt.date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> dt.date:
        """The last day."""
        return self.next.start - dt.timedelta(days=1)

    @property
    def next(self) -> Quarter:
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @property
    def previous(self) -> Quarter:
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    def before(self, count: int) -> Quarter:
        """The quarter `count` quarters earlier."""
        quarter = self
        for _step in range(count):
            quarter = quarter.previous
        return quarter

    def upto(self, last: Quarter) -> list[Quarter]:
        """This quarter and all after it, up to and including `last`."""
        quarters, quarter = [], self
        while quarter <= last:
            quarters.append(quarter)
            quarter = quarter.next
        return quarters


def single(value: int) -> Cell:
    """A number that stands alone, in no row that adds up."""
    return Cell(None, "small") if 1 <= value <= LARGEST_HIDDEN else Cell(value)


def protect(numbers: Mapping[str, int]) -> Row:
    """Hide what must be hidden in cells that add up, so that nobody can work a hidden cell out.

    The reader is assumed to know this rule: that a "small" cell is 1 to 4 and a "protected" one 5 or more.
    """
    small = [key for key, value in numbers.items() if 1 <= value <= LARGEST_HIDDEN]
    total = sum(numbers.values())
    protected: list[str] = []
    others = sorted(
        (key for key, value in numbers.items() if value > LARGEST_HIDDEN), key=lambda key: numbers[key]
    )
    hide_total = False
    while small and not _ambiguous([numbers[key] for key in small], [numbers[key] for key in protected]):
        if not others:
            hide_total = True
            break
        protected.append(others.pop(0))
    if hide_total:
        protected = []
    cells = {
        key: Cell(None, "small")
        if key in small
        else Cell(None, "protected")
        if key in protected
        else Cell(value)
        for key, value in numbers.items()
    }
    if hide_total:
        return Row(cells, Cell(None, "small" if total <= LARGEST_HIDDEN else "protected"))
    return Row(cells, single(total) if not small else Cell(total))


def protect_overlapping(numbers: Mapping[str, int]) -> dict[str, Cell]:
    """Hide small cells of groups that may overlap, while the total of all is known elsewhere.

    Everything is in at least one group, so the total minus the visible groups bounds a single hidden group from below
    (ten in all, six visible: the hidden one has at least four). With a second group hidden, that bound is gone: the
    protected group has five or more and may hold everything.
    """
    small = {key for key, value in numbers.items() if 1 <= value <= LARGEST_HIDDEN}
    large = sorted(
        (key for key, value in numbers.items() if value > LARGEST_HIDDEN), key=lambda key: -numbers[key]
    )
    protected = set(large[:1]) if small else set()
    return {
        key: Cell(None, "small")
        if key in small
        else Cell(None, "protected")
        if key in protected
        else Cell(value)
        for key, value in numbers.items()
    }


def _ambiguous(small: Sequence[int], protected: Sequence[int]) -> bool:
    """True when every hidden cell has at least two values that fit the sum of all hidden cells."""
    total = sum(small) + sum(protected)
    least = len(small) + (LARGEST_HIDDEN + 1) * len(protected)
    most = LARGEST_HIDDEN * len(small) if not protected else None
    for lowest, highest in [(1, LARGEST_HIDDEN)] * len(small) + [(LARGEST_HIDDEN + 1, None)] * len(protected):
        largest = total - (least - lowest)
        if highest is not None:
            largest = min(largest, highest)
        smallest = lowest
        if most is not None and highest is not None:
            smallest = max(lowest, total - (most - highest))
        elif most is None and highest is None and len(protected) == 1:
            smallest = max(lowest, total - LARGEST_HIDDEN * len(small))
        if largest <= smallest:
            return False
    return True


def percentage(part: Cell, whole: Cell) -> int | None:
    """Rounded percentage, or None when either number is hidden or there is nothing to divide by."""
    if part.value is None or not whole.value:
        return None
    return (200 * part.value + whole.value) // (2 * whole.value)
