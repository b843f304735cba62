"""What is bought elsewhere and could be bought here: the list, a request from it, setting a category aside."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.kernel.permissions import actor_of, permission_or_own
from portal.ui.pagination import paginate
from procurement.market.offers.keep_views import person_of
from procurement.market.requests.forms import RequestForm
from procurement.spend.buyers import FOR, Buyer, buyer_of
from procurement.spend.lists.queries import MANAGE, OWN
from procurement.spend.lists.views import frame
from procurement.spend.potential import actions, queries
from procurement.spend.potential.forms import AsideForm
from procurement.spend.share import queries as share
from procurement.spend.share.forms import ShareFilter

#: The name of a category in an address.
ABOUT = "categorie"


def _address(buyer: Buyer, **more: str) -> str:
    query = {FOR: str(buyer.supplier.pk)} if buyer.supplier else {}
    query |= more
    return reverse("spend_potential") + (f"?{urlencode(query)}" if query else "")


@permission_or_own(MANAGE, OWN)
def spend_potential(request: HttpRequest) -> HttpResponse:
    """Categories by what is paid elsewhere, each with who here could deliver it."""
    buyer = buyer_of(request)
    if share.is_empty(buyer):
        return redirect(reverse("spend_lists") + (f"?{buyer.query}" if buyer.query else ""))
    form = ShareFilter(request.GET, choices=share.choices(buyer))
    del form.fields[ABOUT]
    wanted, aside = form.wanted(), request.GET.get("weg") == "1"
    page = paginate(request, queries.elsewhere(buyer, wanted, aside=aside), size=queries.PAGE)
    paid, number = queries.whole(buyer, wanted)
    context = {
        **frame(request, buyer),
        "form": form,
        "filtered": wanted != share.Wanted(),
        "aside": aside,
        "page": page,
        "chances": queries.chances(buyer, page.rows),
        "paid": paid,
        "number": number,
    }
    return render(request, "procurement/spend/potential/potential.html", context)


def _category(request: HttpRequest, buyer: Buyer) -> str:
    """The category the address names; "" when the buyer has no such category (any more)."""
    asked = request.GET.get(ABOUT, "").replace("\0", "")
    return asked if asked and share.sums(buyer, share.Wanted(category=asked)).exists() else ""


def _gone(request: HttpRequest, buyer: Buyer) -> HttpResponse:
    messages.info(request, _("This category is not in your lists. Perhaps the list was removed."))
    return redirect(_address(buyer))


@permission_or_own(MANAGE, OWN)
def spend_potential_ask(request: HttpRequest) -> HttpResponse:
    """A request on the marketplace about a category; then the page of the request shows who fits."""
    buyer, actor = buyer_of(request), actor_of(request)
    category, staff = _category(request, buyer), actor.membership is not None
    if not category:
        return _gone(request, buyer)
    person = person_of(request)
    initial = {"title": category, "category": queries.suggested_category(buyer, category)}
    if buyer.supplier:
        initial["buyer"] = f"s{buyer.supplier.pk}"
    form = RequestForm(
        request.POST if request.method == "POST" else None,
        municipality_ids=[buyer.municipality.pk],
        person=None if staff else person,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        facts = form.facts(buyer.municipality)
        made = actions.ask_for(buyer=buyer, about=category, by=person, **facts)
        messages.info(request, f"spend-{category}", extra_tags="draft-saved")
        return redirect("market_request", pk=made.pk)
    context = {**frame(request, buyer), "form": form, "category": category, "back": _address(buyer)}
    return _form(request, "procurement/spend/potential/ask.html", context, form.is_bound)


@permission_or_own(MANAGE, OWN)
def spend_potential_aside(request: HttpRequest) -> HttpResponse:
    """Set a category aside, with why."""
    buyer = buyer_of(request)
    category = _category(request, buyer)
    if not category:
        return _gone(request, buyer)
    form = AsideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        step, made = actions.set_aside(
            buyer=buyer, category=category, reason=form.cleaned_data["reason"], by=person_of(request)
        )
        if made:
            messages.success(request, _("%(category)s is set aside.") % {"category": category})
        else:
            words = _("%(name)s set %(category)s aside already: %(reason)s")
            messages.info(request, words % {"name": step.by, "category": category, "reason": step.reason})
        return redirect(_address(buyer))
    context = {**frame(request, buyer), "form": form, "category": category, "back": _address(buyer)}
    return _form(request, "procurement/spend/potential/aside.html", context, form.is_bound)


def _form(request: HttpRequest, template: str, context: dict[str, Any], wrong: bool) -> HttpResponse:
    return render(request, template, context, status=422 if wrong else 200)


@permission_or_own(MANAGE, OWN)
@require_POST
def spend_potential_again(request: HttpRequest) -> HttpResponse:
    """A category that was set aside is a chance again."""
    buyer = buyer_of(request)
    category = _category(request, buyer)
    if category and actions.take_up_again(buyer=buyer, category=category):
        messages.success(request, _("%(category)s is among the chances again.") % {"category": category})
    return redirect(_address(buyer, weg="1"))
