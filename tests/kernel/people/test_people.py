"""Role management, switching municipality, the start page and the profile."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from portal.kernel.models import Membership, Person
from portal.kernel.people.actions import get_or_create_person
from portal.kernel.people.models import Role
from portal.kernel.people.queries import colleagues
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_case_file, make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(staff: Any) -> Person:
    made: Person = staff(Role.FUNCTIONAL_ADMINISTRATOR, name="Bea Beheer")
    return made


def membership(person: Person, municipality: Any) -> Membership:
    with scoped([municipality.pk]):
        found: Membership = Membership.objects.get(person=person)
        return found


def test_administrator_changes_roles_and_sees_who_did_it(
    administrator: Person, staff: Any, municipality: Any, client_for: Any
) -> None:
    colleague = staff(Role.SPECIALIST, domains=("care",), name="Sam Specialist")
    row = membership(colleague, municipality)
    client = client_for(administrator)
    answer = client.post(
        reverse("edit_roles", args=[row.pk]),
        {"roles": ["specialist", "privacy_officer"], "domains": ["work"]},
    )
    assert answer.status_code == 302
    row = membership(colleague, municipality)
    assert (row.roles, row.domains) == (["specialist", "privacy_officer"], ["work"])
    page = client.get(reverse("edit_roles", args=[row.pk])).content.decode()
    assert page.count("Bea Beheer") >= 1
    listing = client.get(reverse("people")).content.decode()
    assert "Sam Specialist" in listing and "Bea Beheer" in listing


def test_last_administrator_keeps_the_role_and_the_access(
    administrator: Person, municipality: Any, client_for: Any
) -> None:
    row = membership(administrator, municipality)
    client = client_for(administrator)
    answer = client.post(reverse("edit_roles", args=[row.pk]), {"roles": ["alderman"]})
    assert answer.status_code == 422
    client.post(reverse("end_access", args=[row.pk]))
    row = membership(administrator, municipality)
    assert row.is_active and row.roles == ["functional_administrator"]


def test_one_of_two_administrators_may_leave(
    administrator: Person, staff: Any, municipality: Any, client_for: Any
) -> None:
    staff(Role.FUNCTIONAL_ADMINISTRATOR)
    row = membership(administrator, municipality)
    client = client_for(administrator)
    assert client.post(reverse("end_access", args=[row.pk])).status_code == 302
    assert not membership(administrator, municipality).is_active
    assert client.get(reverse("people")).status_code == 403


def test_ended_access_works_at_once_and_can_be_restored(
    administrator: Person, staff: Any, municipality: Any, client_for: Any
) -> None:
    colleague = staff(Role.FUNCTIONAL_ADMINISTRATOR)
    row = membership(colleague, municipality)
    theirs, ours = client_for(colleague), client_for(administrator)
    assert theirs.get(reverse("people")).status_code == 200
    ours.post(reverse("end_access", args=[row.pk]))
    assert theirs.get(reverse("people")).status_code == 403
    ours.post(reverse("restore_access", args=[row.pk]))
    assert theirs.get(reverse("people")).status_code == 200


def test_administrator_elsewhere_sees_and_changes_nothing(
    administrator: Person, other_municipality: Any, municipality: Any, client_for: Any
) -> None:
    stranger = client_for(make_staff(other_municipality, Role.FUNCTIONAL_ADMINISTRATOR))
    row = membership(administrator, municipality)
    assert "Bea Beheer" not in stranger.get(reverse("people")).content.decode()
    assert stranger.get(reverse("edit_roles", args=[row.pk])).status_code == 404
    for name in ("end_access", "restore_access", "reset_factor"):
        assert stranger.post(reverse(name, args=[row.pk])).status_code == 404
    assert membership(administrator, municipality).is_active


def test_other_roles_get_a_reason(staff: Any, client_for: Any) -> None:
    for role in (Role.ACCOUNT_MANAGER, Role.SPECIALIST, Role.PRIVACY_OFFICER, Role.ALDERMAN):
        answer = client_for(staff(role)).get(reverse("people"))
        assert answer.status_code == 403


def test_administrator_sees_no_case_file_content(
    administrator: Person, municipality: Any, client_for: Any
) -> None:
    make_case_file(municipality, "Bakkerij De Geheime Korst")
    client = client_for(administrator)
    assert "Geheime Korst" not in client.get(reverse("people")).content.decode()


def test_list_filters_and_costs_the_same_for_many(
    administrator: Person, staff: Any, client_for: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        staff(Role.SPECIALIST, domains=("care",), name=f"Zorg {number:02}")
    client = client_for(administrator)
    with django_assert_max_num_queries(13):
        page = client.get(reverse("people"), {"rol": "specialist", "domein": "care", "q": "zorg"})
    text = page.content.decode()
    assert "Zorg 00" in text and "pagina=2" in text and "rol=specialist" in text
    assert client.get(reverse("people"), {"rol": "onzin", "pagina": "x"}).status_code == 200


def test_reset_of_the_second_factor_is_mailed_to_its_owner(
    administrator: Person, staff: Any, municipality: Any, client_for: Any, mailed: Any
) -> None:
    colleague = staff(Role.SPECIALIST, domains=("care",))
    TOTP.activate(colleague, "JBSWY3DPEHPK3PXP")
    client_for(administrator).post(reverse("reset_factor", args=[membership(colleague, municipality).pk]))
    assert not Authenticator.objects.filter(user=colleague).exists()
    assert len(mailed(colleague.email)) == 1


def test_factor_of_someone_who_also_works_elsewhere_is_not_reset(
    administrator: Person, staff: Any, municipality: Any, other_municipality: Any, client_for: Any
) -> None:
    colleague = staff(Role.SPECIALIST, domains=("care",))
    with scoped([other_municipality.pk]):
        Membership.objects.create(person=colleague, municipality=other_municipality, roles=["alderman"])
    TOTP.activate(colleague, "JBSWY3DPEHPK3PXP")
    client_for(administrator).post(reverse("reset_factor", args=[membership(colleague, municipality).pk]))
    assert Authenticator.objects.filter(user=colleague).exists()


def test_switching_changes_the_municipality_someone_works_for(
    administrator: Person, other_municipality: Any, client_for: Any
) -> None:
    with scoped([other_municipality.pk]):
        Membership.objects.create(
            person=administrator, municipality=other_municipality, roles=["functional_administrator"]
        )
    client = client_for(administrator)
    assert client.get(reverse("people")).wsgi_request.municipality.name == "Lindehaven"
    vechtstede = next(
        pk for pk, name in client.get(reverse("switch_municipality")).context["form"].fields["municipality"].choices
        if name == "Vechtstede"
    )  # fmt: skip
    client.post(reverse("switch_municipality"), {"municipality": vechtstede})
    assert client.get(reverse("people")).wsgi_request.municipality.name == "Vechtstede"


def test_nobody_switches_to_a_municipality_they_do_not_work_for(
    administrator: Person, other_municipality: Any, client_for: Any
) -> None:
    client = client_for(administrator)
    client.post(reverse("switch_municipality"), {"municipality": other_municipality.pk})
    assert client.get(reverse("people")).wsgi_request.municipality.name == "Vechtstede"


def test_home_sends_every_role_to_its_start_page(staff: Any, client_for: Any) -> None:
    expected = {
        Role.ACCOUNT_MANAGER: "worklist",
        Role.SPECIALIST: "worklist",
        Role.ALDERMAN: "dashboard",
        Role.FUNCTIONAL_ADMINISTRATOR: "people",
        Role.SOCIAL_RETURN_COORDINATOR: "contracts",
        Role.PRIVACY_OFFICER: "privacy_desk",
    }
    for role, name in expected.items():
        assert client_for(staff(role)).get(reverse("home"))["Location"] == reverse(name), role
    assert client_for(make_person()).get(reverse("home"))["Location"] == reverse("my_overview")


def test_visitors_see_the_municipalities(municipality: Any, other_municipality: Any) -> None:
    text = Client().get(reverse("home")).content.decode()
    assert "Vechtstede" in text and "Lindehaven" in text and reverse("login_link") in text


def test_profile_saves_name_and_phone_only(administrator: Person, client_for: Any) -> None:
    client = client_for(administrator)
    client.post(
        reverse("profile"),
        {"name": "Bea Bewind", "phone": "06 12345678", "email": "ander@x.example", "is_active": ""},
    )
    administrator.refresh_from_db()
    assert (administrator.name, administrator.phone) == ("Bea Bewind", "06 12345678")
    assert administrator.is_active and administrator.email != "ander@x.example"


def test_profile_keeps_what_was_typed_when_the_name_is_missing(
    administrator: Person, client_for: Any
) -> None:
    answer = client_for(administrator).post(reverse("profile"), {"name": "", "phone": "06 12345678"})
    assert answer.status_code == 422
    assert "06 12345678" in answer.content.decode()


def test_logging_out_elsewhere_ends_other_sessions_only(settings: Any) -> None:
    person = make_person()
    here, there = Client(), Client()
    for client in (here, there):
        client.post(reverse("account_login"), {"login": person.email, "password": "proefwachtwoord-1"})
        assert client.get(reverse("profile")).status_code == 200
    here.post(reverse("log_out_elsewhere"))
    assert here.get(reverse("profile")).status_code == 200
    assert there.get(reverse("profile")).status_code == 302


def test_get_or_create_person_finds_an_address_in_any_case() -> None:
    person = get_or_create_person(email="Ada@Voorbeeld.example ", name="Ada")
    assert get_or_create_person(email="ADA@voorbeeld.example", name="Iemand anders") == person
    assert person.name == "Ada" and not person.has_usable_password()


def test_colleagues_are_active_staff_of_one_municipality(
    staff: Any, municipality: Any, other_municipality: Any
) -> None:
    care = staff(Role.SPECIALIST, domains=("care",))
    staff(Role.SPECIALIST, domains=("work",))
    make_staff(other_municipality, Role.SPECIALIST, domains=("care",))
    with scoped([municipality.pk]):
        assert list(colleagues(municipality, domain="care")) == [care]
        assert list(colleagues(municipality, role="account_manager")) == []
        assert len(colleagues(municipality)) == 2


def test_demo_log_in_works_only_in_the_demo_and_only_for_its_people(municipality: Any, settings: Any) -> None:
    person = make_staff(municipality, Role.ALDERMAN, email="wethouder@demo.example")
    outsider = make_person()
    assert Client().post(reverse("demo_login"), {"email": person.email}).status_code == 404
    settings.DEMO = True
    settings.STAFF_MFA_REQUIRED = False
    assert Client().post(reverse("demo_login"), {"email": outsider.email}).status_code == 404
    client = Client()
    assert client.post(reverse("demo_login"), {"email": person.email}).status_code == 302
    assert client.get(reverse("profile")).status_code == 200


def test_demo_people_are_named_with_their_role(municipality: Any, settings: Any) -> None:
    from portal.kernel.people.demo import demo_people

    make_staff(municipality, Role.SPECIALIST, domains=("care",), email="zorg@demo.example", name="Zoë Zorg")
    make_person("Olaf Ondernemer", "olaf@demo.example")
    assert demo_people() == []
    settings.DEMO = True
    rows = demo_people()
    assert [row["name"] for row in rows] == ["Zoë Zorg", "Olaf Ondernemer"]
    assert rows[0]["municipality"] == "Vechtstede"


def test_what_a_colleague_holds_is_counted_and_stays(
    administrator: Person, staff: Any, municipality: Any, client_for: Any
) -> None:
    manager = staff(Role.ACCOUNT_MANAGER)
    case_file = make_case_file(municipality, "Bakkerij De Geheime Korst", account_manager=manager)
    row = membership(manager, municipality)
    client = client_for(administrator)
    page = client.get(reverse("edit_roles", args=[row.pk]))
    assert [holding.count for holding in page.context["holdings"]] == [1]
    assert "Geheime Korst" not in page.content.decode()
    client.post(reverse("end_access", args=[row.pk]))
    with scoped([municipality.pk]):
        case_file.refresh_from_db()
    assert case_file.account_manager_id == manager.pk
