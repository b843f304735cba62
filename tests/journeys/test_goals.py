"""A goal of the council, what an entrepreneur reached with evidence, a colleague who checks it: seen from both sides."""

import re

from playwright.sync_api import expect

from portal.kernel.inbox.compose import small_pdf
from tests.journeys.axe import clean, violations

COUNTED, GOAL = "Lampen hersteld", "Duizend lampen krijgen een tweede leven"
EVIDENCE = {"name": "weeklijst.pdf", "mimeType": "application/pdf", "buffer": small_pdf("Weeklijst")}


def test_a_goal_a_claim_with_evidence_a_check_and_the_fit_on_both_sides(open_page, picture):
    sanne = open_page(1280, "sanne@demo.example")
    sanne.goto("/doelen/")
    assert clean(sanne) == []
    sanne.get_by_role("link", name="Indicatoren").click()
    assert clean(sanne) == []
    sanne.get_by_role("link", name="Nieuwe indicator").click()
    sanne.get_by_label("Wat wordt er geteld?").fill(COUNTED)
    sanne.get_by_label("Eenheid").fill("stuks")
    sanne.get_by_role("button", name="Opslaan").click()
    sanne.get_by_role("link", name=COUNTED).wait_for()
    sanne.goto("/doelen/nieuw/")
    sanne.get_by_label("Doel", exact=True).fill(GOAL)
    sanne.get_by_label("Thema").select_option("circular")
    sanne.get_by_label(re.compile("^Indicator")).select_option(label=f"{COUNTED} (stuks)")
    sanne.get_by_label("Van", exact=True).fill("01-01-2026")
    sanne.get_by_label("Tot en met").fill("31-12-2029")
    sanne.get_by_label("Beginstand").fill("2.000")
    sanne.get_by_label("Streefgetal").fill("1.000")
    sanne.get_by_label("Brondocument").fill("Coalitieakkoord Samen Verder, bladzijde 28")
    sanne.get_by_role("button", name="Opslaan").click()
    sanne.get_by_label("Streefgetal").and_(sanne.locator("[aria-invalid]")).wait_for()
    assert clean(sanne) == []
    sanne.get_by_label("Beginstand").fill("0")
    sanne.get_by_role("button", name="Opslaan").click()
    sanne.get_by_text("Het doel is opgeschreven.").wait_for()
    goal_url = sanne.url
    assert clean(sanne) == []
    fitting = sanne.get_by_role("region", name="Past bij het thema, nog geen impact ingediend")
    expect(fitting.get_by_role("link", name="De Tweede Draad")).to_be_visible()

    # The entrepreneur tells it on a phone. About damage only who chooses that is asked.
    aafke = open_page(390, "aafke@demo.example")
    aafke.goto("/mijn/")
    aafke.get_by_role("link", name="Vertellen wat is bereikt").click()
    damage = aafke.get_by_label(re.compile("welke schade geeft de onderneming"))
    expect(damage).to_be_hidden()
    aafke.get_by_role("radio", name="Schade beperkt").check()
    expect(damage).to_be_visible()
    aafke.get_by_role("radio", name="Impact gemaakt").check()
    aafke.get_by_label("Wat wordt er geteld?").select_option(label=f"{COUNTED} (stuks)")
    aafke.get_by_label("Hoeveel?").fill("tweehonderd")
    aafke.get_by_label("Van", exact=True).fill("01-07-2026")
    aafke.get_by_label("Tot en met").fill("30-09-2026")
    aafke.get_by_label(re.compile("^Toelichting")).fill("Geteld aan de werkbank, per week.")
    aafke.get_by_label("Bewijs").set_input_files(EVIDENCE)
    aafke.get_by_role("button", name="Versturen").click()
    aafke.get_by_text("Vul een getal in, bijvoorbeeld 1.250").first.wait_for()
    assert violations(aafke) == []
    assert aafke.get_by_label(re.compile("^Toelichting")).input_value() == "Geteld aan de werkbank, per week."
    aafke.get_by_label("Hoeveel?").fill("250")
    aafke.get_by_label("Bewijs").set_input_files(EVIDENCE)
    picture(aafke, "impact-opgeven")
    aafke.get_by_role("button", name="Versturen").click()
    aafke.get_by_text("De impact is verstuurd.").wait_for()
    claim_url = aafke.url
    assert violations(aafke) == []
    expect(aafke.get_by_role("region", name="Waar het voor meetelt").get_by_text(GOAL)).to_be_visible()

    # A colleague finds it in the worklist, reads the evidence, first sends it back and then lets it count.
    sanne.goto("/werkvoorraad/lijst/?reden=taken")
    sanne.get_by_role("link", name=f"Controleer de impact: {COUNTED}").click()
    assert sanne.url == claim_url
    with sanne.expect_download() as evidence:
        sanne.get_by_role("link", name=re.compile("weeklijst")).click()
    assert evidence.value.path().read_bytes().startswith(b"%PDF")
    sanne.locator("summary", has_text="Impact afwijzen").click()
    assert clean(sanne) == []
    picture(sanne, "impact-controleren")
    sanne.get_by_label("Reden").fill("De lijst van september mist de laatste week. Wilt u die aanvullen?")
    sanne.get_by_role("button", name="Impact afwijzen").click()
    sanne.get_by_text("De ondernemer leest de reden.").wait_for()

    aafke.goto(claim_url)
    expect(aafke.get_by_text("mist de laatste week")).to_be_visible()
    assert violations(aafke) == []
    aafke.get_by_role("link", name="Impact wijzigen").click()
    aafke.get_by_label("Hoeveel?").fill("260")
    assert violations(aafke) == []
    aafke.get_by_role("button", name="Versturen").click()
    aafke.get_by_text("De impact is gewijzigd.").wait_for()
    sanne.goto(claim_url)
    sanne.get_by_role("button", name="Ja, dit telt mee").click()
    sanne.get_by_text("De impact is gecontroleerd en telt vanaf nu mee.").wait_for()
    assert clean(sanne) == []

    # The fit: on the goal who contributes, in the case file which goals it serves.
    sanne.goto(goal_url)
    row = (
        sanne.get_by_role("region", name="Wie draagt hoeveel bij")
        .get_by_role("row")
        .filter(has_text="De Tweede Draad")
    )
    assert "260" in row.inner_text()
    expect(sanne.get_by_text("26%").first).to_be_visible()
    assert clean(sanne) == []
    picture(sanne, "doel")
    row.get_by_role("link", name="De Tweede Draad").click()
    sanne.goto("/dossiers/1/instrumenten/")
    served = (
        sanne.get_by_role("region", name="Doelen waar deze onderneming aan bijdraagt")
        .get_by_role("row")
        .filter(has_text=GOAL)
    )
    assert "draagt bij" in served.inner_text() and "260 stuks" in served.inner_text()
    assert clean(sanne) == []
    aafke.goto("/mijn/")
    assert (
        aafke.get_by_role("listitem")
        .filter(has_text=f"260 stuks: {COUNTED}")
        .get_by_text("Gecontroleerd")
        .is_visible()
    )
    assert violations(aafke) == []
