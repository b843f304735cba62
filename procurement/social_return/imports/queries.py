"""Rows of a register in words, and the wrong ones to give back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.imports.kinds import Line
from accounts.imports.models import Outcome, Result
from portal.kernel.models import Person
from portal.ui.formats import euro, number
from portal.ui.templatetags.nlds import nl_date
from procurement.social_return.contracts.models import ContractKind
from procurement.social_return.imports.columns import COLUMNS, label_of
from procurement.social_return.imports.models import ListKind, RegisterImport, RegisterRow

#: What a row is about, and what the preview tells of something new, so that a column chosen wrongly shows.
NAMES = {ListKind.CONTRACTS: ("reference", "title"), ListKind.EFFORTS: ("reference", "kind", "external")}
TOLD = {
    ListKind.CONTRACTS: (
        "supplier_name", "kvk_number", "department", "kind", "value", "starts_on", "ends_on", "coordinator",
    ),
    ListKind.EFFORTS: ("code", "pseudonym_code", "hours", "amount", "bought_from", "first", "last", "text"),
}  # fmt: skip
MONEY, DAYS = ("value", "wage_sum", "amount"), ("awarded_on", "starts_on", "ends_on", "first", "last")


def lines_of(source: RegisterImport, rows: Iterable[RegisterRow]) -> list[Line]:
    """Rows with what is wrong or what changes. At most one query more: the names of coordinators."""
    rows = list(rows)
    people = _people(rows)
    outcomes = {code: str(label) for code, label in Outcome.choices}
    results = {code: str(label) for code, label in Result.choices}
    return [
        Line(
            number=row.number,
            name=" · ".join(_filled(row, NAMES[ListKind(source.kind)])),
            url=reverse("contract", args=[row.contract_id]) if row.contract_id else "",
            outcome=row.outcome,
            outcome_label=outcomes[row.outcome],
            problems=[
                (
                    label_of(source.kind, item["field"]) if item["field"] else "",
                    row.cells.get(item["field"], ""),
                    item["words"],
                )
                for item in row.problems
            ],
            changes=[
                (
                    label_of(source.kind, _column(change["field"])),
                    _show(change["field"], change["from"], people),
                    _show(change["field"], change["to"], people),
                )
                for change in row.changes
            ],
            facts=" · ".join(_filled(row, TOLD[ListKind(source.kind)])) if row.outcome == Outcome.NEW else "",
            result=row.result,
            result_label=results[row.result],
        )
        for row in rows
    ]


def _filled(row: RegisterRow, names: Iterable[str]) -> list[str]:
    found = (row.cells.get(name, "") for name in names)
    return [text if len(text) <= 60 else f"{text[:59]}…" for text in found if text]


def _people(rows: Iterable[RegisterRow]) -> dict[int, str]:
    changes = [change for row in rows for change in row.changes if change["field"] == "coordinator"]
    ids = {value for change in changes for value in (change["from"], change["to"])}
    return {person.pk: str(person) for person in Person.objects.filter(pk__in=ids)} if ids else {}


def _column(field: str) -> str:
    return "pseudonym_code" if field == "pseudonym" else field


def _show(field: str, value: Any, people: dict[int, str]) -> str:
    """A value of the preview as people write it."""
    if value in (None, ""):
        return ""
    if field == "coordinator":
        return people.get(value, "")
    if field == "pseudonym":
        return _("known") if value else ""
    if field == "kind" and value in ContractKind.values:
        return str(ContractKind(value).label)
    if field in MONEY:
        return euro(Decimal(value))
    if field in DAYS:
        return nl_date(dt.date.fromisoformat(value))
    return number(Decimal(value)) if field in ("hours", "labour_share") else str(value)


def bad_sheet(source: RegisterImport) -> tuple[list[str], Iterable[list[Any]]]:
    """(headings, rows) of a sheet to mend and upload again: our own headings, the last column says why not."""
    columns = [column for column in COLUMNS[source.kind] if column.field in source.mapping]

    def rows() -> Iterator[list[Any]]:
        bad = RegisterRow.objects.filter(source=source, outcome=Outcome.BAD).order_by("number")
        for row in bad.iterator(chunk_size=1000):
            why = (f"{label_of(source.kind, item['field'])}: {item['words']}" for item in row.problems)
            yield [*(row.cells.get(column.field, "") for column in columns), row.number, " ".join(why)]

    return [*(str(column.label) for column in columns), _("Row"), _("Why not")], rows()
