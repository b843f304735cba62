"""One box over everything a person may see."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.kernel.permissions import actor_of, permission
from portal.kernel.search.queries import BOUND, find, grouped
from portal.kernel.search.registry import kinds_for


@permission("kernel.search")
def search(request: HttpRequest) -> HttpResponse:
    """All results, grouped; ?soort= shows one group."""
    text = request.GET.get("q", "").strip()
    kind = request.GET.get("soort", "")
    allowed = kinds_for(actor_of(request))
    documents = find(text, kinds=[kind] if kind in allowed else allowed)
    groups = [
        (code, label, rows if kind else rows[:8], len(rows) - 8 if not kind else 0)
        for code, label, rows in grouped(documents)
    ]
    return render(
        request,
        "kernel/search/results.html",
        {"text": text, "groups": groups, "kind": kind, "many": len(documents) >= BOUND},
    )


@permission("kernel.search")
def search_suggest(request: HttpRequest) -> HttpResponse:
    """The first results while typing."""
    text = request.GET.get("q", "").strip()
    documents = find(text, kinds=kinds_for(actor_of(request)), limit=8) if len(text) >= 2 else []
    return render(request, "kernel/search/_suggest.html", {"groups": grouped(documents), "text": text})
