"""Bringing a spreadsheet in: upload, columns, preview, result."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.imports import actions, queries
from accounts.imports.forms import ColumnsForm, PlaceForm, StartForm, UploadForm
from accounts.imports.lists import rows_for
from accounts.imports.models import Import, ImportRow, ImportState, Outcome
from accounts.imports.problems import file_words, label_of, words_of
from accounts.imports.reader import UnreadableError
from portal.kernel.exports.writers import CONTENT_TYPES, write_xlsx
from portal.kernel.files.actions import store_upload
from portal.kernel.permissions import actor_of, check, permission
from portal.ui.pagination import paginate


def _get(request: HttpRequest, pk: int) -> Import:
    found = get_object_or_404(Import.objects.select_related("by", "job", "file", "municipality"), pk=pk)
    check(request, "accounts.import", found)
    return found


@permission("accounts.import")
def imports(request: HttpRequest) -> HttpResponse:
    """Upload a spreadsheet; what was imported before."""
    actor: Any = actor_of(request)
    form = (
        UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    )
    if request.method == "POST" and form.is_valid():
        file = store_upload(
            upload=form.cleaned_data["file"], municipality=actor.municipality, by=actor.person
        )
        source = actions.make_import(municipality=actor.municipality, file=file, by=actor.person)
        return redirect("import_columns", pk=source.pk)
    rows = Import.objects.select_related("by").order_by("-created_at", "-pk")
    context = {"form": form, "page": paginate(request, rows)}
    return render(request, "accounts/imports/list.html", context, status=422 if form.is_bound else 200)


@permission("accounts.import")
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Which column holds what; ?blad= and ?kop= choose another sheet or row with headings."""
    source = _get(request, pk)
    if source.file is None or source.state == ImportState.IMPORTING:
        return redirect("import", pk=pk)
    sheet = request.GET.get("blad", source.sheet)
    asked = request.GET.get("kop", "") if request.GET.get("stond", sheet) == sheet else ""
    number = int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 4 and int(asked) else None
    try:
        head = queries.read_head(source, sheet, number)
    except UnreadableError as error:
        context = {"source": source, "unreadable": file_words(error.code)}
        return render(request, "accounts/imports/columns.html", context, status=422)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        headings=head.headings,
        examples=head.examples,
        mapping=head.mapping,
    )
    if request.method == "POST" and form.is_valid():
        actor: Any = actor_of(request)
        try:
            actions.start_check(
                source=source,
                sheet=head.sheet,
                header_row=head.header_row,
                headings=head.headings,
                mapping=form.mapping(),
                by=actor.person,
            )
        except actions.NotNowError:
            messages.error(request, _("This file is being checked or imported already."))
        return redirect("import", pk=pk)
    context = {
        "source": source,
        "head": head,
        "form": form,
        "problem": file_words(source.problem),
        "place": PlaceForm(
            initial={"blad": head.sheet, "kop": head.header_row, "stond": head.sheet}, sheets=head.sheets
        ),
    }
    return render(request, "accounts/imports/columns.html", context, status=422 if form.is_bound else 200)


@permission("accounts.import")
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is; then the preview; then what it did."""
    return _page(request, _get(request, pk), StartForm())


def _page(request: HttpRequest, source: Import, form: StartForm) -> HttpResponse:
    if source.state == ImportState.COLUMNS:
        return redirect("import_columns", pk=source.pk)
    job = source.job
    busy = bool(job and job.state in actions.RUNNING)
    counts = queries.counts_of(source) if not busy else {}
    page = paginate(request, rows_for(source, request.GET), size=50) if not busy else None
    context = {
        "source": source,
        "form": form,
        "job": job,
        "busy": busy,
        "mine": bool(job and job.requested_by_id == getattr(actor_of(request).person, "pk", None)),
        "stopped": bool(job and not busy and job.state in ("cancelled", "failed")),
        "counts": counts,
        "outcomes": [(code, label, counts.get(code, 0)) for code, label in Outcome.choices],
        "chosen": request.GET.get("uitkomst", ""),
        "page": page,
        "lines": queries.lines_of(page.rows) if page else [],
        "problem": file_words(source.problem),
    }
    return render(request, "accounts/imports/import.html", context, status=422 if form.is_bound else 200)


@permission("accounts.import")
@require_POST
def import_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the rows in."""
    source = _get(request, pk)
    actor: Any = actor_of(request)
    form = StartForm(request.POST)
    if not form.is_valid():
        return _page(request, source, form)
    try:
        actions.start_import(source=source, mode=form.cleaned_data["mode"], by=actor.person)
    except actions.BadRowsError:
        form.add_error(
            "mode", _("There are wrong rows. Correct them, or choose to import only the good rows.")
        )
        return _page(request, source, form)
    except actions.NotNowError:
        messages.error(request, _("This file is being imported already, or it is done."))
    return redirect("import", pk=pk)


@permission("accounts.import")
@require_POST
def import_check_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Check the file once more against the case files as they are now."""
    source = _get(request, pk)
    actor: Any = actor_of(request)
    try:
        actions.check_again(source=source, by=actor.person)
    except actions.NotNowError:
        messages.error(request, _("This file is being checked or imported already."))
    return redirect("import", pk=pk)


@permission("accounts.import")
@require_POST
def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the import away; it did nothing yet."""
    source = _get(request, pk)
    try:
        actions.discard(source=source)
    except actions.NotNowError:
        messages.error(request, _("This import runs or is done, so it cannot be thrown away."))
        return redirect("import", pk=pk)
    messages.success(request, _("The file and what was read from it are removed. Nothing was imported."))
    return redirect("imports")


@permission("accounts.import")
def import_bad_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """Only the wrong rows as xlsx, as they stood in the sheet, with why: to be corrected and uploaded again."""
    source = _get(request, pk)
    bad = ImportRow.objects.filter(source=source, outcome=Outcome.BAD).order_by("number")
    width = len(source.headings)

    def rows() -> Any:
        for row in bad.iterator(chunk_size=1000):
            why = " ".join(f"{label_of(problem['field'])}: {words_of(problem)}" for problem in row.problems)
            cells = [*row.cells, *([""] * width)][:width]
            yield [row.number, *cells, why]

    target = io.BytesIO()
    write_xlsx(target, _("Wrong rows"), [_("Row"), *source.headings, _("Why not")], rows())
    response = HttpResponse(target.getvalue(), content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="foute-rijen-{source.pk}.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
