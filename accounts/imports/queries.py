"""Reading imports: counts, rows in words, and the wrong ones to give back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFileState, Phase, Theme
from accounts.imports.kinds import Line, kind_of
from accounts.imports.models import Import, ImportRow, Outcome, Result, SheetImport
from accounts.imports.problems import label_of, words_of
from portal.kernel.models import Person

#: What the preview tells of a new case file, so that a column chosen wrongly shows.
TOLD = ("kvk_number", "phase", "themes", "account_manager", "district", "contact_name", "notes")


def counts_of(source: SheetImport) -> dict[str, int]:
    """Rows per outcome, and per result, of any import. One query."""
    manager: Any = kind_of(source).rows._default_manager
    rows = manager.filter(source=source).order_by().values_list("outcome", "result")
    found: Counter[str] = Counter()
    for outcome, result, number in rows.annotate(Count("pk")):
        found[outcome] += number
        found["total"] += number
        if result:
            found[f"result_{result}"] += number
    return dict(found)


def lines_of(_source: Import, rows: Iterable[ImportRow]) -> list[Line]:
    """Rows with what is wrong or what changes. At most one query more: the names of account managers."""
    rows = list(rows)
    ids = {
        value
        for row in rows
        for change in row.changes
        if change["field"] == "account_manager"
        for value in (change["from"], change["to"])
        if value
    } | {row.values["account_manager"] for row in rows if row.values.get("account_manager")}
    people = {person.pk: str(person) for person in Person.objects.filter(pk__in=ids)} if ids else {}
    outcomes = {code: str(label) for code, label in Outcome.choices}
    results = {code: str(label) for code, label in Result.choices}
    return [
        Line(
            number=row.number,
            name=row.name,
            outcome=row.outcome,
            outcome_label=outcomes[row.outcome],
            problems=[(label_of(item["field"]), item["value"], words_of(item)) for item in row.problems],
            changes=[_change(change, people) for change in row.changes],
            facts=_facts(row, people) if row.outcome == Outcome.NEW else "",
            url=reverse("case_file", args=[row.case_file_id]) if row.case_file_id else "",
            result=row.result,
            result_label=results[row.result],
        )
        for row in rows
    ]


def _facts(row: ImportRow, people: dict[int, str]) -> str:
    """What a new case file will hold, in short; nothing once it is made, for then the row is emptied."""
    shown = (_show(field, row.values.get(field), people) for field in TOLD)
    return " · ".join(text if len(text) <= 60 else f"{text[:59]}…" for text in shown if text)


def _change(change: dict[str, Any], people: dict[int, str]) -> tuple[str, str, str]:
    field = change["field"]
    if field == "told":
        return label_of(field), "", _("a contact moment is added with the notes of this row")
    return label_of(field), _show(field, change["from"], people), _show(field, change["to"], people)


def _show(field: str, value: Any, people: dict[int, str]) -> str:
    choices: dict[str, Any] = {
        "phase": Phase, "state": CaseFileState, "themes": Theme,
    }  # fmt: skip
    if not value:
        return ""
    if field == "account_manager":
        return people.get(value, "")
    if isinstance(value, list):
        return ", ".join(str(Theme(item).label) for item in value if item in Theme.values)
    return str(choices[field](value).label) if field in choices else str(value)


def bad_sheet(source: Import) -> tuple[list[str], Iterable[list[Any]]]:
    """(headings, rows) of the wrong rows, as they stood in the sheet, with why."""
    width = len(source.headings)

    def rows() -> Iterator[list[Any]]:
        bad = ImportRow.objects.filter(source=source, outcome=Outcome.BAD).order_by("number")
        for row in bad.iterator(chunk_size=1000):
            why = " ".join(f"{label_of(problem['field'])}: {words_of(problem)}" for problem in row.problems)
            yield [row.number, *[*row.cells, *([""] * width)][:width], why]

    return [_("Row"), *source.headings, _("Why not")], rows()
