"""The plan of a challenge as iCal (RFC 5545), and what happens to it as Atom (RFC 4287)."""

from __future__ import annotations

import datetime as dt
import re

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.tables.calendars import Item, write
from accounts.tables.engine import Span, span_of
from challenges.contests.audience.models import ChallengeNews, Moment
from challenges.contests.audience.queries import answered
from challenges.contests.models import Challenge, ChallengeState
from portal.kernel.outbox.links import absolute

#: Items of the news feed.
MOST_ITEMS = 50
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


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


def news(challenge: Challenge) -> bytes:
    """The phases it went through and the questions that were answered, the newest first."""
    place = [challenge.municipality.slug, challenge.slug]
    page = absolute(reverse("public_challenge", args=place))
    feed = Atom1Feed(
        title=challenge.title,
        link=page,
        description=challenge.question,
        subtitle=challenge.question,
        language="nl",
        author_name=challenge.municipality.name,
        feed_url=absolute(reverse("public_challenge_news", args=place)),
    )
    items = [
        (row.at, f"{challenge.title}: {row.get_moment_display()}", _text(challenge, row), page, f"n{row.pk}")
        for row in ChallengeNews.objects.filter(challenge=challenge)
    ]
    questions = absolute(reverse("challenge_ask", args=place))
    for row in answered(challenge)[:MOST_ITEMS]:
        title = _("Question: %(question)s") % {"question": Truncator(row.text).chars(100)}
        at = row.decided_at or row.created_at
        items.append((at, title, f"{row.text}\n\n{row.answer}", questions, f"v{row.pk}"))
    for at, title, text, link, key in sorted(items, key=lambda item: item[0], reverse=True)[:MOST_ITEMS]:
        feed.add_item(
            title=_clean(title), link=link, description=_clean(text), pubdate=at, updateddate=at,
            unique_id=f"{page}#{key}",
        )  # fmt: skip
    return str(feed.writeString("utf-8")).encode()


def _text(challenge: Challenge, row: ChallengeNews) -> str:
    return challenge.cancel_reason if row.moment == Moment.CANCELLED else challenge.question


def _clean(text: str) -> str:
    """Without signs that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)
