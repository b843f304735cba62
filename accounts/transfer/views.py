"""The sending municipality: ask, follow and call off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.casefile.views import get_case_file
from accounts.transfer import actions, parts, queries
from accounts.transfer.forms import AskForm, StopForm
from accounts.transfer.models import Part, Transfer
from portal.kernel.permissions import actor_of, allowed, check, permission


@permission("accounts.transfer_case_file")
def transfer_new(request: HttpRequest, pk: int) -> HttpResponse:
    """What goes along, what stays and what still runs; choose, and ask the entrepreneur."""
    found = get_case_file(request, pk, "accounts.transfer_case_file")
    actor: Any = actor_of(request)
    standing = queries.open_transfer(found)
    if standing and request.method != "POST":
        return redirect("transfer", pk=standing.pk)
    running = parts.running(found)
    form = AskForm(
        request.POST if request.method == "POST" else None, towns=queries.receivers(found), running=running
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask(case_file=found, by=actor.person, **form.chosen())
        except actions.RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The entrepreneur gets a mail and can answer on the own page."))
            return redirect("transfer", pk=made.pk)
    along = parts.goes(found)
    return render(
        request,
        "accounts/transfer/new.html",
        {
            "case_file": found,
            "form": form,
            "along": along,
            "stays": parts.stays(found, along),
            "running": running,
            "nobody": not next(line for line in along if line.part is Part.IDENTITY).kinds[0][1],
        },
        status=422 if form.is_bound else 200,
    )


@permission("accounts.view_case_files")
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """How a transfer stands, for all who see the case file."""
    found = get_object_or_404(
        Transfer.objects.select_related("case_file", "to", "asked_by", "answered_by", "ended_by"), pk=pk
    )
    check(request, "accounts.view_case_file", found.case_file)
    return _page(request, found, StopForm())


def _page(request: HttpRequest, found: Transfer, form: StopForm) -> HttpResponse:
    copied = [(str(part.label), found.copied[part.value]) for part in Part if found.copied.get(part.value)]
    context = {
        "transfer": found,
        "parts": [Part(code).label for code in found.parts],
        "copied": copied,
        "form": form,
        "may_stop": found.is_open and allowed(request, "accounts.transfer_case_file", found),
    }
    status = 422 if form.is_bound else 200
    return render(request, "accounts/transfer/transfer.html", context, status=status)


@permission("accounts.transfer_case_file")
@require_POST
def transfer_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call it off."""
    found = get_object_or_404(
        Transfer.objects.select_related("case_file", "to", "asked_by", "answered_by", "ended_by"), pk=pk
    )
    check(request, "accounts.transfer_case_file", found)
    actor: Any = actor_of(request)
    form = StopForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        actions.cancel(transfer=found, reason=form.cleaned_data["reason"], by=actor.person)
        messages.success(request, _("The transfer is called off. The entrepreneur gets a mail."))
    except actions.RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("transfer", pk=pk)
