"""Invitations from mail to membership."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.kernel.models import Invitation, Membership, Person
from portal.kernel.people.models import Role
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_person, make_staff

pytestmark = pytest.mark.django_db
NEW = {
    "name": "Noor Nieuw",
    "email": "noor@voorbeeld.example",
    "roles": [Role.SPECIALIST],
    "domains": ["care"],
}
ACCEPT = {"name": "Noor Nieuw", "password": "fiets-boom-kaas-7", "repeat": "fiets-boom-kaas-7"}


@pytest.fixture
def administrator(staff: Any) -> Person:
    made: Person = staff(Role.FUNCTIONAL_ADMINISTRATOR, name="Bea Beheer")
    return made


@pytest.fixture
def invited(administrator: Person, client_for: Any, mailed: Any, link_in: Any) -> str:
    """The path in the mail of a fresh invitation."""
    answer = client_for(administrator).post(reverse("invitations"), NEW)
    assert answer.status_code == 302, answer.content.decode()
    path: str = link_in(mailed(NEW["email"])[-1])
    return path


def membership_of(municipality: Any, email: str) -> Membership | None:
    with scoped([municipality.pk]):
        return Membership.objects.filter(person__email=email).first()


def test_invited_person_chooses_a_password_and_is_led_to_a_second_factor(
    invited: str, municipality: Any
) -> None:
    client = Client()
    assert client.get(invited).status_code == 200
    answer = client.post(invited, ACCEPT)
    assert answer.status_code == 302
    membership = membership_of(municipality, "noor@voorbeeld.example")
    assert membership is not None
    assert (membership.roles, membership.domains) == (["specialist"], ["care"])
    assert client.get(reverse("home"))["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_used_link_gives_a_clear_page(invited: str) -> None:
    Client().post(invited, ACCEPT)
    assert Client().get(invited).status_code == 410
    assert Client().post(invited, ACCEPT).status_code == 410


def test_weak_or_different_passwords_are_refused_and_the_name_is_kept(invited: str) -> None:
    answer = Client().post(invited, {"name": "Noor Nieuw", "password": "123", "repeat": "1234"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Noor Nieuw" in text
    assert "aria-invalid" in text
    assert not Person.objects.filter(email="noor@voorbeeld.example").exists()


def test_expired_invitation_does_not_work_until_it_is_sent_again(
    invited: str, administrator: Person, municipality: Any, client_for: Any, mailed: Any, link_in: Any
) -> None:
    with scoped([municipality.pk]):
        Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
        invitation = Invitation.objects.get()
    assert Client().get(invited).status_code == 410

    client_for(administrator).post(reverse("resend_invitation", args=[invitation.pk]))

    fresh = link_in(mailed(NEW["email"])[-1])
    assert fresh != invited
    assert Client().get(invited).status_code == 410
    assert Client().get(fresh).status_code == 200


def test_withdrawn_invitation_does_not_work(
    invited: str, administrator: Person, municipality: Any, client_for: Any
) -> None:
    with scoped([municipality.pk]):
        invitation = Invitation.objects.get()
    client_for(administrator).post(reverse("revoke_invitation", args=[invitation.pk]))
    assert Client().get(invited).status_code == 410


def test_person_with_an_account_elsewhere_accepts_after_logging_in(
    invited: str, municipality: Any, other_municipality: Any, client_for: Any
) -> None:
    person = make_staff(other_municipality, Role.ALDERMAN, email="noor@voorbeeld.example")
    anonymous = Client()
    page = anonymous.get(invited).content.decode()
    assert 'name="password"' not in page
    anonymous.post(invited, ACCEPT)
    assert membership_of(municipality, person.email) is None
    person.refresh_from_db()
    assert person.check_password("proefwachtwoord-1"), "an invitation may never replace a password"

    client = client_for(person)
    assert client.get(invited).status_code == 200
    assert client.post(invited)["Location"] == reverse("home")
    assert membership_of(municipality, person.email) is not None


def test_invitation_cannot_be_accepted_by_someone_else(
    invited: str, municipality: Any, client_for: Any
) -> None:
    other = make_person(email="ander@voorbeeld.example")
    client = client_for(other)
    assert client.get(invited).status_code == 403
    client.post(invited)
    assert membership_of(municipality, other.email) is None


def test_administrator_of_another_municipality_cannot_touch_it(
    invited: str, municipality: Any, other_municipality: Any, client_for: Any
) -> None:
    stranger = client_for(make_staff(other_municipality, Role.FUNCTIONAL_ADMINISTRATOR))
    with scoped([municipality.pk]):
        invitation = Invitation.objects.get()
    assert "noor@" not in stranger.get(reverse("invitations")).content.decode()
    assert stranger.post(reverse("revoke_invitation", args=[invitation.pk])).status_code == 404
    assert stranger.post(reverse("resend_invitation", args=[invitation.pk])).status_code == 404


def test_second_open_invitation_and_inviting_a_colleague_are_refused(
    invited: str, administrator: Person, client_for: Any
) -> None:
    client = client_for(administrator)
    assert client.post(reverse("invitations"), {**NEW, "email": "NOOR@voorbeeld.example"}).status_code == 422
    assert client.post(reverse("invitations"), {**NEW, "email": administrator.email}).status_code == 422


def test_specialist_needs_a_domain(administrator: Person, client_for: Any) -> None:
    answer = client_for(administrator).post(reverse("invitations"), {**NEW, "domains": []})
    assert answer.status_code == 422
    assert "Noor Nieuw" in answer.content.decode()


def test_token_is_not_kept_in_the_database(invited: str, municipality: Any) -> None:
    token = invited.rstrip("/").rsplit("/", 1)[-1]
    with scoped([municipality.pk]):
        assert token not in str(list(Invitation.objects.values()))
