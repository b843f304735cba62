"""What of this chapter expires, with a default term and where it comes from."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.budgets.models import Commitment
from accounts.casefile.models import CaseFile, CaseFileState
from accounts.imports.models import Import
from accounts.intake.models import Intake, IntakeState
from accounts.timeline.models import Document
from portal.kernel.privacy.holds import held
from portal.kernel.privacy.registry import RetentionKind, register_retention

SELECTION_LIST = "Selectielijst gemeenten en intergemeentelijke organen 2020"


def closed_case_files(before: dt.datetime) -> QuerySet[CaseFile]:
    """Closed case files in which nothing happened since, the oldest first."""
    return (
        CaseFile.objects.filter(state=CaseFileState.CLOSED, last_activity_at__lt=before)
        .exclude(pk__in=held("enterprise"))
        .order_by("last_activity_at", "pk")
    )


def declined_intakes(before: dt.datetime) -> QuerySet[Intake]:
    """Declined intakes; drafts that nobody sent in go by themselves after their own term."""
    return Intake.objects.filter(state=IntakeState.DECLINED, decided_at__lt=before).order_by(
        "decided_at", "pk"
    )


def old_documents(before: dt.datetime) -> QuerySet[Document]:
    """Documents of closed case files."""
    return (
        Document.objects.filter(created_at__lt=before, case_file__state=CaseFileState.CLOSED)
        .exclude(case_file__in=held("enterprise"))
        .order_by("created_at", "pk")
    )


def old_commitments(before: dt.datetime) -> QuerySet[Commitment]:
    """Money committed long ago that no longer holds room: what is still open in a case file that is in use stays."""
    return (
        Commitment.objects.filter(made_at__lt=before, case_file__state=CaseFileState.CLOSED)
        .exclude(case_file__in=held("enterprise"))
        .order_by("made_at", "pk")
    )


def old_imports(before: dt.datetime) -> QuerySet[Import]:
    """Imports that are done, or that nobody finished."""
    return Import.objects.filter(created_at__lt=before).order_by("created_at", "pk")


def register() -> None:
    """Add the kinds."""
    kinds: tuple[tuple[Any, ...], ...] = (
        (
            "case-files",
            _("Closed case files"),
            _(
                "Everything about the enterprise goes: the case file, its files, its history, "
                "and its people's accounts."
            ),
            60,
            closed_case_files,
            "last_activity_at",
            "enterprise",
        ),
        (
            "intakes",
            _("Declined intakes"),
            _("The answers and the attachments of requests that were declined."),
            12,
            declined_intakes,
            "decided_at",
            "",
        ),
        (
            "documents",
            _("Documents of closed case files"),
            _("Uploads and letters, earlier than the case file itself."),
            36,
            old_documents,
            "created_at",
            "",
        ),
        (
            "commitments",
            _("Commitments"),
            _(
                "Reserved and granted money of closed case files. Until then it stays, also when the rest is removed."
            ),
            84,
            old_commitments,
            "made_at",
            "",
        ),
        (
            "imports",
            _("Imports"),
            _("What was read from a spreadsheet and what became of each row; case files stay."),
            12,
            old_imports,
            "created_at",
            "",
        ),
    )
    for code, label, what, months, rows, when, subject in kinds:
        register_retention(
            RetentionKind(
                code=code,
                label=label,
                what=what,
                months=months,
                source=SELECTION_LIST,
                rows=rows,
                when=when,
                subject=subject,
            )
        )
