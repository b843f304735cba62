"""From intake to answer: triage, two domains, an answer, and the entrepreneur who reads it."""

import re

from playwright.sync_api import expect

from tests.journeys.axe import violations


def test_triage_to_case_file_to_an_answer_that_is_read(open_page, picture):
    sanne = open_page(1280, "sanne@demo.example")
    assert violations(sanne) == []
    picture(sanne, "werkvoorraad")
    sanne.get_by_role("link", name="Samen Sterk in Schoonmaak").first.click()
    assert violations(sanne) == []
    picture(sanne, "triage")
    sanne.get_by_label(re.compile("^Zorg")).check()
    sanne.get_by_role("button", name="Aannemen en de ondernemer mailen").click()
    expect(sanne.get_by_role("heading", name="Samen Sterk in Schoonmaak")).to_be_visible()
    assert violations(sanne) == []
    picture(sanne, "dossier")

    sanne.get_by_role(
        "link", name=re.compile("Kan de gemeente ons product|Wij kunnen vier mensen")
    ).first.click()
    question_url = sanne.url
    assert violations(sanne) == []
    for login, text in (("marit", "Zes kandidaten staan klaar."), ("kees", "Twee deelnemers willen komen.")):
        colleague = open_page(1280, f"{login}@demo.example")
        colleague.goto(question_url)
        colleague.get_by_label("Bijdrage van je domein").fill(text)
        colleague.get_by_role("button", name="Bijdrage opslaan").click()
        expect(colleague.get_by_text(text).first).to_be_visible()
    sanne.goto(question_url)
    answer = sanne.get_by_label("Antwoord aan de ondernemer")
    assert "Zes kandidaten staan klaar." in answer.input_value()
    answer.fill("Er staan zes kandidaten klaar. Wij bellen u morgen.")
    picture(sanne, "vraag")
    sanne.get_by_role("button", name="Verstuur het antwoord").click()
    expect(sanne.get_by_text("Het antwoord is verstuurd")).to_be_visible()

    gulay = open_page(390, "gulay@demo.example")
    gulay.goto("/mijn/")
    expect(gulay.get_by_text("Nieuw antwoord")).to_be_visible()
    assert violations(gulay) == []
    picture(gulay, "mijn-pagina")
    gulay.get_by_role("link", name=re.compile("Wij kunnen vier mensen|Kan de gemeente")).first.click()
    expect(gulay.get_by_text("Er staan zes kandidaten klaar.")).to_be_visible()
    expect(gulay.get_by_text("Twee deelnemers willen komen.")).to_be_hidden()
    assert violations(gulay) == []
    sanne.goto(question_url)
    expect(sanne.get_by_text(re.compile("gelezen door de ondernemer op"))).to_be_visible()


def test_attach_an_intake_and_answer_it_on_a_phone(open_page, picture):
    sanne = open_page(390, "sanne@demo.example")
    sanne.goto("/triage/")
    sanne.get_by_role("link", name="Tweede Draad textiel").click()
    expect(sanne.get_by_text("We kennen deze onderneming al")).to_be_visible()
    assert sanne.get_by_role("radio", name="Koppel aan De Tweede Draad").is_checked()
    sanne.get_by_label("wat zij doen", exact=True).check()
    assert violations(sanne) == []
    picture(sanne, "triage-koppelen")
    sanne.get_by_role("button", name="Aannemen en de ondernemer mailen").click()
    expect(sanne.get_by_role("heading", name="De Tweede Draad", exact=True)).to_be_visible()
    expect(sanne.get_by_text("Wij maken tassen van oud textiel en willen meer verkopen.")).to_be_visible()

    sanne.get_by_role("link", name=re.compile("Kan de gemeente ons product")).first.click()
    fenna = open_page(390, "fenna@demo.example")
    fenna.goto(sanne.url)
    fenna.get_by_label("Bijdrage van je domein").fill("Het bedrijfsrestaurant zoekt tassen.")
    fenna.get_by_role("button", name="Bijdrage opslaan").click()
    sanne.reload()
    sanne.get_by_label("Antwoord aan de ondernemer").fill(
        "Ons restaurant zoekt tassen. Wij brengen u in contact."
    )
    assert violations(sanne) == []
    sanne.get_by_role("button", name="Verstuur het antwoord").click()
    expect(sanne.get_by_text("Het antwoord is verstuurd")).to_be_visible()
    assert violations(sanne) == []


def test_entrepreneur_asks_and_a_session_that_ended_loses_nothing(open_page):
    page = open_page(390, "boris@demo.example")
    page.goto("/mijn/")
    page.get_by_role("link", name="Stel een vraag").click()
    page.get_by_role("textbox", name="Uw vraag").fill("Mogen wij in december een markt houden op het plein?")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Versturen").click()
    page.goto("/account/inloggen/")
    page.locator('form:has(input[name=email][value="boris@demo.example"]) button').click()
    page.wait_for_url(re.compile("/mijn/"))
    page.get_by_role("link", name="Stel een vraag").click()
    assert "markt houden op het plein" in page.get_by_role("textbox", name="Uw vraag").input_value()
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_text("Uw vraag is verstuurd")).to_be_visible()


def test_two_people_edit_the_same_field_and_the_second_sees_both(open_page):
    sanne, youssef = open_page(1280, "sanne@demo.example"), open_page(1280, "youssef@demo.example")
    for page in (sanne, youssef):
        page.goto("/dossiers/3/wijzigen/")
    sanne.get_by_label("Wat zij doen").fill("Versie van Sanne")
    sanne.get_by_role("button", name="Opslaan").click()
    expect(sanne.get_by_text("Het dossier is gewijzigd")).to_be_visible()
    youssef.get_by_label("Wat zij doen").fill("Versie van Youssef")
    youssef.get_by_role("button", name="Opslaan").click()
    expect(youssef.get_by_text("Een collega wijzigde dit terwijl je typte.")).to_be_visible()
    expect(youssef.get_by_text("Versie van Sanne")).to_be_visible()
    assert youssef.get_by_label("Wat zij doen").input_value() == "Versie van Youssef"
    assert violations(youssef) == []
    youssef.get_by_role("button", name="Opslaan").click()
    expect(youssef.get_by_text("Het dossier is gewijzigd")).to_be_visible()
    expect(youssef.get_by_text("Versie van Youssef")).to_be_visible()
