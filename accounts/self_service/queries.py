"""What an entrepreneur may see: only case files of which they are a member. The one place that says so."""

from __future__ import annotations

from django.db.models import Case, QuerySet, Value, When

from accounts.casefile.models import CaseFile, CaseFileState, EnterpriseMember
from accounts.questions.models import Question, QuestionState
from accounts.timeline.models import Document, Task, TimelineEntry
from portal.kernel.models import Person


def my_case_files(person: Person) -> QuerySet[CaseFile]:
    """Case files of the enterprises this person belongs to, in all municipalities in scope; closed ones last."""
    mine = EnterpriseMember.objects.filter(person=person, is_active=True).values("case_file_id")
    # A municipality the enterprise left comes after the one it is in now.
    is_closed = Case(When(state=CaseFileState.CLOSED, then=Value(1)), default=Value(0))
    return (
        CaseFile.objects.filter(pk__in=mine, merged_into=None)
        .select_related("enterprise", "account_manager", "municipality")
        .alias(is_closed=is_closed)
        .order_by("is_closed", "name", "pk")
    )


def my_questions(person: Person) -> QuerySet[Question]:
    """Questions in those case files. Routes and contributions are internal and are not loaded."""
    return (
        Question.objects.filter(case_file__in=my_case_files(person))
        .select_related("case_file", "case_file__municipality", "case_file__account_manager", "answered_by")
        .order_by("-asked_at", "-pk")
    )


def my_questions_to_read(person: Person) -> QuerySet[Question]:
    """The same for the overview: answers not read yet first, then what is open, then the rest."""
    pressing = Case(
        When(state=QuestionState.ANSWERED, seen_at=None, then=Value(0)),
        When(state__in=[QuestionState.NEW, QuestionState.ROUTED], then=Value(1)),
        default=Value(2),
    )
    # Of a municipality the enterprise left, what is answered stays to read; it comes last.
    left = Case(When(case_file__state=CaseFileState.CLOSED, then=Value(1)), default=Value(0))
    return (
        my_questions(person)
        .alias(pressing=pressing, left=left)
        .order_by("pressing", "left", "-asked_at", "-pk")
    )


def all_my_tasks(person: Person) -> QuerySet[Task]:
    """What is or was asked of the entrepreneur."""
    return (
        Task.objects.filter(case_file__in=my_case_files(person), for_entrepreneur=True)
        .select_related("case_file")
        .order_by("due_on", "pk")
    )


def my_tasks(person: Person) -> QuerySet[Task]:
    """What is still asked of the entrepreneur."""
    return all_my_tasks(person).filter(done_at=None)


def my_documents(person: Person) -> QuerySet[Document]:
    """Documents the municipality shares, or that the entrepreneur added."""
    return (
        Document.objects.filter(case_file__in=my_case_files(person), for_entrepreneur=True)
        .select_related("case_file", "file")
        .order_by("-created_at", "-pk")
    )


def my_timeline(case_file: CaseFile) -> QuerySet[TimelineEntry]:
    """What happened, as far as meant for the entrepreneur; without names of staff."""
    return TimelineEntry.objects.filter(case_file=case_file, for_entrepreneur=True).order_by("-at", "-pk")
