"""What an order comes down to: worked out and frozen for two people to look at, and whether that still holds later."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.kernel.jobs.registry import JobRun
from portal.kernel.models import Job, Mail, Person, RemovalOrder, SearchDocument
from portal.kernel.privacy.collecting import (
    LARGEST_ORDER,
    add_files_and_search,
    add_last,
    collect_subjects,
    freeze,
    keep_by_rule,
    mentions,
    rows_of_kind,
)
from portal.kernel.privacy.engine import json_pattern, pattern
from portal.kernel.privacy.holds import held
from portal.kernel.privacy.orders import RETENTION
from portal.kernel.privacy.registry import retention_kind, subject_of
from portal.kernel.privacy.rulesets import before
from portal.kernel.privacy.walk import Collected, find_links_that_stay, label_of

#: Subjects of one retention order: each brings everything it has.
SUBJECTS = 50
#: What machines add by themselves: it does not make anyone look again. Names in it are replaced with the rest.
BY_ITSELF = (Mail, Job, SearchDocument)


@dataclass
class _Plan:
    """What an order comes down to."""

    found: Collected
    terms: list[str] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    stays: list[list[Any]] = field(default_factory=list)


def work_out(order: RemovalOrder, run: JobRun) -> None:
    """Collect, count and freeze what a locked order removes; then it is ready to look at."""
    order.items.all().delete()
    run.progress(0, 3, _("Finding what belongs to it"))
    plan = _plan(order, _targets(order))
    if order.kind != RETENTION or retention_kind(order.target).subject:
        subject = _subject_of(order)
        order.replacement = f"{subject.removed_label} {order.number}"[:60]
    run.progress(1, 3, _("Finding texts that name it"))
    order.pattern, order.json_pattern = pattern(plan.terms), json_pattern(plan.terms)
    order.preview = {
        **({"added": order.preview["added"]} if "added" in order.preview else {}),
        "goes": _counts(plan.found, plan.people),
        "stays": plan.stays,
        "unlinked": sorted(
            [label_of(model), len(pks)] for (model, _column), pks in plan.found.unlinked.items()
        ),
        "mentions": mentions(plan.found, plan.terms),
    }
    run.progress(2, 3, _("Writing it down"))
    freeze(order, plan.found, plan.people)
    order.state = RemovalOrder.State.READY
    order.save()
    run.progress(3, 3, _("Ready"))


def _subject_of(order: RemovalOrder) -> Any:
    kind = order.kind if order.kind != RETENTION else retention_kind(order.target).subject
    return subject_of(kind) if kind else None


def _expired(order: RemovalOrder) -> models.QuerySet[Any]:
    """The rows of a retention list that may go now: expired and not held."""
    kind = retention_kind(order.target)
    assert kind.rows is not None
    rows = kind.rows(before(kind.code, municipality_id=order.municipality_id, now=timezone.now()))
    return rows.exclude(pk__in=held(kind.subject)) if kind.subject else rows


def _targets(order: RemovalOrder) -> list[str]:
    """What the order is about: one subject, or the oldest expired ones."""
    if order.kind != RETENTION:
        return [order.target]
    kind = retention_kind(order.target)
    if kind.history:
        return []
    bound = SUBJECTS if kind.subject else LARGEST_ORDER
    return [str(pk) for pk in _expired(order).values_list("pk", flat=True)[:bound]]


def _plan(order: RemovalOrder, targets: list[str]) -> _Plan:
    """Everything that belongs to these targets: rows, words to look for, people, what stays."""
    subject = _subject_of(order)
    if subject is None:
        kind = retention_kind(order.target)
        moment = before(kind.code, municipality_id=order.municipality_id, now=timezone.now())
        plan = _Plan(rows_of_kind(kind, moment, targets, LARGEST_ORDER))
    else:
        found, terms, people, staying = collect_subjects(subject, targets)
        plan = _Plan(found, terms, people, keep_by_rule(found, apps.get_model(subject.root)))
        add_last(found, subject, targets)
        if staying:
            why = _("The account is used for something else as well.")
            plan.stays.append([label_of(Person), staying, why])
    add_files_and_search(plan.found)
    find_links_that_stay(plan.found)
    return plan


def _counts(found: Collected, people: list[int]) -> list[list[Any]]:
    counts: dict[str, int] = {}
    for model, pks in found.rows.items():
        if not pks:
            continue
        counts[label_of(model)] = counts.get(label_of(model), 0) + len(pks)
    if people:
        counts[label_of(Person)] = len(people)
    return sorted([label, number] for label, number in counts.items())


def added_since(order: RemovalOrder) -> list[list[Any]]:
    """[kind, number] of what belongs to the order and was added after it was worked out, or must not go any more.

    Locks its subjects first: nobody can add to them until this ends.
    """
    if order.kind == RETENTION and retention_kind(order.target).history:
        return []
    subject = _subject_of(order)
    root = apps.get_model(subject.root) if subject else _expired(order).model
    items = order.items.filter(table=root._meta.db_table, column__in=("", "*"))
    frozen = [order.target] if order.kind != RETENTION else [*items.values_list("object_id", flat=True)]
    there = root._base_manager.filter(pk__in=frozen)
    if subject:
        there = there.select_for_update(of=("self",))
    targets = [str(pk) for pk in there.values_list("pk", flat=True)]
    if order.kind == RETENTION:
        allowed = {str(pk) for pk in _expired(order).filter(pk__in=targets).values_list("pk", flat=True)}
        if subject and (alive := set(targets) - allowed):
            return [[label_of(root), len(alive)]]
        targets = [pk for pk in targets if pk in allowed]
    plan = _plan(order, targets)
    known: dict[str, set[str]] = {}
    for table, pk in order.items.filter(column__in=("", "*")).values_list("table", "object_id"):
        known.setdefault(table, set()).add(pk)
    counts = []
    for rows in (plan.found.rows, plan.found.kept):
        for model, pks in rows.items():
            new = {str(pk) for pk in pks} - known.get(model._meta.db_table, set())
            if new and model not in BY_ITSELF:
                counts.append([label_of(model), len(new)])
    return sorted(counts)
