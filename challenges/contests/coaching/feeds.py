"""Coaching sessions and pitches as iCal, for entrants and for coaches."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.tables.calendars import Item, write
from accounts.tables.engine import Span
from challenges.contests.coaching.actions import token_of
from challenges.contests.coaching.models import Coach, Coaching, CoachingSession, SessionState
from challenges.contests.entries.actions import token_of as author_token
from challenges.contests.entries.models import EntryAuthor
from portal.kernel.outbox.links import absolute

#: Events of one kind in a feed.
MOST = 200


def _session(row: CoachingSession, title: str, url: str) -> Item:
    return Item(
        f"coaching-{row.pk}",
        title,
        Span(row.starts_at, row.ends_at),
        row.place,
        row.topic,
        url,
        cancelled=row.state == SessionState.CANCELLED,
    )


def _pitch(row: Coaching, url: str) -> list[Item]:
    if row.pitch_at is None:
        return []
    title = _("Pitch: %(entry)s") % {"entry": row.entry.title}
    span = Span(row.pitch_at, row.pitch_at + dt.timedelta(minutes=row.pitch_minutes))
    return [Item(f"pitch-{row.pk}", title, span, row.pitch_place, url=url)]


def of_entry(author: EntryAuthor, coaching: Coaching) -> bytes:
    """The sessions and the pitch of one entry."""
    challenge = author.entry.challenge
    place = [challenge.municipality.slug, challenge.slug, author_token(author)]
    url = absolute(reverse("entry_coaching", args=place))
    rows = CoachingSession.objects.filter(coaching=coaching).select_related("coach__contact")[:MOST]
    items = [_session(row, _("Coaching by %(name)s") % {"name": row.coach.name}, url) for row in rows]
    coaching.entry = author.entry
    return write(challenge.title, [*items, *_pitch(coaching, url)])


def of_coach(coach: Coach) -> bytes:
    """Everything a coach has: sessions they planned and pitches of who they coach."""
    challenge = coach.challenge
    place = [challenge.municipality.slug, challenge.slug, token_of(coach)]
    url = absolute(reverse("coach_home", args=place))
    rows = CoachingSession.objects.filter(coach=coach).select_related("coaching__entry")[:MOST]
    items = [
        _session(row, _("Coaching: %(entry)s") % {"entry": row.coaching.entry.title}, url) for row in rows
    ]
    for coaching in Coaching.objects.filter(coach=coach).select_related("entry")[:MOST]:
        items += _pitch(coaching, url)
    return write(challenge.title, items)
