"""What the pages of entrants, coaches and organisers have in common."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from challenges.contests.coaching import plan, queries
from challenges.contests.coaching.models import Coaching, PlanVersion


def private(response: HttpResponse) -> HttpResponse:
    """A page behind a secret link: no search engine, no address in what is clicked."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


def coaching_of(entry_id: int) -> Coaching:
    """The coaching of an entry, or not found."""
    found = Coaching.objects.select_related(
        "coach__contact", "entry__challenge__municipality", "entry__case_file"
    )
    row = found.filter(entry=entry_id, entry__state__in=queries.COACHED).first()
    if row is None:
        raise Http404
    return row


def compared(request: HttpRequest, coaching: Coaching) -> dict[str, Any]:
    """All versions, and what changed between two: ?van=1&tot=3; else between the last two."""
    rows = queries.versions(coaching)
    by_number = {str(row.number): row for row in rows}
    after = by_number.get(request.GET.get("tot", ""), rows[0])
    before = by_number.get(request.GET.get("van", "")) or by_number.get(str(after.number - 1)) or after
    if before.number > after.number:
        before, after = after, before
    found = plan.compare(before, after)
    return {
        "versions": rows,
        "before": before,
        "after": after,
        "changes": [row for row in found if row.changed],
        "unchanged": [row.title for row in found if not row.changed and row.pieces],
    }


def read(version: PlanVersion) -> list[tuple[str, str]]:
    """A version to read, without what is empty."""
    return [(title, text) for title, text in plan.sections(version.content) if text]
