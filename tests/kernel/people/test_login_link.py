"""The one-time log-in link of entrepreneurs."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.kernel.people.actions import send_login_link
from portal.kernel.people.models import Role
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def ask(email: str, **data: str) -> Any:
    return Client().post(reverse("login_link"), {"email": email, **data})


def test_link_logs_in_once_and_leads_to_the_wanted_page(mailed: Any, link_in: Any) -> None:
    person = make_person(email="ada@voorbeeld.example")
    ask("ADA@voorbeeld.example", next=reverse("profile"))
    path = link_in(mailed("ada@voorbeeld.example")[0])

    client = Client()
    answer = client.post(path.split("?")[0], {"next": reverse("profile")})

    assert answer.status_code == 302 and answer["Location"] == reverse("profile")
    assert client.session["_auth_user_id"] == str(person.pk)
    again = Client().post(path)
    assert again.status_code == 410 and "_auth_user_id" not in Client().session


def test_opening_the_link_does_not_use_it_up(mailed: Any, link_in: Any) -> None:
    make_person(email="ada@voorbeeld.example")
    ask("ada@voorbeeld.example")
    path = link_in(mailed("ada@voorbeeld.example")[0])

    for _scan in range(3):
        assert Client().get(path).status_code == 200

    assert Client().post(path).status_code == 302


def test_link_expires_after_thirty_minutes(
    mailed: Any, link_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person(email="ada@voorbeeld.example")
    ask("ada@voorbeeld.example")
    path = link_in(mailed("ada@voorbeeld.example")[0])

    later = time.time() + 31 * 60
    monkeypatch.setattr("time.time", lambda: later)
    assert Client().post(path).status_code == 410
    assert Client().get(path).status_code == 410


def test_changed_token_gives_the_page_to_ask_a_new_one(mailed: Any, link_in: Any) -> None:
    answer = Client().get(reverse("use_login_link", args=["AAAABBBB-onzin"]))
    assert answer.status_code == 410
    assert reverse("login_link") in answer.content.decode()


def test_unknown_address_gets_the_same_answer_and_no_mail(mailed: Any) -> None:
    make_person(email="ada@voorbeeld.example")
    known, unknown = ask("ada@voorbeeld.example"), ask("eva@voorbeeld.example")

    assert known.status_code == unknown.status_code == 200
    assert known.content.decode().replace("ada@", "x@") == unknown.content.decode().replace("eva@", "x@")
    assert mailed("eva@voorbeeld.example") == []


def test_staff_get_a_hint_instead_of_a_link(staff: Any, mailed: Any) -> None:
    person = staff(Role.SPECIALIST, domains=("care",))
    ask(person.email)
    (mail,) = mailed(person.email)
    assert reverse("account_login") in mail.text
    assert "/inloggen/link/" not in mail.text


def test_link_made_before_someone_became_staff_does_not_work(
    municipality: Any, mailed: Any, link_in: Any
) -> None:
    from portal.kernel.models import Membership
    from portal.kernel.tenancy.scope import scoped

    person = make_person(email="ada@voorbeeld.example")
    ask(person.email)
    path = link_in(mailed(person.email)[0])
    with scoped([municipality.pk]):
        Membership.objects.create(person=person, municipality=municipality, roles=["alderman"])

    assert Client().post(path).status_code == 410


def test_deactivated_person_gets_no_link(mailed: Any) -> None:
    person = make_person(is_active=False)
    ask(person.email)
    send_login_link(person=person, next_path="")
    assert mailed(person.email) == []


def test_wanted_page_elsewhere_is_ignored(mailed: Any, link_in: Any) -> None:
    person = make_person()
    ask(person.email, next="https://kwaad.example/")
    path = link_in(mailed(person.email)[0])
    assert "kwaad" not in path
    answer = Client().post(path.split("?")[0], {"next": "//kwaad.example/"})
    assert answer.status_code == 302 and "kwaad" not in answer["Location"]


def test_session_key_changes_at_log_in(mailed: Any, link_in: Any) -> None:
    person = make_person()
    ask(person.email)
    path = link_in(mailed(person.email)[0])
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key

    client.post(path)

    assert client.session.session_key != before


def test_asking_too_often_gives_a_kind_page() -> None:
    for _time in range(5):
        assert ask("ada@voorbeeld.example").status_code == 200
    answer = ask("ada@voorbeeld.example")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "900"


def test_nonsense_address_is_told_what_is_wrong() -> None:
    answer = ask("geen adres <script>")
    assert answer.status_code == 422
    assert "<script>" not in answer.content.decode().replace("<script ", "").split("</head>")[1]
