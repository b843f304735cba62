"""A reserved contract in the browser: planned, checked, asked, answered on a phone, awarded, and its record opened."""

import datetime as dt
import re

import pikepdf
from playwright.sync_api import expect

from tests.journeys.axe import clean, violations


def day(ahead: int) -> str:
    return (dt.date.today() + dt.timedelta(days=ahead)).strftime("%d-%m-%Y")


def test_from_plan_to_award_with_a_record_an_auditor_reads(open_page, picture):
    tarik = open_page(1280, "tarik@demo.example")
    tarik.goto("/inkoop/")
    assert clean(tarik) == []
    picture(tarik, "inkoopkalender")
    tarik.get_by_role("link", name="Een inkoop plannen").click()
    tarik.get_by_label("Wat wordt er ingekocht?").fill("Dagbesteding in de Spinnerswijk")
    tarik.get_by_label("Toelichting").fill("Voor twaalf inwoners, drie dagen per week.")
    tarik.get_by_label("Afdeling").fill("Maatschappelijke ondersteuning")
    tarik.get_by_label("Sociale en andere specifieke diensten").check()
    tarik.get_by_label("CPV-code").fill("85312100-1")
    tarik.get_by_label("Geschatte waarde").fill("240.000")
    tarik.get_by_label("Wanneer begint de procedure?").fill(day(3))
    tarik.get_by_label("Wanneer begint de opdracht?").fill(day(90))
    tarik.get_by_label("Hoeveel maanden").fill("24")
    tarik.get_by_role("button", name="Opslaan en toetsen").click()
    tarik.get_by_role("link", name=re.compile("controlecijfer van deze CPV-code klopt niet")).first.wait_for()
    tarik.get_by_label("CPV-code").fill("85312100-0")
    tarik.get_by_role("button", name="Opslaan en toetsen").click()

    expect(tarik.get_by_text("Dus dit past: meer ondernemingen om een offerte vragen.")).to_be_visible()
    tarik.get_by_label("Voorbehouden onder artikel 2.82a").check()
    tarik.get_by_role("button", name="Deze keuze vastleggen").click()
    tarik.get_by_role("link", name=re.compile("Schrijf op waarom")).first.wait_for()
    assert clean(tarik) == []
    tarik.get_by_label("Waarom?", exact=False).first.fill("Een publiek doel hoort bij deze dienst.")
    picture(tarik, "inkoop-toets")
    tarik.get_by_role("button", name="Deze keuze vastleggen").click()
    tarik.get_by_role("link", name="Ondernemingen zoeken en vragen").click()
    # Who had such a contract less than three years ago is named, and cannot be asked.
    linden = tarik.get_by_role("listitem").filter(has_text="Zorgtuin De Linden")
    expect(linden.get_by_text(re.compile("Zij kreeg “Dagbesteding in het groen”"))).to_be_visible()
    expect(linden.get_by_role("checkbox")).to_have_count(0)
    tarik.get_by_label("De Tweede Draad").check()
    tarik.get_by_label("Buurtstroom").check()
    picture(tarik, "inkoop-ondernemingen")
    tarik.get_by_role("button", name="Deze ondernemingen vragen").click()
    tarik.get_by_role("link", name=re.compile("Laatste dag om te antwoorden")).first.wait_for()
    assert clean(tarik) == []
    tarik.get_by_label("Laatste dag om te antwoorden").fill(day(14))
    tarik.get_by_role("button", name="Deze ondernemingen vragen").click()
    expect(tarik.get_by_text("Gevraagd: 2.")).to_be_visible()

    aafke = open_page(390, "aafke@demo.example")
    aafke.goto("/mijn/")
    aafke.get_by_role("link", name="Dagbesteding in de Spinnerswijk").first.click()
    aafke.get_by_label("Ja, wij doen mee").check()
    aafke.get_by_label("Toelichting").fill("Wij hebben plek in het atelier.")
    aafke.get_by_role("button", name="Mijn antwoord versturen").click()
    aafke.get_by_role("link", name=re.compile("Deze opdracht is voorbehouden")).first.wait_for()
    assert violations(aafke) == []
    aafke.get_by_label("Wij voldoen aan de voorwaarden").check()
    picture(aafke, "inkoop-antwoord")
    aafke.get_by_role("button", name="Mijn antwoord versturen").click()
    expect(aafke.get_by_text("De gemeente heeft uw antwoord.").first).to_be_visible()

    # The other one opens the link of the mail, without an account.
    other = open_page(390)
    other.goto("/demo/post/?aan=daan@demo.example")
    other.get_by_role("link", name=re.compile("Dagbesteding in de Spinnerswijk")).first.click()
    other.locator('a[href*="/uitnodiging/"]').click()
    other.get_by_label("Nee, deze keer niet").check()
    other.get_by_label("Toelichting").fill("Wij zijn er te klein voor.")
    other.get_by_label("Uw naam").fill("Daan")
    other.get_by_role("button", name="Mijn antwoord versturen").click()
    expect(other.get_by_text("Doet niet mee").first).to_be_visible()

    tarik.reload()
    assert clean(tarik) == []
    tarik.get_by_role("link", name="De opdracht gunnen").click()
    expect(tarik.get_by_text("Eén onderneming doet mee, dus er was geen mededinging.")).to_be_visible()
    tarik.get_by_label("De Tweede Draad").check()
    tarik.get_by_label("Waarde zonder btw").fill("228.500")
    tarik.get_by_label("Waarom deze onderneming?").fill("Het atelier ligt in de wijk; er was één aanbieder.")
    assert clean(tarik) == []
    picture(tarik, "inkoop-gunnen")
    tarik.get_by_role("button", name="De opdracht gunnen").click()
    expect(tarik.get_by_text("EUR 228.500,00").first).to_be_visible()
    aafke.reload()
    expect(aafke.get_by_text("De opdracht is aan u gegund.")).to_be_visible()

    tarik.get_by_role("link", name="Verslag", exact=True).click()
    assert clean(tarik) == []
    picture(tarik, "inkoop-verslag")
    with tarik.expect_download() as download:
        tarik.get_by_role("link", name="Verslag als pdf").click()
    with pikepdf.open(download.value.path()) as document:
        assert str(document.docinfo["/Title"]) == "Verslag: Dagbesteding in de Spinnerswijk"
    tarik.go_back()
    tarik.get_by_role("link", name="Een contract met social return maken").click()
    expect(tarik.get_by_label("Waarde zonder btw")).to_have_value("228.500,00")
    expect(tarik.get_by_label("Naam van de opdrachtnemer")).to_have_value("De Tweede Draad")
