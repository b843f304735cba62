"""The second factor staff must have (BIO2)."""

from __future__ import annotations

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.http import HttpRequest

from portal.kernel.people.models import Person


def needs_second_factor(request: HttpRequest, person: Person | None) -> bool:
    """True when this member of staff still has to set up or use a second factor.

    A log-in by municipal single sign-on counts as two factors: the identity provider asks for them.
    """
    if not settings.STAFF_MFA_REQUIRED or person is None:
        return False
    methods = {record.get("method") for record in request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])}
    return not methods & {"mfa", "socialaccount"}
