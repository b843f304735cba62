"""Reading the rows of a creditor list: columns, amounts, periods. Pure calculation, exact to the cent."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from accounts.imports.engine import ERRORS, MONTHS, NOTHING, Problem, as_text, plain, read_kvk

#: What a column can hold -> headings people use for it, as `plain` writes them.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "name": (
        "leverancier", "crediteur", "crediteurnaam", "naam crediteur", "naam leverancier", "leveranciersnaam",
        "naam", "bedrijf", "bedrijfsnaam", "begunstigde", "onderneming", "organisatie", "relatie", "naam relatie",
    ),
    "kvk_number": (
        "kvk", "kvk nummer", "kvknummer", "kvk nr", "kvknr", "kamer van koophandel", "kvk nummer leverancier",
        "inschrijfnummer kvk",
    ),
    "amount": (
        "bedrag", "bedrag excl btw", "bedrag ex btw", "bedrag exclusief btw", "factuurbedrag", "netto bedrag",
        "nettobedrag", "uitgaven", "inkoopvolume", "omzet", "spend", "volume", "bedrag zonder btw", "totaalbedrag",
        "bedrag in euro", "totaal",
    ),
    "department": (
        "afdeling", "team", "directie", "organisatieonderdeel", "budgethouder", "kostenplaats", "dienst", "sector",
        "cluster", "afdelingsnaam",
    ),
    "category": (
        "categorie", "inkoopcategorie", "soort", "productgroep", "inkooppakket", "segment", "inkoopsegment",
        "omschrijving categorie", "grootboek", "kostensoort", "cpv omschrijving",
    ),
    "period": (
        "periode", "jaar", "boekjaar", "kwartaal", "maand", "factuurdatum", "boekdatum", "datum", "boekperiode",
        "betaaldatum", "jaar kwartaal",
    ),
    "district": ("wijk", "stadsdeel", "vestigingsplaats", "plaats", "woonplaats", "plaatsnaam", "district"),
}  # fmt: skip
FIELDS = tuple(SYNONYMS)
NEEDED = ("name", "amount")
LONGEST = {"name": 200, "department": 100, "category": 100, "district": 80}
MOST_MONEY = Decimal("99999999999.99")
YEARS = range(2000, 2101)

Read = tuple[Any, str]


@dataclass
class Facts:
    """One row as read, and what is wrong with it."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_amount(cell: object) -> Read:
    """(euros, problem). 1.234,56 | 1234.56 | EUR -12,50 | 12,50- | (12,50); a credit note is below zero."""
    if isinstance(cell, (bool, dt.date)):
        return None, "amount"
    if isinstance(cell, int | float | Decimal):
        found = Decimal(str(cell))
        return (
            (_cents(found), "") if found.is_finite() and abs(found) <= MOST_MONEY else (None, "amount-large")
        )
    text = re.sub(r"EUR|€|[\s'`]|,-$", "", as_text(cell).replace("−", "-"), flags=re.I)
    minus = False
    if text.startswith("(") and text.endswith(")"):
        text, minus = text[1:-1], True
    if text[:1] in "+-" or text[-1:] == "-":
        minus, text = minus or "-" in (text[:1], text[-1:]), text.strip("+-")
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d{1,6})?|\d+(,\d{1,2}|,\d{4,6})?", text, re.ASCII):
        number = text.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(,\d{3})+\.\d{1,6}|\d+\.(\d{1,2}|\d{4,6})", text, re.ASCII):
        number = text.replace(",", "")
    else:  # "1,234" may be thousand or one: not for us to say
        return None, "amount"
    found = Decimal(number) * (-1 if minus else 1)
    return (_cents(found), "") if abs(found) <= MOST_MONEY else (None, "amount-large")


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def read_period(cell: object) -> Read:
    """((year, quarter), problem): 2025 | 2025-Q1 | 1e kwartaal 2025 | jan 2025 | 03-2025 | 202503 | 31-12-2025."""
    if isinstance(cell, dt.date):
        return _period(cell.year, cell.month)
    text = as_text(cell).lower()
    if re.fullmatch(r"\d{4}", text):
        return _period(int(text))
    if re.fullmatch(r"\d{5}", text):  # the days Excel counts
        day = dt.date(1899, 12, 30) + dt.timedelta(days=int(text))
        return _period(day.year, day.month)
    if found := re.fullmatch(r"(\d{4})\D{0,3}(?:q|kw|kwartaal)\W{0,2}([1-4])", text):
        return _period(int(found[1]), int(found[2]) * 3)
    if found := re.fullmatch(r"(?:q|kw|kwartaal)\W{0,2}([1-4])\D{1,3}(\d{4})", text):
        return _period(int(found[2]), int(found[1]) * 3)
    if found := re.fullmatch(r"([1-4])\s?(?:e|de|ste)\s?kwartaal\s(\d{4})", text):
        return _period(int(found[2]), int(found[1]) * 3)
    if found := re.fullmatch(r"(\d{4})[-/. ]?(\d{1,2})(?:[-/. ]?\d{1,2}(?:[ T].*)?)?", text):
        return _period(int(found[1]), int(found[2]))
    if found := re.fullmatch(r"(?:\d{1,2}[-/. ])?(\d{1,2})[-/. ](\d{4})(?: .*)?", text):
        return _period(int(found[2]), int(found[1]))
    if found := re.fullmatch(r"(?:\d{1,2} )?([a-z]{3,9})\.?[ -](\d{4})", text):
        name = "maa" if found[1].startswith("mrt") else found[1][:3]
        if name in MONTHS:
            return _period(int(found[2]), MONTHS.index(name) + 1)
    return None, "period"


def _period(year: int, month: int = 0) -> Read:
    if year not in YEARS or not 0 <= month <= 12:
        return None, "period"
    return (year, -(-month // 3)), ""


def read_row(cells: Sequence[object], mapping: Mapping[str, int], year: int) -> Facts:
    """Everything one row says. `year` is of rows that name no period."""
    facts = Facts({"period": (year, 0)})
    for name in FIELDS:
        column = mapping.get(name)
        cell = cells[column] if column is not None and column < len(cells) else None
        text = as_text(cell)
        if plain(text) in NOTHING and not re.search(r"\d", text):
            continue
        if ERRORS.fullmatch(text):
            facts.problems.append(Problem(name, "sheet-error", text))
            continue
        value, code, detail = _read(name, cell, text)
        if code:
            facts.problems.append(Problem(name, code, text[:200], detail))
        else:
            facts.values[name] = value
    wrong = {problem.field for problem in facts.problems}
    for name in NEEDED:
        if name not in facts.values and name not in wrong:
            facts.problems.append(Problem(name, f"no-{name}"))
    return facts


def _read(name: str, cell: object, text: str) -> tuple[Any, str, str]:
    if name == "kvk_number":
        return read_kvk(cell)
    if name == "amount":
        return (*read_amount(cell), "")
    if name == "period":
        return (*read_period(cell), "")
    limit = LONGEST[name]
    return (text, "", "") if len(text) <= limit else ("", "too-long", str(limit))
