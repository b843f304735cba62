"""Submissions for the buyer (after the closing), and for the enterprise's own page."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import CaseFile
from portal.kernel.models import Person
from portal.kernel.permissions import Actor
from procurement.tenders.circular.programme.models import CircularTender
from procurement.tenders.circular.submissions.models import CircularSubmission, SubmissionState

#: Lines a panel shows.
MOST = 6


def sent_in(tender: CircularTender) -> QuerySet[CircularSubmission]:
    """What was sent in and not withdrawn."""
    return CircularSubmission.objects.filter(tender=tender, state=SubmissionState.SUBMITTED).order_by(
        "number"
    )


def own_panel(case_file: CaseFile, _person: Person) -> list[tuple[CircularSubmission, str]] | None:
    """What this enterprise writes or sent in, the newest first, with where it is; None leaves the panel out."""
    rows = (
        CircularSubmission.objects.filter(case_file=case_file)
        .select_related("tender__municipality")
        .order_by("-created_at")[:MOST]
    )
    return [(row, row.path(row.tender)) for row in rows] or None


def panel(case_file: CaseFile, _actor: Actor) -> list[CircularSubmission]:
    """What it sent in to tenders that have closed: what is sealed is not shown, not even that it is there."""
    return list(
        CircularSubmission.objects.filter(case_file=case_file, state=SubmissionState.SUBMITTED)
        .exclude(tender__state__in=["open", "concept"])
        .select_related("tender")
        .order_by("-submitted_at")[:MOST]
    )
