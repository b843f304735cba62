"""A pizza from need to paid: the entrepreneur on a phone, a financier with a link, the municipality with a letter."""

import re

from playwright.sync_api import expect

from tests.journeys.axe import violations


def add_slice(page, kind, source, amount, state, on=None):
    page.get_by_role("link", name="Punt toevoegen").click()
    page.get_by_label("Soort geld").select_option(label=kind)
    page.get_by_label("Van wie").fill(source)
    page.get_by_label("Bedrag").fill(amount)
    page.get_by_label("Hoe ver is het?").select_option(label=state)
    if on:
        page.get_by_label(re.compile(on)).check()
    assert violations(page) == []
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_text("Het punt is toegevoegd").wait_for()


def test_pizza_from_need_to_paid(open_page, picture):
    boris = open_page(390, "boris@demo.example")
    boris.goto("/mijn/")
    boris.get_by_role("link", name="Opschrijven wat ik nodig heb").click()
    boris.get_by_label("Waar is het geld voor?").fill("Nieuwe keuken")
    boris.get_by_label("Hoeveel is er in totaal nodig?").fill("dertigduizend")
    boris.get_by_role("button", name="Opslaan").click()
    expect(boris.get_by_role("link", name=re.compile("Vul een bedrag in euro's in"))).to_be_visible()
    assert boris.get_by_label("Waar is het geld voor?").input_value() == "Nieuwe keuken"
    boris.get_by_label("Hoeveel is er in totaal nodig?").fill("30.000")
    boris.get_by_role("button", name="Opslaan").click()
    add_slice(boris, "Gift", "Stichting De Kan", "10.000", "Toegezegd")
    add_slice(boris, "Lening", "Streekbank", "15.000", "Aangevraagd", on="Stichting De Kan")
    assert violations(boris) == []
    picture(boris, "pizza-ondernemer")
    boris.get_by_role("link", name="Wat als dit wegvalt? Gift, Stichting De Kan").click()
    expect(boris.get_by_text("U verliest EUR 25.000,00")).to_be_visible()
    assert violations(boris) == []
    boris.get_by_label("Wie krijgt de link?").fill("Streekbank")
    boris.get_by_role("button", name="Link maken").click()
    link = boris.get_by_label("De link", exact=True).input_value()

    bank = open_page(1280)
    bank.goto(link)
    expect(bank.get_by_role("heading", name="Stichting Soepel Wijkrestaurant: Nieuwe keuken")).to_be_visible()
    assert violations(bank) == []
    picture(bank, "pizza-financier")

    sanne = open_page(1280, "sanne@demo.example")
    sanne.goto("/dossiers/2/instrumenten/")
    sanne.get_by_role("link", name="Nieuwe keuken").click()
    expect(sanne.get_by_text("1 keer geopend")).to_be_visible()
    sanne.get_by_role("link", name="Lening, Streekbank", exact=True).click()
    sanne.get_by_label("Hoe ver is het?").select_option(label="Betaald")
    sanne.get_by_role("button", name="Opslaan").click()
    assert violations(sanne) == []
    picture(sanne, "pizza")
    sanne.get_by_role("link", name="Steunbrief").click()
    text = sanne.get_by_label("Tekst van de brief")
    text.fill(text.input_value().replace("omdat …", "omdat buurtbewoners er samen koken."))
    sanne.get_by_role("button", name="Opslaan").click()
    sanne.get_by_role("link", name=re.compile("Download|Ophalen|downloaden", re.IGNORECASE)).wait_for(
        timeout=60_000
    )
    boris.goto("/mijn/")
    expect(boris.get_by_role("link", name="Steunbrief: Nieuwe keuken")).to_be_visible()

    boris.get_by_role("link", name="Nieuwe keuken", exact=True).click()
    boris.get_by_role("button", name=re.compile("Intrekken")).click()
    bank.reload()
    expect(bank.get_by_role("heading", name="Deze link werkt niet meer")).to_be_visible()
    assert violations(bank) == []
