"""Municipal single sign-on against a real OpenID Connect provider: its own process, the whole code flow."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from django.test import Client
from django.urls import reverse

from portal.kernel.models import Membership, Person
from portal.kernel.people import invitations
from portal.kernel.people.models import Role
from portal.kernel.tenancy.scope import scoped
from portal.settings.sso import sign_on_origins, single_sign_on
from tests.factories import make_person

pytestmark = pytest.mark.django_db

USERS = [
    {"sub": "bekend", "email": "bekend@voorbeeld.example", "email_verified": True, "name": "Bekend"},
    {"sub": "hoofdletters", "email": "Bekend@Voorbeeld.example", "email_verified": True},
    {"sub": "genodigd", "email": "genodigd@voorbeeld.example", "email_verified": True},
    {"sub": "vreemd", "email": "vreemd@voorbeeld.example", "email_verified": True},
    {"sub": "niet-gecontroleerd", "email": "bekend@voorbeeld.example", "email_verified": False},
    {"sub": "als-tekst", "email": "bekend@voorbeeld.example", "email_verified": "false"},
]


@pytest.fixture(scope="session")
def provider() -> Iterator[str]:
    """The address of a running provider."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    users = [part for user in USERS for part in ("--user-claims", json.dumps(user))]
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "-p", str(port), *users],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _attempt in range(100):
            try:
                requests.get(f"{address}/.well-known/openid-configuration", timeout=1).raise_for_status()
                break
            except requests.RequestException:
                assert process.poll() is None, "the provider stopped"
                time.sleep(0.1)
        else:
            pytest.fail("the provider did not start")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture
def sign_in(provider: str, settings: Any) -> Callable[..., tuple[Client, Any]]:
    """Log in at the provider as one of its users; gives the browser and the answer to the way back."""
    settings.SOCIALACCOUNT_PROVIDERS = single_sign_on(
        {
            "OIDC_SERVER_URL": provider,
            "OIDC_CLIENT_ID": "impactloket",
            "OIDC_CLIENT_SECRET": "geheim",
            "OIDC_NAME": "Stad",
        }
    )

    def go(sub: str, **form: str) -> tuple[Client, Any]:
        browser = Client()
        away = browser.post(reverse("openid_connect_login", args=["gemeente"]), form)
        assert away.status_code == 302 and away["Location"].startswith(provider)
        back = requests.post(away["Location"], data={"sub": sub}, allow_redirects=False, timeout=10)
        assert back.status_code in (302, 303), back.text
        path = back.headers["Location"].replace("http://testserver", "")
        return browser, browser.get(path)

    return go


def test_colleague_comes_in_and_the_sign_on_counts_as_second_factor(municipality: Any, sign_in: Any) -> None:
    from tests.factories import make_staff

    person = make_staff(municipality, Role.FUNCTIONAL_ADMINISTRATOR, email="bekend@voorbeeld.example")
    browser, answer = sign_in("bekend")
    assert answer.status_code == 302
    assert browser.session["_auth_user_id"] == str(person.pk)
    assert browser.get(reverse("people")).status_code == 200
    person.refresh_from_db()
    assert person.check_password("proefwachtwoord-1"), "single sign-on leaves the password alone"

    again, answer = sign_in("bekend")
    assert again.session["_auth_user_id"] == str(person.pk)


def test_capitals_in_the_address_do_not_matter(municipality: Any, sign_in: Any) -> None:
    from tests.factories import make_staff

    person = make_staff(municipality, Role.ALDERMAN, email="bekend@voorbeeld.example")
    browser, _answer = sign_in("hoofdletters")
    assert browser.session["_auth_user_id"] == str(person.pk)


def test_invited_colleague_becomes_a_member(municipality: Any, staff: Any, sign_in: Any) -> None:
    with scoped([municipality.pk]):
        invitations.invite(
            municipality=municipality,
            name="Guus Genodigd",
            email="genodigd@voorbeeld.example",
            roles=["specialist"],
            domains=["work"],
            by=staff(Role.FUNCTIONAL_ADMINISTRATOR),
        )
    browser, _answer = sign_in("genodigd")
    with scoped([municipality.pk]):
        membership = Membership.objects.get(person__email="genodigd@voorbeeld.example")
    assert (membership.roles, membership.domains) == (["specialist"], ["work"])
    assert browser.get(reverse("profile")).status_code == 200


def test_unknown_person_is_told_whom_to_ask(municipality: Any, sign_in: Any) -> None:
    browser, answer = sign_in("vreemd")
    assert answer.status_code == 403
    assert "vreemd@voorbeeld.example" in answer.content.decode()
    assert "_auth_user_id" not in browser.session
    assert not Person.objects.filter(email="vreemd@voorbeeld.example").exists()


def test_entrepreneur_does_not_come_in_as_staff(sign_in: Any) -> None:
    make_person(email="bekend@voorbeeld.example")
    browser, answer = sign_in("bekend")
    assert answer.status_code == 403
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize("sub", ["niet-gecontroleerd", "als-tekst"])
def test_address_the_provider_did_not_check_opens_nothing(municipality: Any, sign_in: Any, sub: str) -> None:
    from tests.factories import make_staff

    make_staff(municipality, Role.ALDERMAN, email="bekend@voorbeeld.example")
    browser, answer = sign_in(sub)
    assert answer.status_code == 403
    assert "_auth_user_id" not in browser.session


def test_deactivated_person_stays_out(municipality: Any, sign_in: Any) -> None:
    from tests.factories import make_staff

    person = make_staff(municipality, Role.ALDERMAN, email="bekend@voorbeeld.example")
    person.is_active = False
    person.save()
    browser, answer = sign_in("bekend")
    assert answer.status_code == 403
    assert "_auth_user_id" not in browser.session


def test_refusing_at_the_provider_gives_a_page_not_an_error(provider: str, sign_in: Any) -> None:
    browser = Client()
    away = browser.post(reverse("openid_connect_login", args=["gemeente"]))
    back = requests.post(away["Location"], data={"action": "deny"}, allow_redirects=False, timeout=10)
    answer = browser.get(back.headers["Location"].replace("http://testserver", ""), follow=True)
    assert answer.status_code in (200, 401)


def test_made_up_return_is_refused(sign_in: Any) -> None:
    answer = Client().get(
        reverse("openid_connect_callback", args=["gemeente"]), {"code": "x", "state": "y"}, follow=True
    )
    assert answer.status_code in (200, 401, 403)
    assert "_auth_user_id" not in answer.client.session


def test_without_settings_there_is_no_single_sign_on(settings: Any) -> None:
    assert single_sign_on({}) == {}
    assert sign_on_origins({}) == []
    assert Client().post(reverse("openid_connect_login", args=["gemeente"])).status_code == 404


def test_the_form_may_lead_to_the_provider() -> None:
    assert sign_on_origins({"OIDC_SERVER_URL": "https://login.stad.example/realms/x"}) == [
        "https://login.stad.example"
    ]
