"""What an enterprise does: begin, write, add files, send in before the bell, withdraw. The tender is locked first."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from accounts.models import CaseFile
from portal.kernel.clock import database_now
from portal.kernel.conflicts import lock_version
from portal.kernel.files.actions import store_upload
from procurement.tenders.circular.errors import RefusedError
from procurement.tenders.circular.programme.actions import lock, takes_submissions, tell
from procurement.tenders.circular.programme.engine import CRITERIA
from procurement.tenders.circular.programme.models import CircularTender
from procurement.tenders.circular.submissions.models import CircularFile, CircularSubmission, SubmissionState


@transaction.atomic
def begin(
    *, tender: CircularTender, name: str, email: str, organisation: str, case_file: CaseFile | None = None
) -> tuple[CircularSubmission, bool]:
    """Begin a draft and mail its link. Who has one already gets the same link again: (submission, new).

    Raises RefusedError("closed").
    """
    tender = lock(tender)
    if not takes_submissions(tender, database_now()):
        raise RefusedError("closed")
    there = CircularSubmission.objects.filter(tender=tender, email__iexact=email).first()
    if there:
        tell(tender, there, "link", key=f"circular-link-{there.pk}-{database_now():%Y%m%d%H}")
        return there, False
    last = CircularSubmission.objects.filter(tender=tender).aggregate(most=Max("number"))["most"] or 0
    row = CircularSubmission.objects.create(
        municipality_id=tender.municipality_id, tender=tender, number=last + 1, name=name, email=email,
        organisation=organisation, case_file=case_file,
    )  # fmt: skip
    tell(tender, row, "link", key=f"circular-link-{row.pk}")
    return row, True


@transaction.atomic
def write(
    *, row: CircularSubmission, version: int, organisation: str, texts: dict[str, str]
) -> CircularSubmission:
    """Keep what was typed, also after the bell. Raises StaleVersionError, RefusedError("kept") when it was sent in."""
    current = lock_version(row, version)
    if current.state != SubmissionState.DRAFT:
        raise RefusedError("kept")
    current.organisation = organisation
    for code in CRITERIA:
        setattr(current, code, texts[code])
    return _bumped(current)


@transaction.atomic
def submit(*, row: CircularSubmission) -> CircularSubmission:
    """Send in, if the database's clock says it is in time. A second click changes nothing.

    Raises RefusedError: "closed" when the bell has gone (the draft stays), "kept" when it was withdrawn.
    """
    tender, current = _lock(row)
    if current.state == SubmissionState.SUBMITTED:
        return current
    if current.state != SubmissionState.DRAFT:
        raise RefusedError("kept")
    now = database_now()
    if not takes_submissions(tender, now):
        raise RefusedError("closed")
    current.state, current.submitted_at = SubmissionState.SUBMITTED, now
    current = _bumped(current)
    tell(tender, current, "submitted", key=f"circular-sent-{current.pk}-{current.version}")
    return current


@transaction.atomic
def withdraw(*, row: CircularSubmission) -> CircularSubmission:
    """Take it back until the bell."""
    return _turn(row, SubmissionState.WITHDRAWN, (SubmissionState.DRAFT, SubmissionState.SUBMITTED))


@transaction.atomic
def reopen(*, row: CircularSubmission) -> CircularSubmission:
    """Go on with what was withdrawn, or change what was sent in: it must be sent in again before the bell."""
    return _turn(row, SubmissionState.DRAFT, (SubmissionState.WITHDRAWN, SubmissionState.SUBMITTED))


def _turn(row: CircularSubmission, into: str, out_of: tuple[str, ...]) -> CircularSubmission:
    tender, current = _lock(row)
    if current.state == into:
        return current
    if current.state not in out_of:
        raise RefusedError("kept")
    if not takes_submissions(tender, database_now()):
        raise RefusedError("closed")
    current.state, current.submitted_at = into, None
    return _bumped(current)


@transaction.atomic
def attach(*, row: CircularSubmission, upload: UploadedFile[Any]) -> CircularFile:
    """Keep a file with a draft. Raises RefusedError: "kept", "files" when there are as many as there may be."""
    tender, current = _lock(row)
    if current.state != SubmissionState.DRAFT:
        raise RefusedError("kept")
    if CircularFile.objects.filter(submission=current).count() >= tender.most_files:
        raise RefusedError("files")
    stored = store_upload(upload=upload, municipality=tender.municipality)
    return CircularFile.objects.create(
        municipality_id=current.municipality_id, submission=current, file=stored
    )


@transaction.atomic
def detach(*, attached: CircularFile) -> None:
    """Take a file out of a draft; its bytes go when that is certain."""
    _tender, current = _lock(attached.submission)
    if current.state != SubmissionState.DRAFT:
        raise RefusedError("kept")
    stored = attached.file
    storage, name = stored.content.storage, str(stored.content.name)
    attached.delete()
    stored.delete()
    transaction.on_commit(lambda: storage.delete(name))


def _lock(row: CircularSubmission) -> tuple[CircularTender, CircularSubmission]:
    """The tender first, then the submission: in this order everywhere."""
    tender = lock(row.tender)
    current = CircularSubmission.objects.select_for_update(of=("self",)).get(pk=row.pk)
    current.tender = tender
    return tender, current


def _bumped(row: CircularSubmission) -> CircularSubmission:
    row.version += 1
    row.save()
    return row
