"""What differs between imports of a spreadsheet: what their columns hold, how a row is judged and what it does.

The steps are the same for all (`actions`, `staging`, `steps`): match the columns, check in the background, look at the
preview, choose, import in the background. A chapter registers its own kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from accounts.imports.headings import Names
from accounts.imports.models import SheetImport, SheetRow
from accounts.imports.reader import Row
from portal.kernel.jobs.registry import JobRun

Words = str | Promise


@dataclass(frozen=True)
class Shape:
    """What the columns of a list can hold."""

    #: Of the remembered columns; "" for case files.
    code: str
    #: Field -> what it is called on screen, in order.
    labels: Mapping[str, Words]
    #: The headings by which a field is known: tables that go one after another.
    tables: tuple[Names, ...]
    #: Fields that a list cannot do without.
    needed: tuple[str, ...]
    #: What is shown and kept of a cell at the top of the sheet, as text.
    shown: Callable[[str], str] = str


@dataclass(frozen=True)
class Line:
    """One row of the preview, in words."""

    number: int
    name: str
    url: str
    outcome: str
    outcome_label: str
    #: (column, what stood there, what to do).
    problems: list[tuple[str, str, str]]
    #: (column, before, after).
    changes: list[tuple[str, str, str]]
    facts: str
    result: str
    result_label: str


@dataclass(frozen=True)
class ImportKind:
    """One kind of import. Every route is named after `url_name`: NAME, NAME_columns, NAME_start and so on."""

    model: type[SheetImport]
    rows: type[SheetRow]
    url_name: str
    #: Kinds of the background jobs.
    check_job: str
    import_job: str
    #: Where the pages stand: (words, name of the route), from the top.
    crumbs: Sequence[tuple[Words, str]]
    shape: Callable[[Any], Shape]
    #: Stage the rows of the sheet below its headings; how many there are.
    stage: Callable[[Any, Iterator[Row], JobRun], int]
    #: The next rows to bring in, of those that wait: locked, in an order that is the same for everybody.
    batch: Callable[[Any, QuerySet[Any]], list[Any]]
    #: Bring these rows in; each gets its result.
    apply: Callable[[Any, Sequence[Any]], None]
    #: What an import that is done leaves behind.
    finish: Callable[[Any], None]
    lines: Callable[[Any, Iterable[Any]], list[Line]]
    #: (headings, rows) of the wrong rows, to mend and bring in again.
    bad_sheet: Callable[[Any], tuple[list[str], Iterable[list[Any]]]]
    #: What the rows are called above the preview, and once they are in: "%(made)s …, %(changed)s …".
    row_label: Callable[[Any], Words]
    done: Callable[[Any], Words]
    #: The list that can be exported, if there is one.
    list_code: str = ""


_kinds: dict[type[SheetImport], ImportKind] = {}


def register(kind: ImportKind) -> None:
    """Add a kind of import, with its two background jobs."""
    from accounts.imports.actions import bring_in
    from accounts.imports.staging import check
    from portal.kernel.jobs.registry import job_handler

    if kind.model in _kinds:
        raise ValueError(f"{kind.model.__name__} is registered twice")
    _kinds[kind.model] = kind
    job_handler(kind.check_job)(check)
    job_handler(kind.import_job, in_steps=True)(bring_in)


def kind_of(source: SheetImport) -> ImportKind:
    """The kind of this import."""
    return _kinds[type(source)]


def kind_of_job(job_kind: str) -> ImportKind:
    """The kind of import that a background job is about."""
    return next(kind for kind in _kinds.values() if job_kind in (kind.check_job, kind.import_job))
