"""Challenges for the pages of organisers."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from challenges.contests.models import Challenge


def challenges() -> QuerySet[Challenge]:
    """Challenges in scope, the newest first, with `entered`: entries that were sent in."""
    sent = Q(entries__submitted_at__isnull=False) & ~Q(entries__state__in=["draft", "withdrawn"])
    return (
        Challenge.objects.select_related("municipality")
        .annotate(entered=Count("entries", filter=sent))
        .order_by("-created_at", "-pk")
    )
