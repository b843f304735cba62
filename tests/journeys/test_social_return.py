"""Social return: from contract to obligation, the supplier on a phone, refusal and correction, and what counts."""

import re

from tests.journeys.axe import violations

BSN = "123456782"  # passes the elfproef; nobody's


def fill(page, **values):
    for label, value in values.items():
        page.get_by_label(re.compile(rf"^{re.escape(label)}")).fill(value)


def write_contract(page, **facts):
    """The form of a new contract of services, filled in and sent."""
    page.goto("/social-return/contracten/")
    page.get_by_role("link", name="Nieuw contract").click()
    fill(page, **{"Contactpersoon bij de opdrachtnemer": "Petra Molenaar",
                  "E-mailadres van de contactpersoon": "petra@demo.example", **facts})  # fmt: skip
    page.get_by_label("Soort").select_option(label="Diensten")
    page.get_by_role("button", name="Opslaan").click()


def test_from_contract_to_accepted(open_page, picture):
    tarik = open_page(1280, "tarik@demo.example")
    write_contract(
        tarik, **{
            "KVK-nummer van de opdrachtnemer": "9000090", "Naam van de opdrachtnemer": "Schilders van de Linde bv",
            "Contractnummer": "R-2026-1", "Wat wordt ingekocht?": "Schilderwerk van scholen", "Afdeling": "Onderwijs",
            "Waarde zonder btw": "1.000.000", "Gegund op": "01-10-2026", "Begint op": "01-11-2026",
            "Eindigt op": "31-10-2027",
        }
    )  # fmt: skip
    tarik.get_by_role("link", name="Een KVK-nummer heeft acht cijfers.").first.wait_for()
    assert tarik.get_by_label("Afdeling").input_value() == "Onderwijs"
    assert violations(tarik) == []
    tarik.get_by_label("KVK-nummer van de opdrachtnemer", exact=True).fill("90000905")
    tarik.get_by_role("button", name="Opslaan").click()
    tarik.get_by_text("5% van de contractsom van EUR 1.000.000,00 is EUR 50.000,00").first.wait_for()
    assert violations(tarik) == []
    picture(tarik, "social-return-contract")
    contract = tarik.url

    petra = open_page(390, "petra@demo.example")
    petra.get_by_role("link", name="Schilderwerk van scholen").click()
    assert violations(petra) == []
    petra.get_by_role("link", name="Iemand aan het werk").click()
    petra.get_by_label(re.compile("Participatiewet, 2 jaar of langer")).check()
    fill(petra, **{"Uren per week": "24", "Eerste dag": "01-11-2026", "Laatste dag": "30-04-2027"})
    petra.get_by_label("Toelichting").fill(f"Zij heeft nummer {BSN}")
    petra.get_by_role("button", name="Opgeven").click()
    petra.get_by_role("link", name=re.compile("Dit lijkt op een burgerservicenummer")).first.wait_for()
    assert violations(petra) == []
    petra.get_by_label("Toelichting").fill("Schilder in opleiding")
    petra.get_by_role("button", name="Eerst berekenen").click()
    petra.get_by_text("Dit is EUR 13.333,33 waard.").first.wait_for()
    picture(petra, "social-return-opgeven")
    petra.get_by_role("button", name="Opgeven").click()
    petra.get_by_text("Opgegeven. De coördinator kijkt ernaar").first.wait_for()

    tarik.goto("/social-return/opgaven/?wie=mij")
    assert violations(tarik) == []
    tarik.get_by_role("row", name=re.compile("Schilders van de Linde")).get_by_role("link").click()
    refuse = tarik.locator("section", has=tarik.get_by_role("heading", name="Weigeren"))
    refuse.get_by_label("Wat zeg je tegen de opdrachtnemer?").fill("De overeenkomst ontbreekt.")
    refuse.get_by_role("button", name="Weigeren met deze reden").click()
    tarik.get_by_text("De opdrachtnemer krijgt een mail met de reden").first.wait_for()

    petra.reload()
    petra.get_by_text("De overeenkomst ontbreekt.").first.wait_for()
    petra.get_by_role("link", name="Verbeter het en geef het opnieuw op").click()
    assert petra.get_by_label("Uren per week").input_value() == "24"
    petra.get_by_label(re.compile("^Bewijs")).set_input_files(
        {"name": "overeenkomst.txt", "mimeType": "text/plain", "buffer": b"Leerwerkovereenkomst"}
    )
    petra.get_by_role("button", name="Opgeven").click()
    petra.get_by_role("link", name="overeenkomst.txt").first.wait_for()
    assert violations(petra) == []

    tarik.goto("/social-return/opgaven/?wie=mij")
    tarik.get_by_role("row", name=re.compile("Schilders van de Linde")).get_by_role("link").click()
    tarik.get_by_role("button", name="Bevestigen").click()
    tarik.get_by_text("De code van deze persoon is P-").first.wait_for()
    assert violations(tarik) == []
    picture(tarik, "social-return-beoordelen")
    tarik.get_by_role("button", name="Accepteren").click()
    tarik.goto(contract)
    accepted = tarik.locator(".il-figures .il-card", has_text="geaccepteerd")
    assert "EUR 13.333,33" in accepted.inner_text()

    petra.goto("/opdrachtnemer/")
    petra.get_by_text("EUR 13.333,33 van EUR 50.000,00 is geaccepteerd.").first.wait_for()
    assert violations(petra) == []
    picture(petra, "social-return-opdrachtnemer")


def test_rules_change_while_contracts_run(open_page, picture):
    ilse = open_page(1280, "ilse@demo.example")
    ilse.goto("/beheer/regels/social-return/")
    ilse.get_by_label("Percentage", exact=True).fill("honderd")
    ilse.get_by_role("button", name="Opslaan als nieuwe versie").click()
    ilse.get_by_role("link", name=re.compile("Vul een getal in")).first.wait_for()
    ilse.get_by_label("Percentage", exact=True).fill("6")
    ilse.get_by_role("button", name="Wat verandert dit?").click()
    ilse.get_by_role("heading", name="Wat dit verandert voor nieuwe contracten").first.wait_for()
    assert violations(ilse) == []
    picture(ilse, "social-return-regels")
    ilse.get_by_label("Bron").fill("Besluit van burgemeester en wethouders, november 2026")
    ilse.get_by_role("button", name="Opslaan als nieuwe versie").click()
    ilse.get_by_text("De regels zijn opgeslagen").first.wait_for()

    greet = open_page(1280, "greet@demo.example")
    greet.get_by_role("link", name="Bedrijfsrestaurant stadhuis").click()
    greet.get_by_text("5% van de contractsom").first.wait_for()  # running contracts keep their rules


def test_from_ended_contract_to_the_letter_of_settlement(open_page, picture):
    tarik = open_page(1280, "tarik@demo.example")
    write_contract(
        tarik, **{
            "KVK-nummer van de opdrachtnemer": "90000901", "Naam van de opdrachtnemer": "Schoonvast Facilitair bv",
            "Contractnummer": "R-2024-9", "Wat wordt ingekocht?": "Verhuizing van het archief", "Afdeling": "Facilitair",
            "Waarde zonder btw": "400.000", "Gegund op": "01-10-2024", "Begint op": "01-11-2024",
            "Eindigt op": "31-10-2025",
        }
    )  # fmt: skip
    tarik.get_by_text("is EUR 20.000,00").first.wait_for()
    tarik.get_by_role("link", name="Afrekening").click()
    tarik.get_by_text("EUR 20.000,00 is niet gerealiseerd").first.wait_for()
    assert violations(tarik) == []
    tarik.get_by_role("button", name="Begin met afrekenen").click()
    tarik.get_by_text("De opdrachtnemer krijgt een brief en kan reageren").first.wait_for()
    address = tarik.url
    assert violations(tarik) == []

    petra = open_page(390, "petra@demo.example")
    petra.get_by_role("link", name="Verhuizing van het archief").click()
    assert violations(petra) == []
    petra.get_by_role("link", name="Bekijk de afrekening").click()
    petra.get_by_role("button", name="Mijn reactie versturen").click()
    petra.get_by_role("link", name="Dit veld is verplicht.").first.wait_for()
    assert violations(petra) == []
    petra.get_by_label("Wat vindt u ervan?").fill("Onze leerling werd ziek in de laatste maand.")
    petra.get_by_role("button", name="Mijn reactie versturen").click()
    petra.get_by_text("Verstuurd. De coördinator leest het").first.wait_for()
    picture(petra, "social-return-reactie")

    tarik.goto(address)
    tarik.get_by_text("Onze leerling werd ziek").first.wait_for()
    tarik.get_by_label("Hoeveel scheld je kwijt?").fill("5.000")
    tarik.get_by_label("Motivering").fill("Ziekte telt voor een kwart mee.")
    assert violations(tarik) == []
    picture(tarik, "social-return-afrekening")
    tarik.get_by_role("button", name="Voorstellen", exact=True).click()
    tarik.get_by_text("Een collega moet akkoord geven voordat het geldt").first.wait_for()
    assert tarik.get_by_role("button", name="Akkoord: afrekenen").count() == 0

    greet = open_page(1280, "greet@demo.example")
    greet.goto(address)
    greet.get_by_text("1,5 keer EUR 15.000,00 is EUR 22.500,00").first.wait_for()
    greet.get_by_role("button", name="Terugsturen").click()
    greet.get_by_role("link", name="Zeg waarom je het terugstuurt.").first.wait_for()
    assert violations(greet) == []
    greet.get_by_role("button", name="Akkoord: afrekenen").click()
    greet.get_by_text("Afgerekend. De opdrachtnemer krijgt de brief.").first.wait_for()
    assert violations(greet) == []
    letter = re.compile(r"^Besluit: te betalen \(PDF\)")
    for _try in range(40):  # a worker prints it
        if greet.get_by_role("link", name=letter).count():
            break
        greet.wait_for_timeout(500)
        greet.reload()
    petra.reload()
    petra.get_by_text("U betaalt EUR 22.500,00.").first.wait_for()
    assert violations(petra) == []
    with petra.expect_download() as download:
        petra.get_by_role("link", name=letter).click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def test_a_discount_for_a_certificate_given_continued_and_taken_back(open_page, picture):
    wout = open_page(1280, "wout@demo.example")
    write_contract(
        wout, **{
            "KVK-nummer van de opdrachtnemer": "90000901", "Naam van de opdrachtnemer": "Schoonvast Facilitair bv",
            "Contractnummer": "LH-PSO-1", "Wat wordt ingekocht?": "Schoonmaak van het stadhuis", "Afdeling": "Facilitair",
            "Waarde zonder btw": "1.000.000", "Gegund op": "01-10-2026", "Begint op": "01-11-2026",
            "Eindigt op": "31-10-2029",
        }
    )  # fmt: skip
    wout.get_by_text("Er is geen korting gegeven.").wait_for()
    card = wout.locator("section", has=wout.get_by_role("heading", name="Korting voor een PSO-certificaat"))

    def decide(level, number="", first="", last="", reason="Gezien.", document=None):
        if card.locator("details").get_attribute("open") is None:
            card.locator("summary").click()
        card.get_by_label(re.compile("^Certificaat")).select_option(
            card.locator("option", has_text=level).get_attribute("value")
        )
        card.get_by_label("Nummer van het certificaat").fill(number)
        card.get_by_label(re.compile("^Geldig vanaf")).fill(first)
        card.get_by_label(re.compile("^Geldig tot en met")).fill(last)
        card.get_by_label(re.compile("^Wat heb je gezien")).fill(reason)
        if document:
            name, content = document
            card.get_by_label(re.compile("^Het certificaat zelf")).set_input_files(
                {"name": name, "mimeType": "application/pdf", "buffer": content}
            )
        card.get_by_role("button", name="Beslissen").click()

    days = ("PSO-26-0311", "01-03-2026", "29-02-2028")
    decide("trede 2", *days, document=("certificaat.pdf", b"geen pdf"))
    wout.get_by_role("link", name=re.compile("is niet wat de naam zegt")).first.wait_for()
    assert card.get_by_label("Nummer van het certificaat").input_value() == "PSO-26-0311"
    assert violations(wout) == []
    decide("trede 2", *days, document=("certificaat.txt", b"PSO-certificaat trede 2"))
    wout.get_by_text("Besloten. De verplichting is opnieuw berekend.").wait_for()
    wout.get_by_text("10% korting voor het PSO-certificaat").first.wait_for()
    assert violations(wout) == []
    picture(wout, "social-return-pso-korting")
    with wout.expect_download() as download:
        card.get_by_role("link", name="certificaat.txt").click()
    assert download.value.path().read_bytes() == b"PSO-certificaat trede 2"

    decide("trede 3", "PSO-28-0007", "02-03-2028", "01-03-2030", "Het volgende certificaat.")
    wout.get_by_role("link", name=re.compile("sluit daar niet op aan")).first.wait_for()

    # The supplier hands the next one in, on a phone; accepted, it waits at the discount, which changes by a decision only.
    petra = open_page(390, "petra@demo.example")
    petra.get_by_role("link", name="Schoonmaak van het stadhuis").click()
    petra.get_by_text("U hebt 10% korting voor PSO trede 2").wait_for()
    assert violations(petra) == []
    petra.get_by_role("link", name="Een certificaat insturen").click()
    petra.get_by_label("Trede 3").check()
    fill(petra, **{"Nummer van het certificaat": "PSO-28-0007", "Geldig vanaf": "01-03-2028",
                   "Geldig tot en met": "01-03-2031"})  # fmt: skip
    scan = {"name": "pso-2028.txt", "mimeType": "text/plain", "buffer": b"PSO-certificaat trede 3"}
    petra.get_by_label(re.compile("^Het certificaat zelf")).set_input_files(scan)
    petra.get_by_role("button", name="Opgeven").click()
    petra.get_by_role("link", name=re.compile("hoogstens 24 maanden geldig")).first.wait_for()
    assert violations(petra) == []
    fill(petra, **{"Geldig tot en met": "01-03-2030"})
    petra.get_by_label(re.compile("^Het certificaat zelf")).set_input_files(scan)
    picture(petra, "social-return-certificaat-insturen")
    petra.get_by_role("button", name="Opgeven").click()
    petra.get_by_text("Wacht op beoordeling").first.wait_for()
    assert violations(petra) == []

    contract = wout.url.removesuffix("pso-korting/")
    wout.goto("/social-return/opgaven/")
    wout.get_by_role("link", name="Schoonvast Facilitair bv: Trede 3").last.click()
    wout.get_by_text("Dit certificaat kan hier meetellen.").first.wait_for()
    assert violations(wout) == []
    picture(wout, "social-return-certificaat-beoordelen")
    wout.get_by_role("button", name="Accepteren").click()
    wout.get_by_text("Geaccepteerd. De opdrachtnemer krijgt een mail.").wait_for()
    wout.goto(contract)
    wout.get_by_text("10% korting voor het PSO-certificaat").first.wait_for()
    card.locator("summary").click()
    assert card.get_by_label("Nummer van het certificaat").input_value() == "PSO-28-0007"
    card.get_by_label(re.compile("^Wat heb je gezien")).fill("Het volgende certificaat.")
    card.get_by_role("button", name="Beslissen").click()
    wout.get_by_text("20% korting voor het PSO-certificaat").first.wait_for()
    phone = open_page(390, "wout@demo.example")
    phone.goto(contract)
    phone.locator("#pso-korting").wait_for()
    assert violations(phone) == []
    decide("De korting intrekken", reason="Het certificaat is ingetrokken.")
    wout.get_by_text("Er is geen korting gegeven.").wait_for()
    assert violations(wout) == []
