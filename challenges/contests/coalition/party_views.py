"""A party's own page: what is asked, what it promises, the plan, the meetings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from challenges.contests.coalition import actions, pledges, queries
from challenges.contests.coalition.forms import PledgeForm, ReasonForm
from challenges.contests.coalition.models import CoalitionParty, CoalitionPledge, PledgeState
from challenges.contests.coalition.words import refused
from challenges.contests.design.actions import RefusedError
from portal.kernel.permissions import public

OPEN = "a party of a coalition is invited by mail; the token in the address opens the page of that party only"


def _party(slug: str, token: str) -> CoalitionParty:
    found = actions.find_party(token)
    if found is None or found.challenge.slug != slug:
        raise Http404
    return found


def _no(pledge: CoalitionPledge, data: Any = None) -> ReasonForm:
    return ReasonForm(data, prefix=f"nee{pledge.pk}")


def _page(
    request: HttpRequest, party: CoalitionParty, token: str, status: int = 200, **forms: Any
) -> HttpResponse:
    challenge = party.challenge
    board = queries.board(challenge)
    mine = next(row for row in board.parties if row.party.pk == party.pk)
    context = {
        "challenge": challenge,
        "party": party,
        "token": token,
        "board": board,
        "asked": [
            (row, forms["decline"] if row.pledge.pk == forms.get("declined") else _no(row.pledge))
            for row in mine.pledges
            if row.pledge.state == PledgeState.ASKED
        ],
        "mine": mine,
        "others": [row for row in board.parties if row.party.pk != party.pk],
        "meetings": queries.meetings(challenge),
        "may_change": challenge.state in actions.GATHERING and not board.presented,
        "offer_form": forms.get("offer") or PledgeForm(prefix="inbreng", challenge=challenge.pk),
        "decline_form": forms.get("decline"),
        "declined": forms.get("declined"),
        "leave_form": forms.get("leave") or ReasonForm(prefix="weg"),
    }
    response = render(request, "challenges/contests/coalition/party.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


@public(OPEN)
@never_cache
def coalition_party(request: HttpRequest, municipality_slug: str, slug: str, token: str) -> HttpResponse:
    """Where the coalition stands for this party."""
    return _page(request, _party(slug, token), token)


def _do(
    request: HttpRequest, party: CoalitionParty, token: str, act: Callable[[], str], **forms: Any
) -> HttpResponse:
    """Do it and go back to the page; a wrong form or a refusal shows the page with what was typed."""
    bound = [form for form in forms.values() if hasattr(form, "is_valid")]
    if any(not form.is_valid() for form in bound):
        return _page(request, party, token, 422, **forms)
    try:
        messages.success(request, act())
    except RefusedError as error:
        for form in bound:
            form.add_error(None, refused(error))
            return _page(request, party, token, 422, **forms)
        messages.error(request, refused(error))
    challenge = party.challenge
    return redirect("coalition_party", challenge.municipality.slug, challenge.slug, token)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


@public(OPEN)
@require_POST
def coalition_answer(
    request: HttpRequest, municipality_slug: str, slug: str, token: str, pk: int
) -> HttpResponse:
    """Yes or no to what is asked."""
    party = _party(slug, token)
    pledge = get_object_or_404(CoalitionPledge.objects.select_related("party", "role"), pk=pk, party=party)
    yes = request.POST.get("answer") == "yes"
    version = _number(request.POST.get("version", ""))
    form = _no(pledge, request.POST)

    def act() -> str:
        reason = "" if yes else form.cleaned_data["reason"]
        pledges.answer(pledge=pledge, version=version, yes=yes, reason=reason)
        if yes:
            return _("Thank you. “%(role)s” is promised.") % {"role": pledge.role.name}
        return _("It is kept that you do not bring in “%(role)s”.") % {"role": pledge.role.name}

    return _do(request, party, token, act, **({} if yes else {"decline": form, "declined": pledge.pk}))


@public(OPEN)
@require_POST
def coalition_offer(request: HttpRequest, municipality_slug: str, slug: str, token: str) -> HttpResponse:
    """Offer something, or change what was promised."""
    party = _party(slug, token)
    form = PledgeForm(request.POST, prefix="inbreng", challenge=party.challenge_id)

    def act() -> str:
        pledges.offer(party=party, **form.cleaned_data)
        return _("Thank you. “%(role)s” is promised.") % {"role": form.cleaned_data["role"].name}

    return _do(request, party, token, act, offer=form)


@public(OPEN)
@require_POST
def coalition_agree(request: HttpRequest, municipality_slug: str, slug: str, token: str) -> HttpResponse:
    """Agree to the plan that was read."""
    party = _party(slug, token)

    def act() -> str:
        actions.agree(party=party, revision=_number(request.POST.get("revision", "")))
        return _("You agree to the plan.")

    return _do(request, party, token, act)


@public(OPEN)
@require_POST
def coalition_leave(request: HttpRequest, municipality_slug: str, slug: str, token: str) -> HttpResponse:
    """Leave the coalition."""
    party = _party(slug, token)
    form = ReasonForm(request.POST, prefix="weg")
    if not form.is_valid():
        return _page(request, party, token, 422, leave=form)
    try:
        actions.leave(party=party, **form.cleaned_data)
    except RefusedError as error:
        form.add_error(None, refused(error))
        return _page(request, party, token, 422, leave=form)
    messages.success(request, _("You left the coalition. The municipality reads why."))
    challenge = party.challenge
    return redirect("public_challenge", challenge.municipality.slug, challenge.slug)
