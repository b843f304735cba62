"""What a colleague holds, as rows that can move; and who holds something in some case files."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.casefile.models import CaseFile, CaseFileState, DomainTrack
from accounts.questions.models import QuestionRoute
from accounts.timeline.models import Task

#: Parts of someone's work that can move, in the order of the page.
MANAGER, TRACKS, TASKS, ROUTES = "manager", "tracks", "tasks", "routes"


@dataclass(frozen=True)
class Held:
    """Everything one colleague holds, in all case files or in `files` only: a queryset per part."""

    person: int
    files: Collection[int] | None = None

    def of(self, part: str) -> QuerySet[Any]:
        """The rows of one part. A closed case file needs no account manager any more."""
        rows: QuerySet[Any]
        path = "case_file_id"
        if part == MANAGER:
            rows = CaseFile.objects.filter(account_manager=self.person).exclude(state=CaseFileState.CLOSED)
            path = "pk"
        elif part == TRACKS:
            rows = DomainTrack.objects.filter(specialist=self.person)
        elif part == TASKS:
            rows = Task.objects.filter(holder=self.person, done_at=None)
        else:
            rows = QuestionRoute.objects.filter(holder=self.person, answered_at=None)
            path = "question__case_file_id"
        return rows if self.files is None else rows.filter(**{f"{path}__in": self.files})

    def counts(self) -> dict[str, int]:
        """How many of each part. Four queries."""
        return {part: self.of(part).count() for part in (MANAGER, TRACKS, TASKS, ROUTES)}


def holders_in(files: Collection[int]) -> list[int]:
    """Who holds something in these case files, account managers first."""
    found: dict[int, None] = {}
    for rows in (
        CaseFile.objects.filter(pk__in=files).values_list("account_manager_id", flat=True),
        DomainTrack.objects.filter(case_file__in=files).values_list("specialist_id", flat=True),
        Task.objects.filter(case_file__in=files, done_at=None).values_list("holder_id", flat=True),
        QuestionRoute.objects.filter(question__case_file__in=files, answered_at=None).values_list(
            "holder_id", flat=True
        ),
    ):
        found |= dict.fromkeys(pk for pk in rows.distinct() if pk is not None)
    return list(found)
