"""Everything about one subject as a zip: made in the background, there for a few days, and each read of it logged.

Rows are found by walking the model registry, so what a later chapter adds is in it. What is in the zip: `zipping.py`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import tempfile
from typing import Any

from django.apps import apps
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal.kernel.audit.actions import record_reads
from portal.kernel.jobs.actions import start_job
from portal.kernel.jobs.registry import JobRun, job_handler
from portal.kernel.models import Municipality, Person, PrivacyExport, ReadLog, StoredFile
from portal.kernel.privacy.collecting import collect_subjects
from portal.kernel.privacy.orders import all_domains
from portal.kernel.privacy.registry import declared, read_kinds, subject_of
from portal.kernel.privacy.zipping import files_of, sections_of, write_zip
from portal.kernel.tenancy.scope import scoped

KIND = "privacy-export"
#: Days an export can be downloaded.
DAYS = 7
#: Reads that are listed at most.
LOOKED = 500


@transaction.atomic
def ask_export(
    *, municipality: Municipality, subject_kind: str, subject_id: str, with_private_notes: bool, by: Person
) -> PrivacyExport:
    """Have everything about a subject put together; asking again while it is being made gives the same one."""
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    running = PrivacyExport.objects.filter(
        subject_kind=subject_kind,
        subject_id=subject_id,
        with_private_notes=with_private_notes,
        job__state__in=["queued", "running"],
    ).first()
    if running:
        return running
    export = PrivacyExport.objects.create(
        municipality=municipality,
        subject_kind=subject_kind,
        subject_id=subject_id,
        with_private_notes=with_private_notes,
        requested_by=by,
    )
    export.job = start_job(
        kind=KIND,
        title=_("Everything about one person or enterprise"),
        params={"export": str(export.pk)},
        by=by,
        municipality=municipality,
    )
    export.save(update_fields=["job"])
    return export


@job_handler(KIND)
def make_export(run: JobRun) -> None:
    """Find, write, zip, keep for a limited time; and note in the read log that it was made."""
    municipality, by = run.job.municipality, run.job.requested_by
    with scoped([municipality.pk], domains=all_domains(), person=by.pk):
        export = PrivacyExport.objects.select_for_update(of=("self",)).get(pk=run.params["export"])
        subject = subject_of(export.subject_kind)
        label = subject.describe(export.subject_id)
        if label is None or export.file_id:
            return
        run.progress(0, 4, _("Finding what belongs to it"))
        found, _terms, _people, _staying = collect_subjects(subject, [export.subject_id])
        for owner, extra in subject.last(export.subject_id).items():
            found.add(apps.get_model(owner), extra)
        people = subject.people(export.subject_id)
        found.add(Person, people)
        if subject.root == Person._meta.label:
            for owner, extra in written_by(people).items():
                found.add(apps.get_model(owner), extra)
        run.progress(1, 4, _("Writing it down"))
        sections = sections_of(found, with_private_notes=export.with_private_notes)
        files = files_of(found, with_private_notes=export.with_private_notes)
        run.progress(2, 4, _("Printing"))
        with tempfile.TemporaryFile() as target:
            write_zip(
                target, label=label, sections=sections, files=files, looked=reads_about(export),
                municipality=municipality, export=export,
            )  # fmt: skip
            run.progress(3, 4, _("Keeping"))
            name = (
                f"alles-over-{slugify(label)[:60] or export.subject_kind}-{timezone.localdate():%d-%m-%Y}.zip"
            )
            export.file = keep_file(
                File(target, name=name), content_type="application/zip", municipality=municipality, by=by
            )
        export.expires_at = timezone.now() + dt.timedelta(days=DAYS)
        export.save(update_fields=["file", "expires_at"])
        record_reads(
            person=by,
            municipality_id=municipality.pk,
            path="/privacy/",
            reads=[("privacy-export", export.subject_id, label, "")],
            about=export.subject_id,
        )
        run.progress(4, 4, _("Ready"))


def written_by(people: list[int]) -> dict[str, list[Any]]:
    """Rows these people wrote, as declarations name them: in their export, though they belong to something else."""
    found: dict[str, list[Any]] = {}
    for how in declared():
        model = apps.get_model(how.model)
        for name in how.by if people else ():
            rows = model._base_manager.filter(**{f"{name}__in": people})
            found.setdefault(model._meta.label, []).extend(rows.values_list("pk", flat=True))
    return {label: pks for label, pks in found.items() if pks}


def reads_about(export: PrivacyExport) -> list[tuple[ReadLog, str]]:
    """The last reads of what is sensitive about an enterprise: when and what. Not who: that is a colleague's own."""
    if export.subject_kind == "person":
        return []
    kinds = read_kinds()
    reads = ReadLog.objects.filter(about_id=export.subject_id).order_by("-at", "-pk")[:LOOKED]
    return [(read, kinds.get(read.kind, read.kind)) for read in reads]


def keep_file(
    target: File[bytes], *, content_type: str, municipality: Municipality, by: Person
) -> StoredFile:
    """Keep a file that was written to disk, without reading it whole into memory."""
    size = target.file.seek(0, io.SEEK_END)  # type: ignore[union-attr]
    target.file.seek(0)  # type: ignore[union-attr]
    digest = hashlib.file_digest(target.file, "sha256").hexdigest()  # type: ignore[arg-type]
    target.file.seek(0)  # type: ignore[union-attr]
    return StoredFile.objects.create(
        municipality=municipality,
        name=target.name,
        content_type=content_type,
        size=size,
        sha256=digest,
        content=target,
        uploaded_by=by,
    )


def remove_expired_exports(now: dt.datetime) -> int:
    """Remove the zips whose time is over, for the municipality in scope; that they were made stays known."""
    expired = list(
        PrivacyExport.objects.filter(expires_at__lt=now).exclude(file=None).select_related("file")[:200]
    )
    for export in expired:
        stored = export.file
        PrivacyExport.objects.filter(pk=export.pk).update(file=None)
        if stored is not None:
            stored.content.storage.delete(stored.content.name)
            StoredFile.objects.filter(pk=stored.pk).delete()
    return len(expired)
