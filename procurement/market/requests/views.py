"""Requests for buyers and officers: making one, who fits and why, sending in waves, who answered, closing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.kernel.permissions import actor_of, check, permission_or_own
from portal.ui.pagination import paginate
from procurement.market.offers.keep_views import MANAGE, frame_of, person_of
from procurement.market.offers.models import Offer
from procurement.market.requests import actions, queries, words
from procurement.market.requests.forms import CloseForm, RequestFilter, RequestForm
from procurement.market.requests.models import MarketRequest, RequestState
from procurement.market.rulesets import label_of
from procurement.suppliers.access import my_suppliers

OWN = "buyers see the requests of their own supplier only (market.requests.queries.my_requests)"


def get_request(request: HttpRequest, pk: int) -> MarketRequest:
    """A request of one's own supplier, or for an officer any of the municipality."""
    if actor_of(request).membership is None:
        return get_object_or_404(queries.my_requests(person_of(request)), pk=pk)
    found = get_object_or_404(queries.all_requests(), pk=pk)
    check(request, MANAGE, found)
    return found


@permission_or_own(MANAGE, OWN)
def market_requests(request: HttpRequest) -> HttpResponse:
    """Requests with how many were asked, looked and are interested."""
    frame = frame_of(request)
    rows = queries.all_requests() if frame["staff"] else queries.my_requests(person_of(request))
    form = RequestFilter(request.GET)
    form.is_valid()
    data = form.cleaned_data
    if data.get("stand"):
        rows = rows.filter(state=data["stand"])
    if data.get("tekst"):
        rows = rows.filter(Q(title__icontains=data["tekst"]) | Q(text__icontains=data["tekst"]))
    page = paginate(request, rows)
    context = {**frame, "form": form, "page": page, "rows": page.rows, "filtered": any(data.values())}
    return render(request, "procurement/market/requests/list.html", context)


@permission_or_own(MANAGE, OWN)
def market_request_new(request: HttpRequest) -> HttpResponse:
    """Make a request; then the page shows who fits, before anyone is asked."""
    frame, actor = frame_of(request), actor_of(request)
    person = person_of(request)
    municipality = actor.municipality
    suppliers = [] if frame["staff"] else list(my_suppliers(person))
    if not frame["staff"] and not suppliers:
        return render(request, "procurement/market/requests/not_yet.html", frame)
    ids = [municipality.pk] if municipality else sorted({row.municipality_id for row in suppliers})
    form = RequestForm(
        request.POST if request.method == "POST" else None,
        municipality_ids=ids,
        person=None if frame["staff"] else person,
    )
    if request.method == "POST" and form.is_valid():
        made = actions.ask(by=person, **form.facts(municipality))
        messages.info(request, f"market-{request.path}", extra_tags="draft-saved")
        return redirect("market_request", pk=made.pk)
    context = {**frame, "form": form}
    return render(
        request, "procurement/market/requests/new.html", context, status=422 if form.is_bound else 200
    )


@permission_or_own(MANAGE, OWN)
def market_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was asked and what they did; who fits besides, and why."""
    found = get_request(request, pk)
    return _page(request, found, CloseForm())


def _page(request: HttpRequest, found: MarketRequest, form: CloseForm) -> HttpResponse:
    invitations = queries.invitations_of(found)
    asked = {row.case_file_id for row in invitations}
    is_open = found.state == RequestState.OPEN
    fits = [fit for fit in queries.matches(found) if fit.candidate.owner not in asked] if is_open else []
    shown = fits[: queries.MOST_SHOWN]
    offers = Offer.objects.select_related("case_file").in_bulk([fit.candidate.key for fit in shown])
    context: dict[str, Any] = {
        **frame_of(request),
        "found": found,
        "category": label_of(found.category, found.municipality_id),
        "invitations": [(row, words.from_stored(row.reasons)) for row in invitations],
        "fits": [(offers[fit.candidate.key], fit.score, words.of_match(fit)) for fit in shown],
        "more_fits": len(fits) - len(shown),
        "is_open": is_open,
        "form": form,
    }
    return render(
        request, "procurement/market/requests/request.html", context, status=422 if form.is_bound else 200
    )


@permission_or_own(MANAGE, OWN)
@require_POST
def market_request_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the next enterprises that fit."""
    found = get_request(request, pk)
    after = request.POST.get("na", "")
    if not (after.isascii() and after.isdigit() and len(after) < 5):
        messages.info(request, _("Nobody was asked. Use the button on this page."))
        return redirect("market_request", pk=pk)
    try:
        sent = actions.send_wave(request=found, after=int(after), by=person_of(request))
        messages.success(request, _("Asked: %(number)s. They get a mail.") % {"number": len(sent)})
    except actions.RefusedError as refused:
        if refused.code == "closed":
            messages.info(request, _("This request is closed."))
        else:
            messages.info(request, _("Everyone who fits was asked already."))
    return redirect("market_request", pk=pk)


@permission_or_own(MANAGE, OWN)
@require_POST
def market_request_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close it: nobody is asked or reminded any more."""
    found = get_request(request, pk)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    actions.close(request=found, reason=form.cleaned_data["reason"], by=person_of(request))
    messages.success(request, _("The request is closed. Nobody is asked or reminded any more."))
    return redirect("market_request", pk=pk)
