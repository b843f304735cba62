"""Runs each view in its scope and its transaction, after the permission the view names is checked.

The whole view, its template included, runs in one transaction: a failure leaves no half work behind, and the
scope told to PostgreSQL ends with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pghistory
from allauth.account.middleware import AccountMiddleware
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from portal.kernel.people.access import MEMBERSHIP_KEY, external_homes, load_membership
from portal.kernel.people.mfa import lead_to_second_factor, needs_second_factor
from portal.kernel.people.models import Municipality, Person
from portal.kernel.permissions import Actor, required_of, verdict
from portal.kernel.tenancy.scope import scoped


class TenancyMiddleware:
    """Default deny, actor, scope and transaction of every view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.account: Any = AccountMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = Actor()  # type: ignore[attr-defined]
        request.membership = None  # type: ignore[attr-defined]
        request.municipality = None  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: Any, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Answer the request here: check, open the scope, run the view, render."""
        required = required_of(view)
        if required is None:
            raise PermissionDenied(_("This page names no permission and is closed."))
        person = request.user if isinstance(request.user, Person) and request.user.is_authenticated else None
        if required.kind != "public" and person is None:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        membership = load_membership(person, request.session.get(MEMBERSHIP_KEY)) if person else None
        request.second_factor_pending = bool(membership) and needs_second_factor(request, person)
        if person and request.second_factor_pending:
            if required.kind != "public":
                return lead_to_second_factor(request, person)
            membership = None  # on public pages they are a visitor until the second factor is used
        request.actor = Actor(person=person, membership=membership)
        request.membership = membership
        if "municipality_slug" in kwargs:
            request.municipality = get_object_or_404(Municipality, slug=kwargs["municipality_slug"])
            municipalities: tuple[int, ...] = (request.municipality.pk,)
            domains: tuple[str, ...] = ()
            if membership and membership.municipality_id == request.municipality.pk:
                domains = request.actor.domains
        elif membership:
            request.municipality = membership.municipality
            municipalities = (membership.municipality_id,)
            domains = request.actor.domains
        else:
            request.external_homes, municipalities = external_homes(person) if person else ((), ())
            domains = ()
        if required.kind == "permission" or (required.kind == "permission_or_own" and membership):
            answer = verdict(request.actor, required.name)
            if not answer:
                raise PermissionDenied(answer.reason)
        who = {"person": person.pk} if person else {}
        with (
            scoped(municipalities, domains=domains, person=person.pk if person else None),
            pghistory.context(**who),
        ):
            try:
                response = view(request, *args, **kwargs)
            except (ImmediateHttpResponse, ReauthenticationRequired) as exception:
                # Django does not offer exceptions of views run from here to other middleware, so ask allauth's.
                response = self.account.process_exception(request, exception)
            if hasattr(response, "render") and callable(response.render) and not response.is_rendered:
                response = response.render()
        return response  # type: ignore[no-any-return]
