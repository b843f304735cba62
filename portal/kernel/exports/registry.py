"""The lists of the site: their columns, their filters, and who may export them. Instruments register theirs.

Three lines make a list exportable and give it saved views:

    register(ListPage("tables", _("Tables"), "tables", "accounts.view_tables", Table, rows=tables_for,
                      columns=(Column("name", _("Name"), "name"), Column("day", _("Day"), "on"))))

and `{% load lists %}{% list_tools "tables" %}` in the template. `rows(params, actor)` gives the rows of the list for
the query string `params`, in the list's own order: the function the list page uses itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.kernel.permissions import Actor
from portal.kernel.tenancy.models import DomainPrivateModel

#: The name in the query string of the one thing whose list it is (the budget of its commitments).
OF = "bij"
#: Rows read from the database at a time.
CHUNK = 2000


@dataclass(frozen=True)
class Column:
    """One column. `path` as in `values_list`; `words` are the choices of a code; `chosen` stands on at first."""

    code: str
    label: str | Promise
    path: str
    words: Sequence[tuple[Any, Any]] = ()
    chosen: bool = True


@dataclass(frozen=True)
class ListPage:
    """One list. `sensitive`: exporting it is written in the read log. `views`: filters can be kept by name."""

    code: str
    title: str | Promise
    url_name: str
    permission: str
    model: type[Model]
    columns: tuple[Column, ...]
    rows: Callable[[QueryDict, Actor], QuerySet[Any]]
    sensitive: bool = False
    views: bool = True
    #: The list belongs to one thing (the commitments of a budget), named by `bij=`; see `of_number`.
    of_one: bool = False

    def url(self, params: QueryDict) -> str:
        """The address of the list with these filters."""
        params = params.copy()
        of = params.pop(OF, [])
        query = params.urlencode()
        return reverse(self.url_name, args=of[:1]) + (f"?{query}" if query else "")

    def chosen(self, codes: Iterable[str]) -> tuple[Column, ...]:
        """The columns with these codes, in the order of the list."""
        wanted = set(codes)
        return tuple(column for column in self.columns if column.code in wanted)

    def stream(self, params: QueryDict, actor: Actor, columns: Sequence[Column]) -> Iterator[tuple[Any, ...]]:
        """The cells of every row, in the order of the list; at most CHUNK rows in memory."""
        shows = [_shower(column) for column in columns]
        rows = self.rows(params, actor).values_list(*(column.path for column in columns))
        for row in rows.iterator(chunk_size=CHUNK):
            yield tuple(show(value) for show, value in zip(shows, row, strict=True))


def of_number(params: QueryDict) -> int:
    """The id behind `bij=`; Http404 when there is none."""
    text = params.get(OF, "")
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        raise Http404
    return int(text)


_lists: dict[str, ListPage] = {}


def register(page: ListPage) -> None:
    """Add a list. Refuses columns out of data that only one domain may see: purpose limitation holds in files too."""
    if page.code in _lists:
        raise ValueError(f"list {page.code!r} is registered twice")
    private = [column.code for column in page.columns if is_private(page.model, column.path)]
    if private:
        raise ValueError(f"list {page.code!r} has columns that only one domain may see: {private}")
    _lists[page.code] = page


def list_page(code: str) -> ListPage:
    """The list with this code; Http404 when nobody registered it."""
    if code not in _lists:
        raise Http404
    return _lists[code]


def list_pages() -> list[ListPage]:
    """All lists."""
    return list(_lists.values())


def is_private(model: type[Model], path: str) -> bool:
    """True when a column's path starts at, or leads through, a model of one domain only."""
    if issubclass(model, DomainPrivateModel):
        return True
    current: Any = model
    for part in path.split("__"):
        try:
            found = current._meta.get_field(part)
        except FieldDoesNotExist:  # an annotation of the list's own queryset, or pk
            return False
        current = found.related_model
        if current is None:
            return False
        if issubclass(current, DomainPrivateModel):
            return True
    return False


def _shower(column: Column) -> Callable[[Any], Any]:
    """How a value of this column becomes a cell: words for codes, local time, the rest as it is."""
    words = {code: str(label) for code, label in column.words}

    def show(value: Any) -> Any:
        if value is None:
            return ""
        if isinstance(value, list | tuple):
            return "; ".join(words.get(item, str(item)) for item in value if item is not None)
        if words:
            return words.get(value, str(value))
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, dt.datetime):
            return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
        return value

    return show
