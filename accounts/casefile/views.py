"""Pages of the case file: list, overview, timeline, notes, history, people."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.casefile.actions import add_member, remove_member, write_note
from accounts.casefile.forms import MemberForm, NoteForm
from accounts.casefile.history import changes_of
from accounts.casefile.models import CaseFile, DomainNote, EnterpriseMember
from accounts.casefile.panels import panels_for
from accounts.casefile.queries import (
    LINE_FIELDS,
    ROW_FIELDS,
    CaseFileFilter,
    lines_of,
    overview,
    rows_of,
    timeline_of,
)
from accounts.transfer.queries import left_for
from portal.kernel.audit.actions import record_reads
from portal.kernel.models import Domain
from portal.kernel.people.actions import get_or_create_person, send_login_link
from portal.kernel.permissions import actor_of, allowed, check, permission
from portal.kernel.saved_views.queries import lead_to_default
from portal.ui.pagination import paginate


def get_case_file(request: HttpRequest, pk: int, name: str = "accounts.view_case_file") -> CaseFile:
    """The case file, if it is this municipality's and this person may do `name` with it."""
    files = CaseFile.objects.select_related("enterprise", "account_manager")
    found = get_object_or_404(files, pk=pk)
    check(request, name, found)
    if found.merged_into_id is None:
        return found
    while found.merged_into_id:
        found = get_object_or_404(files, pk=found.merged_into_id)
        check(request, name, found)
    if request.method == "POST":  # nothing typed is lost: it goes to the file that remains
        messages.info(request, _("This case file was merged; this is %(name)s now.") % {"name": found.name})
        return found
    old, new = f"/{pk}/", f"/{found.pk}/"
    raise ImmediateHttpResponse(redirect(request.get_full_path().replace(old, new, 1)))


@permission("accounts.view_case_files")
def case_files(request: HttpRequest) -> HttpResponse:
    """The list, with filters that stay in the address."""
    if first := lead_to_default(request, "case-files"):
        return first
    form = CaseFileFilter(request.GET, municipality=request.municipality)  # type: ignore[attr-defined]
    valid = form.is_valid()
    page = paginate(request, form.apply(), values=ROW_FIELDS)
    return render(
        request,
        "accounts/casefile/list.html",
        {"form": form, "chips": form.active() if valid else [], "page": page, "rows": rows_of(page)},
    )


@permission("accounts.view_case_file")
def case_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Who, where does it stand, what is next."""
    found = get_case_file(request, pk)
    return render(
        request,
        "accounts/casefile/overview.html",
        {
            "case_file": found,
            "overview": overview(found),
            "may_merge": allowed(request, "accounts.merge_case_files", found),
            "left": left_for(found),
            "tab": "overview",
        },
    )


@permission("accounts.view_case_file")
def case_file_instruments(request: HttpRequest, pk: int) -> HttpResponse:
    """What runs for this enterprise in each instrument: the panels the chapters register, one query each."""
    found = get_case_file(request, pk)
    panels = panels_for(found, actor_of(request))
    context = {"case_file": found, "panels": panels, "tab": "instruments"}
    return render(request, "accounts/casefile/instruments.html", context)


@permission("accounts.view_case_file")
def case_file_timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that happened; ?domein= narrows it down."""
    found = get_case_file(request, pk)
    entries = timeline_of(found)
    domain = request.GET.get("domein", "")
    if domain in Domain.values:
        entries = entries.filter(domain=domain)
    page = paginate(request, entries, values=LINE_FIELDS)
    return render(
        request,
        "accounts/casefile/timeline.html",
        {
            "case_file": found,
            "page": page,
            "lines": lines_of(page.rows),
            "domains": Domain.choices,
            "domain": domain,
            "tab": "timeline",
        },
    )


@permission("accounts.view_case_file")
def case_file_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Who changed what when."""
    found = get_case_file(request, pk)
    return render(
        request,
        "accounts/casefile/history.html",
        {"case_file": found, "changes": changes_of(found, actor_of(request)), "tab": "history"},
    )


@permission("accounts.private_notes")
def case_file_notes(request: HttpRequest, pk: int) -> HttpResponse:
    """Private notes of one's own domains; opening the page is written in the read log."""
    found = get_case_file(request, pk)
    actor = actor_of(request)
    domain = request.POST.get("domain", "") or request.GET.get("domein", "")
    if domain not in actor.domains:
        domain = actor.domains[0] if actor.domains else ""
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and domain and form.is_valid():
        assert actor.person is not None
        write_note(case_file=found, domain=domain, text=form.cleaned_data["text"], by=actor.person)
        messages.success(request, _("The note is saved. Only your domain sees it."))
        messages.info(request, f"note-{pk}-{domain}", extra_tags="draft-saved")
        return redirect(f"{reverse('case_file_notes', args=[pk])}?domein={domain}")
    notes = DomainNote.objects.filter(case_file=found, domain=domain).select_related("written_by")
    page = paginate(request, notes.order_by("-created_at", "-pk"), size=20)
    if page.rows and actor.person:
        record_reads(
            person=actor.person,
            municipality_id=found.municipality_id,
            path=request.path,
            reads=[("domain-notes", found.pk, found.name, domain)],
            about=found.pk,
        )
    return render(
        request,
        "accounts/casefile/notes.html",
        {
            "case_file": found,
            "page": page,
            "form": form,
            "domain": domain,
            "domain_label": Domain(domain).label if domain else "",
            "domains": [(code, Domain(code).label) for code in actor.domains],
            "tab": "notes",
        },
        status=422 if request.method == "POST" else 200,
    )


@permission("accounts.change_case_file")
def case_file_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who of the enterprise has a page of their own; invite someone."""
    found = get_case_file(request, pk, "accounts.change_case_file")
    actor: Any = actor_of(request)
    form = MemberForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        person = get_or_create_person(email=form.cleaned_data["email"], name=form.cleaned_data["name"])
        add_member(case_file=found, person=person, by=actor.person)
        send_login_link(person=person, next_path=reverse("my_overview"), municipality=actor.municipality)
        messages.success(request, _("%(name)s gets a mail with a link to their own page.") % {"name": person})
        return redirect("case_file_people", pk=pk)
    members = EnterpriseMember.objects.filter(case_file=found, is_active=True).select_related("person")
    return render(
        request,
        "accounts/casefile/people.html",
        {"case_file": found, "members": members, "form": form, "tab": "people"},
        status=422 if request.method == "POST" else 200,
    )


@permission("accounts.change_case_file")
@require_POST
def case_file_member_remove(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """End someone's access to the entrepreneur's page."""
    found = get_case_file(request, pk, "accounts.change_case_file")
    actor: Any = actor_of(request)
    remove_member(
        member=get_object_or_404(EnterpriseMember.objects, pk=member, case_file=found), by=actor.person
    )
    messages.success(request, _("This person no longer sees the own page."))
    return redirect("case_file_people", pk=pk)
