"""The top of a sheet: where its headings are, and what we think the columns below them hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from accounts.imports.engine import as_text
from accounts.imports.headings import find_header, fingerprint, keys_of, match_columns
from accounts.imports.kinds import Shape, kind_of
from accounts.imports.models import ColumnMemory, SheetImport
from accounts.imports.reader import UnreadableError, rows_of, sheets_of

#: Rows read to find the headings and examples.
HEAD = 40
#: Sheets looked into to find the list.
MOST_SHEETS = 6


@dataclass(frozen=True)
class Head:
    """The top of a sheet: its headings, an example of each column, and what we think the columns hold."""

    sheets: list[str]
    sheet: str
    header_row: int
    headings: list[Any]
    examples: list[str]
    mapping: dict[str, int]
    remembered: bool


def read_head(source: SheetImport, sheet: str, header_row: int | None) -> Head:
    """Look at the top of the file. Raises UnreadableError; reads only the first rows."""
    assert source.file is not None
    with source.file.content.open("rb") as stream:
        shape = kind_of(source).shape(source)
        return head_of(source.file.name, stream, sheet, header_row, shape, _remembered)


def _remembered(key: str) -> Mapping[str, str] | None:
    memory = ColumnMemory.objects.filter(fingerprint=key).first()
    return memory.mapping if memory else None


def head_of(
    name: str,
    stream: IO[bytes],
    sheet: str,
    header_row: int | None,
    shape: Shape,
    remembered: Callable[[str], Mapping[str, str] | None],
) -> Head:
    """The top of any list. `remembered`: a fingerprint of headings -> field -> key of the column (`keys_of`)."""
    sheets = sheets_of(name, stream)
    if sheet not in sheets:
        sheet = _likely_sheet(name, stream, sheets, shape)
    rows = list(islice(rows_of(name, stream, sheet), max(HEAD, (header_row or 0) + 5)))
    if not rows and len(sheets) < 2:
        raise UnreadableError("no-sheet")
    number = header_row or find_header(rows, *shape.tables)
    cells = next((cells for row, cells in rows if row == number), [])
    below = [cells for row, cells in rows if row > number]
    examples = [shape.shown(_example(below, column)) for column in range(len(cells))]
    headings = [shape.shown(as_text(cell)) for cell in cells]
    memory = remembered(fingerprint(headings, shape.code))
    mapping = match_columns(headings, *shape.tables)
    if memory is not None:
        places = {key: column for column, key in enumerate(keys_of(headings))}
        mapping = {field: places[key] for field, key in memory.items() if key in places}
    return Head(sheets, sheet, number, headings, examples, mapping, memory is not None)


def remember(source: SheetImport, headings: Sequence[object]) -> None:
    """Keep what these headings mean, for the next list of this municipality that has them."""
    keys = keys_of(headings)
    ColumnMemory.objects.update_or_create(
        municipality_id=source.municipality_id,
        fingerprint=fingerprint(headings, kind_of(source).shape(source).code),
        defaults={"mapping": {field: keys[column] for field, column in source.mapping.items()}},
    )


def _likely_sheet(name: str, stream: IO[bytes], sheets: list[str], shape: Shape) -> str:
    """The sheet of whose headings we know most: files often begin with an explanation. Else the first."""
    best, score = sheets[0] if sheets else "", 0
    for sheet in sheets[:MOST_SHEETS] if len(sheets) > 1 else ():
        rows = list(islice(rows_of(name, stream, sheet), HEAD))
        number = find_header(rows, *shape.tables)
        known = len(match_columns(next((cells for row, cells in rows if row == number), []), *shape.tables))
        if known > score:
            best, score = sheet, known
    return best


def _example(rows: Iterable[list[Any]], column: int) -> str:
    return next((text for cells in rows if column < len(cells) and (text := as_text(cells[column]))), "")
