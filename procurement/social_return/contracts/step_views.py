"""Steps on the page of a contract: turnover, deviations, people of the supplier."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.kernel.permissions import actor_of, check, permission
from procurement.social_return.contracts import actions
from procurement.social_return.contracts.forms import ContactForm, DecideForm, DeviationForm, TurnoverForm
from procurement.social_return.contracts.models import Deviation
from procurement.social_return.contracts.views import SETTLED, contract_page, get_contract
from procurement.social_return.reminders.actions import made_contact

MANAGE = "procurement.manage_contracts"


@permission(MANAGE)
@require_POST
def turnover_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what was invoiced over a period."""
    found = get_contract(request, pk, MANAGE)
    actor: Any = actor_of(request)
    form = TurnoverForm(request.POST, prefix="turnover")
    if form.is_valid():
        try:
            with transaction.atomic():
                actions.enter_turnover(contract=found, by=actor.person, **form.cleaned_data)
            messages.success(request, _("The turnover is entered."))
            return redirect("contract", pk=pk)
        except IntegrityError:
            form.add_error("first", _("This period overlaps a period that is entered already."))
        except actions.RefusedError:
            form.add_error(None, SETTLED)
    return contract_page(request, found, turnover_form=form, status=422)


@permission(MANAGE)
@require_POST
def contract_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a contact with the supplier."""
    found = get_contract(request, pk, MANAGE)
    actor: Any = actor_of(request)
    form = ContactForm(request.POST, prefix="contact")
    if form.is_valid():
        made_contact(contract=found, text=form.cleaned_data["text"], by=actor.person)
        messages.success(request, _("Written down."))
        return redirect("contract", pk=pk)
    return contract_page(request, found, contact_form=form, status=422)


@permission(MANAGE)
@require_POST
def deviation_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for another obligation than the rules give."""
    found = get_contract(request, pk, MANAGE)
    actor: Any = actor_of(request)
    form = DeviationForm(request.POST, prefix="deviation")
    if form.is_valid():
        try:
            actions.ask_deviation(contract=found, by=actor.person, **form.cleaned_data)
            messages.success(request, _("Asked. A colleague has to agree before it holds."))
            return redirect("contract", pk=pk)
        except actions.RefusedError as refused:
            waits = _("A deviation of this contract waits for a colleague already.")
            form.add_error(None, waits if refused.code == "waiting" else SETTLED)
    return contract_page(request, found, deviation_form=form, status=422)


@permission(MANAGE)
@require_POST
def deviation_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """A second pair of eyes says yes (button "agree") or no."""
    found = get_object_or_404(Deviation, pk=pk)
    check(request, MANAGE, found)
    actor: Any = actor_of(request)
    form = DecideForm(request.POST)
    answer = form.cleaned_data["answer"] if form.is_valid() else ""
    try:
        decided = actions.decide_deviation(
            deviation=found, agree="agree" in request.POST, answer=answer, by=actor.person
        )
        agreed = decided.state == Deviation.State.AGREED
        messages.success(request, _("You agreed. It holds now.") if agreed else _("You refused."))
    except actions.RefusedError as refused:
        texts = {
            "second": _("You asked for this yourself. A colleague has to agree."),
            "state": _("This is decided already."),
            "settled": str(SETTLED),
        }
        messages.error(request, texts[refused.code])
    return redirect("contract", pk=found.contract_id)
