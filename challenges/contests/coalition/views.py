"""A coalition for organisers: what is needed, who takes part, what is lacking, and the presentation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from challenges.contests.coalition import actions, pledges, queries
from challenges.contests.coalition.forms import PartyForm, PledgeForm, ReasonForm, RoleForm
from challenges.contests.coalition.models import CoalitionParty, CoalitionRole
from challenges.contests.coalition.words import gap, refused
from challenges.contests.design.actions import RefusedError
from challenges.contests.design.views import ORGANISE, get_challenge
from challenges.contests.models import Challenge, ChallengeState, Variant
from challenges.contests.pilots.models import Pilot
from portal.kernel.conflicts import FieldConflict
from portal.kernel.permissions import actor_of, check, permission


def get_coalition(request: HttpRequest, pk: int) -> Challenge:
    """A challenge of the variant coalition, for who organises in its municipality; else not found or refused."""
    found = get_challenge(request, pk)
    if found.variant != Variant.COALITION:
        raise Http404
    return found


@permission(ORGANISE)
def coalition(request: HttpRequest, pk: int) -> HttpResponse:
    """The coalition as it stands, with what it lacks."""
    challenge = get_coalition(request, pk)
    board = queries.board(challenge)
    may_change = challenge.state in actions.GATHERING and not board.presented
    context = {
        "challenge": challenge,
        "board": board,
        "gaps": [gap(row, board) for row in board.gaps],
        "meetings": queries.meetings(challenge),
        "may_change": may_change,
        "may_present": may_change and not board.gaps and challenge.state == ChallengeState.COACHING,
        "pilot": Pilot.objects.filter(joint_plan__challenge=challenge).first(),
    }
    return render(request, "challenges/contests/coalition/coalition.html", context)


def form_page(
    request: HttpRequest,
    challenge: Challenge,
    form: Form,
    title: str,
    button: str,
    *,
    intro: str = "",
    drop: str = "",
    conflicts: list[FieldConflict] | None = None,
) -> HttpResponse:
    context = {
        "challenge": challenge,
        "form": form,
        "title": title,
        "button": button,
        "intro": intro,
        "drop": drop,
        "conflicts": conflicts or [],
    }
    status = 409 if conflicts else 422 if form.is_bound else 200
    return render(request, "challenges/contests/coalition/form.html", context, status=status)


def attempt(request: HttpRequest, form: Form, act: Callable[[], str]) -> bool:
    """Whether the form was right and the rules let it; a refusal stands above what was typed."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        messages.success(request, act())
    except RefusedError as error:
        form.add_error(None, refused(error))
        return False
    return True


def posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@permission(ORGANISE)
def coalition_role_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what is needed."""
    challenge = get_coalition(request, pk)
    actor: Any = actor_of(request)
    form = RoleForm(posted(request))

    def act() -> str:
        actions.set_role(challenge=challenge, by=actor.person, **form.cleaned_data)
        return _("The role is added.")

    if attempt(request, form, act):
        return redirect("coalition", pk=pk)
    return form_page(request, challenge, form, _("Add a role"), _("Add"))


def _role(request: HttpRequest, pk: int) -> CoalitionRole:
    role = get_object_or_404(CoalitionRole.objects.select_related("challenge"), pk=pk)
    check(request, ORGANISE, role)
    return role


@permission(ORGANISE)
def coalition_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is needed; take it away while nobody was asked for it."""
    role = _role(request, pk)
    actor: Any = actor_of(request)
    form = RoleForm(posted(request), role=role)

    def act() -> str:
        actions.set_role(challenge=role.challenge, role=role.pk, by=actor.person, **form.cleaned_data)
        return _("The role is changed.")

    if attempt(request, form, act):
        return redirect("coalition", pk=role.challenge_id)
    drop = "" if role.pledges.exists() else reverse("coalition_role_drop", args=[role.pk])
    return form_page(request, role.challenge, form, role.name, _("Save"), drop=drop)


@permission(ORGANISE)
@require_POST
def coalition_role_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away what is not needed after all."""
    role = _role(request, pk)
    actor: Any = actor_of(request)
    try:
        actions.drop_role(role=role, by=actor.person)
        messages.success(request, _("The role is taken away."))
    except RefusedError as error:
        messages.error(request, refused(error))
    return redirect("coalition", pk=role.challenge_id)


@permission(ORGANISE)
def coalition_party_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a party to the table."""
    challenge = get_coalition(request, pk)
    actor: Any = actor_of(request)
    form = PartyForm(posted(request))

    def act() -> str:
        actions.invite(challenge=challenge, by=actor.person, **form.facts())
        return _("%(name)s gets a mail with a link.") % {"name": form.cleaned_data["name"]}

    if attempt(request, form, act):
        return redirect("coalition", pk=pk)
    intro = _(
        "The party gets a mail with a link of its own. With it, it answers what you ask, and agrees to the plan."
    )
    return form_page(request, challenge, form, _("Ask a party"), _("Mail the invitation"), intro=intro)


@permission(ORGANISE)
@require_POST
def coalition_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask everyone who was selected."""
    challenge = get_coalition(request, pk)
    actor: Any = actor_of(request)
    try:
        count = actions.seat_selected(challenge=challenge, by=actor.person)
        text = ngettext("%(count)s party is asked by mail.", "%(count)s parties are asked by mail.", count)
        messages.success(request, text % {"count": count})
    except RefusedError as error:
        messages.error(request, refused(error))
    return redirect("coalition", pk=pk)


def _party(request: HttpRequest, pk: int) -> CoalitionParty:
    found = get_object_or_404(CoalitionParty.objects.select_related("challenge__municipality"), pk=pk)
    check(request, ORGANISE, found)
    return found


@permission(ORGANISE)
def coalition_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a party for a contribution."""
    party = _party(request, pk)
    actor: Any = actor_of(request)
    form = PledgeForm(posted(request), challenge=party.challenge_id)

    def act() -> str:
        pledges.ask(party=party, by=actor.person, **form.cleaned_data)
        return _("%(party)s is asked by mail. It counts once they say yes.") % {"party": party.organisation}

    if attempt(request, form, act):
        return redirect("coalition", pk=party.challenge_id)
    title = _("Ask %(party)s for a contribution") % {"party": party.organisation}
    return form_page(request, party.challenge, form, title, _("Ask"))


@permission(ORGANISE)
def coalition_party_out(request: HttpRequest, pk: int) -> HttpResponse:
    """A party leaves."""
    party = _party(request, pk)
    actor: Any = actor_of(request)
    form = ReasonForm(posted(request))

    def act() -> str:
        actions.leave(party=party, by=actor.person, **form.cleaned_data)
        return _("%(party)s left the coalition.") % {"party": party.organisation}

    if attempt(request, form, act):
        return redirect("coalition", pk=party.challenge_id)
    title = _("%(party)s leaves") % {"party": party.organisation}
    intro = _("The link of this party stops working. What it promised counts no more, and stays on record.")
    return form_page(request, party.challenge, form, title, _("Keep that it leaves"), intro=intro)
