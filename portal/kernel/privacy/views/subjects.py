"""One person or enterprise: export everything, hold, or remove."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.kernel.audit.actions import record_reads
from portal.kernel.files.views import file_response
from portal.kernel.models import Person, PrivacyExport, RemovalOrder
from portal.kernel.permissions import actor_of, check, permission
from portal.kernel.privacy.exporting import DAYS, ask_export
from portal.kernel.privacy.forms import ExportForm, HoldForm
from portal.kernel.privacy.holds import hold_on, lift_hold, place_hold
from portal.kernel.privacy.orders import OPEN, RefusedError, ask_removal, reasons_against
from portal.kernel.privacy.reading import readers_of
from portal.kernel.privacy.registry import subject_of, subjects


@permission("kernel.privacy_desk")
def privacy_subjects(request: HttpRequest) -> HttpResponse:
    """Find the person or enterprise a request is about."""
    text = request.GET.get("q", "").replace("\0", " ").strip()[:150]
    found = [(subject, subject.find(text)) for subject in subjects()] if len(text) >= 2 else []
    return render(
        request,
        "kernel/privacy/subjects.html",
        {"text": text, "groups": [group for group in found if group[1]], "asked": len(text) >= 2},
    )


def _subject(kind: str, pk: str) -> tuple[Any, str]:
    try:
        subject = subject_of(kind)
    except KeyError:
        raise Http404 from None
    label = subject.describe(pk)
    if label is None:
        raise Http404
    return subject, label


@permission("kernel.privacy_desk")
def privacy_subject(request: HttpRequest, kind: str, pk: str) -> HttpResponse:
    """What can be done for one subject, and what was done."""
    return _page(request, kind, pk)


def _page(
    request: HttpRequest, kind: str, pk: str, hold_form: HoldForm | None = None, error: str = ""
) -> HttpResponse:
    subject, label = _subject(kind, pk)
    exports = PrivacyExport.objects.filter(subject_kind=kind, subject_id=pk)
    context = {
        "subject": subject,
        "label": label,
        "pk": pk,
        "hold": hold_on(kind, pk),
        "hold_form": hold_form or HoldForm(),
        "export_form": ExportForm(),
        "days": DAYS,
        "error": error,
        "reasons": reasons_against(kind, pk),
        "exports": exports.select_related("job", "file", "requested_by").order_by("-requested_at")[:10],
        "now": timezone.now(),
        "readers": readers_of(pk) if kind != "person" else None,
        "email": Person.objects.get(pk=int(pk)).email if kind == "person" else "",
        "order": RemovalOrder.objects.filter(kind=kind, target=pk, state__in=OPEN).first(),
    }
    status = 422 if error or (hold_form and hold_form.is_bound) else 200
    return render(request, "kernel/privacy/subject.html", context, status=status)


@permission("kernel.privacy_desk")
@require_POST
def privacy_export(request: HttpRequest, kind: str, pk: str) -> HttpResponse:
    """Have everything put together."""
    _subject(kind, pk)
    actor: Any = actor_of(request)
    export = ask_export(
        municipality=actor.municipality,
        subject_kind=kind,
        subject_id=pk,
        with_private_notes="private_notes" in request.POST,
        by=actor.person,
    )
    messages.success(
        request, _("We put everything together. You find the file on this page when it is ready.")
    )
    assert export.pk
    return redirect("privacy_subject", kind=kind, pk=pk)


@permission("kernel.privacy_desk")
def privacy_export_download(request: HttpRequest, pk: str) -> HttpResponse:
    """The zip, while it is there; each download is logged."""
    export = get_object_or_404(PrivacyExport.objects.select_related("file"), pk=pk)
    check(request, "kernel.privacy_desk", export)
    if export.file is None or export.expires_at is None or export.expires_at < timezone.now():
        raise Http404
    actor: Any = actor_of(request)
    label = subject_of(export.subject_kind).describe(export.subject_id) or ""
    record_reads(
        person=actor.person,
        municipality_id=export.municipality_id,
        path=request.path,
        reads=[("privacy-export", export.subject_id, label, "")],
        about=export.subject_id,
    )
    return file_response(export.file)  # type: ignore[return-value]


@permission("kernel.privacy_desk")
@require_POST
def legal_hold(request: HttpRequest, kind: str, pk: str) -> HttpResponse:
    """Place a hold, or lift the one there is."""
    subject, label = _subject(kind, pk)
    actor: Any = actor_of(request)
    hold = hold_on(kind, pk)
    if hold and "lift" in request.POST:
        lift_hold(hold=hold, by=actor.person)
        messages.success(request, _("The hold is lifted. The terms count again."))
        return redirect("privacy_subject", kind=kind, pk=pk)
    form = HoldForm(request.POST)
    if not form.is_valid():
        return _page(request, kind, pk, form)
    place_hold(
        municipality=actor.municipality,
        subject_kind=kind,
        subject_id=pk,
        reason=form.cleaned_data["reason"],
        by=actor.person,
    )
    messages.success(
        request, _("Everything about %(label)s is kept until you lift the hold.") % {"label": label}
    )
    assert subject
    return redirect("privacy_subject", kind=kind, pk=pk)


@permission("kernel.privacy_desk")
@require_POST
def privacy_remove(request: HttpRequest, kind: str, pk: str) -> HttpResponse:
    """Ask for the removal of everything; the preview comes first."""
    _subject(kind, pk)
    actor: Any = actor_of(request)
    try:
        order = ask_removal(municipality=actor.municipality, kind=kind, target=pk, by=actor.person)
    except RefusedError as refused:
        return _page(request, kind, pk, error=str(refused))
    return redirect("removal", pk=order.pk)
