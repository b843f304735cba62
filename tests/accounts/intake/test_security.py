"""Who gets in with which link, and robots."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from accounts.intake.models import Intake
from portal.kernel.models import Mail
from portal.kernel.tenancy.scope import scoped
from tests.accounts.intake.steps import GOOD, Walk


@pytest.fixture
def walk(municipality):
    walk = Walk(municipality)
    walk.post("wie")
    return walk


@pytest.mark.parametrize("tail", ["", "wie/", "samenvatting/", "klaar/", "bestaat-niet/"])
@pytest.mark.parametrize("token", ["onzin", "a" * 300, "%00", "%ff%fe", "😀", "..%2f"])
def test_unknown_token_shows_the_way_on(municipality, token, tail):
    response = Client().get(f"/aanmelden/{municipality.slug}/{token}/{tail}", follow=True)
    assert response.status_code == 404


def test_unknown_token_page_is_clear(municipality):
    response = Client().get(f"/aanmelden/{municipality.slug}/onzin/")
    assert response.status_code == 404
    assert "Deze link werkt niet meer" in response.content.decode()
    assert "Mail mij een nieuwe link" in response.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_expired_link_shows_no_data(walk, municipality, method):
    with scoped([municipality.pk]):
        Intake.objects.update(expires_at=timezone.now() - dt.timedelta(days=1))
    response = getattr(walk.client, method)(f"{walk.base}wie/")
    assert response.status_code == 410
    page = response.content.decode()
    assert "Begin een nieuwe aanmelding" in page
    assert "Klusfabriek" not in page


def test_link_of_another_municipality_opens_nothing(walk, other_municipality):
    base = walk.base.replace(walk.municipality.slug, other_municipality.slug)
    for tail in ("", "wie/", "samenvatting/", "klaar/"):
        response = Client().get(base + tail, follow=True)
        assert response.status_code == 404
        assert "Klusfabriek" not in response.content.decode()


def test_sent_intake_shows_its_state_never_its_answers(municipality):
    walk = Walk(municipality)
    walk.fill()
    walk.submit()
    before = walk.intake().answers
    for tail in ("", "wie/", "samenvatting/"):
        response = Client().get(walk.base + tail, follow=True)
        assert response.redirect_chain[-1][0].endswith("/klaar/")
        assert "tess@voorbeeld.example" not in response.content.decode()
    walk.post("wie", name="Gekaapt")
    assert walk.intake().answers == before


def test_unknown_municipality_is_not_found(db):
    assert Client().get("/aanmelden/atlantis/").status_code == 404


def test_asking_a_link_again_mails_the_same_one_and_keeps_the_open_page_working(walk, municipality):
    Client().post(f"/aanmelden/{municipality.slug}/link/", {"email": "TESS@voorbeeld.example"})
    with scoped([municipality.pk]):
        assert [walk.token in message.text for message in Mail.objects.all()] == [True, True]
    assert walk.post("wat").status_code == 302


def test_link_page_does_not_tell_who_started(walk, municipality):
    address = f"/aanmelden/{municipality.slug}/link/"
    known = Client().post(address, {"email": "tess@voorbeeld.example"}, follow=True)
    unknown = Client().post(address, {"email": "niemand@voorbeeld.example"}, follow=True)
    assert known.status_code == unknown.status_code == 200
    says = "Bent u eerder begonnen met dit adres?"
    assert says in known.content.decode()
    assert says in unknown.content.decode()
    assert Client().post(address, {"email": "geen adres"}).status_code == 422


def test_robot_in_the_honeypot_starts_nothing(municipality):
    response = Client().post(f"/aanmelden/{municipality.slug}/", {"website": "http://spam.example"})
    assert response["Location"].endswith(f"/aanmelden/{municipality.slug}/")
    with scoped([municipality.pk]):
        assert not Intake.objects.exists()


def test_lost_session_and_cookies_lose_nothing_that_was_typed(walk):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(f"{walk.base}wat/", GOOD["wat"])
    assert response.status_code == 302
    assert "wat" in walk.intake().answers["valid"]


def test_attachment_of_another_intake_cannot_be_removed(walk, municipality):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from accounts.intake.models import IntakeAttachment

    other = Walk(municipality)
    other.post("bijlagen", file=SimpleUploadedFile("plan.txt", b"een plan"))
    with scoped([municipality.pk]):
        attachment = IntakeAttachment.objects.get()
    assert walk.client.post(f"{walk.base}bijlagen/{attachment.pk}/weg/").status_code == 404
    with scoped([municipality.pk]):
        assert IntakeAttachment.objects.exists()


def test_pages_with_answers_are_not_cached(walk):
    assert "no-store" in walk.get("wie")["Cache-Control"]
