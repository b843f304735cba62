"""PSO: an entrepreneur on a phone from self-assessment to PDF, the staff who see what is shared, buyers who look."""

import re

from tests.journeys.axe import violations


def fill(page, **values):
    for label, value in values.items():
        page.get_by_label(re.compile(rf"^{re.escape(label)}")).fill(value)


def test_self_assessment_to_pdf(open_page, picture):
    aafke = open_page(390, "aafke@demo.example")
    aafke.get_by_role("link", name="Mijn zelftoetsen").click()
    assert violations(aafke) == []
    aafke.get_by_role("link", name="Begin een zelftoets").click()
    fill(aafke, **{"Hoe groot is uw onderneming": "veertig"})
    aafke.get_by_role("button", name="Opslaan").click()
    aafke.get_by_role("link", name=re.compile("Vul een getal in")).first.wait_for()
    assert violations(aafke) == []
    fill(
        aafke,
        **{
            "Hoe groot is uw onderneming": "40",
            "Hoeveel uur is een volle": "40",
            "Hoeveel mensen zijn bij u": "45",
        },
    )
    aafke.get_by_label(re.compile("^Is het hoofddoel")).select_option(label="Ja")
    aafke.get_by_role("button", name="Opslaan").click()

    for group, contract, people, hours in (
        ("Participatiewet", "Gewoon in dienst", "2", "40"),
        ("WW", "Gedetacheerd", "1", "32"),
        ("BBL of BOL niveau 1", "Stage", "1", "24"),
    ):
        aafke.get_by_role("link", name="Mensen toevoegen").click()
        for label, words in (("Welke mensen", group), ("Hoe werken zij", contract)):
            field = aafke.get_by_label(re.compile(f"^{label}"))
            field.select_option(
                value=field.locator("option", has_text=re.compile(f"^{words}")).get_attribute("value")
            )
        fill(aafke, **{"Hoeveel mensen?": people, "Hoeveel uur per week": hours})
        aafke.get_by_role("button", name="Opslaan").click()
    aafke.get_by_text("6,91%", exact=True).wait_for()
    aafke.get_by_text("PSO-trede 2", exact=True).first.wait_for()
    aafke.get_by_text("Nog 1 medewerker van 18 uur per week").wait_for()
    assert violations(aafke) == []

    aafke.get_by_role("link", name="Inkoop toevoegen").click()
    fill(
        aafke, **{
            "Bij welke leverancier": "De Schakel", "Voor hoeveel in het jaar": "60.000", "Omzet van die": "1.200.000",
            "Grootte van die": "20", "Directe PSO-score": "50",
        }
    )  # fmt: skip
    assert violations(aafke) == []
    aafke.get_by_role("button", name="Opslaan").click()
    aafke.get_by_text("8,15%", exact=True).wait_for()
    aafke.get_by_text("Totaal: 6,9125% + 1,2346% = 8,1471%").wait_for()
    picture(aafke, "pso-zelftoets")

    aafke.get_by_role("button", name=re.compile("Haal weg.*De Schakel")).click()
    aafke.get_by_role("link", name="Probeer uit: wat als").click()
    aafke.get_by_label("Uren per week per persoon").press("Home")  # a slider works with the keyboard
    aafke.get_by_role("heading", name="PSO-trede 2").wait_for()
    aafke.get_by_label("Uren per week per persoon").press("End")
    aafke.get_by_role("heading", name="Dit geeft PSO-trede 3").wait_for()
    assert violations(aafke) == []
    picture(aafke, "pso-wat-als")
    aafke.get_by_role("link", name="Terug naar de zelftoets").click()

    aafke.get_by_label("Deel dit met de gemeente").check()
    aafke.get_by_role("button", name="Indienen").click()
    aafke.get_by_text("Ingediend. Deze versie blijft").wait_for()
    assert violations(aafke) == []
    with aafke.expect_download() as download:
        aafke.get_by_role("link", name="Download als PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")
    assert download.value.path().read_bytes().startswith(b"%PDF")
    page = aafke.url

    tarik = open_page(1280, "tarik@demo.example")
    tarik.goto("/pso/zelftoetsen/")
    assert violations(tarik) == []
    tarik.goto(page)
    tarik.get_by_text("Totaal: 6,9125% + 0% = 6,9125%").wait_for()
    assert violations(tarik) == []

    aafke.get_by_role("button", name="Stop met delen").click()
    aafke.get_by_text("De gemeente ziet deze versie niet meer").wait_for()
    tarik.goto(page)
    tarik.get_by_text("De onderneming heeft deze zelftoets niet met de gemeente gedeeld").wait_for()

    aafke.get_by_role("button", name="Maak een verbeterde versie").click()
    aafke.get_by_text("Dit is een nieuwe versie").wait_for()
    aafke.get_by_role("button", name="Gooi dit concept weg").click()
    aafke.get_by_text("Het concept is weggegooid").wait_for()


def test_certificates_for_staff_and_for_buyers(open_page, picture):
    tarik = open_page(1280, "tarik@demo.example")
    tarik.goto("/pso/certificaten/")
    assert violations(tarik) == []
    picture(tarik, "pso-certificaten")
    tarik.get_by_role("link", name="Fietswerk Noord").first.click()
    tarik.get_by_text("Dat alleen voldoet niet aan artikel 2.82").first.wait_for()
    tarik.get_by_text("volgens de gedeelde zelftoets past de onderneming daar niet bij").wait_for()
    assert violations(tarik) == []

    buyer = open_page(390)
    buyer.goto("/register/vechtstede/pso/")
    buyer.get_by_role("heading", name="Fietswerk Noord").wait_for()
    assert violations(buyer) == []
    buyer.get_by_label(re.compile("^Geldig tot")).fill("31-12-2035")
    buyer.get_by_role("button", name="Zoeken").click()
    buyer.get_by_text("Geen certificaat past bij deze filters").wait_for()
    assert violations(buyer) == []
