"""Fictional coaches and sessions for tests."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

from django.utils import timezone

from challenges.contests.coaching import actions, plan, sessions, writing
from challenges.models import Challenge, Coach, Coaching, CoachingSession, EntryAuthor, PlanVersion
from portal.kernel.models import Municipality, Person
from portal.kernel.tenancy.scope import scoped
from tests.challenges.jury import make_selected

_number = count(1)


def make_coach(challenge: Challenge, by: Person, **facts: Any) -> Coach:
    """Someone from outside."""
    number = next(_number)
    facts = {"name": f"Coach {number}", "email": f"coach{number}@voorbeeld.example", **facts}
    with scoped([challenge.municipality_id]):
        return actions.invite(challenge=challenge, by=by, **facts)


def make_coached(municipality: Municipality, by: Person, entries: int = 1) -> tuple[Coaching, Coach]:
    """A challenge in coaching whose first entry has a coach."""
    challenge = make_selected(municipality, by, entries)
    coach = make_coach(challenge, by)
    with scoped([municipality.pk]):
        rows = Coaching.objects.select_related("entry__challenge__municipality", "coach")
        coaching = rows.filter(entry__challenge=challenge).order_by("entry__number")[0]
        actions.assign(coaching=coaching, version=coaching.version, coach=coach, by=by)
        return rows.get(pk=coaching.pk), Coach.objects.select_related(
            "challenge__municipality", "contact"
        ).get(pk=coach.pk)


def make_session(coaching: Coaching, coach: Coach, days: int = 3) -> CoachingSession:
    """A session so many days from now; with a negative number it was."""
    start = timezone.now().replace(microsecond=0) + dt.timedelta(days=days)
    with scoped([coaching.municipality_id]):
        return sessions.plan_session(
            coaching=coaching,
            coach=coach,
            starts_at=start,
            ends_at=start + dt.timedelta(hours=1),
            place="Wijkcentrum",
            topic="De begroting",
        )


def lead_of(coaching: Coaching) -> EntryAuthor:
    """Who sent the entry in."""
    with scoped([coaching.municipality_id]):
        return EntryAuthor.objects.select_related("entry__challenge__municipality").get(
            entry=coaching.entry_id, is_lead=True
        )


def write_plan(coaching: Coaching, base: int = 1, note: str = "", **answers: str) -> PlanVersion:
    """The next version, with other answers."""
    author = lead_of(coaching)
    with scoped([coaching.municipality_id]):
        content = dict(PlanVersion.objects.get(entry=coaching.entry_id, number=base).content)
        content["answers"] = {**content["answers"], **answers}
        return writing.write(author=author, base=base, content=content, note=note)


def whole_plan(content: dict[str, Any]) -> dict[str, Any]:
    """A content with a pilot plan."""
    return {
        **content,
        plan.STEPS: [{"what": "Ruimte zoeken", "who": "Ilse", "on": "2027-01-15"}],
        plan.BUDGET: [{"what": "Huur", "amount": "1200.50"}, {"what": "Eten", "amount": "799.50"}],
        plan.INDICATORS: [{"what": "Gasten per week", "now": "0", "target": "40", "how": "tellen"}],
    }
