"""Deciding about the PSO discount, on the page of the contract."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.kernel.conflicts import StaleVersionError
from portal.kernel.files.actions import store_upload
from portal.kernel.files.views import file_response
from portal.kernel.permissions import actor_of, check, permission
from portal.ui.templatetags.nlds import nl_date
from procurement.social_return.contracts.actions import RefusedError
from procurement.social_return.contracts.models import Contract
from procurement.social_return.contracts.views import SETTLED, certificates_of, contract_page, get_contract
from procurement.social_return.discount import actions, engine, queries
from procurement.social_return.discount.forms import DiscountForm
from procurement.social_return.discount.models import DiscountFile

MANAGE = "procurement.manage_contracts"
CHANGED = gettext_lazy(
    "Someone changed this contract while you typed. Look at it, and send again if it still holds."
)


@permission(MANAGE)
@require_POST
def discount_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the discount, go on with it on the next certificate, or take it back."""
    found = get_contract(request, pk, MANAGE)
    actor: Any = actor_of(request)
    form = DiscountForm(
        request.POST, request.FILES, prefix="pso", contract=found, now=queries.current(found),
        certificates=certificates_of(request, found)[0],
    )  # fmt: skip
    status = 422
    if form.is_valid():
        try:
            _decide(found, form, actor.person)
            messages.success(request, _("Decided. The obligation is computed again."))
            return redirect("contract", pk=pk)
        except RefusedError as refused:
            form.add_error(*_words(refused.code, found))
        except StaleVersionError as stale:
            form.add_error(None, CHANGED)
            typed: Any = form.data
            form.data = typed.copy()
            form.data["pso-version"] = str(stale.current.version)  # type: ignore[index]
            status = 409
    return contract_page(request, found, discount_form=form, status=status)


@permission(MANAGE)
def discount_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Download the certificate a decision rests on."""
    found = get_object_or_404(DiscountFile.objects.select_related("file"), pk=pk)
    check(request, MANAGE, found)
    return file_response(found.file)  # type: ignore[return-value]


def _decide(contract: Contract, form: DiscountForm, by: Any) -> None:
    facts: dict[str, Any] = {
        "contract": contract,
        "version": form.cleaned_data["version"],
        "reason": form.cleaned_data["reason"],
        "by": by,
    }
    if form.cleaned_data["level"]:
        made = actions.give(certificate=form.certificate(), **facts)
        upload = form.cleaned_data["document"]
        if upload:  # stored after the decision: a refusal leaves no file behind
            file = store_upload(upload=upload, municipality=contract.municipality, by=by)
            actions.keep_document(decision=made, file=file)
    else:
        actions.take_back(**facts)


def _words(code: str, contract: Contract) -> tuple[str | None, str]:
    """The field a refusal belongs to, and what to do about it."""
    now = queries.current(contract)
    last = nl_date(now.valid_to) if now else ""
    return {
        engine.NOT_AT_AWARD: (
            "valid_from",
            _("This certificate was not valid on the day of award, %(day)s. It gives no discount.")
            % {"day": nl_date(contract.awarded_on)},
        ),
        engine.GAP: (
            "valid_from",
            _(
                "The former certificate ends on %(day)s. This one does not follow on it: take the discount back."
            )
            % {"day": last},
        ),
        "level": ("level", _("The rules of this contract give no discount for this certificate.")),
        "none": ("level", _("There is no discount to take back. Choose a certificate.")),
        "settled": (None, str(SETTLED)),
    }[code]
