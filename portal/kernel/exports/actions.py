"""Exporting a list: at once when it is short, as a job when it is long."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from typing import IO, Any

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal.kernel.audit.actions import record_reads
from portal.kernel.exports.models import ExportChoice
from portal.kernel.exports.registry import Column, ListPage, list_page
from portal.kernel.exports.writers import CONTENT_TYPES, WRITERS
from portal.kernel.files.actions import store_bytes
from portal.kernel.jobs.actions import start_job
from portal.kernel.jobs.registry import JobRun, job_handler
from portal.kernel.models import Job, Membership, Municipality, Person, StoredFile
from portal.kernel.permissions import Actor, verdict

KIND = "export"
#: Above this many rows an export becomes a job.
AT_ONCE = 2000


@transaction.atomic
def remember_choice(
    *, municipality: Municipality, person: Person, page: ListPage, columns: Sequence[str], file_format: str
) -> None:
    """Keep what someone chose, for their next export of this list."""
    ExportChoice.objects.update_or_create(
        municipality=municipality,
        person=person,
        list_code=page.code,
        defaults={"columns": list(columns), "format": file_format},
    )


def row_count(page: ListPage, params: QueryDict, actor: Actor) -> int:
    """How many rows the export has; counting stops just above AT_ONCE."""
    return page.rows(params, actor).order_by()[: AT_ONCE + 1].count()


def file_name(page: ListPage, file_format: str) -> str:
    """For example dossiers-2026-12-31.xlsx."""
    return f"{slugify(str(page.title)) or page.code}-{timezone.localdate():%Y-%m-%d}.{file_format}"


@transaction.atomic
def write(
    *, page: ListPage, params: QueryDict, actor: Actor, columns: Sequence[Column], file_format: str,
    target: IO[bytes], run: JobRun | None = None, total: int = 0,
) -> int:  # fmt: skip
    """Write the file; a sensitive list is written in the read log, with how many rows and which columns."""
    rows = page.stream(params, actor, columns)
    if run is not None:
        rows = _reporting(rows, run, total)
    written = WRITERS[file_format](target, str(page.title), [str(column.label) for column in columns], rows)
    if page.sensitive and actor.person and actor.municipality:
        label = _("Export of “%(list)s”, %(count)s rows: %(columns)s") % {
            "list": page.title,
            "count": written,
            "columns": ", ".join(str(column.label) for column in columns),
        }
        record_reads(
            person=actor.person,
            municipality_id=actor.municipality.pk,
            path=page.url(params),
            reads=[("export", page.code, label, "")],
        )
    return written


def _reporting(rows: Iterator[tuple[Any, ...]], run: JobRun, total: int) -> Iterator[tuple[Any, ...]]:
    """The same rows, telling the job's page how far it is."""
    for number, row in enumerate(rows, start=1):
        yield row
        if number % 500 == 0:
            run.progress(min(number, total), total, _("Writing rows"))


@transaction.atomic
def start_export(
    *, page: ListPage, params: QueryDict, actor: Actor, columns: Sequence[str], file_format: str
) -> Job:
    """Make the file in the background."""
    assert actor.person is not None and actor.municipality is not None
    return start_job(
        kind=KIND,
        title=_("Export of %(list)s") % {"list": page.title},
        params={
            "list": page.code,
            "query": params.urlencode(),
            "columns": list(columns),
            "format": file_format,
        },
        by=actor.person,
        municipality=actor.municipality,
    )


class NoLongerAllowedError(Exception):
    """Whoever asked for the export may no longer see the list."""


@job_handler(KIND)
def make_export(run: JobRun) -> StoredFile:
    """The export as a job; whoever asked for it must still be allowed to see the list."""
    page, params = list_page(run.params["list"]), QueryDict(run.params["query"])
    membership = (
        Membership.objects.filter(person=run.job.requested_by, is_active=True)
        .select_related("municipality", "person")
        .get()
    )
    actor = Actor(run.job.requested_by, membership)
    if not verdict(actor, page.permission):
        raise NoLongerAllowedError(page.code)
    file_format = run.params["format"]
    total = page.rows(params, actor).order_by().count()
    run.progress(0, total, _("Writing rows"))
    with tempfile.TemporaryFile() as target:
        write(
            page=page,
            params=params,
            actor=actor,
            columns=page.chosen(run.params["columns"]),
            file_format=file_format,
            target=target,
            run=run,
            total=total,
        )
        target.seek(0)
        content = target.read()
    run.progress(total, total, _("Ready"))
    return store_bytes(
        content=content,
        name=file_name(page, file_format),
        content_type=CONTENT_TYPES[file_format],
        municipality=run.job.municipality,
        by=run.job.requested_by,
    )
