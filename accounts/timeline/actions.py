"""What is written in a case file's timeline, and the contacts, tasks and documents in it.

Each action writes one timeline entry and marks the case file as active now.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from accounts.timeline.models import Contact, Document, Task, TimelineEntry
from portal.kernel.models import Person, StoredFile
from portal.ui.templatetags.nlds import nl_date


@transaction.atomic
def add_entry(
    *,
    case_file: CaseFile,
    kind: str,
    text: str,
    by: Person | None = None,
    domain: str = "",
    url: str = "",
    for_entrepreneur: bool = False,
    at: dt.datetime | None = None,
) -> TimelineEntry:
    """Write an entry and move the case file's last activity forward."""
    at = at or timezone.now()
    entry = TimelineEntry.objects.create(
        municipality_id=case_file.municipality_id,
        case_file=case_file,
        kind=kind,
        text=text[:500],
        by=by,
        domain=domain,
        url=url,
        for_entrepreneur=for_entrepreneur,
        at=at,
    )
    CaseFile.objects.filter(pk=case_file.pk, last_activity_at__lt=at).update(last_activity_at=at)
    return entry


@transaction.atomic
def log_contact(
    *,
    case_file: CaseFile,
    by: Person,
    channel: str,
    on: dt.date,
    with_whom: str,
    text: str,
    at: dt.datetime | None = None,
) -> Contact:
    """Log a contact moment."""
    contact = Contact.objects.create(
        municipality_id=case_file.municipality_id,
        case_file=case_file,
        by=by,
        channel=channel,
        on=on,
        with_whom=with_whom,
        text=text,
    )
    what = contact.get_channel_display()
    sentence = _("%(what)s with %(whom)s") % {"what": what, "whom": with_whom} if with_whom else what
    add_entry(case_file=case_file, kind="contact", text=f"{sentence}: {text}", by=by, at=at)
    return contact


@transaction.atomic
def add_task(
    *,
    case_file: CaseFile,
    title: str,
    holder: Person | None,
    due_on: dt.date | None,
    by: Person,
    for_entrepreneur: bool = False,
    at: dt.datetime | None = None,
) -> Task:
    """Give a colleague, or the entrepreneur, something to do."""
    task = Task.objects.create(
        municipality_id=case_file.municipality_id,
        case_file=case_file,
        title=title,
        holder=None if for_entrepreneur else holder,
        due_on=due_on,
        created_by=by,
        for_entrepreneur=for_entrepreneur,
    )
    who = _("the entrepreneur") if for_entrepreneur else str(holder or "")
    add_entry(
        case_file=case_file,
        kind="task",
        text=_("Task for %(who)s: %(title)s") % {"who": who, "title": title},
        by=by,
        for_entrepreneur=for_entrepreneur,
        at=at,
    )
    return task


@transaction.atomic
def add_signal(
    *,
    case_file: CaseFile,
    key: str,
    title: str,
    url: str,
    holder: Person | None = None,
    domain: str = "",
    due_on: dt.date | None = None,
    by: Person | None = None,
    for_entrepreneur: bool = False,
) -> Task:
    """An instrument asks for attention: of `holder`, or of everyone who works for `domain`. Stands in worklists.

    While a signal with the same `key` is open no second one is made: it gets the new words and day. It is done by
    the page at `url`, which then calls `end_signal`; a colleague may also tick it off by hand. With
    `for_entrepreneur` it stands on the entrepreneur's own page instead of in a worklist.
    """
    words = {"title": title[:200], "url": url, "holder": holder, "domain": domain, "due_on": due_on}
    task, created = Task.objects.update_or_create(
        municipality_id=case_file.municipality_id,
        key=key,
        done_at=None,
        defaults=words,
        create_defaults={
            **words,
            "case_file": case_file,
            "created_by": by,
            "for_entrepreneur": for_entrepreneur,
        },
    )
    if created:
        add_entry(
            case_file=case_file,
            kind="signal",
            text=title,
            by=by,
            domain=domain,
            url=url,
            for_entrepreneur=for_entrepreneur,
        )
    return task


@transaction.atomic
def end_signal(*, municipality_id: int, key: str, by: Person | None) -> None:
    """The reason of a signal is gone; nothing happens when there is none."""
    Task.objects.filter(municipality_id=municipality_id, key=key, done_at=None).update(
        done_at=timezone.now(), done_by=by
    )


@transaction.atomic
def finish_task(*, task: Task, by: Person) -> Task:
    """Mark a task as done; doing so twice changes nothing."""
    task = Task.objects.select_for_update(of=("self",)).select_related("case_file").get(pk=task.pk)
    if task.done_at is None:
        task.done_at, task.done_by = timezone.now(), by
        task.save(update_fields=["done_at", "done_by"])
        add_entry(
            case_file=task.case_file,
            kind="task-done",
            text=_("Task done: %(title)s") % {"title": task.title},
            by=by,
            for_entrepreneur=task.for_entrepreneur,
        )
    return task


@transaction.atomic
def move_task(*, task: Task, due_on: dt.date, by: Person) -> Task:
    """Another day for a task. What is done already stays as it is: ask `done_at` of what is returned."""
    task = Task.objects.select_for_update(of=("self",)).select_related("case_file").get(pk=task.pk)
    if task.done_at is None and task.due_on != due_on:
        task.due_on = due_on
        task.save(update_fields=["due_on"])
        add_entry(
            case_file=task.case_file,
            kind="task-moved",
            text=_("Task moved to %(day)s: %(title)s") % {"day": nl_date(due_on), "title": task.title},
            by=by,
            domain=task.domain,
        )
    return task


@transaction.atomic
def give_task(*, task: Task, holder: Person, by: Person) -> Task:
    """A colleague does it from now on. What is done already stays as it is: ask `done_at` of what is returned."""
    task = Task.objects.select_for_update(of=("self",)).select_related("case_file").get(pk=task.pk)
    if task.done_at is None and task.holder_id != holder.pk:
        task.holder = holder
        task.save(update_fields=["holder"])
        add_entry(
            case_file=task.case_file,
            kind="task-given",
            text=_("Task goes to %(who)s: %(title)s") % {"who": holder, "title": task.title},
            by=by,
            domain=task.domain,
        )
    return task


@transaction.atomic
def add_document(
    *, case_file: CaseFile, title: str, file: StoredFile, by: Person | None, for_entrepreneur: bool = False
) -> Document:
    """Put a file in the case file."""
    document = Document.objects.create(
        municipality_id=case_file.municipality_id,
        case_file=case_file,
        title=title or file.name,
        file=file,
        added_by=by,
        for_entrepreneur=for_entrepreneur,
    )
    add_entry(
        case_file=case_file,
        kind="document",
        text=_("Document added: %(title)s") % {"title": document.title},
        by=by,
        for_entrepreneur=for_entrepreneur,
    )
    return document
