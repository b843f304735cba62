"""Importing a contract register. What the pages do after the upload stands in accounts.imports.steps."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.imports import steps
from portal.kernel.files.actions import store_upload
from portal.kernel.permissions import actor_of, check, permission
from portal.ui.pagination import paginate
from procurement.social_return.imports.actions import make_register_import
from procurement.social_return.imports.columns import COLUMNS
from procurement.social_return.imports.forms import RegisterForm
from procurement.social_return.imports.models import RegisterImport


def _get(request: HttpRequest, pk: int) -> RegisterImport:
    sources = RegisterImport.objects.select_related("by", "job", "file", "municipality")
    found = get_object_or_404(sources, pk=pk)
    check(request, "procurement.manage_contracts", found)
    return found


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
        source = make_register_import(
            municipality=actor.municipality, kind=form.cleaned_data["kind"], file=file, by=actor.person
        )
        return redirect("register_import_columns", pk=source.pk)
    rows = RegisterImport.objects.select_related("by").order_by("-created_at", "-pk")
    context = {"form": form, "page": paginate(request, rows), "url_name": "register_import"}
    return render(
        request, "procurement/social_return/imports/list.html", context, status=422 if sent else 200
    )


@permission("procurement.manage_contracts")
def register_import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Which column holds what."""
    return steps.columns(request, _get(request, pk))


@permission("procurement.manage_contracts")
def register_import(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is; then the preview; then what became of each row."""
    return steps.page(request, _get(request, pk))


@permission("procurement.manage_contracts")
@require_POST
def register_import_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the rows in, or go on with an import that was stopped."""
    return steps.start(request, _get(request, pk))


@permission("procurement.manage_contracts")
@require_POST
def register_import_check_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Check the file once more against the contracts as they are now."""
    return steps.check_again(request, _get(request, pk))


@permission("procurement.manage_contracts")
@require_POST
def register_import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the import away; it did nothing yet."""
    return steps.discard(request, _get(request, pk))


@permission("procurement.manage_contracts")
def register_import_bad_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The wrong rows as a sheet, with why, to mend and upload again."""
    return steps.bad_rows(_get(request, pk))


@permission("procurement.manage_contracts")
def register_example(request: HttpRequest, kind: str) -> HttpResponse:
    """A sheet with the headings we know best, and one row as an example."""
    if kind not in COLUMNS:
        raise Http404
    columns = COLUMNS[kind]
    labels = [str(column.label) for column in columns]
    return steps.sheet("voorbeeld", _("Example"), labels, [[column.example for column in columns]])
