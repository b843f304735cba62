"""The register of processing on screen and as a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.kernel.audit.actions import record_reads
from portal.kernel.conflicts import StaleVersionError, compare
from portal.kernel.models import Processing
from portal.kernel.pdf import print_pdf
from portal.kernel.permissions import actor_of, check, permission
from portal.kernel.privacy.forms import ProcessingForm
from portal.kernel.privacy.processing import (
    add_processing,
    as_xlsx,
    change_processing,
    default_of,
    facts_of,
    register_rows,
    versions_of,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@permission("kernel.privacy_desk")
def processings(request: HttpRequest) -> HttpResponse:
    """What the municipality processes with this software."""
    return render(request, "kernel/privacy/processings.html", {"rows": register_rows(ended=True)})


@permission("kernel.privacy_desk")
def processing(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry and its versions."""
    entry = get_object_or_404(Processing.objects, pk=pk)
    check(request, "kernel.privacy_desk", entry)
    (row,) = [row for row in register_rows(ended=True) if row.entry and row.entry.pk == entry.pk]
    return render(
        request,
        "kernel/privacy/processing.html",
        {"entry": entry, "row": row, "versions": versions_of(entry)},
    )


@permission("kernel.privacy_desk")
def processing_default(request: HttpRequest, code: str) -> HttpResponse:
    """Complete the first text of an instrument."""
    default = default_of(code)
    if default is None:
        raise Http404
    entry = Processing.objects.filter(code=code).first()
    if entry is not None:
        return redirect("processing", pk=entry.pk)
    return _new(request, code, facts_of(default))


@permission("kernel.privacy_desk")
def processing_new(request: HttpRequest) -> HttpResponse:
    """An entry of the municipality's own."""
    return _new(request, "", {})


def _new(request: HttpRequest, code: str, facts: dict[str, Any]) -> HttpResponse:
    actor: Any = actor_of(request)
    form = ProcessingForm(request.POST if request.method == "POST" else None, initial=facts)
    if request.method == "POST" and form.is_valid():
        entry = add_processing(
            municipality=actor.municipality, code=code, facts=form.facts(), by=actor.person
        )
        messages.success(request, _("The entry is saved."))
        return redirect("processing", pk=entry.pk)
    return _form(request, form, None, code)


@permission("kernel.privacy_desk")
def processing_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an entry."""
    entry = get_object_or_404(Processing.objects, pk=pk)
    check(request, "kernel.privacy_desk", entry)
    actor: Any = actor_of(request)
    conflicts: list[Any] = []
    if request.method == "POST":
        form = ProcessingForm(request.POST)
        if form.is_valid():
            try:
                change_processing(
                    entry=entry,
                    version=form.cleaned_data["version"] or 0,
                    facts=form.facts(),
                    by=actor.person,
                )
            except StaleVersionError as stale:
                names = {name: str(field.label) for name, field in form.fields.items()}
                conflicts = compare(stale.current, form.facts(), names)
                typed: Any = form.data
                form.data = typed.copy()
                form.data["version"] = str(stale.current.version)  # type: ignore[index]
            else:
                messages.success(request, _("The entry is saved."))
                return redirect("processing", pk=pk)
    else:
        form = ProcessingForm(instance=entry, initial={"version": entry.version})
    return _form(request, form, entry, entry.code, conflicts)


def _form(
    request: HttpRequest,
    form: ProcessingForm,
    entry: Processing | None,
    code: str,
    conflicts: list[Any] | None = None,
) -> HttpResponse:
    status = 409 if conflicts else 422 if form.is_bound else 200
    context = {"form": form, "entry": entry, "code": code, "conflicts": conflicts or []}
    return render(request, "kernel/privacy/processing_form.html", context, status=status)


@permission("kernel.privacy_desk")
def processings_export(request: HttpRequest, form: str) -> HttpResponse:
    """The register as xlsx or PDF, for the data protection authority or the website."""
    actor: Any = actor_of(request)
    rows = register_rows()
    today = timezone.localdate()
    if form == "xlsx":
        content, content_type = as_xlsx(rows), XLSX
    elif form == "pdf":
        content_type = "application/pdf"
        context = {"rows": rows, "today": today}
        content = print_pdf("kernel/privacy/processings_pdf.html", context, actor.municipality)
    else:
        raise Http404
    record_reads(
        person=actor.person,
        municipality_id=actor.municipality.pk,
        path=request.path,
        reads=[("export", "processings", _("Register of processing"), "")],
    )
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = (
        f'attachment; filename="register-van-verwerkingen-{today:%d-%m-%Y}.{form}"'
    )
    return response
