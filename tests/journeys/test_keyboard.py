"""Without a mouse: an intake from start to sent in, a triage, a contribution, and the answer."""

import re

from tests.journeys.keyboard import Keyboard


def test_intake_triage_and_answer_by_keyboard_alone(open_page):
    page = open_page(1280)
    keys = Keyboard(page)
    page.goto("/aanmelden/vechtstede/")
    keys.follow("Begin", "/wie/")
    keys.to("Uw naam").type("Toets Bordman")
    keys.to("Uw e-mailadres").type("toets@voorbeeld.example")
    keys.to("Naam van uw onderneming").type("Toetsenwerk")
    keys.follow("Volgende", "/wat/")
    keys.to("Wat doet uw onderneming").type("Wij herstellen toetsenborden met mensen die lang thuis zaten.")
    keys.to("Materialen opnieuw gebruiken").press("Space")
    keys.follow("Volgende", "/toets/")
    for _criterion in range(6):
        keys.to("Ja$").press("Space")  # a group of radio buttons is one stop
    keys.follow("Volgende", "/vraag/")
    keys.to("Idee").press("ArrowDown")
    keys.to("Een plek om te werken").press("Space")
    keys.to("Wat is uw vraag").type("Is er een kleine werkplaats met daglicht?")
    keys.follow("Volgende", "/aanbod/")
    keys.follow("Volgende", "/bijlagen/")
    keys.follow("Volgende", "/toestemming/")
    keys.to("Ja, de gemeente mag").press("Space")
    keys.to("Volgende").press("Enter")
    page.get_by_role("heading", name="Kijk uw antwoorden na").wait_for()
    keys.to("Verstuur naar de gemeente").press("Enter")
    page.locator(".il-alert--good strong").wait_for()

    sanne = open_page(1280, "sanne@demo.example")
    keys = Keyboard(sanne)
    keys.follow("Nieuwe aanmeldingen", "/triage/$")
    keys.follow("Toetsenwerk", "/triage/.+")
    keys.to("Werk en Inkomen").press("Space")
    keys.follow("Aannemen en de ondernemer mailen", "/dossiers/")
    keys.follow("Is er een kleine werkplaats", "/vragen/")
    question = sanne.url

    marit = open_page(1280, "marit@demo.example")
    marit.goto(question)
    keys = Keyboard(marit)
    keys.to("Bijdrage van je domein").type("In de oude school is een lokaal vrij.")
    keys.to("Bijdrage opslaan").press("Enter")
    marit.get_by_text("Je bijdrage is opgeslagen").wait_for()

    sanne.goto(question)
    keys = Keyboard(sanne)
    keys.to("Antwoord aan de ondernemer").type("Er is een lokaal vrij. Wij laten het u graag zien.")
    keys.to("Verstuur het antwoord").press("Enter")
    sanne.get_by_text("Het antwoord is verstuurd").wait_for()


def test_the_first_tab_skips_to_the_content(open_page):
    page = open_page(1280, "sanne@demo.example")
    page.goto("/dossiers/")
    Keyboard(page).to("Naar de inhoud").press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"
    # Export and saved views come first, then the filter: nothing of the header or the menu in between.
    for _step in range(5):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")
        label = page.evaluate("document.activeElement.labels?.[0]?.innerText ?? ''")
        if re.match("Naam, KVK-nummer", label):
            return
    raise AssertionError("the filter is not reached with five tabs")
