"""One commitment, and the steps it can take: agree, refuse, grant, release."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.budgets import actions
from accounts.budgets.engine import STEPS, RefusedError, Standing, step
from accounts.budgets.forms import GrantForm, ReasonForm
from accounts.budgets.models import Commitment
from accounts.budgets.rulesets import limit_for
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.permissions import actor_of, allowed, check, permission
from portal.ui.formats import euro


def _get(request: HttpRequest, pk: int, name: str) -> Commitment:
    found = get_object_or_404(
        Commitment.objects.select_related(
            "line", "case_file", "made_by", "checked_by", "granted_by", "ended_by"
        ),
        pk=pk,
    )
    check(request, name, found)
    return found


def _why_not(code: str) -> str:
    return {
        "state": _("This cannot be done any more: a colleague was first. Look at how it stands now."),
        "second": _("You asked for this yourself. A colleague has to agree."),
        "more": _("You cannot grant more than is reserved. Reserve the rest apart."),
        "nothing": _("Fill in an amount above zero."),
    }[code]


def _open_steps(request: HttpRequest, found: Commitment) -> set[str]:
    """The verbs this person may use now."""
    actor: Any = actor_of(request)
    limit = limit_for(
        municipality_id=found.municipality_id, domain=found.line.domain, on=timezone.localdate()
    )
    standing = Standing(found.state, found.amount, found.made_by_id)
    allowed_verbs = {"approve", "refuse"}
    if allowed(request, "accounts.grant_budget", found):
        allowed_verbs |= {"grant", "release"}
    open_verbs = set()
    for verb in STEPS.keys() & allowed_verbs:
        try:
            step(verb, standing, by=actor.person.pk, limit=limit)
            open_verbs.add(verb)
        except RefusedError:
            continue
    return open_verbs


def _page(request: HttpRequest, found: Commitment, status: int = 200, **forms: Form) -> HttpResponse:
    verbs = _open_steps(request, found)
    version = {"version": found.version}
    context = {
        "commitment": found,
        "verbs": verbs,
        "grant_form": forms.get("grant")
        or GrantForm(initial={**version, "amount": found.amount}, prefix="grant"),
        "refuse_form": forms.get("refuse") or ReasonForm(initial=version, prefix="refuse"),
        "release_form": forms.get("release") or ReasonForm(initial=version, prefix="release"),
    }
    return render(request, "accounts/budgets/commitment.html", context, status=status)


@permission("accounts.view_commitment")
def commitment(request: HttpRequest, pk: int) -> HttpResponse:
    """How it stands, who did what, and what can be done."""
    return _page(request, _get(request, pk, "accounts.view_commitment"))


def _do(
    request: HttpRequest, pk: int, name: str, act: Callable[[Commitment], str], **forms: Form
) -> HttpResponse:
    found = _get(request, pk, name)
    invalid = [form for form in forms.values() if not form.is_valid()]
    if invalid:
        return _page(request, found, 422, **forms)
    try:
        messages.success(request, act(found))
    except StaleVersionError:
        messages.warning(request, _("A colleague changed this while you looked. This is how it stands now."))
    except RefusedError as refused:
        messages.error(request, _why_not(refused.code))
    return redirect("commitment", pk=pk)


@permission("accounts.view_commitment")
@require_POST
def commitment_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """A second pair of eyes says yes."""
    actor: Any = actor_of(request)
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else 0

    def act(found: Commitment) -> str:
        actions.approve(commitment=found, version=version, by=actor.person)
        return _("You agreed. The money is reserved.")

    return _do(request, pk, "accounts.view_commitment", act)


@permission("accounts.view_commitment")
@require_POST
def commitment_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """A second pair of eyes says no."""
    actor: Any = actor_of(request)
    form = ReasonForm(request.POST, prefix="refuse")

    def act(found: Commitment) -> str:
        actions.refuse(commitment=found, by=actor.person, **form.cleaned_data)
        return _("You refused. The money is free again.")

    return _do(request, pk, "accounts.view_commitment", act, refuse=form)


@permission("accounts.grant_budget")
@require_POST
def commitment_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant it, or less."""
    actor: Any = actor_of(request)
    form = GrantForm(request.POST, prefix="grant")

    def act(found: Commitment) -> str:
        made = actions.grant(commitment=found, by=actor.person, **form.cleaned_data)
        return _("%(amount)s is granted. The entrepreneur sees it.") % {"amount": euro(made.amount)}

    return _do(request, pk, "accounts.grant_budget", act, grant=form)


@permission("accounts.grant_budget")
@require_POST
def commitment_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the room back."""
    actor: Any = actor_of(request)
    form = ReasonForm(request.POST, prefix="release")

    def act(found: Commitment) -> str:
        actions.release(commitment=found, by=actor.person, **form.cleaned_data)
        return _("The money is free again.")

    return _do(request, pk, "accounts.grant_budget", act, release=form)
