"""The coordinator judges a certificate that a supplier handed in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.kernel.conflicts import StaleVersionError
from portal.kernel.files.views import file_response
from portal.kernel.permissions import actor_of, check, permission
from procurement.social_return.discount.engine import GAP, NOT_AT_AWARD
from procurement.social_return.renewals import actions, queries
from procurement.social_return.renewals.forms import RefuseForm
from procurement.social_return.renewals.models import HandedCertificate, HandedState

MANAGE = "procurement.manage_contracts"
CHANGED = gettext_lazy("Someone decided or changed this while you looked. This is how it stands now.")
_WHY_NOT = {
    "": "",
    GAP: gettext_lazy("does not follow on the certificate the discount stands on"),
    NOT_AT_AWARD: gettext_lazy("was not valid on the day of award"),
}


def _get(request: HttpRequest, pk: int) -> HandedCertificate:
    found = get_object_or_404(queries.handed(), pk=pk)
    check(request, MANAGE, found)
    return found


def _page(
    request: HttpRequest, found: HandedCertificate, form: RefuseForm | None = None, status: int = 200
) -> HttpResponse:
    case_file, waits = queries.case_file_of(found.supplier), found.state == HandedState.WAITING
    context = {
        "row": found,
        "waits": waits,
        "case_file": case_file,
        "former": queries.former_of(found, case_file) if waits and case_file else None,
        "day_before": found.valid_from - dt.timedelta(days=1),
        "meanings": [(item, _WHY_NOT[item.refusal]) for item in queries.meanings(found)],
        "others": [row for row in queries.of_supplier(found.supplier_id) if row.pk != found.pk],
        "refuse_form": form or RefuseForm(initial={"version": found.version}, prefix="refuse"),
    }
    return render(request, "procurement/social_return/renewals/judge.html", context, status=status)


@permission(MANAGE)
def handed_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """One certificate with its evidence, and what it could mean for each contract."""
    return _page(request, _get(request, pk))


@permission(MANAGE)
@require_POST
def handed_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept: the register gets it."""
    found = _get(request, pk)
    actor: Any = actor_of(request)
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else 0
    try:
        end = request.POST.get("eindigen") == "ja"
        row = actions.accept(row=found, version=version, by=actor.person, end_former=end)
        if row.mark_id:
            text = _("Accepted. It stands in the register of PSO certificates, and the supplier gets a mail.")
        else:
            text = _("Accepted. The supplier gets a mail.")
        messages.success(request, text)
    except StaleVersionError:
        messages.warning(request, CHANGED)
    except actions.RefusedError as refused:
        messages.error(request, _refused(refused.code))
    return redirect("handed_certificate", pk=pk)


def _refused(code: str) -> str:
    if code == "overlap":
        return _(
            "The register has another PSO certificate of this enterprise for these days. Let that one end first, or "
            "refuse this one with the reason."
        )
    return _("This is decided already. Look at how it stands now.")


@permission(MANAGE)
@require_POST
def handed_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse with a reason the supplier reads."""
    found = _get(request, pk)
    actor: Any = actor_of(request)
    form = RefuseForm(request.POST, prefix="refuse")
    if not form.is_valid():
        return _page(request, found, form, 422)
    try:
        actions.refuse(row=found, by=actor.person, **form.cleaned_data)
        messages.success(request, _("Refused. The supplier gets a mail with the reason."))
    except StaleVersionError:
        messages.warning(request, CHANGED)
    except actions.RefusedError as refused:
        messages.error(request, _refused(refused.code))
    return redirect("handed_certificate", pk=pk)


@permission(MANAGE)
def handed_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Download the certificate that was handed in."""
    return file_response(_get(request, pk).file)  # type: ignore[return-value]
