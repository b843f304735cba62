"""The first page of the privacy officer: what there is to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.kernel.models import PrivacyExport, RemovalOrder
from portal.kernel.permissions import permission
from portal.kernel.privacy import reading
from portal.kernel.privacy.orders import OPEN
from portal.kernel.privacy.processing import register_rows
from portal.kernel.privacy.retention import expired_counts


@permission("kernel.privacy_desk")
def privacy_desk(request: HttpRequest) -> HttpResponse:
    """Five doors, each with what waits behind it."""
    municipality = request.municipality  # type: ignore[attr-defined]
    return render(
        request,
        "kernel/privacy/desk.html",
        {
            "untouched": sum(row.entry is None for row in register_rows()),
            "signals": len(reading.signals(municipality.pk)),
            "expired": [count for count in expired_counts(municipality.pk) if count.number],
            "open_orders": list(
                RemovalOrder.objects.filter(state__in=OPEN)
                .select_related("requested_by")
                .order_by("-requested_at")[:10]
            ),
            "exports": list(
                PrivacyExport.objects.exclude(file=None)
                .select_related("requested_by")
                .order_by("-requested_at")[:5]
            ),
        },
    )
