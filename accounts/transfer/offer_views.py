"""The receiving municipality: judge, accept or decline."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.transfer import queries, receiving
from accounts.transfer.forms import AcceptForm, DeclineForm
from accounts.transfer.models import OfferState, TransferOffer
from portal.kernel.models import Role
from portal.kernel.people.queries import colleagues
from portal.kernel.permissions import actor_of, check, permission


@permission("accounts.decide_transfer")
def transfer_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """What another municipality offers: enough to judge. `stap` says whether it is accepted or declined."""
    found = get_object_or_404(
        TransferOffer.objects.select_related("municipality", "sender", "asked_by", "decided_by", "case_file"),
        pk=pk,
    )
    check(request, "accounts.decide_transfer", found)
    actor: Any = actor_of(request)
    known = queries.known_here(found)
    step = request.POST.get("stap", "") if request.method == "POST" else ""
    accept = AcceptForm(
        request.POST if step == "overnemen" else None,
        managers=list(colleagues(found.municipality, role=Role.ACCOUNT_MANAGER)),
        known=known,
        certain=bool(found.kvk_number and known),
        me=actor.person,
    )
    decline = DeclineForm(request.POST if step == "afwijzen" else None)
    try:
        if accept.is_bound and accept.is_valid():
            done = receiving.accept(offer=found, by=actor.person, **accept.chosen())
            messages.success(request, _("The case file is yours now. The entrepreneur gets a mail."))
            return redirect("case_file", pk=done.case_file_id)
        if decline.is_bound and decline.is_valid():
            receiving.decline(offer=found, by=actor.person, reason=decline.cleaned_data["reason"])
            messages.success(request, _("Declined. The other municipality and the entrepreneur get a mail."))
            return redirect("transfer_offer", pk=pk)
    except receiving.RefusedError as refused:
        messages.error(request, str(refused))
        return redirect("transfer_offer", pk=pk)
    return render(
        request,
        "accounts/transfer/offer.html",
        {
            "offer": found,
            "accept": accept,
            "decline": decline,
            "certain": known[0] if found.kvk_number and known else None,
            "waiting": found.state == OfferState.WAITING,
        },
        status=422 if step else 200,
    )
