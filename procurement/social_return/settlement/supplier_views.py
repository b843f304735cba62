"""The settlement from the supplier's side: respond, and read the letters."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.kernel.files.views import file_response
from portal.kernel.permissions import actor_of, signed_in
from procurement.social_return.efforts.queries import my_contracts
from procurement.social_return.settlement import actions, queries
from procurement.social_return.settlement.forms import ViewForm

OWN = "shows only settlements of suppliers this person works for (efforts.queries.my_contracts)"


@signed_in(OWN)
def my_settlement(request: HttpRequest, pk: int) -> HttpResponse:
    """What the settlement of my contract comes to, and what I say about it."""
    person: Any = actor_of(request).person
    contract = get_object_or_404(my_contracts(person), pk=pk)
    found = queries.settlement_of(contract)
    if found is None:
        raise Http404
    form = ViewForm(request.POST if request.method == "POST" else None, initial={"text": found.view})
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_view(settlement=found, text=form.cleaned_data["text"], by=person)
            messages.success(request, _("Sent. The coordinator reads it before anything is decided."))
            return redirect("my_settlement", pk=pk)
        except actions.RefusedError:
            form.add_error(None, _("You cannot respond here any more. Call your coordinator."))
    context = {
        "contract": contract,
        "settlement": found,
        "page": queries.page_of(found, contract, timezone.localdate()),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "procurement/social_return/settlement/my_settlement.html", context, status=status)


@signed_in(OWN)
def my_settlement_letter(request: HttpRequest, pk: int) -> FileResponse:
    """Download a letter to my enterprise."""
    person: Any = actor_of(request).person
    letter = get_object_or_404(queries.my_letters(person), pk=pk)
    if letter.file is None:
        raise Http404
    return file_response(letter.file)
