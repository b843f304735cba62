"""Reading the rows of a spreadsheet one by one, whatever someone sends. Memory is bounded, never by what a file claims.

Only plain rows come out: (row number in the sheet, cells). What a hostile file can do ends in an UnreadableError.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from openpyxl import load_workbook

Row = tuple[int, list[Any]]
#: Columns that are read; 16,000 empty ones cost nothing more.
MOST_COLUMNS = 120
#: Rows that are read at most.
MOST_ROWS = 200_000
#: After so many empty rows on end the sheet is over: a million formatted but empty rows are no content.
MOST_EMPTY = 5_000
#: Bytes that the parts of an xlsx may unpack to, together, and that its table of texts may.
MOST_UNPACKED = 600 * 1024 * 1024
MOST_TEXTS = 80 * 1024 * 1024
MOST_MERGES = 20_000
LONGEST_CELL = 32_767


class UnreadableError(Exception):
    """The file cannot be read; `code` says why, `problems.py` puts it in words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Merge:
    """Cells merged into one, rows and columns from 1."""

    top: int
    left: int
    bottom: int
    right: int


@contextmanager
def open_book(stream: IO[bytes]) -> Iterator[Any]:
    """An xlsx, after a look at what it would unpack to. Formulas give the value they had; links are not followed."""
    _look(stream)
    stream.seek(0)
    try:
        book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    except UnreadableError:
        raise
    except Exception as error:
        raise UnreadableError("broken") from error
    try:
        yield book
    finally:
        book.close()


def _look(stream: IO[bytes]) -> None:
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MOST_UNPACKED or len(entries) > 5000:
                raise UnreadableError("bomb")
            for entry in entries:
                name = entry.filename.lower()
                if name.endswith("sharedstrings.xml") and entry.file_size > MOST_TEXTS:
                    raise UnreadableError("bomb")
                if name.endswith((".xml", ".rels")):
                    with archive.open(entry) as part:
                        if b"<!DOCTYPE" in part.read(4096).upper():
                            raise UnreadableError("broken")
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as error:
        raise UnreadableError("broken") from error


def sheets_of(name: str, stream: IO[bytes]) -> list[str]:
    """The names of the sheets that hold cells; one without a name for a csv."""
    if not name.lower().endswith(".xlsx"):
        return [""]
    with open_book(stream) as book:
        return [sheet.title for sheet in book.worksheets][:100]


def rows_of(name: str, stream: IO[bytes], sheet: str) -> Iterator[Row]:
    """The rows that are not empty, in order."""
    rows = _xlsx_rows(stream, sheet) if name.lower().endswith(".xlsx") else _csv_rows(stream)
    empty = 0
    for number, cells in rows:
        if number > MOST_ROWS:
            raise UnreadableError("too-many-rows")
        while cells and (cells[-1] is None or cells[-1] == ""):
            cells.pop()
        if not any(cell is not None and str(cell).strip() for cell in cells):
            empty += 1
            if empty >= MOST_EMPTY:
                return
            continue
        empty = 0
        yield number, cells


def _xlsx_rows(stream: IO[bytes], title: str) -> Iterator[Row]:
    with open_book(stream) as book:
        sheets = [sheet for sheet in book.worksheets if sheet.title == title] or list(book.worksheets)
        if not sheets:
            raise UnreadableError("no-sheet")
        sheet = sheets[0]
        merges = _merges(stream, sheet)
        sheet.reset_dimensions()  # what the file says of its own size may be a lie
        kept: dict[tuple[int, int], Any] = {}
        try:
            for number, values in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), start=1):
                cells = [cell[:LONGEST_CELL] if isinstance(cell, str) else cell for cell in values]
                _fill_merged(number, cells, merges, kept)
                yield number, cells
        except UnreadableError:
            raise
        except Exception as error:
            raise UnreadableError("broken") from error


def _fill_merged(
    number: int, cells: list[Any], merges: list[Merge], kept: dict[tuple[int, int], Any]
) -> None:
    """Cells merged over rows hold their value in each of these rows. Merged over columns alone it is a title."""
    for merge in merges:
        if merge.top > number:
            break
        if number > merge.bottom or merge.bottom == merge.top:
            continue
        place = (merge.top, merge.left)
        if number == merge.top:
            kept[place] = cells[merge.left - 1] if merge.left <= len(cells) else None
        elif place in kept:
            cells.extend([None] * (merge.left - len(cells)))
            cells[merge.left - 1] = kept[place]
            if number == merge.bottom:
                del kept[place]
    while merges and merges[0].bottom <= number:
        merges.pop(0)


_MERGE = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


def _merges(stream: IO[bytes], sheet: Any) -> list[Merge]:
    """The merged cells, by their top row. They stand behind all rows in the file, so they are looked for first."""
    found: list[Merge] = []
    with zipfile.ZipFile(stream) as archive, archive.open(sheet._worksheet_path.lstrip("/")) as part:
        tail = b""
        while chunk := part.read(1 << 20):
            block = tail + chunk
            end = 0
            for match in _MERGE.finditer(block):
                left, top, right, bottom = match.groups()
                found.append(Merge(int(top), _number(left), int(bottom), _number(right)))
                end = match.end()
                if len(found) > MOST_MERGES:
                    raise UnreadableError("merges")
            tail = block[max(end, len(block) - 200) :]
    return sorted(
        (merge for merge in found if merge.left <= MOST_COLUMNS and merge.bottom - merge.top < 5000),
        key=lambda merge: (merge.top, merge.left),
    )


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _encoding(stream: IO[bytes]) -> str:
    """By its mark; else UTF-8 when all of it is, else Windows-1252, as Excel writes."""
    stream.seek(0)
    head = stream.read(4)
    stream.seek(0)
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := stream.read(1 << 16):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        stream.seek(0)
    return "utf-8"


def _delimiter(sample: str) -> str:
    """The sign that divides most lines into equally many cells; signs inside quotes do not count."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in sample.splitlines() if line.strip()][:20]
    if lines and (found := re.fullmatch(r"sep=(.)", lines[0].strip(), re.I)):
        return found[1]
    best, score = ";", 0.0
    for sign in ";\t,|":
        counts = sorted(line.count(sign) for line in lines)
        if counts and counts[-1]:
            middle = counts[len(counts) // 2]
            steady = sum(1 for count in counts if count == middle) / len(counts)
            if middle * steady > score:
                best, score = sign, middle * steady
    return best


def _csv_rows(stream: IO[bytes]) -> Iterator[Row]:
    encoding = _encoding(stream)
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    try:
        sample = text.read(20_000)
        text.seek(0)
        delimiter = _delimiter(sample)
        csv.field_size_limit(LONGEST_CELL * 4)
        lines = (line.replace("\0", "") for line in text)
        reader = csv.reader(lines, delimiter=delimiter)
        for number, cells in enumerate(reader, start=1):
            if number == 1 and cells and cells[0].lower().startswith("sep="):
                continue
            yield number, [cell[:LONGEST_CELL] for cell in cells[:MOST_COLUMNS]]
    except (csv.Error, UnicodeError) as error:
        raise UnreadableError("broken") from error
    finally:
        text.detach()
