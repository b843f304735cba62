"""What one does with lines of the worklist: put away, take back, and several tasks at once.

Several at once go line by line: what cannot be done is told with its reason, and does not stop the others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.timeline.actions import finish_task, give_task, move_task
from accounts.timeline.models import Task
from accounts.worklist.lines import find_lines, find_tasks
from accounts.worklist.models import Snooze
from accounts.worklist.queries import MOST_SNOOZED
from portal.kernel.models import Membership, Person
from portal.kernel.permissions import Actor, verdict


@dataclass
class Result:
    """What became of the ticked lines: the words of those that went well, and (words, why not) of the others."""

    done: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def _gone() -> str:
    return _("This line is no longer in the worklist: a colleague may have done it.")


@transaction.atomic
def snooze(*, actor: Actor, keys: list[str], until: dt.date, reason: str) -> Result:
    """Put lines away until a day, for this person only. Doing so again moves the day."""
    person, membership = actor.person, actor.membership
    assert person is not None and membership is not None
    Membership.objects.select_for_update(no_key=True).get(
        pk=membership.pk
    )  # one at a time, so that the limit holds
    result = Result()
    lines = find_lines(keys, actor)
    Snooze.objects.filter(person=person, until__lte=timezone.localdate()).delete()
    known = set(Snooze.objects.filter(person=person).values_list("key", flat=True))
    for key in keys:
        line = lines.get(key)
        if line is None:
            result.refused.append((key, _gone()))
            continue
        if key not in known and len(known) >= MOST_SNOOZED:
            result.refused.append(
                (
                    line.text,
                    _("You have %(count)s snoozed lines. Take some back first.") % {"count": MOST_SNOOZED},
                )
            )
            continue
        Snooze.objects.update_or_create(
            municipality_id=membership.municipality_id,
            person=person,
            key=key,
            defaults={
                "until": until,
                "reason": reason,
                "stamp": line.stamp,
                "was_late": line.late,
                "text": line.text[:200],
                "case_file_name": line.case_file[:200],
                "url": line.url[:300],
                "made_at": timezone.now(),
            },
        )
        known.add(key)
        result.done.append(line.text)
    return result


@transaction.atomic
def wake(*, snooze: Snooze) -> None:
    """Take a snoozed line back; doing it twice changes nothing."""
    Snooze.objects.filter(pk=snooze.pk).delete()


def finish_tasks(*, actor: Actor, keys: list[str]) -> Result:
    """Mark the ticked tasks as done."""
    by = _person(actor)
    return _each(actor, keys, lambda task: finish_task(task=task, by=by))


def move_tasks(*, actor: Actor, keys: list[str], due_on: dt.date) -> Result:
    """Another day for the ticked tasks. The day of a signal follows from its instrument."""
    by = _person(actor)

    def move(task: Task) -> Task | str:
        if task.key:
            return _("This is a signal: its day follows from what it is about. Snooze it instead.")
        return move_task(task=task, due_on=due_on, by=by)

    return _each(actor, keys, move)


def give_tasks(*, actor: Actor, keys: list[str], holder: Person) -> Result:
    """Give the ticked tasks to a colleague, who must work for their domain."""
    by = _person(actor)
    domains = Membership.objects.get(person=holder, is_active=True).domains

    def give(task: Task) -> Task | str:
        if task.domain and task.domain not in domains:
            return _("%(name)s does not work for %(domain)s.") % {
                "name": holder,
                "domain": task.get_domain_display(),
            }
        if task.for_entrepreneur:
            return _("The entrepreneur does this.")
        if task.holder_id == holder.pk:
            return _("%(name)s has it already.") % {"name": holder}
        return give_task(task=task, holder=holder, by=by)

    return _each(actor, keys, give)


def _person(actor: Actor) -> Person:
    assert actor.person is not None
    return actor.person


def _each(actor: Actor, keys: list[str], step: Callable[[Task], Task | str]) -> Result:
    """One step per ticked task, each on its own; `step` gives the task, or why not."""
    result = Result()
    tasks, lines = find_tasks(keys), find_lines([key for key in keys if not key.startswith("task-")], actor)
    for key in keys:
        task: Any = tasks.get(key)
        if task is None:
            line = lines.get(key)
            result.refused.append((line.text, _("This is not a task.")) if line else (key, _gone()))
            continue
        answer = verdict(actor, "accounts.manage_tasks", task)
        if not answer:
            result.refused.append((task.title, answer.reason))
        elif task.done_at is not None:
            result.refused.append(
                (task.title, _("%(name)s had done it already.") % {"name": task.done_by or _("a colleague")})
            )
        else:
            with transaction.atomic():
                outcome = step(task)
            if isinstance(outcome, str):
                result.refused.append((task.title, outcome))
            else:
                result.done.append(task.title)
    return result
