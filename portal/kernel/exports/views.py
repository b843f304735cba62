"""The page that exports a list: choose columns, get the file."""

from __future__ import annotations

import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from portal.kernel.exports import actions
from portal.kernel.exports.forms import ExportForm
from portal.kernel.exports.models import ExportChoice
from portal.kernel.exports.registry import list_page
from portal.kernel.exports.writers import CONTENT_TYPES
from portal.kernel.permissions import actor_of, check, permission


@permission("kernel.use_list")
def export(request: HttpRequest, code: str) -> HttpResponse:
    """Export the list whose filters stand in this page's own query string."""
    page = list_page(code)
    check(request, "kernel.use_list", page)
    actor = actor_of(request)
    assert actor.person is not None and actor.municipality is not None
    params = request.GET
    last = ExportChoice.objects.filter(person=actor.person, list_code=page.code).first()
    form = ExportForm(request.POST if request.method == "POST" else None, page=page, last=last)
    count = actions.row_count(page, params, actor)
    if request.method == "POST" and form.is_valid():
        columns, file_format = form.cleaned_data["columns"], form.cleaned_data["format"]
        actions.remember_choice(
            municipality=actor.municipality,
            person=actor.person,
            page=page,
            columns=columns,
            file_format=file_format,
        )
        if count > actions.AT_ONCE:
            job = actions.start_export(
                page=page, params=params, actor=actor, columns=columns, file_format=file_format
            )
            return redirect("job", pk=job.pk)
        target = io.BytesIO()
        actions.write(
            page=page,
            params=params,
            actor=actor,
            columns=page.chosen(columns),
            file_format=file_format,
            target=target,
        )
        response = HttpResponse(target.getvalue(), content_type=CONTENT_TYPES[file_format])
        response["Content-Disposition"] = f'attachment; filename="{actions.file_name(page, file_format)}"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response
    context = {
        "form": form,
        "list": page,
        "count": count,
        "many": count > actions.AT_ONCE,
        "back": page.url(params),
    }
    return render(request, "kernel/exports/export.html", context, status=422 if form.is_bound else 200)
