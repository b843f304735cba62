"""Reading an import of a register: how many rows came to what, and what stood in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from procurement.social_return.imports.columns import COLUMNS, label_of
from procurement.social_return.imports.models import RegisterImport, RegisterRow


@dataclass(frozen=True)
class Line:
    """A row for the screen: what it is about, and (column, what stood there, what to do) of what is wrong."""

    row: RegisterRow
    title: str
    problems: list[tuple[str, str, str]]


def counts_of(source: RegisterImport) -> dict[str, int]:
    """Outcome -> rows."""
    rows = RegisterRow.objects.filter(source=source).order_by().values_list("outcome")
    return dict(rows.annotate(number=Count("pk")))


def lines_of(source: RegisterImport, rows: Iterable[RegisterRow]) -> list[Line]:
    """Rows in words."""
    lines = []
    for row in rows:
        parts = [row.cells.get(name, "") for name in ("reference", "title", "kind", "external")]
        shown = parts[:2] if source.kind == "contracts" else [parts[0], parts[2], parts[3]]
        problems = [
            (label_of(source.kind, found["field"]), row.cells.get(found["field"], ""), found["words"])
            for found in row.problems
        ]
        lines.append(Line(row, " · ".join(part for part in shown if part), problems))
    return lines


def bad_sheet(source: RegisterImport, rows: Iterable[RegisterRow]) -> tuple[list[str], Iterable[list[Any]]]:
    """(headings, rows) of a sheet to mend and upload again: our own headings, the last column says why not."""
    columns = [column for column in COLUMNS[source.kind] if column.field in source.mapping]
    found = (
        [
            *(row.cells.get(column.field, "") for column in columns),
            row.number,
            " ".join(f"{label_of(source.kind, item['field'])}: {item['words']}" for item in row.problems),
        ]
        for row in rows
    )
    return [str(column.label) for column in columns], found
