"""What the enterprise that is asked sees and does: who asks and why me, interested or not, a quote."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.kernel.permissions import actor_of, check, permission_or_own, signed_in
from procurement.market.offers.keep_views import MANAGE, frame_of, person_of
from procurement.market.orders import actions as orders
from procurement.market.requests import actions, queries, words
from procurement.market.requests.forms import AnswerForm, QuoteForm
from procurement.market.requests.models import Answer, Invitation, RequestState
from procurement.market.rulesets import label_of

OWN = "enterprises see only what they were asked themselves (market.requests.queries.my_invitations)"
REFUSALS = {
    "closed": gettext_lazy("The buyer closed this request."),
    "answered": gettext_lazy("You answered this already."),
    "interest": gettext_lazy("Say first that you are interested."),
    "state": gettext_lazy("This quote became an order already."),
}


@permission_or_own(MANAGE, OWN)
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked; opening it shows the buyer that somebody looked."""
    if actor_of(request).membership is not None:
        found = get_object_or_404(queries.all_invitations(), pk=pk)
        check(request, MANAGE, found)
        return _page(request, found)
    found = get_object_or_404(queries.my_invitations(person_of(request)), pk=pk)
    actions.look(invitation=found)
    return _page(request, found)


def _page(
    request: HttpRequest,
    found: Invitation,
    *,
    answer: AnswerForm | None = None,
    quote: QuoteForm | None = None,
) -> HttpResponse:
    order = getattr(found, "order", None)
    frame = frame_of(request)
    is_open = found.request.state == RequestState.OPEN
    quoted = order is not None and order.state == "quoted"
    context: dict[str, Any] = {
        **frame,
        "invitation": found,
        "found": found.request,
        "order": order,
        "category": label_of(found.request.category, found.municipality_id),
        "reasons": words.from_stored(found.reasons),
        "may_answer": is_open and not found.answer and not frame["staff"],
        "may_quote": is_open
        and found.answer == Answer.INTERESTED
        and not frame["staff"]
        and (order is None or quoted),
        "is_open": is_open,
        "answer_form": answer or AnswerForm(),
        "quote_form": quote
        or QuoteForm(initial={"amount": order.amount, "text": order.text} if order else None),
    }
    bad = answer is not None or quote is not None
    return render(request, "procurement/market/requests/invitation.html", context, status=422 if bad else 200)


@signed_in(OWN)
@require_POST
def invitation_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Interested or not."""
    person = person_of(request)
    found = get_object_or_404(queries.my_invitations(person), pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, answer=form)
    data = form.cleaned_data
    try:
        actions.answer(invitation=found, interested=data["interested"] == "yes", why=data["why"], by=person)
        messages.success(request, _("Your answer is sent. The buyer gets a mail."))
    except actions.RefusedError as refused:
        messages.info(request, REFUSALS[refused.code])
    return redirect("invitation", pk=pk)


@signed_in(OWN)
@require_POST
def invitation_quote(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what it costs."""
    person = person_of(request)
    found = get_object_or_404(queries.my_invitations(person), pk=pk)
    form = QuoteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, quote=form)
    try:
        orders.quote(invitation=found, by=person, **form.cleaned_data)
        messages.success(request, _("Your quote is sent. The buyer gets a mail."))
    except orders.RefusedError as refused:
        messages.info(request, REFUSALS[refused.code])
    return redirect("invitation", pk=pk)
