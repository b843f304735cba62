"""Spreadsheets as municipalities keep them: messy, but all of fictional enterprises."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

HEADINGS = (
    "Naam ondernemming", "KvK-nr.", None, "Contactpersoon", "E-mailadres", "Tel.", "Thema's", "Aantal werkplekken",
    "Fase", "Accountmanager", "Wijk", "Adres", "Datum laatste contact", "Opmerkingen",
)  # fmt: skip
DATES: tuple[Any, ...] = ("31-12-2025", "2025-11-30", "3 mrt 2026", 46000, dt.datetime(2026, 2, 1), "1/4/26")
THEMES = ("Werk", "circulair; zorg", "Duurzaamheid", "onderwijs, werk", "wijk")
PHASES = ("Groei", "startfase", "idee", "volwassen", "rustend")
#: What twenty wrong rows have wrong: (column, value).
WRONG: tuple[tuple[int, Any], ...] = (
    (1, "12.34"), (1, "geen idee"), (1, 123456789012), (1, "9,1E+07"), (4, "piet apenstaart nl"), (4, "a@b"),
    (5, "0612"), (5, "bel receptie"), (6, "ruimtevaart"), (6, "werk, toverij"), (7, "veel"), (7, -3),
    (8, "op de maan"), (9, "Niemand Bekend"), (12, "ooit"), (12, "31-12-2199"), (12, "1-1-1899"), (12, "31-02-2026"),
    (0, None), (1, "#REF!"),
)  # fmt: skip


def good_row(number: int, manager: str = "Sanne de Wit") -> list[Any]:
    """One row that can be imported, each in another style."""
    kvk: Any = 70000000 + number
    styles = (kvk, str(kvk), float(kvk), f"{str(kvk)[:2]}.{str(kvk)[2:5]}.{str(kvk)[5:]}", f" KVK {kvk} ")
    return [
        f"Proefbedrijf {number}", styles[number % 5], None, f"Contact {number}", f"Info{number}@proefbedrijf.example",
        612345678 if number % 2 else "06-12 34 56 78", THEMES[number % 5], str(number % 9) if number % 2 else number % 9,
        PHASES[number % 5], manager, None if number % 3 else "Noord", f"Proefweg {number}, 1234 ab Vechtstede",
        DATES[number % 6], "=2+5 is geen formule" if number == 7 else f"Afspraak {number} gemaakt",
    ]  # fmt: skip


def messy(rows: int = 500, wrong: int = 20, manager: str = "Sanne de Wit") -> bytes:
    """An xlsx with title rows, merged cells, empty rows and columns, totals, and `wrong` wrong rows among `rows`."""
    book = Workbook()
    book.active.title = "Toelichting"
    book.active["A1"] = "Lijst van de afdeling, niet de lijst zelf"
    sheet: Any = book.create_sheet("Ondernemingen")
    sheet["A1"] = "Overzicht sociaal ondernemers 2026"
    sheet.merge_cells("A1:N1")
    sheet.append([])
    sheet.append(["Bijgewerkt op", dt.date(2026, 11, 1)])
    sheet.append([])
    sheet.append(list(HEADINGS))
    every = rows // wrong if wrong else rows + 1
    for number in range(rows):
        cells = good_row(number, manager)
        if wrong and number % every == every - 1:
            column, value = WRONG[(number // every) % len(WRONG)]
            cells[column] = value
        for place, value in enumerate(cells, start=1):
            cell = sheet.cell(sheet.max_row + (1 if place == 1 else 0), place)
            cell.value = value
            if isinstance(value, str) and value.startswith("="):
                cell.data_type = "s"
        if number % 100 == 50:
            sheet.append([])
            sheet.cell(sheet.max_row + 1, 1).value = None
    sheet.append([])
    sheet.append(["Totaal", rows])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def simple(headings: Sequence[Any], *rows: Sequence[Any]) -> bytes:
    """A plain xlsx with these rows."""
    book = Workbook()
    book.active.append(list(headings))
    for row in rows:
        book.active.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
