"""What of a case file goes along to another municipality, what stays behind, and what is still running.

What goes along is named here, kind by kind; everything else stays, also what a new instrument adds. Private notes are
never counted: even that there are any is private.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from accounts.budgets.models import Commitment, CommitmentState
from accounts.casefile.models import CaseFile, DomainTrack, EnterpriseMember
from accounts.conversation.models import Message, MessageDocument
from accounts.financing.models import FinancingNeed
from accounts.impact.models import Claim, ClaimState
from accounts.merging.targets import links
from accounts.questions.models import Question, QuestionState
from accounts.questions.states import OPEN as OPEN_QUESTIONS
from accounts.recognition.models import CheckState, DefinitionCheck, Mark, Placement
from accounts.register.models import EntryState, RegisterEntry
from accounts.renaming.models import FormerIdentity
from accounts.timeline.models import Document, Task, TimelineEntry
from accounts.transfer.models import Part

#: What the entrepreneur may untick.
OPTIONAL = tuple(part for part in Part if part is not Part.IDENTITY)
#: Bookkeeping of the file itself: neither goes along nor is worth a line in what stays.
_OWN = {
    "accounts.EnterpriseMember", "accounts.HandOverFile", "accounts.ImportMemory", "accounts.ImportRow",
    "accounts.Intake", "accounts.MailAddress", "accounts.Merge", "accounts.MessageDraft", "accounts.NotDouble",
    "accounts.Split", "accounts.Transfer", "accounts.TransferOffer",
}  # fmt: skip


def rows(case_file: CaseFile) -> dict[Part, list[QuerySet[Any]]]:
    """The rows of each part that go along. Nothing is read yet."""
    mine = {"case_file": case_file}
    return {
        Part.IDENTITY: [
            EnterpriseMember.objects.filter(**mine, is_active=True),
            FormerIdentity.objects.filter(**mine),
        ],
        Part.TIMELINE: [TimelineEntry.objects.filter(**mine, for_entrepreneur=True)],
        Part.RECOGNITION: [
            DefinitionCheck.objects.filter(**mine, state=CheckState.CONCLUDED),
            Mark.objects.filter(**mine),
            Placement.objects.filter(**mine),
        ],
        Part.IMPACT: [Claim.objects.filter(**mine, state=ClaimState.CHECKED)],
        Part.QUESTIONS: [Question.objects.filter(**mine, state=QuestionState.ANSWERED)],
        Part.CONVERSATION: [messages_of(case_file)],
        Part.DOCUMENTS: [own_documents(case_file)],
        Part.FINANCING: [FinancingNeed.objects.filter(**mine)],
    }


def messages_of(case_file: CaseFile) -> QuerySet[Message]:
    """What enterprise and municipality wrote to each other, without what colleagues wrote or machines answered."""
    return Message.objects.filter(case_file=case_file, is_automatic=False).exclude(
        direction=Message.Direction.INTERNAL
    )


def own_documents(case_file: CaseFile) -> QuerySet[Document]:
    """What people of the enterprise uploaded, also those who left."""
    people = EnterpriseMember.objects.filter(case_file=case_file).values("person_id")
    return Document.objects.filter(case_file=case_file, added_by__in=people, for_entrepreneur=True)


def message_documents(case_file: CaseFile) -> QuerySet[MessageDocument]:
    """What was sent along with those messages and the entrepreneur can see."""
    return MessageDocument.objects.filter(
        message__in=messages_of(case_file), document__for_entrepreneur=True
    ).select_related("document__file")


@dataclass(frozen=True)
class Line:
    """A part, with what there is of it: [(kind, how many)]."""

    part: Part
    kinds: list[tuple[str, int]]

    @property
    def number(self) -> int:
        return sum(number for _kind, number in self.kinds)


def goes(case_file: CaseFile) -> list[Line]:
    """What goes along, per part. A query per kind, however much there is."""
    return [
        Line(part, [(str(found.model._meta.verbose_name_plural), found.count()) for found in querysets])
        for part, querysets in rows(case_file).items()
    ]


def stays(case_file: CaseFile, along: list[Line]) -> list[tuple[str, int]]:
    """(kind, how many) of everything that stays behind. A query per kind."""
    going: dict[str, int] = {}
    for kind, number in (pair for line in along for pair in line.kinds):
        going[kind] = going.get(kind, 0) + number
    found: dict[str, int] = {}
    for target in links():
        if target.private or target.model._meta.label in _OWN:
            continue
        manager: Any = target.model._default_manager
        kind = str(target.model._meta.verbose_name_plural)
        found[kind] = found.get(kind, 0) + manager.filter(**{target.field.name: case_file}).count()
    choice = str(
        Question._meta.verbose_name_plural
    )  # what happens with open ones is asked beside the preview
    going[choice] = going.get(choice, 0) + open_questions(case_file).count()
    left = {kind: number - going.get(kind, 0) for kind, number in found.items()}
    return sorted((kind, number) for kind, number in left.items() if number > 0)


@dataclass(frozen=True)
class Running:
    """What is not finished in a case file, with the most pressing ones by name."""

    questions: list[Question]
    tasks: list[Task]
    tracks: list[DomainTrack]
    reserved: list[Commitment]
    register: RegisterEntry | None


def running(case_file: CaseFile) -> Running:
    """Five queries."""
    return Running(
        list(open_questions(case_file).order_by("deadline", "pk")),
        list(open_tasks(case_file).order_by("due_on", "pk")),
        list(running_tracks(case_file).order_by("domain")),
        list(reserved_money(case_file).select_related("line").order_by("pk")),
        RegisterEntry.objects.filter(
            case_file=case_file, state__in=[EntryState.ASKED, EntryState.PUBLISHED]
        ).first(),
    )


def open_questions(case_file: CaseFile) -> QuerySet[Question]:
    """Questions without an answer yet."""
    return Question.objects.filter(case_file=case_file, state__in=OPEN_QUESTIONS)


def open_tasks(case_file: CaseFile) -> QuerySet[Task]:
    """Tasks and signals that are not done, of colleagues and of the entrepreneur."""
    return Task.objects.filter(case_file=case_file, done_at=None)


def running_tracks(case_file: CaseFile) -> QuerySet[DomainTrack]:
    """What domains are doing, or have planned to do."""
    return DomainTrack.objects.filter(
        Q(state__in=[DomainTrack.State.RUNNING, DomainTrack.State.WAITING]) | ~Q(next_action=""),
        case_file=case_file,
    )


def reserved_money(case_file: CaseFile) -> QuerySet[Commitment]:
    """Money that is held and not granted."""
    return Commitment.objects.filter(
        Q(state=CommitmentState.WAITING) | Q(state=CommitmentState.RESERVED), case_file=case_file
    )
