"""Bringing a contract register in: begin, go on after a stop, and the job that does it in steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pghistory
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.imports.actions import remove_file
from accounts.imports.engine import is_total
from accounts.imports.reader import UnreadableError, rows_of
from accounts.imports.staging import batches
from portal.kernel.jobs.actions import start_job
from portal.kernel.jobs.registry import JobRun, job_handler
from portal.kernel.models import Job, Municipality, Person, StoredFile
from procurement.social_return.efforts.evidence import holds_bsn
from procurement.social_return.imports.applying import apply_contracts, apply_efforts
from procurement.social_return.imports.columns import Head, cell_text
from procurement.social_return.imports.models import (
    TAKEN_OUT,
    ListKind,
    RegisterImport,
    RegisterRow,
    RegisterState,
    RowOutcome,
)

KIND = "register-import"
#: Rows of contracts, and contracts with all their efforts, in one step.
CONTRACTS, OF_CONTRACTS = 25, 10
MOST_ROWS = 20_000
RUNNING = (Job.State.QUEUED, Job.State.RUNNING)
#: Columns of free text: a BSN in one of these is taken out before anything is kept.
TEXTS = (
    "reference", "title", "supplier_name", "department", "coordinator", "pseudonym_code", "bought_from", "text",
    "external", "kind", "code",
)  # fmt: skip


class NotNowError(Exception):
    """The import runs, or is done."""


@transaction.atomic
def begin(
    *, municipality: Municipality, kind: str, file: StoredFile, head: Head, by: Person
) -> RegisterImport:
    """Import the rows of a sheet, in the background."""
    source = RegisterImport.objects.create(
        municipality=municipality,
        kind=kind,
        name=file.name,
        file=file,
        sheet=head.sheet,
        header_row=head.header_row,
        mapping=head.mapping,
        unused=head.unused,
        by=by,
    )
    return _start(source, by)


@transaction.atomic
def go_on(*, source: RegisterImport, by: Person) -> RegisterImport:
    """Go on with an import that was stopped: what is done stays done. Raises NotNowError."""
    source = RegisterImport.objects.select_for_update(of=("self",)).select_related("job").get(pk=source.pk)
    if source.state == RegisterState.DONE or (source.job and source.job.state in RUNNING):
        raise NotNowError
    return _start(source, by)


def _start(source: RegisterImport, by: Person) -> RegisterImport:
    source.job = start_job(
        kind=KIND,
        title=_("Import %(file)s") % {"file": source.name},
        params={"import": source.pk},
        by=by,
        municipality=source.municipality,
        url=reverse("register_import", args=[source.pk]),
    )
    source.save()
    return source


@job_handler(KIND, in_steps=True)
def bring_in(run: JobRun) -> StoredFile | None:
    """Read the file once; then bring in what waits, a few contracts at a time, each step for good."""
    with run.step():
        source = (
            RegisterImport.objects.select_for_update(of=("self",))
            .select_related("municipality", "by", "file")
            .get(pk=run.params["import"])
        )
        if source.state == RegisterState.READING:
            _read(source)
        total = RegisterRow.objects.filter(source=source).count()
    while (waiting := _step(run, source)) is not None:
        run.progress(total - waiting, total, _("Bringing in rows"))
    with run.step():
        RegisterImport.objects.filter(pk=source.pk).exclude(state=RegisterState.DONE).update(
            state=RegisterState.DONE, finished_at=timezone.now()
        )
    return None


def _step(run: JobRun, source: RegisterImport) -> int | None:
    """Do the next rows: how many wait after that, None when none waited."""
    with run.step(), pghistory.context(person=source.by_id):
        waiting = RegisterRow.objects.filter(source=source, outcome=RowOutcome.WAITING)
        if source.kind == ListKind.CONTRACTS:
            rows = list(waiting.select_for_update(of=("self",)).order_by("number")[:CONTRACTS])
            apply_contracts(source, rows)
        else:
            keys = waiting.order_by("key").values_list("key", flat=True).distinct()[:OF_CONTRACTS]
            found = waiting.filter(key__in=list(keys)).select_for_update(of=("self",))
            rows = list(found.order_by("key", "number"))
            apply_efforts(source, rows)
        return waiting.count() if rows else None


def _read(source: RegisterImport) -> None:
    """Keep the rows of the sheet, as text and without a BSN; then the file itself goes."""
    assert source.file is not None
    try:
        with transaction.atomic(), source.file.content.open("rb") as stream:
            for batch in batches(_rows(source, stream), 1000):
                RegisterRow.objects.bulk_create(batch)
    except UnreadableError as error:
        source.problem = error.code
    file, source.file, source.state = source.file, None, RegisterState.RUNNING
    source.save()
    remove_file(file)


def _rows(source: RegisterImport, stream: Any) -> Iterator[RegisterRow]:
    for count, (number, cells) in enumerate(rows_of(source.name, stream, source.sheet)):
        if count > MOST_ROWS:
            raise UnreadableError("too-many-rows")
        if number <= source.header_row or is_total(cells, source.mapping.get("reference")):
            continue
        found = {
            field: text
            for field, column in source.mapping.items()
            if column < len(cells) and (text := cell_text(cells[column]))
        }
        if not found:
            continue
        problems = [field for field in TEXTS if holds_bsn(found.get(field, ""))]
        for field in problems:
            found[field] = TAKEN_OUT
        yield RegisterRow(
            municipality_id=source.municipality_id,
            source=source,
            number=number,
            key=found.get("reference", "").upper()[:60],
            cells=found,
        )
