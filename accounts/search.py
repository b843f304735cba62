"""What of this chapter can be found with the one search box, and by whom."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.casefile.models import CaseFile, DomainNote
from accounts.intake.models import Intake, IntakeState
from accounts.questions.models import Question
from accounts.timeline.models import Contact, Document, Task
from portal.kernel.search.registry import SearchEntry, register


def _case_file(row: CaseFile) -> SearchEntry | None:
    if row.merged_into_id:
        return None  # found through the file that remains
    enterprise = row.enterprise
    return SearchEntry(
        title=row.name,
        subtitle=" · ".join(part for part in (row.reference, enterprise.kvk_number, enterprise.city) if part),
        body=f"{enterprise.name} {enterprise.street} {enterprise.postcode} {row.district} {row.summary} {row.offer}",
        url=reverse("case_file", args=[row.pk]),
    )


def _question(row: Question) -> SearchEntry:
    return SearchEntry(
        title=row.text[:200],
        subtitle=row.case_file.name,
        body=f"{row.text} {row.answer}",
        url=reverse("question", args=[row.pk]),
    )


def _contact(row: Contact) -> SearchEntry:
    return SearchEntry(
        title=row.text[:120],
        subtitle=f"{row.case_file.name} · {row.with_whom}",
        body=row.text,
        url=reverse("case_file_timeline", args=[row.case_file_id]),
    )


def _task(row: Task) -> SearchEntry:
    return SearchEntry(
        title=row.title, subtitle=row.case_file.name, url=reverse("case_file", args=[row.case_file_id])
    )


def _document(row: Document) -> SearchEntry:
    return SearchEntry(
        title=row.title, subtitle=row.case_file.name, url=reverse("case_file", args=[row.case_file_id])
    )


def _note(row: DomainNote) -> SearchEntry:
    """The title says nothing of the note; its text is only searched, never shown in the list."""
    return SearchEntry(
        title=str(_("Private note at %(name)s")) % {"name": row.case_file.name},
        body=row.text,
        url=f"{reverse('case_file_notes', args=[row.case_file_id])}?domein={row.domain}",
        domain=row.domain,
    )


def _intake(row: Intake) -> SearchEntry | None:
    if row.state == IntakeState.DRAFT:
        return None
    return SearchEntry(
        title=row.name, subtitle=f"{row.reference} · {row.kvk_number}", url=reverse("triage", args=[row.pk])
    )


def register_all() -> None:
    """Make the chapter's things findable; the order is that of the groups on the results page.

    Found is only what the person may open: the title of a task or a contact moment says something by itself.
    """
    opens = "accounts.view_case_file"
    register("case-file", _("Case files"), CaseFile, _case_file, permission=opens)
    register("question", _("Questions"), Question, _question, permission=opens)
    register("intake", _("Intakes"), Intake, _intake, permission="accounts.triage")
    register("contact", _("Contact moments"), Contact, _contact, permission=opens)
    register("task", _("Tasks"), Task, _task, permission=opens)
    register("document", _("Documents"), Document, _document, permission=opens)
    register(
        "note", _("Private notes of your domain"), DomainNote, _note, permission="accounts.private_notes"
    )
