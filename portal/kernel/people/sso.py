"""Municipal single sign-on (OpenID Connect): for people we know or invited, by an address the provider verified."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render

from portal.kernel.people import invitations
from portal.kernel.people.access import load_membership
from portal.kernel.people.actions import get_or_create_person
from portal.kernel.people.models import Person


def sso_name() -> str:
    """What the log-in button calls it; empty when single sign-on is not set up."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return str(apps[0]["name"]) if apps else ""


def let_in(request: HttpRequest, sociallogin: Any) -> None:
    """Connect a first single sign-on to the person it belongs to, or stop with a page that says whom to ask.

    Staff only: the address must be verified by the provider and be a colleague's or an invited one's. Open
    invitations to that address are accepted at once: the provider proves the address better than a mailed link.
    """
    verified = [
        address.email for address in sociallogin.email_addresses if address.verified is True and address.email
    ]
    person: Person | None = sociallogin.user if sociallogin.is_existing else None
    if person is None and len(verified) == 1:
        person = _known_or_invited(verified[0], sociallogin)
        if person is not None:
            sociallogin.connect(request, person)
    if person is None or not person.is_active:
        raise ImmediateHttpResponse(
            render(
                request,
                "kernel/people/sso_unknown.html",
                {"email": (verified or [""])[0], "sso_name": sso_name()},
                status=403,
            )
        )
    for invitation in invitations.open_for_address(person.email):
        if person.email.lower() in [email.lower() for email in verified]:
            invitations.accept(invitation=invitation, by=person)


def _known_or_invited(email: str, sociallogin: Any) -> Person | None:
    person = Person.objects.filter(email__iexact=email).first()
    if person is not None and load_membership(person, None) is not None:
        return person
    invited = invitations.open_for_address(email)
    if not invited:
        return None
    return get_or_create_person(email=email, name=invited[0].name)
