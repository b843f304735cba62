"""One box over everything a person may see."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.kernel.permissions import permission
from portal.kernel.search.queries import BOUND, find, grouped
from portal.kernel.search.registry import labels


@permission("kernel.search")
def search(request: HttpRequest) -> HttpResponse:
    """All results, grouped; ?soort= shows one group."""
    text = request.GET.get("q", "").strip()
    kind = request.GET.get("soort", "")
    documents = find(text, kinds=[kind] if kind in labels() else [])
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
    documents = find(text, limit=8) if len(text) >= 2 else []
    return render(request, "kernel/search/_suggest.html", {"groups": grouped(documents), "text": text})
