"""For everyone: which challenges there are, and one of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from challenges.contests import queries
from challenges.contests.audience.actions import takes_questions
from challenges.contests.audience.queries import answered
from challenges.contests.coalition.queries import board
from challenges.contests.entries.actions import takes_entries
from challenges.contests.jury.queries import winners
from challenges.contests.models import Challenge, ChallengeState, Variant
from challenges.contests.pilots.queries import public_pilots
from challenges.contests.public import feeds
from portal.kernel.clock import database_now
from portal.kernel.permissions import public

MOST = 50
#: Answers on the page of a challenge; all stand on a page of their own.
SHOWN = 3


def get_public(slug: str) -> Challenge:
    """A challenge of the municipality in scope that was launched; a concept does not exist for visitors."""
    return get_object_or_404(queries.challenges().filter(launched_at__isnull=False), slug=slug)


@public("challenges the municipality opened")
def public_challenges(request: HttpRequest, municipality_slug: str) -> HttpResponse:
    """What one can take part in now, and what was."""
    rows = list(queries.challenges().filter(launched_at__isnull=False)[:MOST])
    now = timezone.now()
    opened = [
        row for row in rows if row.state == ChallengeState.OPEN and row.closes_at and row.closes_at > now
    ]
    context = {"opened": opened, "others": [row for row in rows if row not in opened]}
    return render(request, "challenges/contests/public/list.html", context)


@public("when the phases of a challenge are, as a calendar feed")
def public_challenge_feed(request: HttpRequest, municipality_slug: str, slug: str) -> HttpResponse:
    """The plan as iCal: a day for each phase that begins, and the closing moment."""
    response = HttpResponse(feeds.plan(get_public(slug)), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{slug}.ics"'
    return response


@public("what happens to a challenge, as a news feed")
def public_challenge_news(request: HttpRequest, municipality_slug: str, slug: str) -> HttpResponse:
    """The phases it went through and the answers, as Atom."""
    content = feeds.news(get_public(slug))
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


@public("a challenge the municipality opened")
def public_challenge(request: HttpRequest, municipality_slug: str, slug: str) -> HttpResponse:
    """The story, the dates, the prize."""
    found = get_public(slug)
    context = {
        "challenge": found,
        "preview": False,
        "open": takes_entries(found, database_now()),
        "phases": list(found.phases.all()),
        "criteria": list(found.criteria.all()),
        "today": timezone.localdate(),
        "awards": winners(found),
        "pilots": public_pilots(found),
        "coalition": board(found) if found.variant == Variant.COALITION else None,
        "answers": list(answered(found)[:SHOWN]),
        "takes_questions": takes_questions(found),
    }
    return render(request, "challenges/contests/public/challenge.html", context)
