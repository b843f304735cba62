"""One's own account: name, phone, ways to log in, other devices."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.kernel.people.actions import update_profile
from portal.kernel.people.devices import device_name
from portal.kernel.people.forms import ROLE_EXPLANATIONS, ProfileForm
from portal.kernel.people.models import Person, Role
from portal.kernel.people.profile_panels import profile_panels
from portal.kernel.permissions import actor_of, signed_in

SHOWN_SESSIONS = 10


@signed_in("People see and change their own account only.")
def profile(request: HttpRequest) -> HttpResponse:
    """Own name and phone, factors, password and sessions."""
    actor = actor_of(request)
    person = actor.person
    assert person is not None
    shown = Person.objects.get(pk=person.pk)  # the form may not change the one in the page header
    form = ProfileForm(request.POST or None, instance=shown)
    if request.method == "POST" and form.is_valid():
        update_profile(person=person, **form.cleaned_data)
        messages.success(request, _("Your details are saved."))
        return redirect("profile")
    factors = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    return render(
        request,
        "kernel/people/profile.html",
        {
            "form": form,
            "person": person,
            "roles": [(Role(role).label, ROLE_EXPLANATIONS[Role(role)]) for role in actor.roles],
            "has_totp": Authenticator.Type.TOTP in factors,
            "sessions": _sessions(request, person),
            "panels": profile_panels(request),
            "base": "ui/base_staff.html" if actor.membership else "ui/base_public.html",
        },
        status=422 if form.is_bound else 200,
    )


def _sessions(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    """The latest sessions of a person, in words."""
    rows = UserSession.objects.filter(user=person).order_by("-created_at")[:SHOWN_SESSIONS]
    return [
        {
            "device": device_name(row.user_agent),
            "created_at": row.created_at,
            "current": row.session_key == request.session.session_key,
        }
        for row in rows
    ]


@signed_in("People end their own sessions only.")
@require_POST
def log_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """End every other session of this person."""
    person = actor_of(request).person
    assert person is not None
    end_other_sessions(request, person)
    messages.success(request, _("You are logged out on all other devices."))
    return redirect("profile")


@signed_in("Leads to one's own profile.")
def own_address(request: HttpRequest) -> HttpResponse:
    """Addresses of allauth for managing e-mail and connections, which we do not offer."""
    return redirect("profile")
