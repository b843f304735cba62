"""A contract register as a municipality exports it: 200 contracts and 2,000 efforts, some wrong, all fictional."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook

BSN = "123456782"  # passes the elfproef; nobody's
CONTRACTS = (
    "Contractnummer", "Naam contract", "Leverancier", "KvK-nr.", "Afdeling", "CPV", "Soort opdracht", "Startdatum",
    "Einddatum", "Waarde excl. btw", "Procedure",
)  # fmt: skip
EFFORTS = (
    "Contractnr", "Soort inspanning", "Categorie", "Pseudoniem", "Uren", "Van", "Tot en met", "Factuurbedrag",
    "Ingekocht bij", "Omschrijving", "Extern kenmerk",
)  # fmt: skip
#: Per wrong contract: its number in the list, the column that is wrong, its place in the row, and the value.
WRONG_CONTRACTS: tuple[tuple[int, str, int, Any], ...] = (
    (20, "kvk_number", 3, "1234"), (60, "ends_on", 8, "31-02-2028"), (100, "value", 9, "veel"),
    (140, "kind", 6, "iets"), (180, "title", 1, f"Voor {BSN}"),
)  # fmt: skip
WRONG_EFFORTS: tuple[tuple[int, str, int, Any], ...] = (
    (50, "reference", 0, "R-9999"), (150, "kind", 1, "feestje"), (253, "hours", 4, "veel"), (350, "code", 2, "WAO+"),
    (450, "pseudonym_code", 3, "P-ABC-DEF"), (551, "text", 9, f"Zij heeft {BSN}"), (650, "last", 6, "31-12-2019"),
    (752, "amount", 7, "EUR duizend"), (850, "hours", 4, "90"), (950, "first", 5, "ooit"), (1052, "bought_from", 8, ""),
    (1153, "hours", 4, "0"), (1250, "last", 6, ""), (1350, "first", 5, "01-01-1899"), (1450, "external", 10, "I-1449"),
)  # fmt: skip


def contracts(
    number: int = 200, wrong: Sequence[tuple[int, str, int, Any]] = WRONG_CONTRACTS
) -> list[list[Any]]:
    """Contracts of EUR 1.250.000 over two years, from fifty suppliers; dates and values in every style."""
    starts = ("01-02-2026", "2026-02-01", dt.datetime(2026, 2, 1))
    ends = ("31-01-2028", "2028-01-31", dt.datetime(2028, 1, 31))
    values = ("1.250.000,00", "€ 1.250.000", 1250000, "EUR 1.250.000,00")
    kinds = ("Diensten", "werken", "Leveringen")
    rows: list[list[Any]] = [
        [
            f"R-{index:04}", f"Opdracht {index}", f"Leverancier {index % 50} bv", 81000000 + index % 50, "Vastgoed",
            "90911000-6", kinds[index % 3], starts[index % 3], ends[index % 3], values[index % 4], "Openbaar",
        ]
        for index in range(number)
    ]  # fmt: skip
    for index, _field, column, value in wrong:
        rows[index][column] = value
    return rows


def good(number: int = 200) -> list[str]:
    """The numbers of the contracts that come in."""
    wrong = {index for index, *_rest in WRONG_CONTRACTS}
    return [f"R-{index:04}" for index in range(number) if index not in wrong]


def effort(index: int, contract: str) -> tuple[list[Any], Decimal]:
    """(row, what it is worth): a year at work full time, ten hours, or something bought, in turn."""
    key = f"I-{index}"
    if index % 3 == 0 or index % 50 == 0:
        return [
            contract, "Iemand aan het werk", "Doelgroepregister", "", "36", "01-02-2026", "2027-01-31", "", "",
            "Schoonmaker", key,
        ], Decimal(50000)  # fmt: skip
    if index % 3 == 1:
        return [
            contract,
            "Activiteit",
            "",
            "",
            10,
            "2026-03-01",
            "",
            "",
            "",
            "Lessen op school",
            key,
        ], Decimal(1000)
    return [
        contract, "Sociale inkoop", "SW-bedrijf", "", "", "15-04-2026", "", "1.210,50", "De Werkplaats", "Drukwerk", key
    ], Decimal("1210.50")  # fmt: skip


def efforts(number: int = 2000) -> tuple[list[list[Any]], dict[str, Decimal]]:
    """(rows, what each contract has handed in when the good ones are in), spread over the good contracts."""
    rows, worth = [], {}
    wrong = {index: (column, value) for index, _field, column, value in WRONG_EFFORTS}
    references = good()
    for index in range(number):
        contract = references[(index if index != 1450 else 1449) % len(references)]
        row, value = effort(index, contract)
        if index in wrong:
            row[wrong[index][0]] = wrong[index][1]
        else:
            worth[contract] = worth.get(contract, Decimal(0)) + value
        rows.append(row)
    return rows, worth


def sheet(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """An xlsx with a title above the headings, as exports have."""
    book = Workbook(write_only=True)
    page = book.create_sheet("Export")
    page.append(["Contractregister gemeente Vechtstede"])
    page.append([])
    page.append(list(headings))
    for row in rows:
        page.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
