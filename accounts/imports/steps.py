"""The pages of an import of any kind: columns, preview, choice, what it did. The views name the permission."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.imports import actions, queries
from accounts.imports.forms import ColumnsForm, PlaceForm, StartForm
from accounts.imports.head import Head, read_head
from accounts.imports.kinds import Shape, kind_of
from accounts.imports.lists import narrowed
from accounts.imports.models import ImportState, Outcome, SheetImport
from accounts.imports.problems import file_words
from accounts.imports.reader import UnreadableError
from portal.kernel.exports.writers import CONTENT_TYPES, write_xlsx
from portal.kernel.permissions import actor_of
from portal.ui.pagination import paginate

STEPS = ("columns", "start", "check_again", "discard", "bad_rows")


def _frame(source: SheetImport) -> dict[str, Any]:
    """What every page has: the import, its routes and where it stands."""
    kind = kind_of(source)
    return {
        "source": source,
        "kind": kind,
        "urls": {
            "list": reverse(kind.crumbs[-1][1]),
            **{step: reverse(f"{kind.url_name}_{step}", args=[source.pk]) for step in STEPS},
        },
        "crumbs": [(words, reverse(name)) for words, name in kind.crumbs],
        "problem": file_words(source.problem),
    }


def asked(request: HttpRequest, known: str) -> tuple[str, int | None]:
    """?blad= and ?kop=: another sheet, or another row with headings; a row asked for belongs to its sheet."""
    sheet = request.GET.get("blad", known)
    text = request.GET.get("kop", "") if request.GET.get("stond", sheet) == sheet else ""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    return sheet, number or None


def columns(request: HttpRequest, source: SheetImport) -> HttpResponse:
    """What stands in which column; then the rows are checked in the background."""
    kind = kind_of(source)
    template = "accounts/imports/columns.html"
    if source.file is None or source.state == ImportState.IMPORTING:
        return redirect(kind.url_name, pk=source.pk)
    try:
        head = read_head(source, *asked(request, source.sheet))
    except UnreadableError as error:
        return render(request, template, {**_frame(source), "unreadable": file_words(error.code)}, status=422)
    sent = request.method == "POST"
    shape = kind.shape(source)
    form = ColumnsForm(request.POST if sent else None, head=head, shape=shape)
    if sent and form.is_valid():
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
        return redirect(kind.url_name, pk=source.pk)
    context = {
        **_frame(source),
        "head": head,
        "form": form,
        "missing": missing(head, shape),
        "place": PlaceForm(
            initial={"blad": head.sheet, "kop": head.header_row, "stond": head.sheet}, sheets=head.sheets
        ),
    }
    return render(request, template, context, status=422 if sent else 200)


def missing(head: Head, shape: Shape) -> list[str]:
    """Needed fields of which no column was recognised."""
    return [str(shape.labels[name]) for name in shape.needed if name not in head.mapping]


def page(request: HttpRequest, source: SheetImport, form: StartForm | None = None) -> HttpResponse:
    """How far it is; then the preview with its choice; then what it did."""
    kind = kind_of(source)
    if source.state == ImportState.COLUMNS:
        return redirect(f"{kind.url_name}_columns", pk=source.pk)
    job = source.job
    busy = bool(job and job.state in actions.RUNNING)
    counts = queries.counts_of(source) if not busy else {}
    rows: Any = kind.rows._default_manager.filter(source=source).order_by("number")
    found = paginate(request, narrowed(rows, request.GET), size=50) if not busy else None
    context = {
        **_frame(source),
        "form": form or StartForm(initial={"seen": actions.seen_of(source)}),
        "job": job,
        "busy": busy,
        "mine": bool(job and job.requested_by_id == getattr(actor_of(request).person, "pk", None)),
        "stopped": bool(job and not busy and job.state in ("cancelled", "failed")),
        "counts": counts,
        "outcomes": [(code, label, counts.get(code, 0)) for code, label in Outcome.choices],
        "chosen": request.GET.get("uitkomst", ""),
        "page": found,
        "lines": kind.lines(source, found.rows) if found else [],
        "row_label": kind.row_label(source),
        "done": str(kind.done(source))
        % {"made": counts.get("result_made", 0), "changed": counts.get("result_changed", 0)},
    }
    return render(request, "accounts/imports/import.html", context, status=422 if form else 200)


def start(request: HttpRequest, source: SheetImport) -> HttpResponse:
    """Bring the rows in, as they were seen in the preview."""
    actor: Any = actor_of(request)
    form = StartForm(request.POST)
    if not form.is_valid():
        return page(request, source, form)
    try:
        actions.start_import(
            source=source, mode=form.cleaned_data["mode"], by=actor.person, seen=form.cleaned_data["seen"]
        )
    except actions.BadRowsError:
        form.add_error(
            "mode", _("There are wrong rows. Correct them, or choose to import only the good rows.")
        )
        return page(request, source, form)
    except actions.CheckedAgainError:
        messages.error(
            request,
            _(
                "This file was checked again after you opened the page. Look at the rows and choose once more."
            ),
        )
    except actions.NotNowError:
        messages.error(request, _("This file is being imported already, or it is done."))
    return redirect(kind_of(source).url_name, pk=source.pk)


def check_again(request: HttpRequest, source: SheetImport) -> HttpResponse:
    """Check the file once more against what is there now."""
    actor: Any = actor_of(request)
    try:
        actions.check_again(source=source, by=actor.person)
    except actions.NotNowError:
        messages.error(request, _("This file is being checked or imported already."))
    return redirect(kind_of(source).url_name, pk=source.pk)


def discard(request: HttpRequest, source: SheetImport) -> HttpResponse:
    """Throw the import away; it did nothing yet."""
    kind, pk = kind_of(source), source.pk
    try:
        actions.discard(source=source)
    except actions.NotNowError:
        messages.error(request, _("This import runs or is done, so it cannot be thrown away."))
        return redirect(kind.url_name, pk=pk)
    messages.success(request, _("The file and what was read from it are removed. Nothing was imported."))
    return redirect(kind.crumbs[-1][1])


def bad_rows(source: SheetImport) -> HttpResponse:
    """Only the wrong rows as xlsx, with why: to be corrected and uploaded again."""
    headings, rows = kind_of(source).bad_sheet(source)
    return sheet(f"foute-rijen-{source.pk}", _("Wrong rows"), headings, rows)


def sheet(name: str, title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A spreadsheet to download, for nobody else."""
    target = io.BytesIO()
    write_xlsx(target, title, headings, rows)
    response = HttpResponse(target.getvalue(), content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
