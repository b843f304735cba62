"""The columns of a contract register, and the headings by which they are known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.imports.engine import as_text, plain
from accounts.imports.reader import UnreadableError, rows_of, sheets_of
from accounts.imports.vocabulary import OURS
from procurement.social_return.imports.models import ListKind

HEADER_WITHIN = 30


@dataclass(frozen=True)
class Column:
    """A field, what it is called here, other names registers give it (as `plain` writes them), and an example."""

    field: str
    label: str | Promise
    names: tuple[str, ...]
    example: str
    required: bool = False


_NUMBER = ("contractnr", "contract nr", "contract", "contractkenmerk", "contract id", "overeenkomstnummer")
_KVK = ("kvk", "kvk nr", "kvknr", "kvknummer", "kvk nummer leverancier", "kvk nummer opdrachtnemer")
COLUMNS: dict[str, tuple[Column, ...]] = {
    ListKind.CONTRACTS: (
        Column("reference", _("Contract number"), _NUMBER, "R-2026-1", required=True),
        Column("title", _("What is bought?"),
               ("naam", "naam contract", "contractnaam", "omschrijving", "onderwerp", "titel"),
               "Schoonmaak van scholen", required=True),
        Column("supplier_name", _("Name of the supplier"),
               ("leverancier", "opdrachtnemer", "naam leverancier", "leveranciersnaam"), "Voorbeeld bv"),
        Column("kvk_number", _("KVK number of the supplier"), (*_KVK, "kvk nummer"), "12345678", required=True),
        Column("department", _("Department"), ("team", "directie", "organisatieonderdeel", "budgethouder"), "Vastgoed",
               required=True),
        Column("cpv_code", _("CPV code"), ("cpv",), "90911000-6"),
        Column("kind", _("Kind"), ("soort opdracht", "soort contract", "type", "type opdracht", "contractsoort"),
               "Diensten", required=True),
        Column("value", _("Value without VAT"),
               ("waarde", "contractwaarde", "opdrachtwaarde", "contractsom", "waarde excl btw", "waarde ex btw",
                "geraamde waarde", "contractwaarde excl btw"), "1.250.000,00", required=True),
        Column("labour_share", _("Share of labour, in percent"),
               ("aandeel arbeid", "loonaandeel", "arbeidsaandeel"), "60"),
        Column("wage_sum", _("Wage sum"), ("loonkosten",), "750.000,00"),
        Column("awarded_on", _("Awarded on"), ("gunningsdatum", "datum gunning", "gegund", "gunning"), "05-01-2026"),
        Column("starts_on", _("Starts on"), ("startdatum", "ingangsdatum", "begindatum", "start", "van"),
               "01-02-2026", required=True),
        Column("ends_on", _("Ends on"), ("einddatum", "eind", "einde", "tot", "tot en met", "datum einde"),
               "31-01-2028", required=True),
        Column("coordinator", _("Coordinator"), ("coordinator social return", "contractbeheerder"), ""),
    ),
    ListKind.EFFORTS: (
        Column("reference", _("Contract number"), _NUMBER, "R-2026-1", required=True),
        Column("kind", _("Kind of effort"), ("soort", "inspanning", "type", "type inspanning"), "Iemand aan het werk",
               required=True),
        Column("code", _("Category of the effort"), ("doelgroep", "soort leverancier", "bouwblok"),
               "Doelgroepregister"),
        Column("pseudonym_code", _("Code of this person"), ("code", "persoon", "pseudoniem", "code persoon"), ""),
        Column("hours", _("Hours"), ("aantal uren", "uren per week"), "24"),
        Column("days", _("Days"), ("aantal dagen",), ""),
        Column("first", _("Period from"), ("van", "periode begin", "eerste dag", "startdatum", "begindatum", "datum",
                                           "factuurdatum", "begin"), "01-03-2026"),
        Column("last", _("Period up to and including"), ("tot", "tot en met", "periode tot", "laatste dag", "einddatum",
                                                         "eind", "einde"), "31-08-2026"),
        Column("amount", _("Invoice amount without VAT"),
               ("bedrag", "factuurbedrag", "bedrag zonder btw", "bedrag excl btw", "factuurbedrag excl btw"), ""),
        Column("bought_from", _("Bought from"),
               ("sociale leverancier", "naam sociale leverancier", "ingekocht bij"), ""),
        Column("kvk_number", _("KVK number"), _KVK, ""),
        Column("text", _("Description"), ("toelichting", "opmerking", "opmerkingen"),
               "Schoonmaker, drie dagen per week"),
        Column("external", _("External reference"), ("kenmerk", "extern kenmerk", "referentie", "id", "regelnummer"),
               "I-0001"),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Head:
    """Where the list is: sheet, row with headings, field -> column (from 0), headings unknown, labels missing."""

    sheet: str
    header_row: int
    mapping: dict[str, int]
    unused: list[str]
    missing: list[str]


def cell_text(cell: object) -> str:
    """A cell as text that the forms read: a broken number gets a comma, so that 12.345 is not twelve thousand."""
    if isinstance(cell, float) and not cell.is_integer():
        return f"{cell:.2f}".replace(".", ",")
    if isinstance(cell, dt.date) and cell.year < 1000:
        return str(cell)
    return as_text(cell)[:4000]


def label_of(kind: str, field: str) -> str:
    """What a column is called on screen and in the sheets that we give."""
    return next((str(column.label) for column in COLUMNS[kind] if column.field == field), field)


def match(kind: str, headings: Sequence[object]) -> dict[str, int]:
    """Field -> column; our own labels go before other names, and a column is used once."""
    found: dict[str, int] = {}
    words = [plain(as_text(heading)) for heading in headings]
    for names_of in (lambda column: (plain(str(column.label)),), lambda column: column.names):
        for column in COLUMNS[kind]:
            for number, word in enumerate(words):
                free = column.field not in found and number not in found.values()
                if word and free and word in names_of(column):
                    found[column.field] = number
    return found


def read_head(name: str, stream: IO[bytes], kind: str) -> Head:
    """The sheet and row most of whose cells are headings we know. Raises UnreadableError."""
    best: tuple[str, int, dict[str, int], list[object]] = ("", 1, {}, [])
    for sheet in sheets_of(name, stream):
        stream.seek(0)
        for count, (number, cells) in enumerate(rows_of(name, stream, sheet)):
            if count >= HEADER_WITHIN:
                break
            mapping = match(kind, cells)
            if len(mapping) > len(best[2]):
                best = (sheet, number, mapping, list(cells))
        stream.seek(0)
    sheet, number, mapping, cells = best
    if not mapping:
        raise UnreadableError("no-sheet")
    used = set(mapping.values())
    others = [as_text(cell)[:80] for place, cell in enumerate(cells) if place not in used]
    unused = [text for text in others if text and plain(text) not in OURS]
    missing = [
        str(column.label) for column in COLUMNS[kind] if column.required and column.field not in mapping
    ]
    return Head(sheet, number, mapping, unused, missing)
