"""A check with evidence whose outcome the entrepreneur reads on a phone; a mark; the register, in and out again."""

import json
import re
import urllib.request

from tests.journeys.axe import violations

CRITERIA = 6


def test_check_mark_and_register(open_page, picture, stack):
    sanne = open_page(1280, "sanne@demo.example")
    sanne.goto("/dossiers/2/erkenning/")
    assert violations(sanne) == []
    sanne.get_by_role("button", name=re.compile("Verder met de toets|Toets beginnen")).click()
    assert violations(sanne) == []
    sanne.get_by_role("listitem").get_by_role("link", name="Is uw maatschappelijke doel").click()
    for number in range(CRITERIA):
        sanne.get_by_label("Voldoet deels" if number == CRITERIA - 1 else "Voldoet", exact=True).check()
        sanne.get_by_label("Motivering").fill("Gezien bij het bezoek en in de statuten.")
        if number == 0:
            sanne.get_by_label("Of voeg een document toe als bewijs").set_input_files(
                {"name": "statuten.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 statuten"}
            )
            assert violations(sanne) == []
            picture(sanne, "toets-criterium")
        with sanne.expect_navigation():  # the page before says "saved" as well
            sanne.get_by_role("button", name=re.compile("^(Opslaan|Bewaren)")).click()
        sanne.get_by_text("Het oordeel is bewaard").wait_for()
    sanne.get_by_label("Motivering voor de ondernemer").fill("U zet uw doel op één en verkoopt maaltijden.")
    assert violations(sanne) == []
    sanne.get_by_role("button", name="Toets afronden").click()
    sanne.get_by_text("De toets is afgerond").wait_for()
    sanne.get_by_text(re.compile("Bewijs: .*statuten.pdf")).first.wait_for()
    assert violations(sanne) == []
    picture(sanne, "toets-uitkomst")
    sanne.goto("/dossiers/2/erkenning/keurmerk/")
    sanne.get_by_label("Keurmerk", exact=True).select_option(label="B Corp")
    sanne.get_by_label("Uitgegeven door").fill("B Lab Europe")
    sanne.get_by_label("Geldig vanaf").fill("01-01-2026")
    sanne.get_by_label("Geldig tot en met").or_(sanne.get_by_label("Geldig tot")).fill("31-12-2028")
    assert violations(sanne) == []
    sanne.get_by_role("button", name=re.compile("^(Opslaan|Bewaren)")).click()
    sanne.get_by_text("Het keurmerk is bewaard").wait_for()
    assert violations(sanne) == []
    picture(sanne, "erkenning")

    boris = open_page(390, "boris@demo.example")
    boris.goto("/mijn/")
    boris.get_by_role("link", name="Definitietoets van").click()
    boris.get_by_text("U zet uw doel op één en verkoopt maaltijden.").first.wait_for()
    assert violations(boris) == []
    picture(boris, "toets-ondernemer")
    boris.goto("/mijn/")
    boris.get_by_role("link", name="Kiezen wat u laat zien").click()
    boris.get_by_label("Producten en diensten").fill("maaltijden, catering")
    boris.get_by_label("Wijk of buurt").fill("Marktkwartier")
    boris.get_by_role("button", name="Bekijk hoe het eruitziet").click()
    boris.get_by_role("heading", name="Dit zien bezoekers").first.wait_for()
    assert violations(boris) == []
    picture(boris, "register-voorbeeld")
    boris.get_by_label(re.compile("Iedereen mag dit op internet zien")).check()
    boris.get_by_role("button", name="Publicatie vragen").click()
    boris.get_by_text("De gemeente kijkt ernaar").wait_for()

    sanne.goto("/dossiers/2/instrumenten/")
    assert violations(sanne) == []
    sanne.locator("#register").get_by_role("link", name="Stichting Soepel Wijkrestaurant").click()
    assert violations(sanne) == []
    sanne.get_by_role("button", name="Publiceren", exact=True).click()
    sanne.get_by_text("De vermelding is nu openbaar").wait_for()

    visitor = open_page(390)
    visitor.goto("/register/vechtstede/")
    visitor.get_by_label("Naam, product of woord").fill("wijkrestaurand")
    visitor.get_by_role("button", name="Zoeken").click()
    assert violations(visitor) == []
    picture(visitor, "register-zoeken")
    visitor.get_by_role("link", name="Stichting Soepel Wijkrestaurant").click()
    visitor.get_by_text("maaltijden, catering").first.wait_for()
    visitor.get_by_text("B Corp").first.wait_for()
    assert violations(visitor) == []
    picture(visitor, "register-onderneming")
    detail = visitor.url
    visitor.goto("/register/vechtstede/gegevens/")
    assert violations(visitor) == []
    address = f"{stack.url}/api/v1/gemeenten/vechtstede/sociale-ondernemingen"

    def fetch(path):
        with urllib.request.urlopen(path, timeout=10) as answer:
            return answer.read().decode()

    names = [row["naam"] for row in json.loads(fetch(address))["ondernemingen"]]
    assert "Stichting Soepel Wijkrestaurant" in names
    assert "Stichting Soepel Wijkrestaurant" in fetch(f"{address}.csv")

    boris.goto("/mijn/")
    boris.get_by_role("link", name="Wijzigen of intrekken").click()
    boris.get_by_role("button", name="Terugtrekken uit het register").click()
    boris.get_by_text("staat niet meer in het register").wait_for()
    assert "Soepel" not in fetch(address)
    assert "Soepel" not in fetch(f"{address}.csv")
    assert visitor.goto(detail).status == 404
    visitor.goto("/register/vechtstede/?zoek=wijkrestaurand")
    assert visitor.get_by_role("link", name="Stichting Soepel Wijkrestaurant").count() == 0
