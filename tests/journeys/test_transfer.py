"""A case file moves: asked at a desk, consented to on a phone, taken over in the other municipality."""

from tests.journeys.axe import violations

NAME = "Stadsimkers"


def test_a_case_file_moves_to_another_municipality_with_consent(open_page, picture):
    sanne = open_page(1280, "sanne@demo.example")
    sanne.goto(f"/dossiers/?tekst={NAME}")
    sanne.get_by_role("link", name=NAME, exact=True).click()
    sanne.get_by_role("heading", name=NAME, level=1).wait_for()
    address = sanne.url
    sanne.get_by_role("link", name="Verhuizen naar een andere gemeente").click()
    assert violations(sanne) == []
    picture(sanne, "verhuizen-vragen")
    sanne.get_by_role("button", name="Vraag de ondernemer om toestemming").click()
    sanne.locator(
        ".il-summary a"
    ).first.wait_for()  # where to, why, and what happens with what runs are asked
    sanne.get_by_label("Naar welke gemeente?").select_option(label="Lindehaven")
    sanne.get_by_label("Waarom?").fill("De kasten staan vanaf januari in Lindehaven.")
    for choice in (
        "Ze gaan mee: de andere gemeente beantwoordt ze",
        "Ze worden afgesloten op de dag van de verhuizing",
    ):
        if sanne.get_by_label(choice).count():
            sanne.get_by_label(choice).check()
    assert violations(sanne) == []
    sanne.get_by_role("button", name="Vraag de ondernemer om toestemming").click()
    sanne.get_by_text("Wacht op de ondernemer").first.wait_for()
    assert violations(sanne) == []

    otto = open_page(390, "otto@demo.example")
    otto.goto("/mijn/")
    otto.get_by_role("link", name="Lees en antwoord").click()
    otto.get_by_role("heading", name="Mogen uw gegevens naar Lindehaven?").wait_for()
    otto.get_by_role("checkbox", name="Wat er gebeurde").uncheck()
    assert violations(otto) == []
    picture(otto, "verhuizen-toestemming")
    otto.get_by_role("button", name="Ja, dit mag mee").click()
    otto.get_by_role("button", name="Trek mijn toestemming in").wait_for()
    assert violations(otto) == []

    bram = open_page(1280, "bram@demo.example")
    bram.goto("/triage/")
    assert violations(bram) == []
    bram.get_by_role("link", name=NAME, exact=True).click()
    bram.get_by_text("De kasten staan vanaf januari in Lindehaven.").wait_for()
    assert violations(bram) == []
    picture(bram, "verhuizen-aangeboden")
    bram.get_by_role("button", name="Neem het dossier over").click()
    bram.get_by_text("Kwam van Vechtstede").first.wait_for()
    assert violations(bram) == []

    sanne.goto(address)
    sanne.get_by_text("Het is gesloten en blijft leesbaar.").wait_for()
    assert violations(sanne) == []
    picture(sanne, "verhuizen-gesloten")
    otto.goto("/mijn/")
    otto.get_by_text("Wat hier staat, kunt u blijven lezen.").wait_for()
    assert (
        "Lindehaven" in otto.get_by_role("link", name="een vraag").inner_text()
    )  # only the new one is asked
    assert violations(otto) == []
    picture(otto, "verhuizen-mijn")
