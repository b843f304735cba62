"""Importing a contract register: upload, how far it is, what became of each row, the wrong rows to mend."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.imports.problems import file_words
from portal.kernel.exports.writers import CONTENT_TYPES, write_xlsx
from portal.kernel.files.actions import store_upload
from portal.kernel.permissions import actor_of, check, permission
from portal.ui.pagination import paginate
from procurement.social_return.imports import actions, queries
from procurement.social_return.imports.columns import COLUMNS
from procurement.social_return.imports.forms import RegisterForm
from procurement.social_return.imports.models import RegisterImport, RegisterRow, RowOutcome


def _get(request: HttpRequest, pk: int) -> RegisterImport:
    found = get_object_or_404(RegisterImport.objects.select_related("by", "job", "municipality"), pk=pk)
    check(request, "procurement.manage_contracts", found)
    return found


def _sheet(name: str, title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    target = io.BytesIO()
    write_xlsx(target, title, headings, rows)
    response = HttpResponse(target.getvalue(), content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@permission("procurement.manage_contracts")
def register_imports(request: HttpRequest) -> HttpResponse:
    """Upload a sheet; what was imported before."""
    actor: Any = actor_of(request)
    sent = request.method == "POST"
    form = RegisterForm(request.POST, request.FILES) if sent else RegisterForm()
    if sent and form.is_valid():
        file = store_upload(
            upload=form.cleaned_data["file"], municipality=actor.municipality, by=actor.person
        )
        source = actions.begin(
            municipality=actor.municipality,
            kind=form.cleaned_data["kind"],
            file=file,
            head=form.head,
            by=actor.person,
        )
        return redirect("register_import", pk=source.pk)
    rows = RegisterImport.objects.select_related("by").order_by("-created_at", "-pk")
    context = {"form": form, "page": paginate(request, rows)}
    return render(
        request, "procurement/social_return/imports/list.html", context, status=422 if sent else 200
    )


@permission("procurement.manage_contracts")
def register_import(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is; then what became of each row."""
    source = _get(request, pk)
    job = source.job
    busy = bool(job and job.state in actions.RUNNING)
    chosen = request.GET.get("uitkomst", "")
    counts = queries.counts_of(source)
    rows = RegisterRow.objects.filter(source=source).select_related("contract").order_by("number")
    if chosen in RowOutcome.values:
        rows = rows.filter(outcome=chosen)
    page = None if busy else paginate(request, rows, size=50)
    person: Any = actor_of(request).person
    context = {
        "source": source,
        "job": job,
        "busy": busy,
        "mine": bool(job and job.requested_by_id == person.pk),
        "counts": counts,
        "total": sum(counts.values()),
        "outcomes": [(code, label, counts.get(code, 0)) for code, label in RowOutcome.choices],
        "chosen": chosen,
        "page": page,
        "lines": queries.lines_of(source, page.rows) if page else [],
        "problem": file_words(source.problem),
    }
    return render(request, "procurement/social_return/imports/import.html", context)


@permission("procurement.manage_contracts")
@require_POST
def register_import_go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with an import that was stopped."""
    source = _get(request, pk)
    actor: Any = actor_of(request)
    try:
        actions.go_on(source=source, by=actor.person)
    except actions.NotNowError:
        messages.error(request, _("This file is being imported already, or it is done."))
    return redirect("register_import", pk=pk)


@permission("procurement.manage_contracts")
def register_import_bad_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The wrong rows as a sheet, with why, to mend and upload again."""
    source = _get(request, pk)
    bad = RegisterRow.objects.filter(source=source, outcome=RowOutcome.BAD).order_by("number")
    headings, rows = queries.bad_sheet(source, bad.iterator(chunk_size=1000))
    return _sheet(f"foute-rijen-{source.pk}", _("Wrong rows"), [*headings, _("Row"), _("Why not")], rows)


@permission("procurement.manage_contracts")
def register_example(request: HttpRequest, kind: str) -> HttpResponse:
    """A sheet with the headings we know best, and one row as an example."""
    if kind not in COLUMNS:
        raise Http404
    columns = COLUMNS[kind]
    labels = [str(column.label) for column in columns]
    return _sheet("voorbeeld", _("Example"), labels, [[column.example for column in columns]])
