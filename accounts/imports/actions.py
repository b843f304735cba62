"""What people do with an import of any kind: match columns, check, start, throw away; and the job that brings it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import pghistory
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.imports.engine import as_text
from accounts.imports.head import remember
from accounts.imports.kinds import ImportKind, kind_of, kind_of_job
from accounts.imports.models import Import, ImportMode, ImportState, Outcome, Result, SheetImport, SheetRow
from portal.kernel.jobs.actions import cancel_job, start_job
from portal.kernel.jobs.registry import JobRun
from portal.kernel.models import Job, Municipality, Person, StoredFile

RUNNING = (Job.State.QUEUED, Job.State.RUNNING)
Source = TypeVar("Source", bound=SheetImport)


class NotNowError(Exception):
    """The import is not in a state in which this can be done: a colleague was first, or it runs."""


class BadRowsError(Exception):
    """All or nothing was asked for while rows are wrong."""


class CheckedAgainError(Exception):
    """The rows were checked again after this person looked: they would bring in what they did not see."""


@transaction.atomic
def make_import(*, municipality: Municipality, file: StoredFile, by: Person) -> Import:
    """Begin an import with an uploaded file."""
    return Import.objects.create(municipality=municipality, name=file.name, file=file, by=by)


def _lock(source: Source, *states: str) -> Source:
    manager: Any = kind_of(source).model._default_manager
    found: Source = manager.select_for_update(of=("self",)).select_related("file").get(pk=source.pk)
    if found.state not in states or (found.job_id and found.job and found.job.state in RUNNING):
        raise NotNowError
    return found


@transaction.atomic
def start_check(
    *,
    source: Source,
    sheet: str,
    header_row: int,
    headings: Sequence[object],
    mapping: Mapping[str, int],
    by: Person,
) -> Source:
    """Check all rows with these columns, in the background, and remember the columns for these headings."""
    source = _lock(source, ImportState.COLUMNS, ImportState.CHECKED, ImportState.CHECKING)
    source.sheet, source.header_row, source.mapping = sheet, header_row, dict(mapping)
    source.headings = [as_text(heading)[:200] for heading in headings]
    remember(source, headings)
    return _start(source, ImportState.CHECKING, kind_of(source).check_job, _("Check %(file)s"), by)


@transaction.atomic
def check_again(*, source: Source, by: Person) -> Source:
    """Check the same file with the same columns once more, for example after colleagues changed things."""
    source = _lock(source, ImportState.CHECKED, ImportState.CHECKING)
    return _start(source, ImportState.CHECKING, kind_of(source).check_job, _("Check %(file)s"), by)


@transaction.atomic
def start_import(*, source: Source, mode: str, by: Person, seen: str | None = None) -> Source:
    """Bring the checked rows in, in the background. `mode`: see ImportMode; `seen`: see `seen_of`.

    Raises NotNowError, CheckedAgainError, BadRowsError.
    """
    source = _lock(source, ImportState.CHECKED, ImportState.IMPORTING)
    if seen is not None and seen != seen_of(source):
        raise CheckedAgainError
    bad = _rows(source).filter(outcome=Outcome.BAD)
    if mode == ImportMode.ALL and bad.exists():
        raise BadRowsError
    source.mode, source.problem = mode, ""
    return _start(source, ImportState.IMPORTING, kind_of(source).import_job, _("Import %(file)s"), by)


def seen_of(source: SheetImport) -> str:
    """What a person looks at in the preview: the check that staged its rows."""
    return str(source.job_id or "")


def _start(source: Source, state: str, job_kind: str, title: str, by: Person) -> Source:
    source.state = state
    source.job = start_job(
        kind=job_kind,
        title=title % {"file": source.name},
        params={"import": source.pk},
        by=by,
        municipality=source.municipality,
        url=reverse(kind_of(source).url_name, args=[source.pk]),
    )
    source.save()
    return source


@transaction.atomic
def discard(*, source: SheetImport) -> None:
    """Throw away an import that did nothing: its rows and its file."""
    source = _lock(source, ImportState.COLUMNS, ImportState.CHECKING, ImportState.CHECKED)
    file, job = source.file, source.job
    source.delete()
    if job and job.state in RUNNING:
        cancel_job(job=job)
    remove_file(file)


def remove_file(file: StoredFile | None) -> None:
    """The file of an import goes, from the storage too once this is sure."""
    if file is not None:
        stored = file.content
        file.delete()
        transaction.on_commit(lambda: stored.delete(save=False))


class ConflictsError(Exception):
    """In all or nothing: rows that meet what colleagues changed after the check."""

    def __init__(self, rows: list[SheetRow]) -> None:
        super().__init__(f"{len(rows)} rows")
        self.rows = rows


def bring_in(run: JobRun) -> StoredFile | None:
    """Import the rows. All or nothing is one transaction; only the good rows goes on where it stopped."""
    kind = kind_of_job(run.job.kind)
    with run.step():
        manager: Any = kind.model._default_manager
        source = (
            manager.select_related("municipality", "by", "file")
            .filter(pk=run.params["import"], job=run.job)
            .first()
        )
        if source is None or source.state != ImportState.IMPORTING:  # thrown away, or another job has it
            return None
        total = _to_do(source).count()
        before = _rows(source).exclude(result=Result.NOT_YET).count()
    if source.mode == ImportMode.ALL:
        _all_or_nothing(run, kind, source, total)
    else:
        done = 0
        while count := _next_step(run, kind, source):
            done = min(done + count, total)
            run.progress(before + done, before + total, _("Bringing in rows"))
        with run.step():
            _finish(kind, source)
    return None


def _rows(source: SheetImport) -> Any:
    manager: Any = kind_of(source).rows._default_manager
    return manager.filter(source=source)


def _to_do(source: SheetImport) -> Any:
    return _rows(source).filter(outcome__in=[Outcome.NEW, Outcome.CHANGED], result=Result.NOT_YET)


def _next_step(run: JobRun, kind: ImportKind, source: SheetImport) -> int:
    with run.step(), pghistory.context(person=source.by_id):
        rows = kind.batch(source, _to_do(source))
        if rows:
            kind.apply(source, rows)
    return len(rows)


def _all_or_nothing(run: JobRun, kind: ImportKind, source: SheetImport, total: int) -> None:
    try:
        with run.step(), pghistory.context(person=source.by_id):
            done = 0
            conflicts: list[SheetRow] = []
            while rows := kind.batch(source, _to_do(source)):
                kind.apply(source, rows)
                conflicts += [row for row in rows if row.result == Result.CONFLICT]
                done += len(rows)
                run.progress(done, total, _("Bringing in rows"))
            if conflicts:
                raise ConflictsError(conflicts)
            _finish(kind, source)
    except ConflictsError as error:  # everything is rolled back; only why is kept
        with run.step():
            for row in error.rows:
                _rows(source).filter(pk=row.pk).update(problems=row.problems, outcome=Outcome.BAD)
            source.state, source.problem = ImportState.CHECKED, "conflicts"
            source.save(update_fields=["state", "problem"])


def _finish(kind: ImportKind, source: SheetImport) -> None:
    """The import is done: what it did stays, the file and what it held of people go."""
    source.state, source.finished_at = ImportState.DONE, timezone.now()
    file, source.file = source.file, None
    source.save(update_fields=["state", "finished_at", "file"])
    kind.finish(source)
    remove_file(file)
