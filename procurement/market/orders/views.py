"""One order for both sides and for officers: agreeing, confirming the delivery, cancelling."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.kernel.conflicts import StaleVersionError
from portal.kernel.permissions import actor_of, check, permission_or_own
from procurement.market.offers.keep_views import MANAGE, frame_of, person_of
from procurement.market.orders import actions, queries
from procurement.market.orders.forms import CancelForm, PlaceForm
from procurement.market.orders.models import Order, OrderState
from procurement.market.rulesets import in_force

OWN = "buyers and sellers see their own orders only (market.orders.queries.my_orders)"
REFUSALS = {
    "state": gettext_lazy("This cannot be done with the order as it is now. Look at what happened."),
    "purchase": gettext_lazy("The rules of the contract do not know this kind of social supplier."),
    "settled": gettext_lazy(
        "The contract is settled: this can no longer be taken back here. Call the coordinator."
    ),
    "delivered": gettext_lazy("You both confirmed the delivery. Only the buyer takes it back now."),
}


def _get(request: HttpRequest, pk: int) -> Order:
    if actor_of(request).membership is None:
        return get_object_or_404(queries.my_orders(person_of(request)), pk=pk)
    found = get_object_or_404(queries.all_orders(), pk=pk)
    check(request, MANAGE, found)
    return found


def _sides(request: HttpRequest, order: Order) -> tuple[bool, bool]:
    """(acts as the buyer, acts as the seller): an officer buys only for the municipality itself."""
    if actor_of(request).membership is not None:
        return order.invitation.request.supplier_id is None, False
    person = person_of(request)
    return queries.buys(order, person), queries.sells(order, person)


@permission_or_own(MANAGE, OWN)
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """The quote or order, and what this person can do with it."""
    return _page(request, _get(request, pk))


def _page(
    request: HttpRequest,
    found: Order,
    *,
    place: PlaceForm | None = None,
    cancel: CancelForm | None = None,
    stale: bool = False,
) -> HttpResponse:
    buys, sells = _sides(request, found)
    contract = found.invitation.request.contract
    fee = Decimal(in_force(municipality_id=found.municipality_id)["fee"])
    mine = found.buyer_confirmed_at if buys else found.seller_confirmed_at
    context: dict[str, Any] = {
        **frame_of(request),
        "order": found,
        "found": found.invitation.request,
        "invitation": found.invitation,
        "contract": contract,
        "fee": (found.amount * fee / 100).quantize(Decimal("0.01"), ROUND_HALF_UP) if fee else None,
        "buys": buys,
        "sells": sells,
        "may_place": buys and found.state == OrderState.QUOTED,
        "may_confirm": (buys or sells) and found.state == OrderState.ORDERED and not mine,
        "waits_for_other": (buys or sells) and found.state == OrderState.ORDERED and bool(mine),
        "place_form": place or PlaceForm(contract=contract, initial={"version": found.version}),
        "may_cancel": found.state != OrderState.CANCELLED
        and not (sells and not buys and found.state == OrderState.DONE),
        "cancel_form": cancel or CancelForm(),
        "stale": stale,
    }
    status = 409 if stale else 422 if place or cancel else 200
    return render(request, "procurement/market/orders/order.html", context, status=status)


@permission_or_own(MANAGE, OWN)
@require_POST
def order_place(request: HttpRequest, pk: int) -> HttpResponse:
    """The buyer agrees to the quote."""
    found = _get(request, pk)
    if not _sides(request, found)[0]:
        raise PermissionDenied(_("Only the buyer agrees to a quote."))
    form = PlaceForm(request.POST, contract=found.invitation.request.contract)
    if not form.is_valid():
        return _page(request, found, place=form)
    data = form.cleaned_data
    try:
        code = data.get("purchase_code") or ""
        actions.place(order=found, version=data["version"], purchase_code=code, by=person_of(request))
        messages.success(request, _("Ordered. The enterprise gets a mail."))
    except StaleVersionError:
        return _page(request, _get(request, pk), stale=True)
    except actions.RefusedError as refused:
        messages.info(request, REFUSALS[refused.code])
    return redirect("order", pk=pk)


@permission_or_own(MANAGE, OWN)
@require_POST
def order_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """One side says it was delivered."""
    found = _get(request, pk)
    buys, sells = _sides(request, found)
    if not (buys or sells):
        raise PermissionDenied(_("Only buyer and seller confirm the delivery."))
    try:
        done = actions.confirm(order=found, as_buyer=buys, by=person_of(request))
        if done.state == OrderState.DONE:
            messages.success(request, _("Both of you confirmed the delivery."))
        else:
            messages.success(request, _("Thank you. When the other side confirms too, the order is done."))
    except actions.RefusedError as refused:
        messages.info(request, REFUSALS[refused.code])
    return redirect("order", pk=pk)


@permission_or_own(MANAGE, OWN)
@require_POST
def order_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """It does not go on, or it is taken back."""
    found = _get(request, pk)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _page(request, found, cancel=form)
    try:
        buys, sells = _sides(request, found)
        actions.cancel(
            order=found,
            reason=form.cleaned_data["reason"],
            by=person_of(request),
            as_seller=sells and not buys,
        )
        messages.success(request, _("Cancelled. The other side gets a mail."))
    except actions.RefusedError as refused:
        messages.info(request, REFUSALS[refused.code])
    return redirect("order", pk=pk)
