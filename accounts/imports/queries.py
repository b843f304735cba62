"""Reading imports: the head of the file, counts, and rows in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFileState, Phase, Theme
from accounts.imports.engine import as_text, find_header, fingerprint, match_columns, plain
from accounts.imports.models import ColumnMemory, Import, ImportRow, Outcome, Result
from accounts.imports.problems import label_of, words_of
from accounts.imports.reader import rows_of, sheets_of
from portal.kernel.models import Person

#: Rows read to find the headings and examples.
HEAD = 40
#: Sheets looked into to find the list.
MOST_SHEETS = 6
#: What the preview tells of a new case file, so that a column chosen wrongly shows.
TOLD = ("kvk_number", "phase", "themes", "account_manager", "district", "contact_name", "notes")


@dataclass(frozen=True)
class Head:
    """The top of a sheet: its headings, an example of each column, and what we think the columns hold."""

    sheets: list[str]
    sheet: str
    header_row: int
    headings: list[Any]
    examples: list[str]
    mapping: dict[str, int]
    remembered: bool


def read_head(source: Import, sheet: str, header_row: int | None) -> Head:
    """Look at the top of the file. Raises UnreadableError; reads only the first rows."""
    assert source.file is not None
    with source.file.content.open("rb") as stream:
        sheets = sheets_of(source.file.name, stream)
        if sheet not in sheets:
            sheet = _likely_sheet(source.file.name, stream, sheets)
        rows = list(islice(rows_of(source.file.name, stream, sheet), max(HEAD, (header_row or 0) + 5)))
    number = header_row or find_header(rows)
    headings = next((cells for row, cells in rows if row == number), [])
    below = [cells for row, cells in rows if row > number]
    examples = [_example(below, column) for column in range(len(headings))]
    memory = ColumnMemory.objects.filter(fingerprint=fingerprint(headings)).first()
    mapping = match_columns(headings)
    if memory:
        places = {plain(as_text(heading)): column for column, heading in reversed(list(enumerate(headings)))}
        mapping = {field: places[key] for field, key in memory.mapping.items() if key in places}
    return Head(sheets, sheet, number, headings, examples, mapping, memory is not None)


def _likely_sheet(name: str, stream: IO[bytes], sheets: list[str]) -> str:
    """The sheet of whose headings we know most: files often begin with an explanation. Else the first."""
    best, score = sheets[0] if sheets else "", 0
    for sheet in sheets[:MOST_SHEETS] if len(sheets) > 1 else ():
        rows = list(islice(rows_of(name, stream, sheet), HEAD))
        number = find_header(rows)
        known = len(match_columns(next((cells for row, cells in rows if row == number), [])))
        if known > score:
            best, score = sheet, known
    return best


def _example(rows: Iterable[list[Any]], column: int) -> str:
    return next((text for cells in rows if column < len(cells) and (text := as_text(cells[column]))), "")


def counts_of(source: Import) -> dict[str, int]:
    """Rows per outcome, and per result. One query."""
    found: Counter[str] = Counter()
    for outcome, result, number in (
        ImportRow.objects.filter(source=source).values_list("outcome", "result").annotate(Count("pk"))
    ):
        found[outcome] += number
        found["total"] += number
        if result:
            found[f"result_{result}"] += number
    return dict(found)


@dataclass(frozen=True)
class Line:
    """One row of the preview, in words."""

    number: int
    name: str
    outcome: str
    outcome_label: str
    problems: list[tuple[str, str, str]]
    changes: list[tuple[str, str, str]]
    facts: str
    case_file: int | None
    result: str
    result_label: str


def lines_of(rows: Iterable[ImportRow]) -> list[Line]:
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
            case_file=row.case_file_id,
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
