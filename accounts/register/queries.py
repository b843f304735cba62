"""Reading the register: only what is published, with its filters, and when it last changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import F, Func, Q, QuerySet, Value
from django.utils import timezone

from accounts.casefile.models import CaseFile
from accounts.recognition.models import Mark
from accounts.register.models import EntryState, RegisterConsent, RegisterEntry, RegisterState
from portal.kernel.models import Person
from portal.kernel.permissions import Actor
from portal.kernel.search.queries import find

#: The kind under which the search knows published entries, and how many matches a search may give.
KIND = "register"
MOST_FOUND = 200


def published() -> QuerySet[RegisterEntry]:
    """Public entries of the municipality in scope; a merged case file shows the entry of the file that remains."""
    return RegisterEntry.objects.filter(state=EntryState.PUBLISHED, case_file__merged_into=None)


def valid_marks(today: dt.date) -> QuerySet[Mark]:
    """Marks that are valid today."""
    return Mark.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today)


def search(
    *, text: str = "", theme: str = "", district: str = "", mark: str = "", today: dt.date
) -> QuerySet[RegisterEntry]:
    """Public entries that fit, the best match first when words are given, else by name."""
    rows = published()
    if theme:
        rows = rows.filter(themes__contains=[theme])
    if district:
        rows = rows.filter(district=district)
    if mark:
        rows = rows.filter(
            show_marks=True, case_file__in=valid_marks(today).filter(kind=mark).values("case_file_id")
        )
    if not text.strip():
        return rows.order_by("name", "pk")
    ids = [int(document.object_id) for document in find(text, kinds=[KIND], limit=MOST_FOUND)]
    rank = Func(
        Value(ids, output_field=ArrayField(models.BigIntegerField())),
        F("pk"),
        function="array_position",
        output_field=models.IntegerField(),
    )
    return rows.filter(pk__in=ids).annotate(rank=rank).order_by("rank")


def districts(municipality_id: int) -> list[str]:
    """The districts of public entries. Jumps from one to the next in the index: flat, however many entries."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE jump AS (
                (SELECT district FROM accounts_registerentry
                 WHERE municipality_id = %(town)s AND state = 'published' AND district > ''
                 ORDER BY district LIMIT 1)
                UNION ALL
                SELECT (SELECT e.district FROM accounts_registerentry e
                        WHERE e.municipality_id = %(town)s AND e.state = 'published' AND e.district > jump.district
                        ORDER BY e.district LIMIT 1)
                FROM jump WHERE jump.district IS NOT NULL
            )
            SELECT district FROM jump WHERE district IS NOT NULL LIMIT 200
            """,
            {"town": municipality_id},
        )
        return [row[0] for row in cursor.fetchall()]


@dataclass(frozen=True)
class Shown:
    """One entry as visitors see it, with its valid marks."""

    entry: RegisterEntry
    marks: list[Mark]


def with_marks(entries: Iterable[RegisterEntry], today: dt.date) -> list[Shown]:
    """Entries with the marks they show. One query."""
    rows = list(entries)
    found: dict[int, list[Mark]] = {}
    wanted = [row.case_file_id for row in rows if row.show_marks]
    if wanted:
        for mark in valid_marks(today).filter(case_file__in=wanted).order_by("kind", "pk"):
            found.setdefault(mark.case_file_id, []).append(mark)
    return [Shown(row, found.get(row.case_file_id, []) if row.show_marks else []) for row in rows]


def last_change(today: dt.date) -> tuple[int, dt.datetime]:
    """(revision, moment) of the last change, of the entries or of the day: a mark may expire at midnight."""
    midnight = timezone.make_aware(dt.datetime.combine(today, dt.time.min))
    state = RegisterState.objects.first()
    return (state.revision, max(state.changed_at, midnight)) if state else (0, midnight)


@dataclass(frozen=True)
class RegisterPanel:
    """The entry of one enterprise, for a panel."""

    case_file: CaseFile
    entry: RegisterEntry | None


def _entry_of(case_file: CaseFile) -> RegisterEntry | None:
    return RegisterEntry.objects.filter(case_file=case_file).first()


def panel(case_file: CaseFile, actor: Actor) -> RegisterPanel | None:
    """For staff. One query."""
    return RegisterPanel(case_file, _entry_of(case_file))


def own_panel(case_file: CaseFile, person: Person) -> RegisterPanel:
    """For the entrepreneur. One query."""
    return RegisterPanel(case_file, _entry_of(case_file))


def consents_of(entry: RegisterEntry) -> Sequence[RegisterConsent]:
    """Who allowed what when, the newest first."""
    return list(RegisterConsent.objects.filter(entry=entry).select_related("by").order_by("-at", "-pk")[:50])
