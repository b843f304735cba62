"""Social spend in the browser: a creditor list, the share, a chance to buy here, a request that an enterprise answers."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.axe import clean, violations

HEADINGS = "Leverancier;KvK-nummer;Bedrag excl. btw;Afdeling;Inkoopcategorie;Periode"
#: The demo's enterprises by number and by a name to check; one row is wrong.
ROWS = (
    "Koffiebranderij De Grote;90000951;22.400,00;Wijkbeheer;Koffie en soep;2023-Q1",
    "Stichting Soepel Wijkrestaurant;90000022;4.100,00;Wijkbeheer;Koffie en soep;2023-Q2",
    "De Tweede Draat;;1.250,50;Wijkbeheer;Geschenken;2023-Q2",
    "Glazenwasser Helder;90000952;8.800,00;Wijkbeheer;Overige diensten;2023",
    "Zonder bedrag;90000953;veel;Wijkbeheer;Drukwerk;2023",
)


def test_from_a_creditor_list_to_the_share_to_a_chance_to_a_request(open_page, picture):
    tarik = open_page(1280, "tarik@demo.example")
    tarik.goto("/sociale-inkoop/lijsten/")
    content = "\n".join((HEADINGS, *ROWS)).encode("cp1252")
    tarik.locator("input[type=file]").set_input_files(
        {"name": "wijkbeheer.csv", "mimeType": "text/csv", "buffer": content}
    )
    tarik.get_by_label("Naam van de lijst").fill("Wijkbeheer 2023")
    tarik.get_by_label("Jaar van de lijst").fill("2023")
    tarik.get_by_role("button", name="Lijst uploaden").click()
    tarik.wait_for_url(re.compile("/kolommen/"))
    assert clean(tarik) == []
    tarik.get_by_role("button", name="Lijst lezen en koppelen").click()
    tarik.get_by_role("link", name="Verder").click(timeout=60_000)
    expect(tarik.get_by_text("veel")).to_be_visible()  # the wrong row, with what stood in it
    assert clean(tarik) == []

    tarik.goto("/sociale-inkoop/controle/")
    card = tarik.locator("section").filter(has_text="De Tweede Draat")
    card.get_by_role("button", name=re.compile("De Tweede Draad")).first.click()
    expect(tarik.get_by_text("De Tweede Draat is De Tweede Draad.")).to_be_visible()

    tarik.goto("/sociale-inkoop/?jaar=2023&naar=categorie")
    expect(tarik.get_by_text("EUR 36.550,50").first).to_be_visible()
    assert clean(tarik) == []
    tarik.goto("/sociale-inkoop/?naar=categorie")
    expect(tarik.get_by_role("heading", name="Jaar na jaar")).to_be_visible()
    assert clean(tarik) == []
    picture(tarik, "inkoop-aandeel")

    tarik.get_by_role("link", name="Kansen", exact=True).click()
    tarik.get_by_label("Jaar").select_option("2023")
    tarik.get_by_role("button", name="Tonen").click()
    coffee = tarik.locator("section").filter(has_text="Koffie en soep")
    expect(coffee.get_by_text("EUR 26.500,00").first).to_be_visible()
    expect(coffee.get_by_text("Koffie met Karakter").or_(coffee.get_by_text("Soepel")).first).to_be_visible()
    assert clean(tarik) == []
    picture(tarik, "inkoop-kansen")

    tarik.get_by_role("link", name=re.compile("Wegzetten ?: Overige diensten")).click()
    tarik.get_by_role("button", name="Wegzetten").click()
    tarik.get_by_role("link", name=re.compile("Waarom kan geen onderneming")).first.wait_for()
    assert clean(tarik) == []
    tarik.get_by_label("Waarom kan geen onderneming").fill("Dit contract loopt tot 2029.")
    tarik.get_by_role("button", name="Wegzetten").click()
    expect(tarik.get_by_text("Overige diensten is weggezet.")).to_be_visible()
    tarik.get_by_role("link", name="Weggezet", exact=True).click()
    expect(tarik.get_by_text("Dit contract loopt tot 2029.")).to_be_visible()
    tarik.get_by_role("link", name="Open kansen").click()

    tarik.get_by_role("link", name=re.compile("Vragen op de marktplaats ?: Koffie en soep")).click()
    tarik.get_by_role("button", name="Laat zien wie past").click()
    tarik.get_by_role("link", name=re.compile("Vertel er meer over")).first.wait_for()
    assert clean(tarik) == []
    tarik.get_by_label("Wat zoek").fill("Koffie en soep voor wijkbeheer")
    tarik.get_by_label("Vertel er meer over").fill("Elke dag koffie en soep voor veertig mensen.")
    tarik.get_by_role("button", name="Laat zien wie past").click()
    tarik.wait_for_url(re.compile(r"/markt/vragen/\d+/"))
    tarik.get_by_role("button", name="Vraag de eersten").click()
    expect(tarik.get_by_text(re.compile("Gevraagd: "))).to_be_visible()

    tarik.goto("/sociale-inkoop/kansen/")
    expect(tarik.get_by_text("vroeg erom op")).to_be_visible()
    tarik.get_by_role("link", name="Koffie en soep voor wijkbeheer").click()
    asked = tarik.locator("main").inner_text()
    assert "Soepel" in asked or "Koffie met Karakter" in asked

    sanne = open_page(390, "sanne@demo.example")
    sanne.goto("/dossiers/2/instrumenten/")
    expect(sanne.get_by_role("heading", name="Sociale inkoop")).to_be_visible()
    assert violations(sanne) == []
