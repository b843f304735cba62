"""Staff cannot work without a second factor, and never end in a loop."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from portal.kernel.models import Person
from portal.kernel.people.models import Role

pytestmark = pytest.mark.django_db
PASSWORD = "proefwachtwoord-1"
SECRET = "JBSWY3DPEHPK3PXP"


def code_for(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def log_in(client: Client, person: Person) -> Any:
    return client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})


@pytest.fixture
def administrator(staff: Any) -> Person:
    made: Person = staff(Role.FUNCTIONAL_ADMINISTRATOR)
    return made


def test_staff_without_factor_are_led_to_set_one_up_from_every_page(administrator: Person) -> None:
    client = Client()
    log_in(client, administrator)
    for name in ("home", "people", "invitations", "profile", "switch_municipality"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_activate_totp")), name
    assert client.post(reverse("log_out_elsewhere"))["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


@pytest.mark.django_db(transaction=True)  # allauth tells of a new factor at commit
def test_setting_up_a_factor_opens_the_work(administrator: Person) -> None:
    client = Client()
    log_in(client, administrator)
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(reverse("people")).status_code == 200


def test_staff_with_factor_are_asked_for_it_at_log_in(administrator: Person) -> None:
    TOTP.activate(administrator, SECRET)
    client = Client()
    answer = log_in(client, administrator)
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("people"))["Location"].startswith(reverse("account_login"))

    answer = client.post(reverse("mfa_authenticate"), {"code": code_for(SECRET)})

    assert answer.status_code == 302
    assert client.get(reverse("people")).status_code == 200


def test_recovery_code_works_once_instead_of_the_phone(administrator: Person) -> None:
    TOTP.activate(administrator, SECRET)
    code = RecoveryCodes.activate(administrator).get_unused_codes()[0]
    client = Client()
    log_in(client, administrator)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get(reverse("people")).status_code == 200

    other = Client()
    log_in(other, administrator)
    assert other.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200
    assert "_auth_user_id" not in other.session


def test_session_without_factor_of_someone_who_has_one_is_asked_to_use_it(administrator: Person) -> None:
    """Not led to setting one up, which allauth would send on to switching it off."""
    TOTP.activate(administrator, SECRET)
    client = Client()
    client.force_login(administrator, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(reverse("people"))
    assert answer["Location"].startswith(reverse("mfa_reauthenticate"))
    client.post(answer["Location"], {"code": code_for(SECRET)})
    assert client.get(reverse("people")).status_code == 200


def test_switching_the_factor_off_closes_the_session_for_work(administrator: Person) -> None:
    TOTP.activate(administrator, SECRET)
    client = Client()
    log_in(client, administrator)
    client.post(reverse("mfa_authenticate"), {"code": code_for(SECRET)})
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=administrator).exists()
    assert client.get(reverse("people"))["Location"] == reverse("mfa_activate_totp")


def test_factor_of_another_person_in_the_session_does_not_count(
    administrator: Person, client_for: Any
) -> None:
    client = client_for(administrator)
    session = client.session
    session["account_authentication_methods_user"] = "0"
    session.save()
    assert client.get(reverse("people"))["Location"] == reverse("mfa_activate_totp")


def test_public_pages_treat_staff_without_factor_as_a_visitor(administrator: Person) -> None:
    client = Client()
    client.force_login(administrator, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(reverse("login_link"))
    assert answer.status_code == 200
    assert answer.wsgi_request.actor.membership is None  # type: ignore[attr-defined]


def test_one_demo_setting_switches_the_factor_off(administrator: Person, settings: Any) -> None:
    settings.STAFF_MFA_REQUIRED = False
    client = Client()
    log_in(client, administrator)
    assert client.get(reverse("people")).status_code == 200


def test_entrepreneurs_need_no_factor() -> None:
    from tests.factories import make_person

    client = Client()
    log_in(client, make_person())
    assert client.get(reverse("profile")).status_code == 200


def test_guessing_passwords_is_stopped(administrator: Person) -> None:
    client = Client()
    for _guess in range(5):
        client.post(reverse("account_login"), {"login": administrator.email, "password": "mis"})
    log_in(client, administrator)
    assert "_auth_user_id" not in client.session


def test_session_key_changes_at_log_in(administrator: Person) -> None:
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    log_in(client, administrator)
    assert client.session.session_key != before


def test_signing_up_is_closed() -> None:
    answer = Client().post(
        reverse("account_signup"),
        {
            "email": "vreemd@voorbeeld.example",
            "password1": "een-lang-wachtwoord",
            "password2": "een-lang-wachtwoord",
        },
    )
    assert answer.status_code in (200, 302, 403)
    assert not Person.objects.filter(email="vreemd@voorbeeld.example").exists()


def test_password_reset_is_mailed_through_the_outbox(
    administrator: Person, mailed: Any, link_in: Any
) -> None:
    client = Client()
    client.post(reverse("account_reset_password"), {"email": administrator.email})
    path = link_in(mailed(administrator.email)[0])
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    answer = client.post(
        answer.request["PATH_INFO"], {"password1": "fiets-boom-kaas-7", "password2": "fiets-boom-kaas-7"}
    )
    assert answer.status_code == 302
    administrator.refresh_from_db()
    assert administrator.check_password("fiets-boom-kaas-7")
