"""The tray of unsorted mail: attach to a case file, or discard with a reason."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.casefile.actions import remaining
from accounts.casefile.models import CaseFile
from accounts.conversation.forms import AttachForm, DiscardForm
from accounts.conversation.receive import store
from portal.kernel.files.views import file_response
from portal.kernel.inbox.actions import assign, discard
from portal.kernel.models import IncomingFile, IncomingMail
from portal.kernel.permissions import actor_of, check, permission
from portal.ui.pagination import paginate

STATE = IncomingMail.State


@permission("accounts.sort_mail")
def unsorted_mail(request: HttpRequest) -> HttpResponse:
    """Mail of which a person must say where it belongs; ?stand=discarded shows what was discarded."""
    state = STATE.DISCARDED if request.GET.get("stand") == STATE.DISCARDED else STATE.UNSORTED
    rows = (
        IncomingMail.objects.filter(state=state).select_related("sorted_by").order_by("-received_at", "-pk")
    )
    context = {"page": paginate(request, rows), "discarded": state == STATE.DISCARDED}
    return render(request, "accounts/conversation/unsorted_list.html", context)


def _get(request: HttpRequest, pk: int) -> IncomingMail:
    found = get_object_or_404(
        IncomingMail.objects.filter(state__in=[STATE.UNSORTED, STATE.DISCARDED]).select_related("sorted_by"),
        pk=pk,
    )
    check(request, "accounts.sort_mail", found)
    return found


def _page(request: HttpRequest, found: IncomingMail, status: int = 200, **forms: Any) -> HttpResponse:
    suggestion = None
    if found.suggestion:
        suggestion = CaseFile.objects.filter(pk=found.suggestion).first()
        suggestion = suggestion and remaining(suggestion)
    initial = {"reference": suggestion.reference} if suggestion else {}
    context = {
        "mail": found,
        "files": list(IncomingFile.objects.filter(incoming=found).select_related("file").order_by("pk")),
        "suggestion": suggestion,
        "attach_form": AttachForm(initial=initial),
        "discard_form": DiscardForm(),
        **forms,
    }
    return render(request, "accounts/conversation/unsorted.html", context, status=status)


@permission("accounts.sort_mail")
def unsorted_one(request: HttpRequest, pk: int) -> HttpResponse:
    """One unsorted mail, with what is known of it."""
    return _page(request, _get(request, pk))


@permission("accounts.sort_mail")
@require_POST
def unsorted_attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it in the conversation of a case file."""
    found = _get(request, pk)
    person: Any = actor_of(request).person
    form = AttachForm(request.POST)
    case_file = None
    if form.is_valid():
        case_file = CaseFile.objects.filter(reference__iexact=form.cleaned_data["reference"].strip()).first()
        if case_file is None:
            form.add_error("reference", _("There is no case file with this reference. Check the number."))
        else:
            case_file = remaining(case_file)
    if case_file is None:
        return _page(request, found, 422, attach_form=form)
    if not assign(incoming=found, store=partial(store, case_file=case_file), by=person):
        messages.warning(request, _("A colleague sorted this mail already."))
        return redirect("unsorted_mail")
    messages.success(
        request, _("The mail stands in the conversation of %(name)s.") % {"name": case_file.name}
    )
    return redirect("conversation", pk=case_file.pk)


@permission("accounts.sort_mail")
@require_POST
def unsorted_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it belongs nowhere, and why."""
    found = _get(request, pk)
    person: Any = actor_of(request).person
    form = DiscardForm(request.POST)
    if not form.is_valid():
        return _page(request, found, 422, discard_form=form)
    if discard(incoming=found, reason=form.cleaned_data["reason"], by=person):
        messages.success(request, _("The mail is discarded. You find it under Discarded."))
    else:
        messages.warning(request, _("A colleague sorted this mail already."))
    return redirect("unsorted_mail")


@permission("accounts.sort_mail")
def unsorted_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Download a file of an unsorted mail."""
    found = get_object_or_404(IncomingFile.objects.select_related("file", "incoming"), pk=pk)
    check(request, "accounts.sort_mail", found)
    return file_response(found.file)  # type: ignore[return-value]
