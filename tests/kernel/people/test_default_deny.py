"""Default deny: walks every route as every role, also the right role in another municipality.

New routes are found by themselves. A route with parameters needs a sample in `tests/route_samples.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from portal.kernel.models import Municipality, Person
from portal.kernel.people.access import load_membership
from portal.kernel.people.models import Role
from portal.kernel.permissions import Actor, ViewPermission, declared, required_of, verdict
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_person, make_staff
from tests.route_samples import SAMPLES, Sample, World

#: Answers that let nobody do or see anything.
REFUSALS = (403, 404, 405)
ROLES = ("anonymous", "entrepreneur", *Role.values)
ALL_DOMAINS = ("economy", "work", "care")


@dataclass(frozen=True)
class Route:
    """A named address."""

    name: str
    view: Any
    parameters: frozenset[str]


def routes() -> list[Route]:
    """Every route of the project."""
    return list(_walk(get_resolver().url_patterns, frozenset()))


def _walk(patterns: list[URLPattern | URLResolver], outer: frozenset[str]) -> Iterator[Route]:
    for pattern in patterns:
        parameters = outer | frozenset(pattern.pattern.regex.groupindex) | frozenset(
            getattr(pattern.pattern, "converters", {})
        )  # fmt: skip
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, parameters)
        else:
            yield Route(pattern.name or f"(no name: {pattern.pattern})", pattern.callback, parameters)


def test_every_view_names_a_declared_permission() -> None:
    closed = []
    for route in routes():
        required = required_of(route.view)
        if required is None or (required.name and required.name not in declared()):
            closed.append(route.name)
    assert closed == []


def test_every_public_or_personal_view_says_why() -> None:
    silent = [route.name for route in routes() if (required := required_of(route.view)) and not (
        required.name or required.reason.strip()
    )]  # fmt: skip
    assert silent == []


def test_every_route_has_a_name_used_once() -> None:
    names = [route.name for route in routes()]
    assert [name for name in names if name.startswith("(no name")] == []
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_route_with_parameters_has_a_sample() -> None:
    assert [route.name for route in routes() if route.parameters and route.name not in SAMPLES] == []


def test_every_sample_is_of_a_route() -> None:
    assert sorted(set(SAMPLES) - {route.name for route in routes()}) == []


def _person(role: str, municipality: Municipality) -> Person | None:
    if role == "anonymous":
        return None
    if role == "entrepreneur":
        return make_person()
    return make_staff(municipality, role, domains=ALL_DOMAINS if role == Role.SPECIALIST else ())


#: Who walks: each role in the municipality itself, and in another one.
WALKERS = [(role, at_home) for at_home in (True, False) for role in ROLES]
#: Those who walk one after the other through the same world: making it takes as long as a walk.
TOGETHER = 3


def _name(walker: tuple[str, bool]) -> str:
    role, at_home = walker
    return f"{role}-{'own' if at_home else 'other'}_municipality"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "walkers",
    [WALKERS[start : start + TOGETHER] for start in range(0, len(WALKERS), TOGETHER)],
    ids=lambda walkers: "+".join(map(_name, walkers)),
)
def test_every_route_answers_what_the_permission_says(
    walkers: list[tuple[str, bool]],
    municipality: Municipality,
    other_municipality: Municipality,
    client_for: Any,
) -> None:
    world = World(municipality)
    people = []
    for role, at_home in walkers:
        person = _person(role, municipality if at_home else other_municipality)
        actor = Actor(person, load_membership(person, None) if person else None)
        people.append(
            (_name((role, at_home)), actor, client_for(person).cookies if person else SimpleCookie())
        )
    wrong: list[str] = []
    for route in routes():
        required = required_of(route.view)
        assert required is not None, route.name
        if route.parameters and route.name not in SAMPLES:
            wrong.append(f"{route.name} has no sample")
            continue
        given = SAMPLES[route.name](world) if route.name in SAMPLES else Sample()
        for name, actor, cookies in people:
            for method in ("get", "post"):
                status, location = _ask(method, reverse(route.name, kwargs=given.kwargs), cookies)
                complaint = _judge(required, actor, given, status, location)
                if complaint:
                    wrong.append(f"{name} {method} {route.name}: {status} {location} but {complaint}")
    assert wrong == []


def _ask(method: str, path: str, cookies: SimpleCookie) -> tuple[int, str]:
    """The answer to one request of a browser with these cookies; whatever it changes is undone."""
    cache.clear()
    with transaction.atomic():
        client = Client(raise_request_exception=False)
        client.cookies = SimpleCookie({name: morsel.value for name, morsel in cookies.items()})
        answer = getattr(client, method)(path)
        if getattr(answer, "streaming", False):
            list(answer.streaming_content)  # reading to the end closes the file, and only the file
        transaction.set_rollback(True)
    return answer.status_code, answer.get("Location", "")


def _judge(required: ViewPermission, actor: Actor, given: Sample, status: int, location: str) -> str:
    """What is wrong with this answer; empty when nothing is."""
    if status >= 500:
        return "a page may never break"
    if required.kind == "public":
        return ""
    if actor.person is None:
        return (
            "" if status == 302 and location.startswith(reverse("account_login")) else "anonymous must log in"
        )
    if required.kind == "signed_in" or (required.kind == "permission_or_own" and actor.membership is None):
        if given.obj is not None and status not in REFUSALS:
            return "it is someone else's"
        return ""
    if not verdict(actor, required.name):
        return "" if status == 403 else "the permission says no"
    with scoped([given.obj.municipality_id] if hasattr(given.obj, "municipality_id") else []):
        allowed = verdict(actor, required.name, given.obj)
    if not allowed:
        return "" if status in REFUSALS else "the permission says no to this object"
    if status in (403, 404) and not given.may_refuse:
        return "the permission says yes"
    return ""


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_staff_without_second_factor_reach_no_page_that_needs_log_in(
    role: str, municipality: Municipality
) -> None:
    world = World(municipality)
    person = _person(role, municipality)
    assert person is not None
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    open_pages = []
    for route in routes():
        required = required_of(route.view)
        if required is None or required.kind == "public" or (route.parameters and route.name not in SAMPLES):
            continue
        given = SAMPLES[route.name](world) if route.name in SAMPLES else Sample()
        for method in ("get", "post"):
            answer = getattr(client, method)(reverse(route.name, kwargs=given.kwargs))
            if (answer.status_code, answer.get("Location")) != (302, reverse("mfa_activate_totp")):
                open_pages.append(f"{method} {route.name}: {answer.status_code}")
    assert open_pages == []
