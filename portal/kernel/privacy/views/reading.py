"""Who read what: search, unusual reading, export."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from portal.kernel.permissions import permission
from portal.kernel.privacy import reading
from portal.kernel.privacy.forms import ReadLogFilter
from portal.kernel.privacy.registry import read_kinds
from portal.kernel.privacy.rulesets import reading_rules
from portal.ui.pagination import paginate


@permission("kernel.read_read_log")
def read_log(request: HttpRequest) -> HttpResponse:
    """Sensitive reads, newest first."""
    form = ReadLogFilter(request.GET)
    page = paginate(request, form.apply())
    kinds = read_kinds()
    rows = [(read, kinds.get(read.kind, read.kind)) for read in page.rows]
    return render(request, "kernel/audit/read_log.html", {"form": form, "page": page, "rows": rows})


@permission("kernel.read_read_log")
def unusual_reading(request: HttpRequest) -> HttpResponse:
    """Reading above the thresholds, for a human to look at."""
    municipality = request.municipality  # type: ignore[attr-defined]
    found = reading.signals(municipality.pk)
    rules = reading_rules(municipality_id=municipality.pk, on=timezone.localdate())
    return render(
        request, "kernel/privacy/unusual.html", {"signals": found, "rules": rules, "days": reading.DAYS}
    )
