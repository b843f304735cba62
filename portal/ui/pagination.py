"""Pages of a list at a bounded price: counting stops at a thousand, and a page fetches one row too many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

PAGE_SIZE = 25
COUNT_LIMIT = 1000
LAST_PAGE = 2000


@dataclass(frozen=True)
class Page:
    """One page of rows. `total_text` says how many rows there are, "more than 1.000" when counting stopped."""

    rows: list[Any]
    number: int
    has_next: bool
    total: int
    total_text: str

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_other_pages(self) -> bool:
        return self.has_next or self.has_previous

    @property
    def next_page_number(self) -> int:
        return self.number + 1

    @property
    def previous_page_number(self) -> int:
        return self.number - 1


def paginate(
    request: HttpRequest, queryset: QuerySet[Any], *, size: int = PAGE_SIZE, values: Sequence[str] = ()
) -> Page:
    """The page asked for in ?pagina=; a number that makes no sense gives the first page. Two queries.

    With `values` the rows are tuples of these fields instead of instances; counting does not join for them.
    """
    text = request.GET.get("pagina", "1")
    number = (
        min(int(text), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 6 and int(text) else 1
    )
    start = (number - 1) * size
    rows = list((queryset.values_list(*values) if values else queryset)[start : start + size + 1])
    has_next = len(rows) > size
    if number == 1 and not has_next:
        total = len(rows)
    else:
        total = queryset.order_by()[: COUNT_LIMIT + 1].count()
    total_text = (
        _("more than %(number)s in all") % {"number": "1.000"}
        if total > COUNT_LIMIT
        else _("%(number)s in all") % {"number": total}
    )
    return Page(rows[:size], number, has_next, total, total_text)
