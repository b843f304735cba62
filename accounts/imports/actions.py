"""What people do with an import: upload, match columns, check, start, throw away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pghistory
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.imports.applying import apply_batch
from accounts.imports.engine import as_text, fingerprint, plain
from accounts.imports.models import (
    ColumnMemory,
    Import,
    ImportMode,
    ImportRow,
    ImportState,
    Outcome,
    Result,
)
from accounts.imports.staging import KIND as CHECK
from portal.kernel.jobs.actions import cancel_job, start_job
from portal.kernel.jobs.registry import JobRun, job_handler
from portal.kernel.models import Job, Municipality, Person, StoredFile

KIND = "import-rows"
BATCH = 500
RUNNING = (Job.State.QUEUED, Job.State.RUNNING)


class NotNowError(Exception):
    """The import is not in a state in which this can be done: a colleague was first, or it runs."""


@transaction.atomic
def make_import(*, municipality: Municipality, file: StoredFile, by: Person) -> Import:
    """Begin an import with an uploaded file."""
    return Import.objects.create(municipality=municipality, name=file.name, file=file, by=by)


def _lock(source: Import, *states: str) -> Import:
    found: Import = Import.objects.select_for_update(of=("self",)).select_related("file").get(pk=source.pk)
    if found.state not in states or (found.job_id and found.job and found.job.state in RUNNING):
        raise NotNowError
    return found


@transaction.atomic
def start_check(
    *,
    source: Import,
    sheet: str,
    header_row: int,
    headings: Sequence[object],
    mapping: Mapping[str, int],
    by: Person,
) -> Import:
    """Check all rows with these columns, in the background, and remember the columns for these headings."""
    source = _lock(source, ImportState.COLUMNS, ImportState.CHECKED, ImportState.CHECKING)
    source.sheet, source.header_row, source.mapping = sheet, header_row, dict(mapping)
    source.headings = [as_text(heading)[:200] for heading in headings]
    ColumnMemory.objects.update_or_create(
        municipality_id=source.municipality_id,
        fingerprint=fingerprint(headings),
        defaults={"mapping": {field: plain(as_text(headings[column])) for field, column in mapping.items()}},
    )
    return _start(source, ImportState.CHECKING, CHECK, _("Check %(file)s"), by)


@transaction.atomic
def check_again(*, source: Import, by: Person) -> Import:
    """Check the same file with the same columns once more, for example after colleagues changed case files."""
    source = _lock(source, ImportState.CHECKED, ImportState.CHECKING)
    return _start(source, ImportState.CHECKING, CHECK, _("Check %(file)s"), by)


class BadRowsError(Exception):
    """All or nothing was asked for while rows are wrong."""


@transaction.atomic
def start_import(*, source: Import, mode: str, by: Person) -> Import:
    """Bring the checked rows in, in the background. `mode`: see ImportMode."""
    source = _lock(source, ImportState.CHECKED, ImportState.IMPORTING)
    if mode == ImportMode.ALL and ImportRow.objects.filter(source=source, outcome=Outcome.BAD).exists():
        raise BadRowsError
    source.mode, source.problem = mode, ""
    return _start(source, ImportState.IMPORTING, KIND, _("Import %(file)s"), by)


def _start(source: Import, state: str, kind: str, title: str, by: Person) -> Import:
    source.state = state
    source.job = start_job(
        kind=kind,
        title=title % {"file": source.name},
        params={"import": source.pk},
        by=by,
        municipality=source.municipality,
        url=reverse("import", args=[source.pk]),
    )
    source.save()
    return source


@transaction.atomic
def discard(*, source: Import) -> None:
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

    def __init__(self, rows: list[ImportRow]) -> None:
        super().__init__(f"{len(rows)} rows")
        self.rows = rows


@job_handler(KIND, in_steps=True)
def bring_in(run: JobRun) -> StoredFile | None:
    """Import the rows. All or nothing is one transaction; only the good rows goes on where it stopped."""
    with run.step():
        source = Import.objects.select_related("municipality", "by", "file").get(pk=run.params["import"])
        total = _to_do(source).count()
        before = ImportRow.objects.filter(source=source).exclude(result=Result.NOT_YET).count()
    if source.mode == ImportMode.ALL:
        _all_or_nothing(run, source, total)
    else:
        done = 0
        while _next_step(run, source):
            done = min(done + BATCH, total)
            run.progress(before + done, before + total, _("Bringing in rows"))
        with run.step():
            _finish(source)
    return None


def _to_do(source: Import):  # type: ignore[no-untyped-def]
    wanted = ImportRow.objects.filter(
        source=source, outcome__in=[Outcome.NEW, Outcome.CHANGED], result=Result.NOT_YET
    )
    return wanted.order_by("number")


def _next_step(run: JobRun, source: Import) -> bool:
    with run.step(), pghistory.context(person=source.by_id):
        rows = list(_to_do(source).select_for_update(of=("self",))[:BATCH])
        if rows:
            apply_batch(source, rows)
    return bool(rows)


def _all_or_nothing(run: JobRun, source: Import, total: int) -> None:
    try:
        with run.step(), pghistory.context(person=source.by_id):
            done = 0
            conflicts: list[ImportRow] = []
            while rows := list(_to_do(source).select_for_update(of=("self",))[:BATCH]):
                apply_batch(source, rows)
                conflicts += [row for row in rows if row.result == Result.CONFLICT]
                done += len(rows)
                run.progress(done, total, _("Bringing in rows"))
            if conflicts:
                raise ConflictsError(conflicts)
            _finish(source)
    except ConflictsError as error:  # everything is rolled back; only why is kept
        with run.step():
            for row in error.rows:
                ImportRow.objects.filter(pk=row.pk).update(problems=row.problems, outcome=Outcome.BAD)
            Import.objects.filter(pk=source.pk).update(state=ImportState.CHECKED, problem="conflicts")


def _finish(source: Import) -> None:
    """The import is done: what it did stays, the file and what it held of people go."""
    source.state, source.finished_at = ImportState.DONE, timezone.now()
    file, source.file = source.file, None
    source.save(update_fields=["state", "finished_at", "file"])
    ImportRow.objects.filter(source=source).exclude(values={}).update(values={})
    remove_file(file)
