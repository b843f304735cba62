"""Changing a case file: facts, tracks, contacts, tasks, documents. Each view calls one action."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.casefile.actions import change_case_file, change_track
from accounts.casefile.forms import (
    CaseFileForm,
    ContactForm,
    DocumentForm,
    EnterpriseForm,
    TaskForm,
    TrackForm,
    VersionedForm,
)
from accounts.casefile.models import CaseFile, DomainTrack
from accounts.casefile.views import get_case_file
from accounts.enterprises.actions import change_enterprise
from accounts.timeline.actions import add_document, add_task, finish_task, log_contact
from accounts.timeline.models import Document, Task
from portal.kernel.audit.actions import record_reads
from portal.kernel.conflicts import FieldConflict, StaleVersionError, compare
from portal.kernel.files.actions import store_upload
from portal.kernel.files.views import file_response
from portal.kernel.permissions import actor_of, check, permission


def _page(
    request: HttpRequest,
    case_file: CaseFile,
    form: BaseForm,
    *,
    title: str,
    button: str,
    draft: str,
    intro: str = "",
    conflicts: list[FieldConflict] | None = None,
) -> HttpResponse:
    return render(
        request,
        "accounts/casefile/form.html",
        {
            "case_file": case_file,
            "form": form,
            "title": title,
            "button": button,
            "draft": draft,
            "intro": intro,
            "conflicts": conflicts or [],
        },
        status=409 if conflicts else 422 if form.is_bound else 200,
    )


def _saved(request: HttpRequest, text: str, draft: str, pk: int) -> HttpResponse:
    messages.success(request, text)
    messages.info(request, draft, extra_tags="draft-saved")
    return redirect("case_file", pk=pk)


def _again_with_version(form: VersionedForm, version: int) -> None:
    """Let the same typed values be sent again, now knowing the newest version."""
    form_data: Any = form.data
    data = form_data.copy()
    data[form.add_prefix("version")] = str(version)
    form.data = data


@permission("accounts.change_case_file")
def case_file_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the facts; when a colleague was first, show both versions and let this person decide."""
    found = get_case_file(request, pk, "accounts.change_case_file")
    actor: Any = actor_of(request)
    form = CaseFileForm(
        request.POST if request.method == "POST" else None,
        instance=found,
        initial={"version": found.version},
        municipality=actor.municipality,
    )
    conflicts: list[FieldConflict] = []
    draft = f"case-file-{pk}"
    if request.method == "POST" and form.is_valid():
        try:
            change_case_file(
                case_file=found, version=form.cleaned_data["version"], changes=form.changes(), by=actor.person
            )
            return _saved(request, _("The case file is changed."), draft, pk)
        except StaleVersionError as stale:
            conflicts = compare(stale.current, form.changes(), form.labels())
            _again_with_version(form, stale.current.version)
            found = stale.current
    return _page(
        request,
        found,
        form,
        title=_("Change the case file"),
        button=_("Save"),
        draft=draft,
        conflicts=conflicts,
    )


@permission("accounts.change_case_file")
def enterprise_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct public facts of the enterprise."""
    found = get_case_file(request, pk, "accounts.change_case_file")
    actor: Any = actor_of(request)
    form = EnterpriseForm(request.POST if request.method == "POST" else None, instance=found.enterprise)
    draft = f"enterprise-{pk}"
    if request.method == "POST" and form.is_valid():
        change_enterprise(case_file=found, changes=form.cleaned_data, by=actor.person)
        return _saved(request, _("The enterprise is changed."), draft, pk)
    return _page(
        request,
        found,
        form,
        title=_("Change the enterprise"),
        button=_("Save"),
        draft=draft,
        intro=_(
            "Only for correcting mistakes. Did the enterprise itself change? Use “Name or legal form changed” on the"
            " case file, then the former name stays findable."
        ),
    )


@permission("accounts.work_on_track")
def track_edit(request: HttpRequest, pk: int, domain: str) -> HttpResponse:
    """Set what a domain does and what is next."""
    found = get_case_file(request, pk)
    actor: Any = actor_of(request)
    track = get_object_or_404(DomainTrack.objects.select_related("case_file"), case_file=found, domain=domain)
    check(request, "accounts.work_on_track", track)
    form = TrackForm(
        request.POST if request.method == "POST" else None,
        instance=track,
        initial={"version": track.version},
        municipality=actor.municipality,
    )
    conflicts: list[FieldConflict] = []
    draft = f"track-{track.pk}"
    if request.method == "POST" and form.is_valid():
        try:
            change_track(
                track=track, version=form.cleaned_data["version"], changes=form.changes(), by=actor.person
            )
            return _saved(request, _("The track is changed."), draft, pk)
        except StaleVersionError as stale:
            conflicts = compare(stale.current, form.changes(), form.labels())
            _again_with_version(form, stale.current.version)
    title = _("Track %(domain)s") % {"domain": track.get_domain_display()}
    return _page(request, found, form, title=title, button=_("Save"), draft=draft, conflicts=conflicts)


@permission("accounts.log_contact")
def contact_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Log a contact moment."""
    found = get_case_file(request, pk, "accounts.log_contact")
    actor: Any = actor_of(request)
    form = ContactForm(
        request.POST if request.method == "POST" else None,
        initial={"on": timezone.localdate().strftime("%d-%m-%Y")},
    )
    draft = f"contact-{pk}"
    if request.method == "POST" and form.is_valid():
        log_contact(case_file=found, by=actor.person, **form.cleaned_data)
        return _saved(request, _("The contact moment is logged."), draft, pk)
    return _page(request, found, form, title=_("Log a contact"), button=_("Log"), draft=draft)


@permission("accounts.manage_tasks")
def task_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Give someone something to do."""
    found = get_case_file(request, pk, "accounts.manage_tasks")
    actor: Any = actor_of(request)
    form = TaskForm(
        request.POST if request.method == "POST" else None, municipality=actor.municipality, me=actor.person
    )
    draft = f"task-{pk}"
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        add_task(
            case_file=found,
            title=data["title"],
            holder=form.people.get(data["who"]),
            due_on=data["due_on"],
            by=actor.person,
            for_entrepreneur=data["who"] == TaskForm.ENTREPRENEUR,
        )
        return _saved(request, _("The task is added."), draft, pk)
    return _page(request, found, form, title=_("Add a task"), button=_("Add"), draft=draft)


@permission("accounts.manage_tasks")
@require_POST
def task_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a task as done."""
    actor: Any = actor_of(request)
    task = get_object_or_404(Task.objects.select_related("case_file"), pk=pk)
    check(request, "accounts.manage_tasks", task)
    finish_task(task=task, by=actor.person)
    messages.success(request, _("Done: %(title)s") % {"title": task.title})
    if request.POST.get("terug") == "worklist":
        return redirect("worklist")
    return redirect("case_file", pk=task.case_file_id)


@permission("accounts.add_document")
def document_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a file."""
    found = get_case_file(request, pk, "accounts.add_document")
    actor: Any = actor_of(request)
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()
    if request.method == "POST":
        if form.is_valid():
            data = form.cleaned_data
            stored = store_upload(upload=data["file"], municipality=actor.municipality, by=actor.person)
            add_document(
                case_file=found,
                title=data["title"],
                file=stored,
                by=actor.person,
                for_entrepreneur=data["for_entrepreneur"],
            )
            return _saved(request, _("The document is added."), f"document-{pk}", pk)
    return _page(request, found, form, title=_("Add a document"), button=_("Add"), draft=f"document-{pk}")


@permission("accounts.view_case_file")
def document_download(request: HttpRequest, pk: int) -> HttpResponse:
    """Download a file of a case file."""
    document = get_object_or_404(Document.objects.select_related("file"), pk=pk)
    check(request, "accounts.view_case_file", document)
    person = actor_of(request).person
    if person is not None:
        record_reads(
            person=person,
            municipality_id=document.municipality_id,
            path=request.path,
            reads=[("document", document.pk, document.title, "")],
            about=document.case_file_id,
        )
    return file_response(document.file)  # type: ignore[return-value]
