"""The second factor staff must have (BIO2)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from portal.kernel.people.models import Person

#: Ways to log in that count as two factors. Single sign-on does: the identity provider asks for both.
STRONG_METHODS = frozenset({"mfa", "socialaccount"})


def needs_second_factor(request: HttpRequest, person: Person | None) -> bool:
    """True when this member of staff still has to set up or use a second factor.

    Asks only the session, so it costs no query; allauth records there, per person, how they logged in.
    """
    if not settings.STAFF_MFA_REQUIRED or person is None:
        return False
    methods = {record.get("method") for record in get_authentication_records(request, person)}
    return not methods & STRONG_METHODS


def lead_to_second_factor(request: HttpRequest, person: Person) -> HttpResponse:
    """Send someone to use the factor they have, or to set one up when they have none."""
    if Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
        target = reverse("mfa_reauthenticate")
        if request.method == "GET":
            target += "?" + urlencode({"next": request.get_full_path()})
        return redirect(target)
    return redirect("mfa_activate_totp")


@receiver(authenticator_added, dispatch_uid="people.factor_added")
def _count_new_factor(request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    """Setting a factor up took a valid code, so this session has used it."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type)


@receiver(authenticator_removed, dispatch_uid="people.factor_removed")
def _forget_removed_factor(
    request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Without a factor the session is not strong any more: staff must set up a new one at once."""
    if authenticator.type != Authenticator.Type.TOTP:
        return
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record for record in records if record.get("method") != "mfa"
    ]
