"""Sample objects that fill the parameters of every route, for tests that walk all routes.

A route with parameters and no sample here fails the walk: add a function decorated with `@sample("url_name", …)`
that makes an object in the municipality of the world and gives the route's parameters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from accounts.models import CaseFile, Question
from portal.kernel.models import Invitation, Membership, Municipality, Person
from portal.kernel.people.tokens import make_login_token, new_invitation_token
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_case_file, make_person, make_question, make_staff


@dataclass(frozen=True)
class Sample:
    """Parameters of a route, and the object they name: `check()` gets it, and strangers may not reach it."""

    kwargs: dict[str, Any] = field(default_factory=dict)
    obj: Any = None
    #: Why the view may refuse someone whose verdict is yes (closed outside the demo, a state that is not reached).
    may_refuse: str = ""


class World:
    """One municipality with one of everything; made when first asked for."""

    def __init__(self, municipality: Municipality) -> None:
        self.municipality = municipality

    @cached_property
    def colleague(self) -> Person:
        return make_staff(self.municipality, "specialist", domains=("care",))

    @cached_property
    def membership(self) -> Membership:
        with scoped([self.municipality.pk]):
            return Membership.objects.select_related("municipality").get(person=self.colleague)

    @cached_property
    def invitation_token(self) -> str:
        return new_invitation_token()[0]

    @cached_property
    def invitation(self) -> Invitation:
        from portal.kernel.people.tokens import hash_token

        with scoped([self.municipality.pk]):
            return Invitation.objects.create(
                municipality=self.municipality,
                email="genodigde@voorbeeld.example",
                name="Gerda Genodigd",
                roles=["alderman"],
                domains=[],
                token_hash=hash_token(self.invitation_token),
                invited_by=self.colleague,
                expires_at=timezone.now() + timedelta(days=14),
            )

    @cached_property
    def case_file(self) -> CaseFile:
        return make_case_file(self.municipality)

    @cached_property
    def question(self) -> Question:
        return make_question(self.case_file)


SAMPLES: dict[str, Callable[[World], Sample]] = {}


def sample(*names: str) -> Callable[[Callable[[World], Sample]], Callable[[World], Sample]]:
    """Register the sample of one or more routes; a second one for the same route fails loudly."""

    def register(make: Callable[[World], Sample]) -> Callable[[World], Sample]:
        for name in names:
            if name in SAMPLES:
                raise ValueError(f"route {name!r} has two samples")
            SAMPLES[name] = make
        return make

    return register


# --- people -------------------------------------------------------------------------------------------------------


@sample("edit_roles", "end_access", "restore_access", "reset_factor")
def _membership(world: World) -> Sample:
    return Sample({"pk": world.membership.pk}, world.membership)


@sample("resend_invitation", "revoke_invitation")
def _invitation(world: World) -> Sample:
    return Sample({"pk": world.invitation.pk}, world.invitation)


@sample("accept_invitation")
def _accept(world: World) -> Sample:
    assert world.invitation.pk
    return Sample({"token": world.invitation_token}, may_refuse="the invitation is for one address only")


@sample("use_login_link")
def _login_link(world: World) -> Sample:
    return Sample({"token": make_login_token(make_person())})


@sample("account_reset_password_from_key")
def _reset_key(world: World) -> Sample:
    return Sample({"uidb36": "1", "key": "set-password"})


@sample("openid_connect_login", "openid_connect_callback")
def _provider(world: World) -> Sample:
    return Sample({"provider_id": "gemeente"})


@sample("switch_municipality", "demo_login")
def _refuses(world: World) -> Sample:
    return Sample(may_refuse="only for staff, or only in the demo")
