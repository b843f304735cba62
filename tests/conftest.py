"""Fixtures all tests share. The database is made by the owner role; tests run as the application's role."""

from __future__ import annotations

import os

os.environ.setdefault("IMPACTLOKET_DEMO", "0")

from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from portal.embedded import APP, OWNER
from portal.kernel.models import Municipality, Person
from portal.kernel.tenancy.scope import scoped
from tests import emptying
from tests.factories import make_municipality, make_staff
from tests.template import template_database

# How long it takes to make an example says how busy the machine is, nothing about the rules.
hypothesis.settings.register_profile(
    "suite", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("suite")


def _connect_as(role: str) -> None:
    connection.close()
    connection.settings_dict["USER"] = role


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, django_db_blocker: Any) -> None:
    """The owner makes the test database, as a copy of one that is migrated."""
    _connect_as(OWNER)
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template_database()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """From here on everything runs as the application's role, under row-level security."""
    with django_db_blocker.unblock():
        emptying.install(settings.DATABASE_APP_ROLE)
        _connect_as(APP)
    yield
    _connect_as(OWNER)


@pytest.fixture
def municipality(db: None) -> Municipality:
    return make_municipality("Vechtstede")


@pytest.fixture
def other_municipality(db: None) -> Municipality:
    return make_municipality("Lindehaven")


@pytest.fixture
def staff(municipality: Municipality) -> Callable[..., Person]:
    """Make a member of staff: `staff("specialist", domains=("care",))`; other municipality by keyword."""

    def make(
        *roles: str, domains: tuple[str, ...] = (), at: Municipality | None = None, name: str = ""
    ) -> Person:
        return make_staff(at or municipality, *roles, domains=domains, name=name)

    return make


@pytest.fixture
def client_for() -> Callable[[Person], Client]:
    """A browser logged in as a person, past the second factor."""

    def make(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": 0, "type": "totp"}]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
        return client

    return make


@pytest.fixture
def scope() -> Callable[..., Any]:
    """`with scope(municipality, domains=("care",), person=person):` opens a scope."""

    def make(
        *municipalities: Municipality, domains: tuple[str, ...] = (), person: Person | None = None
    ) -> Any:
        return scoped([m.pk for m in municipalities], domains=domains, person=person.pk if person else None)

    return make
