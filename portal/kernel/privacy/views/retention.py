"""What has expired, per kind; and asking for its removal."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from portal.kernel.permissions import actor_of, permission
from portal.kernel.privacy.orders import RETENTION, ask_removal
from portal.kernel.privacy.preparing import SUBJECTS
from portal.kernel.privacy.registry import retention_kind
from portal.kernel.privacy.retention import expired_counts, expired_rows
from portal.kernel.privacy.rulesets import before, months_of, retention_rules
from portal.ui.pagination import paginate


@permission("kernel.privacy_desk")
def retention(request: HttpRequest) -> HttpResponse:
    """Every kind with its term and how many have expired."""
    municipality = request.municipality  # type: ignore[attr-defined]
    rules = retention_rules(municipality_id=municipality.pk, on=timezone.localdate())
    return render(
        request,
        "kernel/privacy/retention.html",
        {"counts": expired_counts(municipality.pk), "source": rules.source, "is_default": rules.version == 0},
    )


@permission("kernel.privacy_desk")
def retention_list(request: HttpRequest, code: str) -> HttpResponse:
    """The expired rows of one kind; a POST asks for their removal."""
    try:
        kind = retention_kind(code)
    except KeyError:
        raise Http404 from None
    actor: Any = actor_of(request)
    if request.method == "POST":
        order = ask_removal(municipality=actor.municipality, kind=RETENTION, target=code, by=actor.person)
        return redirect("removal", pk=order.pk)
    page, rows = None, []
    if kind.rows is not None:
        page = paginate(request, expired_rows(kind, actor.municipality.pk))
        rows = [(kind.describe(row), getattr(row, kind.when)) for row in page.rows]
    return render(
        request,
        "kernel/privacy/retention_list.html",
        {
            "kind": kind,
            "page": page,
            "rows": rows,
            "months": months_of(code, municipality_id=actor.municipality.pk, on=timezone.localdate()),
            "before": before(code, municipality_id=actor.municipality.pk, now=timezone.now()),
            "per_order": SUBJECTS if kind.subject else None,
        },
    )
