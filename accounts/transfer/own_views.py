"""The entrepreneur: what goes, what stays, to whom; consent, refuse, withdraw."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.self_service.queries import my_case_files
from accounts.self_service.views import OWN
from accounts.transfer import actions, parts
from accounts.transfer.forms import ConsentForm
from accounts.transfer.models import Part, Transfer, TransferState
from portal.kernel.permissions import actor_of, signed_in


def _mine(person: Any, pk: int) -> Transfer:
    found = Transfer.objects.filter(case_file__in=my_case_files(person))
    return get_object_or_404(  # type: ignore[no-any-return]
        found.select_related(
            "case_file", "case_file__enterprise", "municipality", "to", "asked_by", "answered_by"
        ),
        pk=pk,
    )


@signed_in(OWN)
def my_transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """Read and decide; afterwards, how it stands."""
    person: Any = actor_of(request).person
    found = _mine(person, pk)
    asked = found.state == TransferState.ASKED and timezone.localdate() <= found.expires_on
    lines = parts.goes(found.case_file) if asked else []
    form = ConsentForm(request.POST if request.method == "POST" else None, lines=lines)
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["answer"] == "yes":
                actions.consent(transfer=found, chosen=form.cleaned_data["parts"], by=person)
                messages.success(request, _("Thank you. The other municipality now looks at your case file."))
            else:
                actions.refuse(transfer=found, by=person)
                messages.success(request, _("Your answer is kept. Nothing goes to the other municipality."))
        except actions.RefusedError as refused:
            messages.error(request, str(refused))
        return redirect("my_transfer", pk=pk)
    return render(
        request,
        "accounts/transfer/mine.html",
        {
            "transfer": found,
            "form": form,
            "asked": asked,
            "identity": next((line for line in lines if line.part is Part.IDENTITY), None),
            "parts": [Part(code).label for code in found.parts],
        },
        status=422 if form.is_bound else 200,
    )


@signed_in(OWN)
@require_POST
def my_transfer_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw the consent, until the other municipality accepted."""
    person: Any = actor_of(request).person
    try:
        actions.withdraw(transfer=_mine(person, pk), by=person)
        messages.success(request, _("Your consent is withdrawn. Nothing goes to the other municipality."))
    except actions.RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("my_transfer", pk=pk)
