"""The plan of a challenge as iCal (RFC 5545)."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.tables.calendars import Item, write
from accounts.tables.engine import Span, span_of
from challenges.contests.models import Challenge, ChallengeState
from portal.kernel.outbox.links import absolute


def plan(challenge: Challenge) -> bytes:
    """One event for the first day of each phase, and one that ends at the closing moment."""
    url = absolute(reverse("public_challenge", args=[challenge.municipality.slug, challenge.slug]))
    cancelled = challenge.state == ChallengeState.CANCELLED
    items = [
        Item(
            f"challenge-{challenge.pk}-{phase.kind}",
            f"{challenge.title}: {phase.name}",
            span_of(phase.starts_on, dt.time(9), dt.time(17)),
            url=url,
            cancelled=cancelled,
        )
        for phase in challenge.phases.all()
    ]
    if challenge.closes_at:
        items.append(
            Item(
                f"challenge-{challenge.pk}-bel",
                _("%(title)s closes") % {"title": challenge.title},
                Span(challenge.closes_at - dt.timedelta(hours=1), challenge.closes_at),
                url=url,
                cancelled=cancelled,
            )
        )
    return write(challenge.title, items)
