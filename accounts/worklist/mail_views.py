"""The morning mail on the profile page: how often, and what it would say now."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.worklist.forms import MorningMailForm
from accounts.worklist.models import MorningMailChoice
from accounts.worklist.morning import choose, morning_of, text_of
from accounts.worklist.rulesets import mail_rules
from portal.kernel.permissions import actor_of, allowed, permission


def _form(request: HttpRequest, rules: dict[str, Any]) -> MorningMailForm:
    """The form with what this person chose, or what the municipality's rule gives."""
    choice = MorningMailChoice.objects.filter(person=actor_of(request).person).first()
    initial = {
        "rhythm": choice.rhythm if choice else rules["rhythm"],
        "weekday": choice.weekday if choice else 0,
    }
    posted = request.POST if request.method == "POST" and "rhythm" in request.POST else None
    return MorningMailForm(posted, initial=initial, auto_id="mail_%s")


def _rules(request: HttpRequest) -> dict[str, Any]:
    actor: Any = actor_of(request)
    return mail_rules(municipality_id=actor.municipality.pk, on=timezone.localdate())


def profile_panel(request: HttpRequest) -> dict[str, Any] | None:
    """For the profile page; nothing for who has no worklist. Two queries."""
    if not allowed(request, "accounts.view_worklist"):
        return None
    rules = _rules(request)
    return {"form": _form(request, rules), "hour": rules["hour"]}


@permission("accounts.view_worklist")
def morning_mail(request: HttpRequest) -> HttpResponse:
    """Keep the choice (POST); show what the mail of now would say (GET)."""
    actor: Any = actor_of(request)
    form = _form(request, _rules(request))
    if form.is_valid():
        choose(membership=actor.membership, **form.cleaned_data)
        messages.success(request, _("Your choice for the morning mail is saved."))
        return redirect(reverse("profile") + "#ochtendmail")
    morning = morning_of(actor, timezone.localdate())
    return render(
        request,
        "accounts/worklist/morning_mail.html",
        {"form": form, "morning": morning, "text": text_of(morning, actor.person) if morning else ""},
        status=422 if request.method == "POST" else 200,
    )
