"""Files as they come, and files that mean harm."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile

import pytest

from accounts.imports import reader
from accounts.imports.headings import find_header, is_total, match_columns
from accounts.imports.reader import UnreadableError, rows_of, sheets_of
from tests.accounts.imports.sheets import messy, simple

LINES = [["Naam", "Plaats"], ["Café De Brug", "Vechtstede"], ["Één", "Súdhoek"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_every_encoding_and_separator_gives_the_same_rows(encoding: str, sign: str) -> None:
    content = "\r\n".join(sign.join(line) for line in LINES).encode(encoding)
    assert [cells for _row, cells in rows_of("lijst.csv", io.BytesIO(content), "")] == LINES


def test_quotes_new_lines_and_the_sep_line() -> None:
    content = b'sep=,\r\nNaam,Notitie\r\n"Draad; BV","twee\r\nregels, en meer"\r\n'
    rows = list(rows_of("lijst.csv", io.BytesIO(content), ""))
    assert rows[1][1] == ["Draad; BV", "twee\r\nregels, en meer"]


def test_a_messy_sheet_is_found_below_its_titles() -> None:
    stream = io.BytesIO(messy(rows=60, wrong=0))
    assert sheets_of("x.xlsx", stream) == ["Toelichting", "Ondernemingen"]
    rows = list(rows_of("x.xlsx", stream, "Ondernemingen"))
    header = find_header(rows)
    assert header == 5
    headings = next(cells for number, cells in rows if number == header)
    assert len(match_columns(headings)) == 13
    assert is_total(rows[-1][1], 0)
    assert rows[-2][1][0] == "Proefbedrijf 59"


def test_cells_merged_over_rows_hold_their_value_in_each() -> None:
    from openpyxl import load_workbook

    book = load_workbook(
        io.BytesIO(simple(["Naam", "Wijk"], ["A", "Noord"], ["B", None], ["C", None], ["D", "Zuid"]))
    )
    book.active.merge_cells("B2:B4")
    target = io.BytesIO()
    book.save(target)
    rows = list(rows_of("x.xlsx", target, ""))
    assert [cells[1] for _number, cells in rows[1:]] == ["Noord", "Noord", "Noord", "Zuid"]


def _with(content: bytes, name: str, data: bytes) -> io.BytesIO:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            new.writestr(entry.filename, data if entry.filename == name else old.read(entry.filename))
    return target


SHEET = "xl/worksheets/sheet1.xml"
NS = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def test_entities_bombs_and_broken_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    book = simple(["Naam"], ["A"])
    lol = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]><worksheet ' + NS + b"/>"
    for stream in (
        _with(book, SHEET, lol),
        _with(book, SHEET, b"<worksheet"),
        io.BytesIO(b"PK\x03\x04niets"),
    ):
        with pytest.raises(UnreadableError):
            list(rows_of("x.xlsx", stream, ""))
    monkeypatch.setattr(reader, "MOST_UNPACKED", 1000)
    with pytest.raises(UnreadableError, match="bomb"):
        list(rows_of("x.xlsx", io.BytesIO(book), ""))


def test_a_million_empty_rows_and_16000_columns_cost_little() -> None:
    row = b'<row r="1"><c r="A1" t="inlineStr"><is><t>Naam</t></is></c></row>'
    wide = b"".join(b'<c r="%s" s="0"/>' % name.encode() for name in ("B2", "ZZ2", "XFD2"))
    empty = b"".join(b'<row r="%d"/>' % number for number in range(3, 200_000))
    data = b"<worksheet " + NS + b'><dimension ref="A1:XFD1048576"/><sheetData>' + row + b'<row r="2">' + wide
    data += b"</row>" + empty + b'<row r="1048576"/></sheetData></worksheet>'
    stream = _with(simple(["Naam"]), SHEET, data)
    tracemalloc.start()
    began = time.monotonic()
    assert list(rows_of("x.xlsx", stream, "")) == [(1, ["Naam"])]
    assert tracemalloc.get_traced_memory()[1] < 60_000_000
    tracemalloc.stop()
    assert time.monotonic() - began < 20


def test_a_formula_gives_its_value_and_is_never_run() -> None:
    data = (
        b"<worksheet "
        + NS
        + b'><sheetData><row r="1"><c r="A1"><f>HYPERLINK("http://kwaad.example")</f><v>7</v></c>'
    )
    data += b"</row></sheetData></worksheet>"
    assert list(rows_of("x.xlsx", _with(simple(["x"]), SHEET, data), "")) == [(1, [7])]
