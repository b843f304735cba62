"""What can be found: chapters register a model with a function that describes one of its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models.signals import post_delete, post_save
from django.utils.functional import Promise

from portal.kernel.permissions import Actor, verdict
from portal.kernel.search.models import SearchDocument


@dataclass(frozen=True)
class SearchEntry:
    """How a row is found and shown. With a `domain` only people of that domain find it."""

    title: str
    url: str
    subtitle: str = ""
    body: str = ""
    domain: str = ""


Builder = Callable[[Any], SearchEntry | None]


@dataclass(frozen=True)
class Findable:
    """A kind of thing that can be found."""

    kind: str
    label: str | Promise
    model: type[models.Model]
    build: Builder
    #: Who may find it, besides being staff; "": all staff.
    permission: str = ""


_findable: dict[str, Findable] = {}


def register(
    kind: str, label: str | Promise, model: type[models.Model], build: Builder, *, permission: str = ""
) -> None:
    """Make rows of `model` findable; they are kept in step when saved or deleted one by one.

    With a `permission` only who has it finds them. After a bulk change call `reindex(kind, rows)`.
    """
    if kind in _findable:
        raise ValueError(f"search kind {kind!r} is registered twice")
    _findable[kind] = Findable(kind, label, model, build, permission)
    post_save.connect(_saved, sender=model, dispatch_uid=f"search-save-{kind}")
    post_delete.connect(_deleted, sender=model, dispatch_uid=f"search-delete-{kind}")


def labels() -> dict[str, str]:
    """Kind -> label, in order of registration: the order in which groups of results are shown."""
    return {kind: str(findable.label) for kind, findable in _findable.items()}


def kinds_for(actor: Actor) -> list[str]:
    """The kinds this actor may find."""
    return [
        kind
        for kind, findable in _findable.items()
        if not findable.permission or verdict(actor, findable.permission)
    ]


def findables() -> list[Findable]:
    """All kinds."""
    return list(_findable.values())


def document(findable: Findable, row: Any) -> SearchDocument | None:
    """The search row of a row, unsaved; None when it should not be found."""
    entry = findable.build(row)
    if entry is None:
        return None
    return SearchDocument(
        municipality_id=row.municipality_id,
        kind=findable.kind,
        object_id=str(row.pk),
        title=entry.title[:300],
        subtitle=entry.subtitle[:300],
        body=entry.body[:20000],
        url=entry.url,
        domain=entry.domain,
    )


def reindex(kind: str, rows: Iterable[Any]) -> int:
    """Bring the search in step with these rows, in batches. Returns how many."""
    findable = _findable[kind]
    documents = [found for row in rows if (found := document(findable, row))]
    SearchDocument.objects.bulk_create(
        documents,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["municipality", "kind", "object_id"],
        update_fields=["title", "subtitle", "body", "url", "domain", "updated_at"],
    )
    return len(documents)


def _of(model: type[models.Model]) -> list[Findable]:
    return [findable for findable in _findable.values() if findable.model is model]


def _saved(sender: type[models.Model], instance: Any, raw: bool = False, **kwargs: object) -> None:
    for findable in _of(sender):
        if document(findable, instance) is None:
            _remove(findable, instance)
        else:
            reindex(findable.kind, [instance])


def _deleted(sender: type[models.Model], instance: Any, **kwargs: object) -> None:
    for findable in _of(sender):
        _remove(findable, instance)


def _remove(findable: Findable, instance: Any) -> None:
    SearchDocument._base_manager.filter(
        municipality_id=instance.municipality_id, kind=findable.kind, object_id=str(instance.pk)
    ).delete()
