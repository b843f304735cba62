"""Circular tenders for buyers and for everyone."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from procurement.tenders.circular.programme.models import CircularAmbition, CircularState, CircularTender


def tenders() -> QuerySet[CircularTender]:
    """Those in scope, the newest first, with `sent_in`: submissions that were sent in."""
    return (
        CircularTender.objects.select_related("municipality", "created_by")
        .annotate(sent_in=Count("submissions", filter=Q(submissions__state="submitted")))
        .order_by("-created_at", "-pk")
    )


def filtered(state: str) -> QuerySet[CircularTender]:
    """The list for a state; an unknown one gives all."""
    return tenders().filter(state=state) if state in CircularState.values else tenders()


def published() -> QuerySet[CircularTender]:
    """What visitors may know of: a concept does not exist for them."""
    return tenders().filter(published_at__isnull=False)


def get_published(slug: str) -> CircularTender:
    """One of those, or not found."""
    return get_object_or_404(published(), slug=slug)


def web_of(tender: CircularTender) -> list[CircularAmbition]:
    """The spokes in order."""
    return list(CircularAmbition.objects.filter(tender=tender))
