"""The privacy officer: exports a person, removes an enterprise with a colleague, confirms a retention list, searches the read log."""

import re
import zipfile

from playwright.sync_api import expect

from tests.journeys.axe import violations


def zip_of(page):
    """The zip that is being made for this page, when it is there."""
    download = page.get_by_role("link", name="Zip downloaden")
    for _attempt in range(60):
        if download.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    with page.expect_download() as got:
        download.first.click()
    assert got.value.suggested_filename.startswith("alles-over-")
    return zipfile.ZipFile(got.value.path())


def test_everything_about_one_person_is_exported(open_page):
    aafke = open_page(390, "aafke@demo.example")
    aafke.goto("/mijn/")
    officer = open_page(390, "raoul@demo.example")
    assert violations(officer) == []
    officer.get_by_label("Naam, e-mailadres of KVK-nummer").fill("aafke@demo.example")
    officer.locator("main").get_by_role("button", name="Zoeken").click()
    assert violations(officer) == []
    officer.locator("main").get_by_role("link", name=re.compile("Aafke")).first.click()
    officer.get_by_role("button", name="Alles bij elkaar zetten").click()
    archive = zip_of(officer)
    assert violations(officer) == []
    text = archive.read("overzicht.html").decode()
    assert "aafke@demo.example" in text and "Op grond van welke wet" in text
    assert {"overzicht.pdf", "gegevens.xlsx", "gegevens-voor-software/mensen.json"} <= set(archive.namelist())


def test_an_enterprise_is_exported_and_removed_with_a_second_pair_of_eyes(open_page, picture):
    manager = open_page(1280, "sanne@demo.example")
    manager.goto("/dossiers/?tekst=Oogstgenoot")  # no other journey works with this enterprise
    link = manager.get_by_role("link", name="Oogstgenoot", exact=True)
    address, name = link.get_attribute("href"), link.inner_text().strip()

    officer = open_page(1280, "raoul@demo.example")
    assert violations(officer) == []
    picture(officer, "privacy")
    officer.goto("/privacy/personen-en-ondernemingen/")
    officer.get_by_label("Naam, e-mailadres of KVK-nummer").fill(name)
    officer.locator("main").get_by_role("button", name="Zoeken").click()
    officer.locator("main").get_by_role("link", name=name, exact=True).first.click()
    officer.get_by_role("button", name="Alles bij elkaar zetten").click()
    archive = zip_of(officer)
    assert f"{name}" in archive.read("overzicht.html").decode()
    assert violations(officer) == []
    picture(officer, "privacy-verzoek")
    officer.get_by_role("button", name="Uitzoeken wat weggaat").click()
    confirm = officer.get_by_label(re.compile("Typ .* om te bevestigen"))
    expect(confirm).to_be_visible(timeout=30_000)
    assert violations(officer) == []
    picture(officer, "privacy-verwijderen")
    confirm.fill("iets anders")
    officer.get_by_role("button", name="Vraag een collega om akkoord").click()
    expect(officer.get_by_text("Typ precies").first).to_be_visible()
    officer.get_by_label(re.compile("Typ .* om te bevestigen")).fill(name)
    officer.get_by_role("button", name="Vraag een collega om akkoord").click()
    order = officer.url
    assert not officer.get_by_role("button", name="Ik ga akkoord, verwijder het").count()

    manager = open_page(390, "sanne@demo.example")
    manager.goto(order)
    assert violations(manager) == []
    manager.get_by_role("button", name="Ik ga akkoord, verwijder het").click()
    expect(manager.get_by_role("link", name="Verslag downloaden")).to_be_visible(timeout=90_000)
    assert violations(manager) == []
    with manager.expect_download() as got:
        manager.get_by_role("link", name="Verslag downloaden").click()
    assert got.value.suggested_filename.endswith(".pdf")
    officer.goto(order)
    picture(officer, "privacy-verslag")
    assert officer.get_by_text(name).count() == 0
    manager.goto(f"/zoeken/?q={name}")
    assert manager.locator("main").get_by_role("link", name=name, exact=True).count() == 0
    answer = manager.goto(address)
    assert answer.status == 404 or not manager.get_by_text(name, exact=True).count()


def test_the_read_log_is_searched_and_a_list_is_worked_out(open_page):
    reader = open_page(1280, "kees@demo.example")
    reader.goto("/dossiers/1/notities/?domein=care")
    reader.locator("main textarea[name=text]").fill("Past goed bij dagbesteding.")
    reader.locator("main form:has(textarea[name=text]) button[type=submit]").click()
    officer = open_page(390, "raoul@demo.example")
    officer.goto("/privacy/leeslogboek/")
    officer.get_by_label("Persoon (naam of e-mail)").fill("Kees")
    officer.locator("main").get_by_role("button", name="Filter").click()
    expect(officer.get_by_text("Kees Hoogland").first).to_be_visible()
    assert violations(officer) == []
    officer.goto("/privacy/bewaren/history/")
    officer.get_by_role("button", name="Uitzoeken wat weggaat").click()
    confirm = officer.get_by_label("Typ “verwijderen” om te bevestigen")
    expect(confirm).to_be_visible(timeout=30_000)
    confirm.fill("verwijderen")
    officer.get_by_role("button", name="Vraag een collega om akkoord").click()
    assert violations(officer) == []
    manager = open_page(1280, "youssef@demo.example")
    manager.goto(officer.url)
    manager.get_by_role("button", name="Ik ga akkoord, verwijder het").click()
    expect(manager.get_by_role("link", name="Verslag downloaden")).to_be_visible(timeout=60_000)
