"""The lines someone ticked, found again by their keys: what they are now, or that they are gone."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.intake.models import Intake, IntakeState
from accounts.questions.deadlines import triage_deadlines
from accounts.timeline.models import Task
from accounts.worklist.reasons import BY_KIND, Item
from portal.kernel.models import Role
from portal.kernel.permissions import Actor

#: More lines than a page can hold are nobody's ticks.
MOST_TICKED = 100


def clean_keys(keys: Iterable[str]) -> list[str]:
    """Keys that can be lines, each once, in order; what was made up falls away."""
    found: dict[str, None] = {}
    for key in keys:
        kind, _dash, number = key.partition("-")
        is_number = number.isascii() and number.isdigit() and len(number) < 18
        if (kind in BY_KIND and is_number) or (kind == "intake" and _is_uuid(number)):
            found[key] = None
    return list(found)[:MOST_TICKED]


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def find_lines(keys: list[str], actor: Actor) -> dict[str, Item]:
    """The lines with these keys that still wait for something and that this actor may see. One query per kind."""
    assert actor.membership is not None
    today, municipality = timezone.localdate(), actor.membership.municipality_id
    numbers: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        kind, _dash, number = key.partition("-")
        numbers[kind].append(number)
    found: dict[str, Item] = {}
    is_manager = Role.ACCOUNT_MANAGER in actor.roles
    for kind, pks in numbers.items():
        if kind == "intake":
            found |= _intakes(pks, municipality) if is_manager else {}
            continue
        reason = BY_KIND[kind]
        if reason.manager_only and not is_manager:
            continue
        rows: Any = reason.base(today, municipality).filter(pk__in=[int(pk) for pk in pks])
        for row in rows.values_list(*reason.fields):
            item = reason.line(row, "")
            found[item.key] = item
    return {key: found[key] for key in keys if key in found}


def _intakes(pks: list[str], municipality: int) -> dict[str, Item]:
    rows = list(
        Intake.objects.filter(state=IntakeState.SUBMITTED, pk__in=pks).values_list(
            "pk", "name", "reference", "submitted_at"
        )
    )
    starts = [timezone.localtime(at).date() for *_row, at in rows]
    days = triage_deadlines(municipality_id=municipality, starts=starts, on=timezone.localdate())
    return {
        f"intake-{pk}": Item(name, reference, reverse("triage", args=[pk]), "", day, f"intake-{pk}")
        for (pk, name, reference, _at), day in zip(rows, days, strict=True)
    }


def find_tasks(keys: Iterable[str]) -> dict[str, Task]:
    """The tasks among the ticked lines, done ones included: so that one can be told it was done already."""
    pks = [int(key.removeprefix("task-")) for key in keys if key.startswith("task-")]
    rows = Task.objects.filter(pk__in=pks).select_related("case_file", "holder", "done_by")
    return {f"task-{task.pk}": task for task in rows}
