"""The human check: is this supplier that enterprise?"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.kernel.permissions import actor_of, check, permission_or_own
from portal.ui.pagination import paginate
from procurement.market.offers.keep_views import person_of
from procurement.spend.buyers import buyer_of, buyer_of_row
from procurement.spend.lists.models import Creditor, Pair
from procurement.spend.lists.queries import MANAGE, OWN, mine
from procurement.spend.lists.views import frame
from procurement.spend.matching import actions, queries


@permission_or_own(MANAGE, OWN)
def spend_pairs(request: HttpRequest) -> HttpResponse:
    """Pairs to check, the largest amounts first."""
    buyer = buyer_of(request)
    page = paginate(request, queries.queue(buyer), size=10)
    context = {**frame(request, buyer), "page": page, "lines": queries.lines_of(page.rows)}
    return render(request, "procurement/spend/matching/pairs.html", context)


@permission_or_own(MANAGE, OWN)
@require_POST
def spend_pair_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The same, or not. An answer that was given already changes nothing."""
    creditor = _creditor(request, pk)
    asked, same = request.POST.get("paar", ""), request.POST.get("zelfde")
    if same not in ("ja", "nee") or not (asked.isascii() and asked.isdigit() and len(asked) < 18):
        messages.info(request, _("Nothing was answered. Use the buttons on this page."))
        return _to_queue(creditor)
    pairs = Pair.objects.select_related("creditor", "municipality", "supplier__enterprise")
    pair: Pair | None = pairs.filter(pk=asked, creditor=creditor).first()
    try:
        if pair is None:
            raise actions.AnsweredError
        actions.answer(pair=pair, same=same == "ja", by=person_of(request))
    except actions.AnsweredError:
        messages.info(request, _("This pair was answered already."))
        return _to_queue(creditor)
    names = {"creditor": creditor.name, "name": pair.party_name}
    words = _("%(creditor)s is %(name)s.") if same == "ja" else _("%(creditor)s is not %(name)s.")
    messages.success(request, words % names + " " + _("We remember it for your next lists."))
    return _to_queue(creditor)


def _creditor(request: HttpRequest, pk: int) -> Creditor:
    rows = Creditor.objects.select_related("municipality", "supplier__enterprise")
    found: Creditor = get_object_or_404(mine(request, rows), pk=pk)
    if actor_of(request).membership is not None:
        check(request, MANAGE, found)
    return found


def _to_queue(creditor: Creditor) -> HttpResponse:
    query = buyer_of_row(creditor).query
    return redirect(reverse("spend_pairs") + (f"?{query}" if query else ""))


@permission_or_own(MANAGE, OWN)
@require_POST
def spend_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """It was not the same enterprise after all."""
    creditor = _creditor(request, pk)
    try:
        actions.take_back(creditor=creditor, by=person_of(request))
        messages.success(request, _("%(name)s no longer counts.") % {"name": creditor.name})
    except actions.AnsweredError:
        messages.info(
            request, _("This cannot be taken back: it was found by its KVK number, or it is undone already.")
        )
    return redirect("spend_list", pk=creditor.source_id)
