"""An entrepreneur asks for help on a phone: with mistakes, left and resumed on another device, sent in once."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.axe import violations

START = "/aanmelden/vechtstede/"


def next_step(page):
    page.get_by_role("button", name="Volgende", exact=True).click()


def fill_who(page, name="Klusfabriek De Veste", email="tess@voorbeeld.example"):
    page.get_by_label("Uw naam").fill("Tess Wagenaar")
    page.get_by_label("Uw e-mailadres").fill(email)
    page.get_by_label("Naam van uw onderneming of plan").fill(name)


def fill_rest(page):
    page.get_by_label("Wat doet uw onderneming?").fill("Wij leren mensen klussen die lang thuis zaten.")
    page.get_by_label("Werk voor mensen met een afstand").check()
    next_step(page)
    page.get_by_label("Ja", exact=True).first.wait_for()
    for group in page.get_by_role("group").all():
        group.get_by_label("Ja", exact=True).check()
    next_step(page)
    page.get_by_label("Groei", exact=True).check()
    page.get_by_label("Mensen die willen werken").check()
    page.get_by_label("Een plek om te werken").check()
    page.get_by_label("Wat is uw vraag aan de gemeente?").fill(
        "Wie helpt ons aan vier kandidaten en een werkplaats?"
    )
    next_step(page)
    page.get_by_label("Wat biedt u de stad?").fill("Leerplekken voor acht mensen.")
    next_step(page)
    next_step(page)
    page.get_by_label(re.compile("Ja, de gemeente mag")).check()
    next_step(page)


def link_from_mail(page, address):
    page.goto(f"/demo/post/?aan={address}")
    page.locator("main .il-list a").first.click()
    return page.locator('main a[href*="/aanmelden/"]').first.get_attribute("href")


@pytest.mark.parametrize("width", [390, 1280])
def test_intake_with_mistakes_resumed_on_another_device_and_sent_once(open_page, picture, width):
    email = f"tess{width}@voorbeeld.example"
    phone = open_page(width)
    phone.goto(START)
    assert violations(phone) == []
    if width == 390:
        picture(phone, "aanmelden-start")
    phone.get_by_role("button", name="Begin").click()
    fill_who(phone, name=f"Klusfabriek {width}", email=email)
    phone.get_by_label("KVK-nummer").fill("123456789")
    next_step(phone)
    expect(phone.get_by_role("link", name=re.compile("8 cijfers. U typte er 9"))).to_be_visible()
    assert phone.get_by_label("Uw naam").input_value() == "Tess Wagenaar"
    assert violations(phone) == []
    if width == 390:
        picture(phone, "aanmelden-fout")
    phone.get_by_label("KVK-nummer").fill("000 12.345")
    next_step(phone)
    expect(phone.get_by_text("Gevonden in het handelsregister: Houtgoed Timmerwerkplaats")).to_be_visible()
    phone.get_by_label("Wat doet uw onderneming?").fill("Half af en nog niet")
    phone.wait_for_timeout(2200)  # typing is kept by itself
    phone.context.close()

    laptop = open_page(1280)
    link = link_from_mail(laptop, email)
    laptop.goto(link)
    assert "wat" in laptop.url
    assert laptop.get_by_label("Wat doet uw onderneming?").input_value() == "Half af en nog niet"
    fill_rest(laptop)
    expect(laptop.get_by_role("heading", name="Kijk uw antwoorden na")).to_be_visible()
    expect(laptop.get_by_text("een sociale onderneming").first).to_be_visible()
    assert violations(laptop) == []
    picture(laptop, "aanmelden-samenvatting")
    laptop.get_by_role("button", name="Verstuur naar de gemeente").click()
    reference = laptop.locator(".il-alert--good strong").inner_text()
    assert re.fullmatch(r"A-\d{4}-\d{4}", reference)
    laptop.go_back()
    laptop.goto(link)
    assert laptop.locator(".il-alert--good strong").inner_text() == reference
    assert violations(laptop) == []


@pytest.mark.parametrize(
    ("label", "typed", "message"),
    [
        ("KVK-nummer", "12AB5678", "Een KVK-nummer heeft alleen cijfers"),
        ("KVK-nummer", "1234567", "U typte er 7"),
        ("Naam van uw onderneming of plan", "x" * 2000, "Deze naam is te lang"),
        ("Uw e-mailadres", "geen-adres", "Dit is geen e-mailadres"),
    ],
)
def test_bad_input_gets_a_clear_message_and_is_kept(open_page, label, typed, message):
    page = open_page(390)
    page.goto(START)
    page.get_by_role("button", name="Begin").click()
    fill_who(page, name="Proef 🌱 <script>alert(1)</script>")
    page.get_by_label(label).fill(typed)
    next_step(page)
    expect(page.get_by_text(message).first).to_be_visible()
    assert page.get_by_label(label).input_value() == typed


def test_date_in_1899_and_a_program_named_pdf_are_refused_kindly(open_page, tmp_path):
    page = open_page(390)
    page.goto(START)
    page.get_by_role("button", name="Begin").click()
    fill_who(page, name="Proef 🌱 <b>vet</b>", email="datum@voorbeeld.example")
    next_step(page)
    page.get_by_label("Sinds wanneer bestaat uw onderneming?").fill("31-12-1899")
    next_step(page)
    expect(page.get_by_role("link", name=re.compile("Deze datum ligt voor 1900"))).to_be_visible()
    page.goto(page.url.replace("/wat/", "/bijlagen/"))
    program = tmp_path / "plan.pdf"
    program.write_bytes(b"MZ" + b"\x90" * 4000)
    page.get_by_label("Voeg een bestand toe").set_input_files(program)
    page.get_by_role("button", name="Dit bestand toevoegen").click()
    expect(page.get_by_text("is niet wat de naam zegt").first).to_be_visible()
    large = tmp_path / "groot.pdf"
    with large.open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(100 * 1024 * 1024)
    page.get_by_label("Voeg een bestand toe").set_input_files(large)
    page.get_by_role("button", name="Dit bestand toevoegen").click()
    assert page.get_by_text("is te groot").first.is_visible(timeout=60_000)


def test_a_link_that_opens_nothing_says_how_to_go_on(open_page):
    page = open_page(390)
    page.goto(START + "bestaat-niet/")
    expect(page.get_by_role("heading", name="Deze link werkt niet meer")).to_be_visible()
    assert violations(page) == []
