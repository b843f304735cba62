"""Reading the consultation: everything for the buyer, answers without askers for everyone."""

from __future__ import annotations

from django.db.models import QuerySet

from procurement.tenders.circular.consultation.models import CircularQuestion
from procurement.tenders.circular.programme.models import CircularTender


def questions_for_buyer(tender: CircularTender) -> list[CircularQuestion]:
    """Confirmed questions, those without an answer first."""
    rows = CircularQuestion.objects.filter(tender=tender, confirmed_at__isnull=False)
    return sorted(rows, key=lambda row: (row.answered_at is not None, row.asked_at))


def answered(tender: CircularTender) -> QuerySet[CircularQuestion]:
    """What everyone reads, in the order of the answers; who asked is not even read from the database."""
    return (
        CircularQuestion.objects.filter(tender=tender, answered_at__isnull=False)
        .only("public_text", "answer", "answered_at", "tender_id", "municipality_id")
        .order_by("answered_at", "pk")
    )
