"""What entrants do in the coaching: write the next version of the plan, tick what is done."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from challenges.contests.coaching import plan
from challenges.contests.coaching.actions import (
    COACHING,
    PREPARING,
    lock_challenge,
    mail_coach,
    write_timeline,
)
from challenges.contests.coaching.actions import RefusedError as RefusedError
from challenges.contests.coaching.models import Agreement, Coaching, PitchTick, PlanVersion, SessionState
from challenges.contests.coaching.rules import checklist
from challenges.contests.entries.models import Entry, EntryAuthor, EntryState
from portal.kernel.conflicts import StaleVersionError

MOST_VERSIONS = 500


@transaction.atomic
def write(*, author: EntryAuthor, base: int, content: dict[str, Any], note: str) -> PlanVersion:
    """The next version of the plan, made from version `base`. Nothing changed means no new version.

    Raises RefusedError("state") outside the coaching, "many"; StaleVersionError when someone wrote one meanwhile.
    """
    challenge = lock_challenge(author.entry.challenge_id, COACHING)
    entry = Entry.objects.select_for_update(of=("self",)).select_related("case_file").get(pk=author.entry_id)
    entry.challenge = challenge
    current = plan.latest(entry)
    if current is None or entry.state != EntryState.SELECTED:
        raise RefusedError("state")
    if current.content == content:
        return current
    if current.number != base:
        raise StaleVersionError(current)
    if current.number >= MOST_VERSIONS:
        raise RefusedError("many")
    version = PlanVersion.objects.create(
        municipality_id=entry.municipality_id,
        entry=entry,
        number=current.number + 1,
        content=content,
        note=note,
        author=author,
    )
    if entry.title != content["title"]:
        entry.title = content["title"]
        entry.version += 1
        entry.save(update_fields=["title", "version"])
    coaching = Coaching.objects.select_related("coach__challenge__municipality", "coach__contact").get(
        entry=entry
    )
    if coaching.coach:  # one mail a day: several versions on one evening are one piece of news
        key = f"coaching-plan-{coaching.pk}-{timezone.localdate():%Y%m%d}"
        mail_coach(coaching.coach, "coach_plan", key, entry=entry, number=version.number)
    write_timeline(entry, _("version %(number)s of the plan") % {"number": version.number}, author.person)
    return version


def _of_author(author: EntryAuthor) -> Coaching:
    lock_challenge(author.entry.challenge_id, PREPARING)
    return Coaching.objects.select_for_update(of=("self",)).get(entry=author.entry_id)


@transaction.atomic
def tick_agreement(*, author: EntryAuthor, agreement: int, done: bool) -> None:
    """An agreement is done, or not after all. Again changes nothing. Raises RefusedError("state")."""
    coaching = _of_author(author)
    rows = Agreement.objects.filter(
        pk=agreement, session__coaching=coaching, session__state=SessionState.HELD
    )
    if done:
        rows.filter(done_at=None).update(done_at=timezone.now())
    else:
        rows.update(done_at=None)


@transaction.atomic
def tick_checklist(*, author: EntryAuthor, code: str, done: bool) -> None:
    """A line of the checklist is done, or not after all. Again changes nothing. Raises RefusedError("state")."""
    coaching = _of_author(author)
    if code not in checklist():
        raise RefusedError("state")
    if done:
        PitchTick.objects.get_or_create(
            coaching=coaching, code=code, defaults={"municipality_id": coaching.municipality_id}
        )
    else:
        PitchTick.objects.filter(coaching=coaching, code=code).delete()
