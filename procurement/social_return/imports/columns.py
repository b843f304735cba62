"""The columns of a contract register, and the headings by which they are known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.imports.engine import as_text, plain
from accounts.imports.kinds import Shape
from procurement.social_return.efforts.evidence import holds_bsn
from procurement.social_return.imports.models import TAKEN_OUT, ListKind, RegisterImport


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


def without_bsn(text: str) -> str:
    """The text, or that a BSN was taken out."""
    return TAKEN_OUT if holds_bsn(text) else text


def shape_of(source: RegisterImport) -> Shape:
    """What the columns of this list can hold; our own labels go before other names."""
    columns = COLUMNS[source.kind]
    return Shape(
        code=f"register-{source.kind}",
        labels={column.field: column.label for column in columns},
        tables=(
            {column.field: (plain(str(column.label)),) for column in columns},
            {column.field: (plain(str(column.label)), *column.names) for column in columns},
        ),
        needed=tuple(column.field for column in columns if column.required),
        shown=without_bsn,
    )
