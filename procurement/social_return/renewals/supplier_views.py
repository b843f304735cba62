"""The supplier's own certificates: how each stands, and handing in the next one. Made for a phone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.recognition.rulesets import terms
from portal.kernel.files.actions import store_upload
from portal.kernel.files.views import file_response
from portal.kernel.permissions import actor_of, signed_in
from portal.ui.pagination import paginate
from procurement.social_return.renewals import actions, queries
from procurement.social_return.renewals.forms import RenewalForm
from procurement.suppliers.access import my_suppliers

OWN = "shows only certificates of suppliers this person works for (renewals.queries.mine)"


@signed_in(OWN)
def my_certificates(request: HttpRequest) -> HttpResponse:
    """What my suppliers handed in, the newest first, and where to hand in the next."""
    person: Any = actor_of(request).person
    context = {
        "page": paginate(request, queries.mine(person), size=20),
        "suppliers": list(my_suppliers(person).order_by("municipality__name", "pk")[:20]),
    }
    return render(request, "procurement/social_return/renewals/mine.html", context)


@signed_in(OWN)
def my_certificate_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in a certificate of this supplier."""
    person: Any = actor_of(request).person
    supplier = get_object_or_404(my_suppliers(person), pk=pk)
    rules = terms(municipality_id=supplier.municipality_id, on=timezone.localdate())
    posted = request.method == "POST"
    form = RenewalForm(
        request.POST if posted else None, request.FILES if posted else None, months=rules["pso_months"]
    )
    if posted and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            actions.hand_in(
                supplier=supplier,
                by=person,
                file=lambda: store_upload(upload=upload, municipality=supplier.municipality, by=person),
                **form.facts(),
            )
            messages.success(
                request, _("Handed in. The coordinator looks at it; you get a mail with the answer.")
            )
            return redirect("my_certificates")
        except actions.RefusedError:
            form.add_error("number", _("You handed in this certificate already. Look at how it stands."))
    return render(
        request,
        "procurement/social_return/renewals/new.html",
        {"form": form, "supplier": supplier},
        status=422 if posted else 200,
    )


@signed_in(OWN)
@require_POST
def my_certificate_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what waits."""
    person: Any = actor_of(request).person
    found = get_object_or_404(queries.mine(person), pk=pk)
    try:
        actions.withdraw(row=found, by=person)
        messages.success(request, _("You took the certificate back."))
    except actions.RefusedError:
        messages.info(request, _("This is decided already."))
    return redirect("my_certificates")


@signed_in(OWN)
def my_certificate_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Download the certificate I handed in."""
    person: Any = actor_of(request).person
    found = get_object_or_404(queries.mine(person), pk=pk)
    return file_response(found.file)  # type: ignore[return-value]
