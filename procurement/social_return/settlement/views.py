"""The settlement of a contract, as the coordinator does it on one page: where it is, what it comes to, what next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.kernel.conflicts import StaleVersionError
from portal.kernel.files.views import file_response
from portal.kernel.permissions import actor_of, allowed, check, permission
from procurement.social_return.contracts.models import Contract
from procurement.social_return.contracts.views import get_contract
from procurement.social_return.ledger.queries import balance
from procurement.social_return.settlement import actions, engine, queries
from procurement.social_return.settlement.forms import DecideForm, HeardForm, ProposeForm, RecoveryForm
from procurement.social_return.settlement.models import Settlement, SettlementLetter
from procurement.social_return.words import sentences

LOOK, MANAGE = "procurement.view_contracts", "procurement.manage_contracts"
#: Which form belongs to which step, by the name its errors and its typed words come back under.
FORMS = {"view": HeardForm, "recover": RecoveryForm, "propose": ProposeForm, "decide": DecideForm}


def refusal(code: str) -> str:
    """Why a step cannot be done, and what to do."""
    texts = {
        "state": _("This is done already. Look at what stands below."),
        "running": _("The contract still runs and not everything is realised. Settle it after its last day."),
        "pending": _("Something that was handed in still waits for judgement. Judge it first, then settle."),
        "deviation": _(
            "Another obligation was asked and waits for a colleague. Decide that first, then settle."
        ),
        "step": _("This step is not open now. Look at what stands below."),
        "second": _("You proposed this yourself. A colleague has to agree."),
        "changed": _(
            "Something was accepted or changed since the proposal. Send it back, so it is made anew."
        ),
    }
    return texts[code]


def _page(request: HttpRequest, contract: Contract, status: int = 200, **forms: Any) -> HttpResponse:
    settlement = queries.settlement_of(contract)
    today = timezone.localdate()
    context: dict[str, Any] = {
        "contract": contract,
        "settlement": settlement,
        "may_manage": allowed(request, MANAGE, contract),
        "rule": contract.scheme.shortfall,
    }
    if settlement is None:
        sums = balance(contract.pk)
        expected = engine.outcome(sums.obligation, sums.accepted, contract.scheme.shortfall)
        context |= {
            "expected": expected,
            "lines": sentences(expected.lines),
            "ended": today > contract.ends_on,
        }
    else:
        start = {"version": settlement.version}
        person: Any = actor_of(request).person
        context |= {
            "page": queries.page_of(settlement, contract, today),
            "mine": settlement.proposed_by_id == person.pk,
            "view_form": forms.get("view") or HeardForm(prefix="view"),
            "recover_form": forms.get("recover") or RecoveryForm(prefix="recover", initial=start),
            "propose_form": forms.get("propose")
            or ProposeForm(
                prefix="propose",
                initial={**start, "reason": settlement.reason, "waived": settlement.waived or None},
            ),
            "decide_form": forms.get("decide") or DecideForm(prefix="decide", initial=start),
        }
    return render(request, "procurement/social_return/settlement/settlement.html", context, status=status)


@permission(LOOK)
def settlement(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the settlement of a contract is, and what comes next."""
    return _page(request, get_contract(request, pk, LOOK))


@permission(MANAGE)
@require_POST
def settlement_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Start to settle."""
    contract = get_contract(request, pk, MANAGE)
    actor: Any = actor_of(request)
    try:
        made = actions.open_settlement(contract=contract, by=actor.person)
    except actions.RefusedError as refused:
        messages.error(request, refusal(refused.code))
        return redirect("settlement", pk=pk)
    done = made.state == engine.DECIDED
    messages.success(
        request,
        _("Settled: everything was realised. The supplier gets the letter.")
        if done
        else _("Started. The supplier gets a letter and can respond."),
    )
    return redirect("settlement", pk=pk)


def _step(
    request: HttpRequest, pk: int, name: str, do: Callable[[Settlement, dict[str, Any], Any], str]
) -> HttpResponse:
    """One step: with mistakes the page comes back with what was typed; else `do` says what happened."""
    contract = get_contract(request, pk, MANAGE)
    found = queries.settlement_of(contract)
    if found is None:
        raise Http404
    actor: Any = actor_of(request)
    form = FORMS[name](request.POST, prefix=name)
    if not form.is_valid():
        return _page(request, contract, 422, **{name: form})
    try:
        messages.success(request, do(found, form.cleaned_data, actor.person))
    except actions.RefusedError as refused:
        form.add_error(None, refusal(refused.code))
        return _page(request, contract, 422, **{name: form})
    except engine.WaivedTooMuchError:
        form.add_error("waived", _("This is more than what is missing. Fill in a lower amount."))
        return _page(request, contract, 422, **{name: form})
    except StaleVersionError as stale:
        form.add_error(
            None,
            _("A colleague changed this settlement meanwhile. Look at it again; what you typed is kept."),
        )
        typed: Any = form.data
        form.data = typed.copy()
        form.data[f"{name}-version"] = str(stale.current.version)  # type: ignore[index]
        return _page(request, contract, 409, **{name: form})
    return redirect("settlement", pk=pk)


@permission(MANAGE)
@require_POST
def settlement_heard(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what the supplier said."""

    def do(found: Settlement, data: dict[str, Any], person: Any) -> str:
        actions.give_view(settlement=found, text=data["text"], by=person)
        return _("Written down.")

    return _step(request, pk, "view", do)


@permission(MANAGE)
@require_POST
def settlement_recover(request: HttpRequest, pk: int) -> HttpResponse:
    """Give time to realise it after all."""

    def do(found: Settlement, data: dict[str, Any], person: Any) -> str:
        actions.grant_recovery(settlement=found, by=person, **data)
        return _("The recovery period began. The supplier gets a letter.")

    return _step(request, pk, "recover", do)


@permission(MANAGE)
@require_POST
def settlement_propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose what follows."""

    def do(found: Settlement, data: dict[str, Any], person: Any) -> str:
        made = actions.propose(settlement=found, by=person, **data)
        if made.state == engine.DECIDED:
            return _("Settled: everything was realised. The supplier gets the letter.")
        return _("Proposed. A colleague has to agree before it holds.")

    return _step(request, pk, "propose", do)


@permission(MANAGE)
@require_POST
def settlement_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """A colleague agrees (button "agree") or sends it back."""

    def do(found: Settlement, data: dict[str, Any], person: Any) -> str:
        agree = "agree" in request.POST
        actions.decide(settlement=found, agree=agree, by=person, **data)
        return _("Settled. The supplier gets the letter.") if agree else _("Sent back to your colleague.")

    return _step(request, pk, "decide", do)


@permission(LOOK)
def settlement_letter(request: HttpRequest, pk: int) -> FileResponse:
    """Download a letter."""
    letter = get_object_or_404(SettlementLetter.objects.select_related("file"), pk=pk)
    check(request, LOOK, letter)
    if letter.file is None:
        raise Http404
    return file_response(letter.file)
