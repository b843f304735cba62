"""What happens in a conversation: written by staff or on the own page, handled, made into a question or a task."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile, EnterpriseMember
from accounts.conversation.addresses import address_of
from accounts.conversation.engine import snippet
from accounts.conversation.models import (
    Message,
    MessageDocument,
    MessageDraft,
    MessageMail,
    MessageTemplate,
)
from accounts.conversation.receive import announce, message_url, signal_key, waiting
from accounts.questions.actions import ask, route
from accounts.questions.models import Question
from accounts.timeline.actions import add_document, add_entry, add_task, end_signal
from accounts.timeline.models import Document, Task
from portal.kernel.conflicts import lock_version
from portal.kernel.models import Person, StoredFile
from portal.kernel.outbox.actions import queue_raw_mail
from portal.kernel.outbox.links import absolute


class NobodyToWriteToError(Exception):
    """The enterprise has no person with a page of their own, so no mail can go out."""


def _lock(case_file_id: int) -> CaseFile:
    """The case file, locked: two answers at once, or two clicks, come one after the other."""
    return (
        CaseFile.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality", "account_manager")
        .get(pk=case_file_id)
    )


@transaction.atomic
def send_message(
    *,
    case_file: CaseFile,
    by: Person,
    subject: str,
    text: str,
    to: Collection[int] = (),
    copy_to: Person | None = None,
    documents: Sequence[Document] = (),
    as_links: bool = False,
    answers: Message | None = None,
    form_key: uuid.UUID | None = None,
    at: dt.datetime | None = None,
) -> Message:
    """Write to people of the enterprise (ids of members; none named: all). Raises NobodyToWriteToError.

    Puts a mail per person in the outbox, shares the documents with the enterprise, marks what it wrote before as
    handled, ends the signal in the worklist, writes the timeline, and removes the writer's draft. The same `form_key`
    a second time gives the message there is.
    """
    case_file = _lock(case_file.pk)
    again = Message.objects.filter(case_file=case_file, form_key=form_key).first() if form_key else None
    if again:
        return again
    members = EnterpriseMember.objects.filter(case_file=case_file, is_active=True).select_related("person")
    if to:
        members = members.filter(pk__in=to)
    people = [member.person for member in members.order_by("pk")]
    if not people:
        raise NobodyToWriteToError
    message = Message.objects.create(
        municipality_id=case_file.municipality_id,
        case_file=case_file,
        direction=Message.Direction.OUT,
        channel=Message.Channel.MAIL,
        author=by,
        subject=subject,
        text=text,
        at=at or timezone.now(),
        answers=answers,
        form_key=form_key,
    )
    for document in documents:
        MessageDocument.objects.create(
            municipality_id=case_file.municipality_id, message=message, document=document, as_link=as_links
        )
    Document.objects.filter(pk__in=[row.pk for row in documents], for_entrepreneur=False).update(
        for_entrepreneur=True
    )
    for person in people:
        _mail(message, person, documents, as_links)
    if copy_to and copy_to not in people:
        _mail(message, copy_to, documents, as_links, is_copy=True)
    _handle(case_file.pk, by)
    MessageDraft.objects.filter(case_file=case_file, person=by).delete()
    names = ", ".join(str(person) for person in people)
    add_entry(
        case_file=case_file,
        kind="message",
        text=_("Message to %(who)s: %(text)s") % {"who": names, "text": snippet(subject)},
        by=by,
        url=message_url(message),
        for_entrepreneur=True,
        at=at,
    )
    return message


def _mail(
    message: Message, to: Person, documents: Sequence[Document], as_links: bool, is_copy: bool = False
) -> None:
    """Put one mail of a message in the outbox."""
    case_file = message.case_file
    lines = [message.text.strip(), ""]
    if documents and as_links:
        lines.append(_("Documents, on your own page:"))
        lines += [
            f"- {row.title}: {absolute(reverse('document_download' if is_copy else 'my_document', args=[row.pk]))}"
            for row in documents
        ]
        lines.append("")
    lines.append("-- ")
    if is_copy:
        lines.append(_("You get a copy of this message to %(name)s.") % {"name": case_file.name})
        lines.append(absolute(reverse("conversation", args=[case_file.pk])))
    else:
        lines.append(_("You can answer this mail, or write on your own page:"))
        lines.append(absolute(reverse("my_messages", args=[case_file.pk])))
    earlier = message.answers.incoming if message.answers else None
    mail = queue_raw_mail(
        to=to.email,
        subject=message.subject,
        text="\n".join(lines) + "\n",
        municipality=case_file.municipality_id,
        key=f"message-{message.pk}-{to.pk}",
        reply_to=address_of(case_file),
        in_reply_to=earlier.message_id if earlier else "",
        references=[part for part in (earlier.in_reply_to, earlier.message_id) if part] if earlier else [],
        automatic=False,
        attachments=[] if as_links else [row.file for row in documents],
    )
    if mail is not None:
        MessageMail.objects.create(
            municipality_id=case_file.municipality_id, message=message, mail=mail, is_copy=is_copy
        )


@transaction.atomic
def write_on_page(
    *,
    case_file: CaseFile,
    by: Person,
    text: str,
    files: Sequence[StoredFile] = (),
    form_key: uuid.UUID | None = None,
) -> Message:
    """The entrepreneur writes on their own page; the account manager finds it in the worklist."""
    case_file = _lock(case_file.pk)
    again = Message.objects.filter(case_file=case_file, form_key=form_key).first() if form_key else None
    if again:
        return again
    message = Message.objects.create(
        municipality_id=case_file.municipality_id,
        case_file=case_file,
        direction=Message.Direction.IN,
        channel=Message.Channel.PAGE,
        author=by,
        text=text,
        form_key=form_key,
    )
    for file in files:
        document = add_document(case_file=case_file, title=file.name, file=file, by=by, for_entrepreneur=True)
        MessageDocument.objects.create(
            municipality_id=case_file.municipality_id, message=message, document=document
        )
    announce(message)
    return message


def _handle(case_file_id: int, by: Person) -> None:
    Message.objects.filter(waiting(case_file_id)).update(handled_at=timezone.now(), handled_by=by)
    _end_signal_if_done(case_file_id, by)


def _end_signal_if_done(case_file_id: int, by: Person) -> None:
    if not Message.objects.filter(waiting(case_file_id)).exists():
        municipality_id = CaseFile.objects.values_list("municipality_id", flat=True).get(pk=case_file_id)
        end_signal(municipality_id=municipality_id, key=signal_key(case_file_id), by=by)


@transaction.atomic
def mark_handled(*, message: Message, by: Person) -> None:
    """Nobody has to do anything with this message (any more). Saying so twice changes nothing."""
    _lock(message.case_file_id)
    Message.objects.filter(pk=message.pk, handled_at=None, direction=Message.Direction.IN).update(
        handled_at=timezone.now(), handled_by=by
    )
    _end_signal_if_done(message.case_file_id, by)


@transaction.atomic
def make_question(*, message: Message, text: str, domains: Collection[str], by: Person) -> Question:
    """Make a message into a question and lay it with domains. A second colleague gets the question there is."""
    case_file = _lock(message.case_file_id)
    message = Message.objects.select_for_update(of=("self",)).select_related("author").get(pk=message.pk)
    if message.question_id:
        return Question.objects.get(pk=message.question_id)
    from_enterprise = message.direction == Message.Direction.IN
    question = ask(case_file=case_file, text=text, by=message.author if from_enterprise else by)
    for domain in domains:
        route(question=question, domain=domain, holder=None, by=by)
    message.question = question
    message.save(update_fields=["question"])
    mark_handled(message=message, by=by)
    return question


@transaction.atomic
def make_task(
    *, message: Message, title: str, holder: Person | None, due_on: dt.date | None, by: Person
) -> Task:
    """Make a message into a task for a colleague. A second one gets the task there is."""
    case_file = _lock(message.case_file_id)
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if message.task_id:
        return Task.objects.get(pk=message.task_id)
    task = add_task(case_file=case_file, title=title, holder=holder, due_on=due_on, by=by)
    message.task = task
    message.save(update_fields=["task"])
    mark_handled(message=message, by=by)
    return task


def keep_draft(*, case_file: CaseFile, by: Person, typed: dict[str, Any]) -> MessageDraft:
    """Keep what was typed so far."""
    draft, _made = MessageDraft.objects.update_or_create(
        case_file=case_file,
        person=by,
        defaults={"municipality_id": case_file.municipality_id, "typed": typed},
    )
    return draft


def forget_draft(*, case_file: CaseFile, by: Person) -> None:
    """Throw a draft away."""
    MessageDraft.objects.filter(case_file=case_file, person=by).delete()


def mark_seen(*, messages: Collection[Message]) -> None:
    """Someone of the enterprise saw these messages on the own page."""
    unseen = [row.pk for row in messages if row.direction == Message.Direction.OUT and row.seen_at is None]
    if unseen:
        Message.objects.filter(pk__in=unseen, seen_at=None).update(seen_at=timezone.now())


@transaction.atomic
def make_template(*, municipality_id: int, **facts: Any) -> MessageTemplate:
    """Add a template; its name is free (the form saw to that, the database keeps it)."""
    return MessageTemplate.objects.create(municipality_id=municipality_id, **facts)


@transaction.atomic
def change_template(*, template: MessageTemplate, version: int, changes: dict[str, Any]) -> MessageTemplate:
    """Change a template. Raises StaleVersionError when a colleague was first."""
    template = lock_version(template, version)
    for name, value in changes.items():
        setattr(template, name, value)
    template.version += 1
    template.save()
    return template
