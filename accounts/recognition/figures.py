"""Recognition as numbers for dashboards: counts, never names."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Exists, OuterRef, Q

from accounts.recognition.models import CheckState, DefinitionCheck, Mark, Outcome


def recognised_enterprises(today: dt.date) -> int:
    """Enterprises whose latest concluded check recognises them and is still valid."""
    newer = DefinitionCheck.objects.filter(
        case_file=OuterRef("case_file"), state=CheckState.CONCLUDED, concluded_at__gt=OuterRef("concluded_at")
    )
    return DefinitionCheck.objects.filter(
        ~Exists(newer), state=CheckState.CONCLUDED, outcome=Outcome.RECOGNISED, valid_until__gte=today
    ).count()


def marks_by_kind(today: dt.date) -> dict[str, int]:
    """Kind -> enterprises that have a valid mark of it. One enterprise counts under each of its marks."""
    rows = (
        Mark.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today)
        .values("kind")
        .annotate(number=Count("case_file", distinct=True))
        .order_by()
    )
    return {row["kind"]: row["number"] for row in rows}
