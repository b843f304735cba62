"""The read log: searching it, and reading that is unusual, as a list for a human."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from portal.kernel.models import Person, ReadLog
from portal.kernel.privacy.registry import own_files, subjects
from portal.kernel.privacy.rulesets import reading_rules

NOTES, EXPORT = "domain-notes", "export"
#: Days back the signals look.
DAYS = 30


@dataclass(frozen=True)
class Signal:
    """Reading above a threshold: who, on what day, how many of what, and what the threshold was."""

    person: Person
    on: dt.date
    what: str
    number: int
    threshold: int


def search(
    *,
    person: str = "",
    about: str = "",
    domain: str = "",
    kind: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> QuerySet[ReadLog]:
    """Reads that match all of these, newest first. Each filter has an index that begins with the municipality."""
    reads = ReadLog.objects.select_related("person").order_by("-at", "-pk")
    if person:
        people = Person.objects.filter(name__icontains=person) | Person.objects.filter(email__iexact=person)
        reads = reads.filter(person__in=list(people.values_list("pk", flat=True)[:100]))
    if about:
        ids = [pk for subject in subjects() for pk, _label, _hint in subject.find(about)]
        reads = reads.filter(about_id__in=ids)
    if domain:
        reads = reads.filter(domain=domain)
    if kind:
        reads = reads.filter(kind=kind)
    if since:
        reads = reads.filter(at__gte=midnight(since))
    if until:
        reads = reads.filter(at__lt=midnight(until + dt.timedelta(days=1)))
    return reads


@dataclass(frozen=True)
class Reader:
    """A colleague who read what is sensitive of one subject: how often, when, and whether it is their own work."""

    person: Person
    number: int
    first: dt.datetime
    last: dt.datetime
    own_work: bool


def readers_of(about: str) -> list[Reader]:
    """Who looked at one subject, the latest first; at most fifty colleagues. Three queries and those of `own_files`."""
    counts: Any = (
        ReadLog.objects.filter(about_id=about)
        .values("person")
        .annotate(number=Count("pk"), first=Min("at"), last=Max("at"))
        .order_by("-last")[:50]
    )
    rows = list(counts)
    people = Person.objects.in_bulk([row["person"] for row in rows])
    own = own_files(sorted(people)) if people else {}
    return [
        Reader(
            people[row["person"]],
            row["number"],
            row["first"],
            row["last"],
            about in own.get(row["person"], set()),
        )
        for row in rows
    ]


def midnight(day: dt.date) -> dt.datetime:
    """The start of a day, here."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def signals(municipality_id: int) -> list[Signal]:
    """Unusual reading of the last thirty days, newest first. Never a verdict: a sick colleague is a good reason too."""
    today = timezone.localdate()
    rules = reading_rules(municipality_id=municipality_id, on=today)
    since = midnight(today - dt.timedelta(days=DAYS))
    per_day: Any = (
        ReadLog.objects.filter(kind=NOTES, at__gte=since)
        .annotate(day=TruncDate("at"))
        .values("person", "day")
        .annotate(number=Count("about_id", distinct=True))
        .order_by()
    )
    lowest = min(rules["files_per_day"], rules["foreign_files_per_day"])
    many = list(per_day.filter(number__gte=lowest)[:500])
    foreign = _foreign(many)
    exports = list(
        ReadLog.objects.filter(kind=EXPORT, at__gte=since)
        .annotate(day=TruncDate("at"))
        .values("person", "day")
        .annotate(number=Count("pk"))
        .filter(number__gte=rules["exports_per_day"])
        .order_by()[:500]
    )
    people = Person.objects.in_bulk([row["person"] for row in [*many, *exports]])
    found = []
    for row in many:
        who, day = people[row["person"]], row["day"]
        if row["number"] >= rules["files_per_day"]:
            found.append(Signal(who, day, "files", row["number"], rules["files_per_day"]))
        number = foreign.get((row["person"], day), 0)
        if number >= rules["foreign_files_per_day"]:
            found.append(Signal(who, day, "foreign", number, rules["foreign_files_per_day"]))
    found += [
        Signal(people[row["person"]], row["day"], "exports", row["number"], rules["exports_per_day"])
        for row in exports
    ]
    return sorted(found, key=lambda signal: (signal.on, signal.number), reverse=True)


def _foreign(rows: list[dict[str, Any]]) -> dict[tuple[int, dt.date], int]:
    """Per person and day the number of files that are not their own work."""
    if not rows:
        return {}
    people, days = {row["person"] for row in rows}, [row["day"] for row in rows]
    own = own_files(sorted(people))
    read: Any = (
        ReadLog.objects.filter(
            kind=NOTES,
            person__in=people,
            at__gte=midnight(min(days)),
            at__lt=midnight(max(days) + dt.timedelta(days=1)),
        )
        .annotate(day=TruncDate("at"))
        .values_list("person", "day", "about_id")
        .order_by()
        .distinct()
    )
    counts: dict[tuple[int, dt.date], int] = {}
    for person, day, about in read:
        if about not in own.get(person, set()):
            counts[person, day] = counts.get((person, day), 0) + 1
    return counts
