"""Writing tables as xlsx and csv, row by row, so that any number of rows fits in memory."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

#: Characters a cell cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: A text that begins with one of these would be run as a formula by a spreadsheet program.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 32_000
FORMATS = {dt.datetime: "dd-mm-yyyy hh:mm", dt.date: "dd-mm-yyyy", Decimal: "#,##0.00"}
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def safe_text(value: object) -> str:
    """A text that a spreadsheet shows and never runs: what looks like a formula gets an apostrophe in front."""
    text = _CONTROL.sub("", str(value))[:LONGEST]
    return f"'{text}" if text.startswith(_FORMULA) else text


def write_xlsx(target: IO[bytes], title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write an xlsx with real dates and numbers, and a first line that stays in sight. Returns how many rows."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
    sheet.freeze_panes = "A2"
    for number, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = min(60, max(14, len(heading) + 4))
    bold = Font(bold=True)
    first = []
    for heading in headings:
        cell = WriteOnlyCell(sheet, value=safe_text(heading))
        cell.font = bold
        first.append(cell)
    sheet.append(first)
    written = 0
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
        written += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(headings)))}{written + 1}"
    book.save(target)
    return written


def _cell(sheet: Any, value: Any) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | dt.date):
        return safe_text(value)
    number_format = FORMATS.get(type(value))
    if number_format is None:
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = number_format
    return cell


def write_csv(target: IO[bytes], title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write a csv as Dutch Excel opens it: semicolons, BOM, 31-12-2026 and 1234,56. Returns how many rows."""
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe_text(heading) for heading in headings])
    written = 0
    for row in rows:
        writer.writerow([_words(value) for value in row])
        written += 1
    text.detach()
    return written


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return f"{value:%d-%m-%Y %H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, Decimal | float):
        return str(value).replace(".", ",")
    if isinstance(value, int):
        return str(value)
    return safe_text(value)


WRITERS = {"xlsx": write_xlsx, "csv": write_csv}
