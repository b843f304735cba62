"""Two case files of one enterprise: compared, previewed, merged, looked at by a colleague, and all of it undone."""

import re

from tests.journeys.axe import violations

FIRST, DOUBLE = "Wasgoed", "Wasserij Wasgoed BV"


def lines(page, address):
    """What the first page of the timeline says, but for merging and undoing that."""
    page.goto(f"{address}tijdlijn/")
    said = page.locator(".il-timeline li").all_inner_texts()
    return [line for line in said if "amenvoeging met" not in line and "amengevoegd met" not in line]


def test_merge_with_preview_and_undo(open_page, picture):
    sanne = open_page(1280, "sanne@demo.example")
    sanne.goto("/samenvoegen/")
    assert violations(sanne) == []
    sanne.get_by_role("link", name=re.compile(f"Vergelijken.*{FIRST}, {DOUBLE}")).click()
    assert violations(sanne) == []
    addresses = [
        sanne.get_by_role("link", name=name, exact=True).get_attribute("href") for name in (FIRST, DOUBLE)
    ]
    compare = sanne.url
    before = [lines(sanne, address) for address in addresses]

    sanne.goto(compare)
    picture(sanne, "samenvoegen-kiezen")
    sanne.get_by_role("button", name="Bekijk wat er gebeurt").click()
    sanne.locator(".il-summary a").wait_for()  # a reason is asked, and what was chosen is kept
    sanne.get_by_role("group", name="KVK-nummer").get_by_label("90000911").check()
    sanne.get_by_role("group", name="Accountmanager").get_by_label("Sanne Verbeek").check()
    sanne.get_by_label("Waarom zijn dit dezelfde onderneming?").fill("Zij werden in het voorjaar een bv.")
    sanne.get_by_role("button", name="Bekijk wat er gebeurt").click()
    sanne.get_by_role("heading", name="Dit gaat mee").wait_for()
    assert violations(sanne) == []
    picture(sanne, "samenvoegen-voorbeeld")
    sanne.get_by_role("button", name="Samenvoegen", exact=True).click()
    sanne.get_by_text("De dossiers zijn samengevoegd.").wait_for()
    assert violations(sanne) == []
    picture(sanne, "samenvoegen-gedaan")
    merge = sanne.url

    # A colleague on the phone follows an old address, and sees who did what.
    kees = open_page(390, "kees@demo.example")
    kees.goto(addresses[1])
    assert kees.url.endswith(addresses[0])
    kees.get_by_text("Vraag de vastgoedafdeling naar de hal naast het spoor").first.wait_for()
    kees.get_by_role("link", name="Samengevoegd met").first.click()
    kees.get_by_text("Sanne Verbeek").first.wait_for()
    assert not kees.get_by_role("button", name="Samenvoeging terugdraaien").count()
    assert violations(kees) == []
    picture(kees, "samenvoegen-telefoon")
    kees.goto("/zoeken/?q=90000111")
    kees.get_by_role("link", name=FIRST, exact=True).first.wait_for()

    sanne.goto(merge)
    sanne.get_by_role("button", name="Samenvoeging terugdraaien").click()
    sanne.get_by_text("De samenvoeging is teruggedraaid.").wait_for()
    assert violations(sanne) == []
    for address, was in zip(addresses, before, strict=True):
        now = lines(sanne, address)
        assert now
        assert now == was[: len(now)]
    sanne.goto(addresses[0])
    sanne.get_by_text("90000111").first.wait_for()


def test_another_name_and_number_and_the_old_ones_are_still_found(open_page, picture):
    youssef = open_page(390, "youssef@demo.example")
    youssef.goto("/dossiers/?tekst=Mobiel+Thuis")
    youssef.get_by_role("link", name="Mobiel Thuis", exact=True).click()
    youssef.get_by_role("link", name="Naam of rechtsvorm gewijzigd").click()
    assert violations(youssef) == []
    youssef.get_by_label("Naam", exact=True).fill("Mobiel Thuis Noord")
    youssef.get_by_label("Rechtsvorm").select_option(label="Stichting")
    youssef.get_by_label("KVK-nummer").fill("90000139")
    youssef.get_by_label("Vanaf welke datum?").fill("01-07-2026")
    youssef.get_by_label("Waarom?").fill("Samengegaan met de belbus van Noord.")
    youssef.get_by_role("button", name="Opslaan").click()
    youssef.get_by_text("Het Handelsregister kent dit nummer niet.").first.wait_for()
    assert violations(youssef) == []
    picture(youssef, "naam-gewijzigd")
    youssef.get_by_label("KVK-nummer").fill("90000134")
    youssef.get_by_role("button", name="Opslaan").click()
    youssef.get_by_role("heading", name="Mobiel Thuis Noord").wait_for()
    youssef.get_by_text("Mobiel Thuis, KVK 90000133").wait_for()
    assert violations(youssef) == []
    youssef.goto("/zoeken/?q=90000133")
    youssef.get_by_text("nu Mobiel Thuis Noord").wait_for()


def test_split_with_preview_and_undo(open_page, picture):
    sanne = open_page(1280, "sanne@demo.example")
    sanne.goto("/dossiers/?tekst=Theater+Zonder+Drempel")
    sanne.get_by_role("link", name="Theater Zonder Drempel", exact=True).click()
    address = sanne.url
    sanne.get_by_role("link", name="Splitsen").click()
    assert violations(sanne) == []
    sanne.get_by_label("Naam van de andere onderneming").fill("Decorwerkplaats Drempelvrij")
    sanne.get_by_label("Rechtsvorm").select_option(label="Stichting")
    sanne.get_by_role("button", name="Bekijk wat er gebeurt").click()
    sanne.locator(".il-summary a").wait_for()  # a reason is asked, and what was typed is kept
    sanne.get_by_label("Waarom zijn dit twee ondernemingen?").fill("De werkplaats heeft een eigen bestuur.")
    contacts = sanne.get_by_role("group", name="Contactmomenten")
    about = contacts.locator("label").first.evaluate("label => label.firstChild.textContent.trim()")
    contacts.get_by_role("checkbox").first.check()
    sanne.get_by_role("button", name="Bekijk wat er gebeurt").click()
    sanne.get_by_role("button", name="Terug naar kiezen").click()
    assert contacts.get_by_role("checkbox").first.is_checked()
    picture(sanne, "splitsen-kiezen")
    sanne.get_by_role("button", name="Bekijk wat er gebeurt").click()
    sanne.get_by_role("heading", name="Een nieuw dossier: Decorwerkplaats Drempelvrij").wait_for()
    assert violations(sanne) == []
    picture(sanne, "splitsen-voorbeeld")
    sanne.get_by_role("button", name="Splitsen", exact=True).click()
    sanne.get_by_text("Het dossier is gesplitst.").wait_for()
    assert violations(sanne) == []
    split = sanne.url
    sanne.get_by_role("link", name=re.compile("Decorwerkplaats Drempelvrij \\(D-")).click()
    sanne.goto(f"{sanne.url}tijdlijn/")
    sanne.get_by_text(about).first.wait_for()

    phone = open_page(390, "sanne@demo.example")
    phone.goto(split)
    assert violations(phone) == []
    phone.get_by_role("button", name="Splitsing terugdraaien").click()
    phone.get_by_text("De splitsing is teruggedraaid.").first.wait_for()
    phone.goto(f"{address}tijdlijn/")
    phone.get_by_text(about).first.wait_for()
