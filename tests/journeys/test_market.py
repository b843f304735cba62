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


def test_from_request_to_order_to_ledger_and_back(open_page, picture):
    petra = open_page(1280, "petra@demo.example")
    petra.goto("/opdrachtnemer/")
    petra.get_by_role("link", name="Sociaal inkopen op de marktplaats").click()
    petra.get_by_role("link", name="Een vraag stellen").click()
    contract = petra.get_by_label("Voor welk contract?")
    contract.select_option(contract.locator("option", has_text="2025-114").get_attribute("value"))
    petra.get_by_label("Wat zoekt u?").fill("Honderd tassen van textiel")
    petra.get_by_label("Vertel er meer over").fill("Als geschenk voor onze medewerkers.")
    petra.get_by_label("Categorie", exact=True).select_option(label="Textiel en naaiwerk")
    petra.get_by_label("Budget").fill("3.000")
    assert violations(petra) == []
    petra.get_by_role("button", name="Laat zien wie past").click()
    expect(petra.get_by_text(re.compile("dezelfde categorie")).first).to_be_visible()
    picture(petra, "marktplaats-wie-past")
    petra.get_by_role("button", name="Vraag de eersten").click()
    expect(petra.get_by_text("Zij krijgen een mail.")).to_be_visible()
    assert violations(petra) == []
    address = petra.url

    aafke = open_page(390, "aafke@demo.example")
    aafke.goto("/mijn/")
    aafke.get_by_role("link", name="Honderd tassen van textiel").click()
    assert violations(aafke) == []
    aafke.get_by_label("Ja, ik heb interesse").check()
    aafke.get_by_role("button", name="Mijn antwoord versturen").click()
    aafke.get_by_label("Uw prijs zonder btw").fill("2.750")
    aafke.get_by_label("Wat levert u daarvoor?").fill("Honderd tassen met uw naam erop.")
    picture(aafke, "marktplaats-offerte")
    aafke.get_by_role("button", name="Mijn offerte versturen").click()

    petra.goto(address)
    petra.get_by_role("link", name="Offerte: EUR 2.750,00").click()
    petra.get_by_label(re.compile("^SW-bedrijf")).check()
    assert violations(petra) == []
    petra.get_by_role("button", name="Bestellen").click()
    petra.get_by_role("button", name="Het is geleverd en klopt").click()
    order = petra.url
    aafke.goto(order)
    assert violations(aafke) == []
    aafke.get_by_role("button", name="Het is geleverd en klopt").click()
    expect(aafke.get_by_text("U hebt allebei bevestigd")).to_be_visible()
    petra.reload()
    expect(
        petra.get_by_text(re.compile("Dit is opgegeven voor de social return van 2025-114"))
    ).to_be_visible()

    tarik = open_page(1280, "tarik@demo.example")
    tarik.goto("/social-return/opgaven/?wie=mij")
    tarik.get_by_role("row").filter(has_text="EUR 2.750,00").get_by_role("link").click()
    tarik.get_by_role("button", name="Accepteren").click()
    tarik.get_by_text("Geaccepteerd. De opdrachtnemer krijgt een mail.").first.wait_for()
    petra.reload()
    expect(
        petra.get_by_text("Dit telt voor EUR 2.750,00 mee in de social return van 2025-114.")
    ).to_be_visible()
    picture(petra, "marktplaats-opdracht")
    tarik.goto(order)
    tarik.get_by_role("link", name="Naar het contract").click()
    expect(tarik.get_by_text(re.compile("Geaccepteerd: Ingekocht")).first).to_be_visible()

    petra.get_by_text("Annuleren", exact=True).click()
    petra.get_by_label(re.compile("^Waarom annuleert u")).fill("De tassen zijn teruggebracht.")
    petra.get_by_role("button", name="De opdracht annuleren").click()
    expect(petra.get_by_text("Dit is teruggenomen uit de social return van 2025-114.")).to_be_visible()
