"""From quote to order, confirmed by both, booked once, and corrected when it is cancelled.

The order is locked before the contract, always in that order: both sides may press at the same moment.
"""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.timeline.actions import add_entry
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Person
from portal.ui.formats import euro
from procurement.market.orders.models import Order, OrderState
from procurement.market.requests.mail import mail_buyer, mail_seller
from procurement.market.requests.models import Answer, Invitation, RequestState
from procurement.market.rulesets import in_force
from procurement.social_return.efforts import actions as efforts
from procurement.social_return.efforts.models import WAITING, EffortKind, EffortState
from procurement.social_return.ledger.actions import lock_contract


class RefusedError(Exception):
    """Not now. `code`: "state", "closed", "interest", "purchase", "settled" or "delivered"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _lock(order: Order) -> Order:
    found: Order = (
        Order.objects.select_for_update(of=("self",))
        .select_related(
            "invitation__request__supplier__enterprise", "invitation__request__contract", "effort",
            "invitation__request__municipality", "invitation__request__made_by", "invitation__case_file__enterprise",
        )
        .get(pk=order.pk)
    )  # fmt: skip
    return found


def _address(order: Order) -> str:
    return reverse("order", args=[order.pk])


def _tell_buyer(order: Order, subject: str, *lines: str) -> None:
    mail_buyer(order.invitation.request, subject=subject, lines=list(lines), url=_address(order))


def _tell_seller(order: Order, subject: str, *lines: str) -> None:
    mail_seller(order.invitation, subject=subject, lines=list(lines), url=_address(order))


def _words(order: Order) -> dict[str, str]:
    return {
        "title": order.invitation.request.title,
        "buyer": order.invitation.request.buyer,
        "seller": order.invitation.case_file.name,
        "amount": euro(order.amount),
    }


def _write(order: Order, text: str, by: Person, at: dt.datetime) -> None:
    add_entry(
        case_file=order.invitation.case_file, kind="market", text=text, by=by, url=_address(order),
        for_entrepreneur=True, at=at,
    )  # fmt: skip


@transaction.atomic
def quote(
    *, invitation: Invitation, amount: Decimal, text: str, by: Person, at: dt.datetime | None = None
) -> Order:
    """The enterprise says what it costs; until it is ordered a new quote takes the place of the old one.

    Raises RefusedError: "interest" before the enterprise is interested, "closed", or "state" once it is ordered.
    """
    at = at or timezone.now()
    found = Invitation.objects.select_for_update(of=("self",)).select_related("request").get(pk=invitation.pk)
    if found.answer != Answer.INTERESTED:
        raise RefusedError("interest")
    if found.request.state != RequestState.OPEN:
        raise RefusedError("closed")
    there = Order.objects.filter(invitation=found).first()
    if there is None:
        there = Order.objects.create(
            municipality_id=found.municipality_id, invitation=found, amount=amount, text=text, quoted_by=by,
            quoted_at=at, booking_key=uuid.uuid4(),
        )  # fmt: skip
        order = _lock(there)
    else:
        order = _lock(there)
        if order.state != OrderState.QUOTED:
            raise RefusedError("state")
        if (order.amount, order.text) == (amount, text):
            return order
        order.amount, order.text, order.quoted_by, order.quoted_at = amount, text, by, at
        order.version += 1
        order.save()
    _tell_buyer(order, _("Quote of %(seller)s: %(amount)s for %(title)s") % _words(order), text)
    return order


@transaction.atomic
def place(
    *, order: Order, version: int, purchase_code: str, by: Person, at: dt.datetime | None = None
) -> Order:
    """The buyer agrees to the quote it saw. Twice is once.

    Raises StaleVersionError when the quote changed meanwhile, RefusedError "state" or "purchase" (a kind of social
    supplier the contract's rules do not know).
    """
    found, at = _lock(order), at or timezone.now()
    if found.state == OrderState.ORDERED:
        return found
    if found.state != OrderState.QUOTED:
        raise RefusedError("state")
    if found.version != version:
        raise StaleVersionError(found)
    contract = found.invitation.request.contract
    if purchase_code and (contract is None or purchase_code not in contract.scheme.purchases):
        raise RefusedError("purchase")
    found.state, found.purchase_code, found.ordered_by, found.ordered_at = (
        OrderState.ORDERED,
        purchase_code,
        by,
        at,
    )
    found.version += 1
    found.save()
    _write(found, _("%(buyer)s ordered for %(amount)s: %(title)s") % _words(found), by, at)
    _tell_seller(found, _("%(buyer)s ordered for %(amount)s: %(title)s") % _words(found))
    return found


@transaction.atomic
def confirm(*, order: Order, as_buyer: bool, by: Person, at: dt.datetime | None = None) -> Order:
    """One side says it was delivered. When both did it is done, and booked once if the contract's rules count it."""
    found, at = _lock(order), at or timezone.now()
    if found.state == OrderState.DONE:
        return found
    if found.state != OrderState.ORDERED:
        raise RefusedError("state")
    if as_buyer:
        found.buyer_confirmed_at = found.buyer_confirmed_at or at
    else:
        found.seller_confirmed_at = found.seller_confirmed_at or at
    done = bool(found.buyer_confirmed_at and found.seller_confirmed_at)
    if done:
        found.state, found.done_at = OrderState.DONE, at
        _book(found, by, at)
    found.version += 1
    found.save()
    if done:
        text = _("Delivered to %(buyer)s for %(amount)s: %(title)s") % _words(found)
        _write(found, text, by, at)
    else:
        text = _("Was it delivered? The other side says so: %(title)s") % _words(found)
        (_tell_seller if as_buyer else _tell_buyer)(found, text)
    return found


def _book(order: Order, by: Person, at: dt.datetime) -> None:
    """Hand it in for the buyer's contract, and accept it when the rules of the marketplace say so.

    A contract that is settled takes nothing in any more: the order is done all the same.
    """
    contract = order.invitation.request.contract
    if contract is None or not order.purchase_code:
        return
    enterprise = order.invitation.case_file.enterprise
    try:
        effort = efforts.submit(
            contract=contract,
            by=by,
            form_key=order.booking_key,
            kind=EffortKind.PURCHASE,
            code=order.purchase_code,
            amount=order.amount,
            bought_from=order.invitation.case_file.name[:200],
            kvk_number=enterprise.kvk_number or "",
            first=timezone.localtime(at).date(),
            text=_("Ordered on the marketplace and confirmed by both: %(title)s") % _words(order),
        )
    except efforts.RefusedError:
        return
    if effort.state in WAITING and in_force(municipality_id=order.municipality_id)["accept_at_once"]:
        effort = efforts.accept(effort=effort, version=effort.version, by=by)
    order.effort = effort


@transaction.atomic
def cancel(
    *, order: Order, reason: str, by: Person, as_seller: bool = False, at: dt.datetime | None = None
) -> Order:
    """It does not go on, or it is taken back. What was booked is corrected to nothing; twice is once.

    Raises RefusedError: "settled" when it was booked in a contract that is settled, "delivered" when the seller takes
    back what both confirmed: it stands in the buyer's ledger.
    """
    found, at = _lock(order), at or timezone.now()
    if found.state == OrderState.CANCELLED:
        return found
    if as_seller and found.state == OrderState.DONE:
        raise RefusedError("delivered")
    if found.effort:
        _unbook(found, reason, by)
    found.state, found.cancelled_by, found.cancelled_at, found.cancel_reason = (
        OrderState.CANCELLED, by, at, reason,
    )  # fmt: skip
    found.version += 1
    found.save()
    text = _("Cancelled: %(title)s") % _words(found)
    _write(found, f"{text}. {reason}", by, at)
    _tell_buyer(found, text, reason)
    _tell_seller(found, text, reason)
    return found


def _unbook(order: Order, reason: str, by: Person) -> None:
    effort = order.effort
    assert effort is not None
    lock_contract(effort.contract_id)  # a coordinator may be deciding about it at this moment
    effort.refresh_from_db()
    try:
        if effort.state == EffortState.ACCEPTED:
            efforts.correct(effort=effort, version=effort.version, reason=reason, by=by, amount=Decimal(0))
        elif effort.state in WAITING:
            efforts.withdraw(effort=effort, by=by)
    except efforts.RefusedError as refused:
        raise RefusedError("settled") from refused
