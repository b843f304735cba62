"""Offers: made by the enterprise or an officer, public when they say so, gone when they say so."""

import io
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from portal.kernel.models import Mail, StoredFile
from portal.kernel.rulesets.models import RuleSet
from portal.kernel.tenancy.scope import scoped
from procurement.market import cpv
from procurement.market.offers import actions
from procurement.market.rules_form import MarketRulesForm
from procurement.market.rulesets import default
from procurement.models import Offer, OfferPicture
from tests.factories import make_municipality, make_staff
from tests.procurement.market.conftest import TYPED, make_seller
from tests.samples.market import jpeg

MARKET = "/marktplaats/vechtstede/"


@pytest.mark.parametrize(
    "code",
    ["55520000-1", "90910000-9", "45212290-5", "77310000-6", "90911300-9", "55510000-8", "50110000-9", "45221119-9",
     "03000000-1", "30000000-9"],
)  # fmt: skip
def test_check_digits_of_known_cpv_codes(code):
    assert cpv.complete(code) == code
    assert cpv.complete(code[:8]) == code


@given(st.integers(0, 99999999), st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_of_a_cpv_code_is_seen(number, place, more):
    digits = f"{number:08}"
    wrong = digits[:place] + str((int(digits[place]) + more) % 10) + digits[place + 1 :]
    assert cpv.check_digit(wrong) != cpv.check_digit(digits)


def test_from_draft_to_marketplace_and_back(seller, client_for):
    browser, visitor = client_for(seller.entrepreneur), Client()
    assert "Laat kopers zien" in browser.get("/mijn/").content.decode()
    page = browser.post(f"/markt/aanbod/nieuw/{seller.case_file.pk}/", {**TYPED, "title": ""})
    assert page.status_code == 422
    assert "Belegde broodjes en soep." in page.content.decode()
    key = "5f0d8c1e-6a53-4f5e-9d52-0d3c7f6f7f11"
    for _click in range(2):
        assert (
            browser.post(
                f"/markt/aanbod/nieuw/{seller.case_file.pk}/", {**TYPED, "form_key": key}
            ).status_code
            == 302
        )
    with scoped([seller.municipality.pk]):
        offer = Offer.objects.get()
    assert offer.cpv_code == "55520000-1"
    assert "Lunch voor" not in visitor.get(MARKET).content.decode()
    assert visitor.get(f"{MARKET}aanbod/{offer.pk}/").status_code == 404
    for _click in range(2):
        browser.post(f"/markt/aanbod/{offer.pk}/plaatsen/")
    assert "Lunch voor" in visitor.get(MARKET, {"zoek": "lunch"}).content.decode()
    detail = visitor.get(f"{MARKET}aanbod/{offer.pk}/").content.decode()
    assert '"@type": "Offer"' in detail
    assert "12,50" in detail
    assert f"aanbod/{offer.pk}/" in visitor.get(f"{MARKET}sitemap.xml").content.decode()
    assert f"{MARKET}sitemap.xml" in visitor.get("/robots.txt").content.decode()
    browser.post(f"/markt/aanbod/{offer.pk}/terughalen/")
    assert "Lunch voor" not in visitor.get(MARKET, {"zoek": "lunch"}).content.decode()
    assert visitor.get(f"{MARKET}aanbod/{offer.pk}/").status_code == 404


def test_an_officer_takes_down_with_a_reason_and_only_an_officer_puts_back(seller, staff, client_for):
    offer = seller.offer()
    sanne, entrepreneur = client_for(staff("account_manager")), client_for(seller.entrepreneur)
    assert sanne.post(f"/markt/aanbod/{offer.pk}/weghalen/", {"reason": ""}).status_code == 422
    sanne.post(f"/markt/aanbod/{offer.pk}/weghalen/", {"reason": "Eerst keuren."})
    assert "Lunch voor" not in Client().get(MARKET).content.decode()
    page = entrepreneur.get(f"/markt/aanbod/{offer.pk}/").content.decode()
    assert "Eerst keuren." in page
    assert "terugzetten/" not in page
    entrepreneur.post(f"/markt/aanbod/{offer.pk}/plaatsen/")
    assert "Lunch voor" not in Client().get(MARKET).content.decode()
    assert entrepreneur.post(f"/markt/aanbod/{offer.pk}/terugzetten/").status_code == 403
    sanne.post(f"/markt/aanbod/{offer.pk}/terugzetten/")
    assert "Lunch voor" in Client().get(MARKET).content.decode()
    with scoped([seller.municipality.pk]):
        assert Mail.objects.filter(to=seller.entrepreneur.email).count() == 2


def test_officers_make_offers_for_an_enterprise_and_others_do_not(seller, staff, client_for):
    path = f"/markt/aanbod/nieuw/{seller.case_file.pk}/"
    assert client_for(staff("social_return_coordinator")).post(path, TYPED).status_code == 302
    assert client_for(staff("domain_specialist", domains=("care",))).get(path).status_code == 403
    elsewhere = make_staff(make_municipality(), "account_manager")
    assert client_for(elsewhere).get(path).status_code == 404
    assert client_for(make_seller(seller.municipality, "Ander bv").entrepreneur).get(path).status_code == 404


def test_someone_else_does_not_see_or_change_my_draft(seller, client_for):
    offer = seller.offer(public=False)
    other = client_for(make_seller(seller.municipality, "Ander bv").entrepreneur)
    for path in ("", "plaatsen/", "terughalen/", "foto/"):
        assert other.post(f"/markt/aanbod/{offer.pk}/{path}", TYPED).status_code == 404


def test_the_second_who_changes_is_told_and_loses_nothing(seller, client_for):
    offer = seller.offer()
    browser = client_for(seller.entrepreneur)
    path = f"/markt/aanbod/{offer.pk}/"
    assert browser.post(path, {**TYPED, "title": "Lunch eerst", "version": offer.version}).status_code == 302
    page = browser.post(path, {**TYPED, "title": "Lunch later", "version": offer.version})
    assert page.status_code == 409
    assert "Lunch eerst" in page.content.decode()
    assert "Lunch later" in page.content.decode()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("price", "twaalf", "Vul een bedrag"),
        ("price_unit", "", "Kies waarvoor"),
        ("largest_order", "99999999999999", "te hoog"),
        ("cpv_code", "55520000-2", "controlecijfer klopt niet"),
        ("cpv_code", "abc", "acht cijfers"),
        ("category", "onzin", "aria-invalid"),
        ("text", "Mijn nummer is 123456782.", "BSN"),
        ("title", "x" * 10000, "aria-invalid"),
        ("title", "a\0b", "aria-invalid"),
    ],
)
def test_bad_input_is_explained_and_what_was_typed_is_kept(seller, client_for, name, value, words):
    path = f"/markt/aanbod/nieuw/{seller.case_file.pk}/"
    page = client_for(seller.entrepreneur).post(path, {**TYPED, name: value})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert "Werk voor vier mensen." in page.content.decode()


def test_a_picture_is_made_anew_without_where_it_was_taken(seller, client_for):
    offer = seller.offer(public=False)
    source = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "GeheimToestel"
    Image.new("RGB", (3000, 2000), "teal").save(source, "JPEG", exif=exif)
    browser = client_for(seller.entrepreneur)
    upload = SimpleUploadedFile("foto.jpg", source.getvalue(), "image/jpeg")
    browser.post(f"/markt/aanbod/{offer.pk}/foto/", {"file": upload, "words": "Een bord soep"})
    with scoped([seller.municipality.pk]):
        picture = OfferPicture.objects.get()
        kept = picture.file.content.read()
    assert b"GeheimToestel" not in kept
    assert Image.open(io.BytesIO(kept)).size == (1400, 933)
    path = f"{MARKET}foto/{picture.pk}/"
    assert Client().get(path).status_code == 404  # a draft
    assert browser.get(path)["Content-Type"] == "image/jpeg"
    browser.post(f"/markt/aanbod/{offer.pk}/plaatsen/")
    assert Client().get(path).status_code == 200
    browser.post(f"/markt/foto/{picture.pk}/weg/")
    with scoped([seller.municipality.pk]):
        assert not StoredFile.objects.filter(pk=picture.file_id).exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("foto.jpg", b"MZ geen foto"), ("foto.jpg", jpeg()[:60]), ("leeg.png", b""), ("a.svg", b"<svg/>")],
)
def test_what_is_no_picture_is_refused(seller, client_for, name, content):
    offer = seller.offer(public=False)
    answer = client_for(seller.entrepreneur).post(
        f"/markt/aanbod/{offer.pk}/foto/", {"file": SimpleUploadedFile(name, content), "words": "Iets"}
    )
    assert answer.status_code == 422
    with scoped([seller.municipality.pk]):
        assert not OfferPicture.objects.exists()


def test_the_page_asks_the_same_number_of_queries_however_many_offers(seller):
    def count():
        with CaptureQueriesContext(connection) as seen:
            Client().get(MARKET, {"zoek": "lunch"})
        return len(seen)

    seller.offer()
    count()
    few = count()
    for number in range(12):
        seller.offer(title=f"Lunch {number}", category="food" if number % 2 else "catering")
    assert count() <= few
    assert few < 20


def test_facets_count_under_the_other_filters(seller):
    seller.offer()
    seller.offer(title="Lunch in Noord", district="Noord")
    seller.offer(
        title="Tassen", text="Van textiel", category="textile", cpv_code="18930000-7", district="Noord"
    )
    page = Client().get(MARKET, {"categorie": "catering"}).content.decode()
    assert "Noord (1)" in page
    assert "Textiel en naaiwerk (1)" in page
    assert "Lunch in Noord" not in Client().get(MARKET, {"wijk": "Centrum"}).content.decode()


def test_rules_are_changed_on_screen(municipality, staff, client_for):
    initial = MarketRulesForm.load(default())
    form = MarketRulesForm(initial)
    assert form.is_valid(), form.errors
    assert form.dump() == default()
    assert not MarketRulesForm({**initial, "categories": "Catering; 55520000-2; catering"}).is_valid()
    assert not MarketRulesForm({**initial, "synonyms": "alleen"}).is_valid()
    browser = client_for(staff("functional_administrator"))
    typed = {
        **initial,
        "synonyms": "soep, bouillon",
        "source": "Eigen woorden",
        "valid_from": f"{timezone.localdate():%d-%m-%Y}",
    }
    assert browser.post("/beheer/regels/market/", typed).status_code == 302
    with scoped([municipality.pk]):
        assert RuleSet.objects.get(kind="market").data["synonyms"] == [["soep", "bouillon"]]


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_the_same_moment_publish_once(seller):
    offer = seller.offer(public=False)

    def go():
        with scoped([seller.municipality.pk]):
            actions.publish(offer=offer, by=seller.entrepreneur)
        connection.close()

    threads = [threading.Thread(target=go) for _two in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with scoped([seller.municipality.pk]):
        assert Offer.objects.get().version == offer.version + 1
