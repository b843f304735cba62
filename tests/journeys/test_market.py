"""The social marketplace in the browser: an offer made on a phone, found by a visitor, taken down by an officer."""

import re
from io import BytesIO

from PIL import Image
from playwright.sync_api import expect

from tests.journeys.axe import violations


def photo() -> bytes:
    result = BytesIO()
    Image.new("RGB", (1600, 1200), "#7a5c3e").save(result, "JPEG")
    return result.getvalue()


def test_an_offer_made_on_a_phone_is_found_and_taken_down(open_page, picture):
    aafke = open_page(390, "aafke@demo.example")
    aafke.goto("/mijn/")
    aafke.get_by_role("link", name="Iets aanbieden").first.click()
    aafke.get_by_label("Dienst", exact=True).check()
    aafke.get_by_label("Naam van uw aanbod").fill("Gordijnen op maat")
    aafke.get_by_label("Vertel erover").fill("Wij naaien gordijnen van restpartijen, en hangen ze op.")
    aafke.get_by_label("Categorie", exact=True).select_option(label="Textiel en naaiwerk")
    aafke.get_by_label("Hoeveel kost het ongeveer").fill("vijftig")
    aafke.get_by_role("button", name="Opslaan").click()
    aafke.get_by_role("link", name=re.compile("Vul een bedrag in")).first.wait_for()
    assert violations(aafke) == []
    aafke.get_by_label("Hoeveel kost het ongeveer").fill("55,00")
    aafke.get_by_label("Dat is de prijs voor").select_option(label="per vierkante meter")
    aafke.get_by_role("button", name="Opslaan").click()
    aafke.get_by_label("Foto", exact=True).set_input_files(
        {"name": "gordijn.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    aafke.get_by_label("Wat staat er op de foto?").fill("Een bruin gordijn")
    aafke.get_by_role("button", name="Foto toevoegen").click()
    expect(aafke.get_by_alt_text("Een bruin gordijn")).to_be_visible()
    picture(aafke, "marktplaats-aanbod")
    aafke.get_by_role("button", name="Op de marktplaats zetten").click()
    aafke.get_by_role("link", name="Bekijk het op de marktplaats").click()
    expect(aafke.get_by_text("EUR 55,00 per vierkante meter")).to_be_visible()
    assert violations(aafke) == []

    visitor = open_page(1280)
    visitor.goto("/marktplaats/vechtstede/")
    visitor.get_by_label("Wat zoekt u?").fill("gordijnen maken")
    visitor.get_by_role("button", name="Zoeken", exact=True).click()
    expect(visitor.get_by_role("link", name="Gordijnen op maat")).to_be_visible()
    visitor.get_by_role("link", name="Alles weghalen").click()
    picture(visitor, "marktplaats")
    visitor.get_by_text("Kies een categorie of wijk").click()
    visitor.get_by_role("link", name=re.compile(r"^Fietsen \(")).click()
    expect(visitor.get_by_role("link", name="Onderhoud van dienstfietsen")).to_be_visible()
    expect(visitor.get_by_role("link", name="Gordijnen op maat")).to_be_hidden()
    assert violations(visitor) == []

    tarik = open_page(1280, "tarik@demo.example")
    tarik.goto("/markt/aanbod/?tekst=Gordijnen")
    assert violations(tarik) == []
    tarik.get_by_role("link", name="Gordijnen op maat").click()
    tarik.get_by_label("Waarom? De onderneming leest dit.").fill("De stof is niet brandveilig.")
    tarik.get_by_role("button", name="Weghalen").click()
    expect(tarik.get_by_text("Het aanbod is weggehaald.")).to_be_visible()
    aafke.goto("/mijn/")
    aafke.get_by_role("link", name="Gordijnen op maat").click()
    expect(aafke.get_by_text("De stof is niet brandveilig.")).to_be_visible()
