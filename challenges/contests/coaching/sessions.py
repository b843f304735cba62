"""What coaches do: plan a session, move it, call it off, write down what was said and agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from challenges.contests.coaching.actions import (
    PREPARING,
    RefusedError,
    lock_challenge,
    mail_authors,
    write_timeline,
)
from challenges.contests.coaching.models import Agreement, Coach, Coaching, CoachingSession, SessionState
from challenges.contests.entries.models import Entry
from portal.kernel.conflicts import lock_version
from portal.ui.templatetags.nlds import nl_moment

MOST_SESSIONS = 60


def _entry(coaching: Coaching) -> Entry:
    """The entry of a coaching, while its challenge is locked in a state in which people are coached."""
    challenge = lock_challenge(coaching.entry.challenge_id, PREPARING)
    entry = Entry.objects.select_related("case_file").get(pk=coaching.entry_id)
    entry.challenge = challenge
    return entry


@transaction.atomic
def plan_session(
    *,
    coaching: Coaching,
    coach: Coach,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    place: str,
    topic: str,
) -> CoachingSession:
    """Make an appointment; who writes the entry gets a mail. The same moment once more is a second click.

    Raises RefusedError: "state", "many", "coach" when the entry has another coach by now.
    """
    entry = _entry(coaching)
    coaching = Coaching.objects.select_for_update(of=("self",)).get(pk=coaching.pk)
    if coaching.coach_id != coach.pk:
        raise RefusedError("coach")
    rows = CoachingSession.objects.filter(coaching=coaching)
    there = rows.filter(starts_at=starts_at, state=SessionState.PLANNED).first()
    if there:
        return there
    if rows.count() >= MOST_SESSIONS:
        raise RefusedError("many")
    session = CoachingSession.objects.create(
        municipality_id=coaching.municipality_id,
        coaching=coaching,
        coach=coach,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        topic=topic,
    )
    mail_authors(entry, "coaching_session", f"coaching-session-{session.pk}-1", session=session)
    text = _("coaching session on %(moment)s") % {"moment": nl_moment(starts_at)}
    write_timeline(entry, text, coach.person)
    return session


@transaction.atomic
def move(
    *,
    session: CoachingSession,
    version: int,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    place: str,
    topic: str,
) -> CoachingSession:
    """Change an appointment; who writes the entry gets a mail. Raises RefusedError("state"), StaleVersionError."""
    entry = _entry(session.coaching)
    session = lock_version(session, version)
    if session.state != SessionState.PLANNED:
        raise RefusedError("state")
    session.starts_at, session.ends_at, session.place, session.topic = starts_at, ends_at, place, topic
    session.version += 1
    session.save()
    key = f"coaching-session-{session.pk}-{session.version}"
    mail_authors(entry, "coaching_session", key, session=session)
    return session


@transaction.atomic
def call_off(*, session: CoachingSession, version: int, reason: str) -> CoachingSession:
    """Cancel an appointment; who writes the entry reads why. Raises RefusedError("state"), StaleVersionError."""
    entry = _entry(session.coaching)
    session = lock_version(session, version)
    if session.state != SessionState.PLANNED:
        raise RefusedError("state")
    session.state, session.cancel_reason = SessionState.CANCELLED, reason
    session.version += 1
    session.save()
    key = f"coaching-session-{session.pk}-{session.version}"
    mail_authors(entry, "coaching_session_off", key, session=session)
    return session


@transaction.atomic
def report(
    *,
    session: CoachingSession,
    version: int,
    notes: str,
    agreements: Sequence[tuple[str, dt.date | None]],
) -> CoachingSession:
    """Write down what was said and agreed; again improves it. Agreements that stay keep whether they are done.

    Raises RefusedError: "state", "early" before the session began; StaleVersionError.
    """
    entry = _entry(session.coaching)
    session = lock_version(session, version)
    if session.state == SessionState.CANCELLED:
        raise RefusedError("state")
    if session.starts_at > timezone.now():
        raise RefusedError("early")
    first_time = session.state == SessionState.PLANNED
    session.state, session.notes = SessionState.HELD, notes
    session.version += 1
    session.save()
    there = {row.text: row for row in Agreement.objects.filter(session=session)}
    Agreement.objects.filter(session=session).exclude(text__in=[text for text, _due in agreements]).delete()
    for text, due_on in agreements:
        row = there.get(text) or Agreement(
            municipality_id=session.municipality_id, session=session, text=text
        )
        row.due_on = due_on
        row.save()
    if first_time:
        mail_authors(
            entry, "coaching_report", f"coaching-report-{session.pk}", session=session, agreements=agreements
        )
        write_timeline(entry, _("coaching session held"), session.coach.person)
    return session
