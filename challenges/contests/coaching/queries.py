"""Reading the coaching: everything about one entry, and how far all of them are."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from challenges.contests.coaching import engine, plan
from challenges.contests.coaching.models import (
    Agreement,
    Coach,
    Coaching,
    CoachingMaterial,
    CoachingSession,
    PitchTick,
    PlanVersion,
    SessionState,
)
from challenges.contests.coaching.rules import checklist, norms
from challenges.contests.entries.models import EntryState
from challenges.contests.models import Challenge, Phase, PhaseKind

#: Entries that are or were coached.
COACHED = (EntryState.SELECTED, EntryState.FINALIST, EntryState.WINNER)


def coachings(challenge: Challenge) -> QuerySet[Coaching]:
    """The coaching of every entry that was selected, in the order of entries."""
    rows = Coaching.objects.filter(entry__challenge=challenge, entry__state__in=COACHED)
    return rows.select_related(
        "entry__challenge__municipality", "entry__case_file", "coach__contact"
    ).order_by("entry__number")


def coaches(challenge: Challenge) -> QuerySet[Coach]:
    """Who coaches now."""
    return Coach.objects.filter(challenge=challenge, removed_at=None).select_related("contact")


def materials(challenge: Challenge) -> QuerySet[CoachingMaterial]:
    """What the organiser shares."""
    return CoachingMaterial.objects.filter(challenge=challenge).select_related("file")


def sessions(coaching: Coaching) -> list[CoachingSession]:
    """The sessions of one entry with what was agreed, the newest first."""
    rows = CoachingSession.objects.filter(coaching=coaching).select_related("coach__contact")
    return list(rows.prefetch_related("agreements").order_by("-starts_at", "-pk"))


def versions(coaching: Coaching) -> list[PlanVersion]:
    """All versions of the plan, the newest first."""
    rows = PlanVersion.objects.filter(entry=coaching.entry_id).select_related("author")
    return list(rows.order_by("-number"))


def ticks(coaching: Coaching) -> list[tuple[str, str, bool]]:
    """The checklist for the pitch: (code, sentence, done)."""
    done = set(PitchTick.objects.filter(coaching=coaching).values_list("code", flat=True))
    return [(code, text, code in done) for code, text in checklist().items()]


@dataclass(frozen=True)
class Progress:
    """One line of the organiser's overview."""

    coaching: Coaching
    held: int
    next_session: dt.datetime | None
    last_version: PlanVersion | None
    checklist_done: int
    checklist_all: int
    open_agreements: int
    reasons: list[engine.Reason]


def progress(challenge: Challenge) -> list[Progress]:
    """How far every selected entry is, and why some are behind. Six queries, whatever the number of entries."""
    today, now = timezone.localdate(), timezone.now()
    rows = list(coachings(challenge))
    held: dict[int, list[dt.datetime]] = defaultdict(list)
    ahead: dict[int, list[dt.datetime]] = defaultdict(list)
    mine = CoachingSession.objects.filter(coaching__in=rows).exclude(state=SessionState.CANCELLED)
    for coaching, state, starts_at in mine.values_list("coaching_id", "state", "starts_at"):
        if state == SessionState.HELD:
            held[coaching].append(starts_at)
        elif starts_at >= now:
            ahead[coaching].append(starts_at)
    due: dict[int, list[dt.date | None]] = defaultdict(list)
    undone = Agreement.objects.filter(session__coaching__in=rows, done_at=None)
    for coaching, day in undone.values_list("session__coaching_id", "due_on"):
        due[coaching].append(day)
    ticked: dict[int, int] = defaultdict(int)
    known = checklist()
    for coaching, code in PitchTick.objects.filter(coaching__in=rows).values_list("coaching_id", "code"):
        ticked[coaching] += code in known
    newest = PlanVersion.objects.filter(entry__in=[row.entry_id for row in rows])
    plans = {row.entry_id: row for row in newest.order_by("entry_id", "-number").distinct("entry_id")}
    final = Phase.objects.filter(challenge=challenge, kind=PhaseKind.JURY).values_list("starts_on", flat=True)
    final_on = final.first()
    found = []
    for row in rows:
        version = plans.get(row.entry_id)
        left = len(known) - ticked[row.pk]
        standing = engine.Standing(
            started_on=_day(row.started_at),
            has_coach=row.coach_id is not None,
            last_session=_day(max(held[row.pk])) if held[row.pk] else None,
            next_session=_day(min(ahead[row.pk])) if ahead[row.pk] else None,
            last_version=_day(version.made_at) if version else None,
            overdue=sum(day is not None and day < today for day in due[row.pk]),
            pilot_missing=plan.missing_parts(version.content if version else {}),
            checklist_left=left,
            pitch_on=_day(row.pitch_at) if row.pitch_at else None,
            final_on=final_on,
        )
        reasons = engine.behind(standing, norms(), today) if challenge.state == "coaching" else []
        found.append(
            Progress(
                row,
                len(held[row.pk]),
                min(ahead[row.pk], default=None),
                version,
                ticked[row.pk],
                len(known),
                len(due[row.pk]),
                reasons,
            )
        )
    return found


def _day(moment: Any) -> dt.date:
    return timezone.localtime(moment).date()
