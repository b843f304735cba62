"""Health pages, and the check that the application's database role is bound by row-level security."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory
from django.urls import reverse

from portal import health
from portal.embedded import APP
from portal.kernel.tenancy import checks


def test_live_asks_no_database(rf: RequestFactory) -> None:
    assert health.live(rf.get("/gezondheid/live")).status_code == 200


@pytest.mark.django_db
def test_both_pages_are_open_and_good(client: Client) -> None:
    assert client.get(reverse("health_live")).json() == {"status": "ok"}
    answer = client.get(reverse("health_ready"))
    assert answer.status_code == 200, answer.content
    assert set(answer.json()["checks"].values()) == {"ok"}


@pytest.mark.django_db
@pytest.mark.parametrize("broken", ["_database", "_migrations", "_broker"])
def test_ready_says_what_is_wrong(client: Client, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    def fail() -> bool:
        raise DatabaseError("host db-secret-name is away")

    monkeypatch.setattr(health, broken, fail)
    answer = client.get(reverse("health_ready"))
    assert answer.status_code == 503
    assert answer.json()["checks"][broken[1:]] == "error"
    assert b"db-secret-name" not in answer.content


def test_a_broker_that_is_away_is_noticed(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.celery import app

    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    original = app.connection_for_write
    monkeypatch.setattr(
        app, "connection_for_write", lambda **kwargs: original("redis://127.0.0.1:1/0", **kwargs)
    )
    assert health._works(health._broker) is False


@pytest.mark.django_db
def test_the_applications_role_passes() -> None:
    assert connection.settings_dict["USER"] == APP
    assert checks.check_database_role(databases=["default"]) == []


@pytest.mark.django_db
@pytest.mark.parametrize("row", ["true, false, false", "false, true, false", "false, false, true"])
def test_an_unsafe_role_may_not_start(monkeypatch: pytest.MonkeyPatch, row: str) -> None:
    monkeypatch.setattr(checks, "ROLE_QUERY", f"SELECT {row}")
    found = checks.check_database_role(databases=["default"])
    assert [problem.id for problem in found] == ["kernel.E001"]
    with pytest.raises(ImproperlyConfigured, match="row-level security does not bind it"):
        checks.refuse_unsafe_role()
