"""Checking a spreadsheet in the background: every row is read, judged and staged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import islice
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.imports.engine import Problem, as_text, manager_keys, read_row, row_key
from accounts.imports.headings import is_header_again, is_total
from accounts.imports.kinds import kind_of_job
from accounts.imports.matching import Directory, decide
from accounts.imports.models import Import, ImportRow, ImportState, Outcome
from accounts.imports.reader import Row, UnreadableError, rows_of
from portal.kernel.jobs.registry import JobRun
from portal.kernel.models import Role, StoredFile
from portal.kernel.people.queries import colleagues

BATCH = 1000
Item = TypeVar("Item")


def batches(rows: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The rows in lists of at most `size`."""
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch


def check(run: JobRun) -> StoredFile | None:
    """Stage all rows, in one transaction: stopping leaves the import as it was."""
    kind = kind_of_job(run.job.kind)
    manager: Any = kind.model._default_manager
    sources = manager.select_related("file", "municipality", "by").filter(
        pk=run.params["import"], job=run.job
    )
    source = sources.first()
    if source is None or source.state != ImportState.CHECKING:  # thrown away, or another job has it
        return None
    rows: Any = kind.rows._default_manager.filter(source=source)
    rows.delete()
    source.problem, source.skipped = "", 0
    try:
        with source.file.content.open("rb") as stream:
            read = rows_of(source.file.name, stream, source.sheet)
            staged = kind.stage(source, (row for row in read if row[0] > source.header_row), run)
        if not staged:
            source.problem = "empty"
    except UnreadableError as error:
        rows.delete()
        source.problem = error.code
    source.state = ImportState.COLUMNS if source.problem else ImportState.CHECKED
    source.save(update_fields=["state", "problem", "skipped"])
    return None


def stage_case_files(source: Import, rows: Iterator[Row], run: JobRun) -> int:
    """Read, judge and stage the rows of case files, a thousand at a time; how many."""
    people = colleagues(source.municipality, role=Role.ACCOUNT_MANAGER).values_list("pk", "name", "email")
    managers = manager_keys(list(people))
    today = timezone.localdate()
    name_column = source.mapping.get("name")
    seen: dict[str, int] = {}
    staged = 0
    for batch in batches(rows, BATCH):
        read = []
        for number, cells in batch:
            if is_total(cells, name_column) or is_header_again(cells, source.headings):
                source.skipped += 1
            else:
                read.append((number, cells, read_row(cells, source.mapping, managers, today)))
        directory = Directory([facts.values for _number, _cells, facts in read])
        made = []
        for number, cells, facts in read:
            decision = decide(facts, directory)
            problems = [*facts.problems, *([decision.problem] if decision.problem else [])]
            outcome = decision.outcome
            if twice := _seen_before(seen, number, facts.values):
                problems.append(twice)
                outcome = Outcome.BAD
            made.append(_row(source, number, cells, facts.values, outcome, problems, decision))
        ImportRow.objects.bulk_create(made)
        staged += len(made)
        run.progress(staged, 0, _("%(count)s rows checked") % {"count": staged})
    return staged


def _seen_before(seen: dict[str, int], number: int, values: dict[str, Any]) -> Problem | None:
    """A problem when an earlier row of this file is about the same enterprise."""
    if "name" not in values:
        return None
    key = values.get("kvk_number") or row_key(values)
    first = seen.setdefault(key, number)
    return None if first == number else Problem("name", "twice", values["name"], str(first))


def _row(source, number, cells, values, outcome, problems, decision) -> ImportRow:  # type: ignore[no-untyped-def]
    bad = outcome == Outcome.BAD
    return ImportRow(
        municipality_id=source.municipality_id,
        source=source,
        number=number,
        name=values.get("name", "")[:200],
        outcome=outcome,
        cells=[as_text(cell) for cell in cells] if bad else [],
        values={} if bad else values,
        problems=[asdict(problem) for problem in problems],
        changes=[] if bad else decision.changes or [],
        case_file_id=decision.case_file,
    )
