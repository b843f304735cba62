"""Reading conversations, each page with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.casefile.models import CaseFile, EnterpriseMember
from accounts.conversation.models import Message, MessageDocument, MessageMail
from accounts.conversation.receive import waiting
from accounts.questions.models import Question
from portal.kernel.models import Person
from portal.kernel.outbox.links import absolute
from portal.ui.templatetags.nlds import nl_date

#: Messages on one page of a conversation.
PAGE = 20


def thread(case_file: CaseFile) -> QuerySet[Message]:
    """All messages of a case file, newest first, with their documents and the state of their mails."""
    return (
        Message.objects.filter(case_file=case_file)
        .select_related("author", "answers", "handled_by", "incoming", "question", "task")
        .prefetch_related(
            Prefetch("documents", MessageDocument.objects.select_related("document__file").order_by("pk")),
            Prefetch("mails", MessageMail.objects.select_related("mail").order_by("pk")),
        )
        .order_by("-at", "-pk")
    )


def own_thread(case_file: CaseFile) -> QuerySet[Message]:
    """What the entrepreneur sees of it: nothing between colleagues, nothing of machines."""
    return (
        Message.objects.filter(case_file=case_file, is_automatic=False)
        .exclude(direction=Message.Direction.INTERNAL)
        .select_related("author", "question")
        .prefetch_related(
            Prefetch("documents", MessageDocument.objects.select_related("document__file").order_by("pk"))
        )
        .order_by("-at", "-pk")
    )


def questions_between(case_file: CaseFile, messages: Sequence[Message], *, newest: bool) -> list[Question]:
    """Questions asked in the time these messages span, to refer to among them; at most 20."""
    asked = Question.objects.filter(case_file=case_file, messages=None)
    if messages:
        asked = asked.filter(asked_at__gte=messages[-1].at)
        if not newest:
            asked = asked.filter(asked_at__lte=messages[0].at)
    return list(asked.order_by("-asked_at", "-pk")[:20])


@dataclass(frozen=True)
class Line:
    """One thing in a conversation: a message or a question."""

    message: Message | None = None
    question: Question | None = None


def lines(messages: Sequence[Message], questions: Sequence[Question]) -> list[Line]:
    """Messages and questions together, newest first."""
    both: list[tuple[Any, Line]] = [(row.at, Line(message=row)) for row in messages]
    both += [(row.asked_at, Line(question=row)) for row in questions]
    return [line for _at, line in sorted(both, key=lambda pair: pair[0], reverse=True)]


def page_of(message: Message) -> int:
    """The number of the page a message stands on."""
    newer = Message.objects.filter(case_file_id=message.case_file_id).filter(
        Q(at__gt=message.at) | Q(at=message.at, pk__gt=message.pk)
    )
    return int(newer.count()) // PAGE + 1


def members_of(case_file: CaseFile) -> list[EnterpriseMember]:
    """People of the enterprise to whom one can write."""
    rows = EnterpriseMember.objects.filter(case_file=case_file, is_active=True).select_related("person")
    return list(rows.order_by("pk"))


#: What a template may hold: the Dutch name as it stands between braces.
PLACEHOLDERS = (
    "onderneming",
    "contactpersoon",
    "accountmanager",
    "gemeente",
    "dossiernummer",
    "datum",
    "eigen_pagina",
)


def placeholder_values(case_file: CaseFile, by: Person, contact: Person | None) -> dict[str, str]:
    """What each placeholder becomes in a message about this case file."""
    values = (
        case_file.name,
        str(contact.name or "") if contact else "",
        str(by),
        case_file.municipality.name,
        case_file.reference,
        nl_date(timezone.localdate()),
        absolute(reverse("my_overview")),
    )
    return dict(zip(PLACEHOLDERS, values, strict=True))


@dataclass(frozen=True)
class OwnConversation:
    """For the panel of the own page: the last message, and how many of the municipality were not seen."""

    case_file: CaseFile
    last: Message | None
    unseen: int


def own_panel(case_file: CaseFile, person: Person) -> OwnConversation:
    """The conversation on the own page, in one query."""
    rows = list(own_thread(case_file).prefetch_related(None)[:20])
    unseen = sum(row.direction == Message.Direction.OUT and row.seen_at is None for row in rows)
    return OwnConversation(case_file, rows[0] if rows else None, unseen)


def waiting_count(case_file: CaseFile) -> int:
    """Messages of the enterprise that wait for an answer."""
    return Message.objects.filter(waiting(case_file.pk)).count()
