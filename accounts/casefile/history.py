"""Who changed what when, read from the history tables that the database's triggers write."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from accounts.casefile.models import CaseFile
from portal.kernel.models import Person
from portal.kernel.permissions import Actor

#: Changes of these are shown; notes are left to the domains themselves and never mixed in here.
SOURCES = (
    ("CaseFile", "pgh_obj_id"),
    ("DomainTrack", "case_file_id"),
    ("Question", "case_file_id"),
    ("Task", "case_file_id"),
)
HIDDEN = {"id", "municipality", "case_file", "version", "last_activity_at", "created_at", "enterprise"}
LIMIT = 60


@dataclass(frozen=True)
class Change:
    """One change: the fields that differ, as (label, before, after)."""

    at: dt.datetime
    who: str
    what: str
    fields: list[tuple[str, str, str]]


def changes_of(case_file: CaseFile, actor: Actor) -> list[Change]:
    """The latest changes, newest first. Five queries."""
    found: list[tuple[Any, Change]] = []
    for name, column in SOURCES:
        event_model = apps.get_model("accounts", f"{name}Event")
        tracked = apps.get_model("accounts", name)
        events = list(
            event_model._base_manager.filter(
                **{column: case_file.pk, "municipality_id": case_file.municipality_id}
            ).order_by("-pgh_id")[: LIMIT * 2]
        )
        previous: dict[Any, Any] = {}
        for event in reversed(events):
            before = previous.get(event.pgh_obj_id)
            previous[event.pgh_obj_id] = event
            fields = _differences(tracked, before, event) if before is not None else []
            if fields or event.pgh_label != "update":
                who = (event.pgh_context or {}).get("person") if event.pgh_context else None
                label = str(tracked._meta.verbose_name)
                if name == "DomainTrack":
                    label = f"{label} {event.get_domain_display()}"
                found.append((who, Change(event.pgh_created_at, "", label, fields)))
    names = dict(
        Person.objects.filter(pk__in={who for who, _change in found if who}).values_list("pk", "name")
    )
    complete = [Change(change.at, names.get(who, ""), change.what, change.fields) for who, change in found]
    return sorted(complete, key=lambda change: change.at, reverse=True)[:LIMIT]


def _differences(tracked: Any, before: Any, after: Any) -> list[tuple[str, str, str]]:
    rows = []
    for field in tracked._meta.concrete_fields:
        if field.name in HIDDEN:
            continue
        old, new = getattr(before, field.attname, None), getattr(after, field.attname, None)
        if old != new:
            rows.append((str(field.verbose_name), _words(field, old), _words(field, new)))
    return rows


def _words(field: Any, value: Any) -> str:
    if value is None or value == "" or value == []:
        return "–"
    choices = dict(getattr(getattr(field, "base_field", field), "flatchoices", None) or [])
    if isinstance(value, list):
        return ", ".join(str(choices.get(item, item)) for item in value)
    if isinstance(value, dt.date | dt.datetime):
        return value.strftime("%d-%m-%Y")
    return str(choices.get(value, value))
