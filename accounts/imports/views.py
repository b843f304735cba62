"""Bringing a list of enterprises in: upload, columns, preview, result. What the pages do stands in steps.py."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.imports import actions, steps
from accounts.imports.forms import UploadForm
from accounts.imports.models import Import
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
    sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
    if sent and form.is_valid():
        file = store_upload(
            upload=form.cleaned_data["file"], municipality=actor.municipality, by=actor.person
        )
        source = actions.make_import(municipality=actor.municipality, file=file, by=actor.person)
        return redirect("import_columns", pk=source.pk)
    rows = Import.objects.select_related("by").order_by("-created_at", "-pk")
    context = {"form": form, "page": paginate(request, rows), "url_name": "import"}
    return render(request, "accounts/imports/list.html", context, status=422 if sent else 200)


@permission("accounts.import")
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Which column holds what; ?blad= and ?kop= choose another sheet or row with headings."""
    return steps.columns(request, _get(request, pk))


@permission("accounts.import")
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is; then the preview; then what it did."""
    return steps.page(request, _get(request, pk))


@permission("accounts.import")
@require_POST
def import_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the rows in."""
    return steps.start(request, _get(request, pk))


@permission("accounts.import")
@require_POST
def import_check_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Check the file once more against the case files as they are now."""
    return steps.check_again(request, _get(request, pk))


@permission("accounts.import")
@require_POST
def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the import away; it did nothing yet."""
    return steps.discard(request, _get(request, pk))


@permission("accounts.import")
def import_bad_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """Only the wrong rows as xlsx, as they stood in the sheet, with why: to be corrected and uploaded again."""
    return steps.bad_rows(_get(request, pk))
