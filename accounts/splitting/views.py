"""Splitting a case file: choose, look at what will happen, do it, and undo it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.casefile.views import get_case_file
from accounts.merging.moving import RefusedError
from accounts.splitting import actions, parts
from accounts.splitting.forms import SplitForm
from accounts.splitting.models import Split
from accounts.splitting.queries import moved_by
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.permissions import actor_of, check, permission, verdict


@permission("accounts.merge_case_files")
def split_case_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose what goes to the new file; then what will happen; then it happens. Each step sends the choices along."""
    found = get_case_file(request, pk, "accounts.merge_case_files")
    form = SplitForm(
        request.POST if request.method == "POST" else None,
        parts=parts.parts_of(found),
        initial={"version": found.version},
    )
    context: dict[str, Any] = {"case_file": found, "form": form, "changed": False}
    status = 200
    if request.method == "POST":
        if not form.is_valid():
            status = 422
        elif form.cleaned_data["version"] != found.version:
            status, context["changed"] = 409, True
            sent: Any = form.data
            again = sent.copy()
            again["version"] = str(found.version)
            form.data = again
        elif request.POST.get("stap") == "splitsen":
            return _do_split(request, form, found)
        elif request.POST.get("stap") != "kiezen":
            return render(request, "accounts/splitting/preview.html", context)
    return render(request, "accounts/splitting/choose.html", context, status=status)


def _do_split(request: HttpRequest, form: SplitForm, found: Any) -> HttpResponse:
    actor: Any = actor_of(request)
    try:
        done = actions.split(
            case_file=found, version=found.version, facts=form.facts(), chosen=set(form.cleaned_data["goes"]),
            reason=form.cleaned_data["reason"], by=actor.person,
        )  # fmt: skip
    except (RefusedError, StaleVersionError) as refused:
        text = str(refused) if isinstance(refused, RefusedError) else ""
        messages.error(request, text or _("A colleague changed this case file. Look at it again."))
        return redirect("split_case_file", pk=found.pk)
    messages.success(request, _("The case file is split."))
    return redirect("split", pk=done.pk)


@permission("accounts.view_case_files")
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """What a split did, for all who see the case file."""
    done = get_object_or_404(
        Split.objects.select_related("source", "made", "made_by", "undone_by_merge__made_by"), pk=pk
    )
    check(request, "accounts.view_case_file", done.source)
    actor = actor_of(request)
    context = {
        "done": done,
        "moved": moved_by(done),
        "may_undo": done.undone_by_merge_id is None
        and bool(verdict(actor, "accounts.merge_case_files", done)),
    }
    return render(request, "accounts/splitting/split.html", context)


@permission("accounts.merge_case_files")
@require_POST
def split_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Make one case file of both again."""
    done = get_object_or_404(Split.objects, pk=pk)
    check(request, "accounts.merge_case_files", done)
    actor: Any = actor_of(request)
    try:
        actions.undo(done=done, by=actor.person)
        messages.success(request, _("The split is undone. Both are one case file again."))
    except RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("split", pk=pk)
