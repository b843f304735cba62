"""Walks the model registry: which rows belong to a subject, and in which order they can go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from portal.kernel.privacy.registry import KEEP, NOTHING, UNLINK, Handling, handling, is_declared, roots

Model = type[models.Model]
Rows = dict[Model, set[Any]]


def our_models() -> Iterator[Model]:
    """Every concrete model that is not history, through tables of many-to-many fields included."""
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if not meta.proxy and meta.managed and not hasattr(model, "pgh_tracked_model"):
            yield model


def links(model: Model) -> list[models.ForeignKey[Any, Any]]:
    """Foreign keys and one-to-ones of a model, except to its municipality."""
    return [
        one
        for one in model._meta.concrete_fields
        if isinstance(one, models.ForeignKey) and one.column != "municipality_id"
    ]


def owners(model: Model) -> list[models.ForeignKey[Any, Any]]:
    """Foreign keys that may own a row: required ones, those that cascade, and those a declaration names."""
    how = handling(model)
    if how.removal in (NOTHING, UNLINK):
        return []
    if how.owner:
        return [one for one in links(model) if one.name in how.owner]
    found = []
    for one in links(model):
        cascades = one.remote_field.on_delete is models.CASCADE
        if not one.null or cascades:
            found.append(one)
    return found


@cache
def owned_models(root: Model) -> tuple[Model, ...]:
    """Models whose rows belong to a row of `root`, nearest first. People are not owned: they are referred to."""
    found: list[Model] = [root]
    grew = True
    candidates = [
        model
        for model in our_models()
        if (model is not root and not model._meta.auto_created) or _is_through(model)
    ]
    while grew:
        grew = False
        for model in candidates:
            if model not in found and any(one.related_model in found for one in owners(model)):
                found.append(model)
                grew = True
    return tuple(found)


def _is_through(model: Model) -> bool:
    return bool(model._meta.auto_created)


def related_models(root: Model) -> set[Model]:
    """Every model with a foreign key to the root or to something it owns: each must say how it is handled."""
    owned = set(owned_models(root))
    return {
        model
        for model in our_models()
        if not model._meta.auto_created and (model in owned or any(one.related_model in owned for one in links(model)))
    }  # fmt: skip


def concerned() -> set[Model]:
    """Models that have to say how they are handled: what hangs on a subject, and what names a person."""
    from portal.kernel.people.models import Person

    found: set[Model] = set()
    for root in roots():
        if root is not Person:
            found |= related_models(root)
            for one in links(root):  # what a subject itself hangs on, such as the enterprise of a case file
                if one.related_model is not Person:
                    found |= related_models(one.related_model)  # type: ignore[arg-type]
    return found | {
        model for model in our_models() if any(one.related_model is Person for one in links(model))
    }


def undeclared() -> list[str]:
    """Labels of models that do not say how they are handled."""
    return sorted(model._meta.label for model in concerned() if not is_declared(model))


@dataclass
class Collected:
    """Rows of one subject: those that belong to it, those that stay with the reason, and links to empty."""

    rows: Rows = field(default_factory=dict)
    kept: dict[Model, set[Any]] = field(default_factory=dict)
    #: (model, column) -> pks of rows that stay and lose their link.
    unlinked: dict[tuple[Model, str], set[Any]] = field(default_factory=dict)

    def add(self, model: Model, pks: Iterable[Any]) -> None:
        """Rows that belong to the subject."""
        self.rows.setdefault(model, set()).update(pks)


def collect(root: Model, pks: Iterable[Any], more: dict[str, list[Any]] | None = None) -> Collected:
    """All rows that belong to these rows of `root`. A few queries per model, whatever the number of rows."""
    found = Collected({root: {root._meta.pk.to_python(pk) for pk in pks}})
    for label, extra in (more or {}).items():
        found.add(apps.get_model(label), extra)
    while True:
        before = sum(len(rows) for rows in found.rows.values())
        for start in list(found.rows):
            for model in owned_models(start):
                if model is not start:
                    found.add(model, _owned_rows(model, found.rows))
        if sum(len(rows) for rows in found.rows.values()) == before:
            break
    found.rows = {model: rows for model, rows in found.rows.items() if rows}
    return found


def _owned_rows(model: Model, rows: Rows) -> list[Any]:
    condition = _points_at(owners(model), rows)
    return (
        [] if condition is None else list(model._base_manager.filter(condition).values_list("pk", flat=True))
    )


def _points_at(fields: Iterable[models.ForeignKey[Any, Any]], rows: Rows) -> Q | None:
    condition = None
    for one in fields:
        targets = rows.get(one.related_model)  # type: ignore[call-overload]
        if targets:
            part = Q(**{f"{one.name}__in": targets})
            condition = part if condition is None else condition | part
    return condition


def keep_what_must_stay(found: Collected, root: Model, still_kept: dict[Model, set[Any]]) -> None:
    """Move rows that must stay, and what they hang on, from what goes to what stays."""
    todo = dict(still_kept)
    while todo:
        model, pks = todo.popitem()
        pks = pks & found.rows.get(model, set())
        if not pks:
            continue
        found.rows[model] -= pks
        found.kept.setdefault(model, set()).update(pks)
        for one in links(model):
            target: Any = one.related_model
            if target in found.rows:
                parents = set(model._base_manager.filter(pk__in=pks).values_list(one.attname, flat=True)) - {
                    None
                }
                todo[target] = todo.get(target, set()) | parents
    found.rows = {model: rows for model, rows in found.rows.items() if rows}


def find_links_that_stay(found: Collected) -> None:
    """Rows that do not go but point at rows that do: their link is emptied."""
    for model in our_models():
        for one in links(model):
            target: Any = one.related_model
            if target not in found.rows or not one.null:
                continue
            going = found.rows.get(model, set())
            pointing = set(
                model._base_manager.filter(**{f"{one.name}__in": found.rows[target]}).values_list(
                    "pk", flat=True
                )
            )
            staying = pointing - going
            if staying:
                found.unlinked.setdefault((model, one.column), set()).update(staying)


def in_order(wanted: Iterable[Model]) -> list[Model]:
    """Models with those that refer to others first, so that a row goes before what it points at."""
    chosen = list(wanted)
    graph: dict[Model, set[Model]] = {model: set() for model in chosen}
    for model in chosen:
        for one in links(model):
            target: Any = one.related_model
            if target in graph and target is not model:
                graph[target].add(model)
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError:
        for model in chosen:
            for one in links(model):
                if one.null:
                    graph.get(one.related_model, set()).discard(model)  # type: ignore[call-overload]
        return list(TopologicalSorter(graph).static_order())


def label_of(model: Model) -> str:
    """How a kind is called on screen."""
    return str(model._meta.verbose_name_plural or model._meta.label)


def keepers(found: Collected) -> list[tuple[Model, Handling]]:
    """Kinds among these rows that may have to stay."""
    return [(model, handling(model)) for model in found.rows if handling(model).removal == KEEP]
