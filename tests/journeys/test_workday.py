"""A day from the worklist: see why, do it, put it away, several at once, hand a file over, be replaced, the mail."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.journeys.axe import clean, violations

BAKER = "Bel de bakker over de proefweek"
PERMIT = "Zoek uit wie over het uithangbord gaat"
VISIT = "Plan de rondleiding voor de raad"
BUDGET = "Vraag de cijfers van oktober na"


def day(ahead: int) -> str:
    """A day from today, as the municipality counts it and people type it."""
    return f"{dt.datetime.now(ZoneInfo('Europe/Amsterdam')) + dt.timedelta(days=ahead):%d-%m-%Y}"


def give_tasks(page: Page, titles: tuple[str, ...]) -> None:
    """Tasks of one's own in a case file, for today."""
    for title in titles:
        page.goto("/dossiers/?tekst=Codeklas")
        page.get_by_role("link", name="Codeklas", exact=True).click()
        page.get_by_role("link", name="Taak toevoegen").click()
        page.get_by_label("Wat moet er gebeuren?").fill(title)
        page.get_by_label(re.compile("^Voor welke datum")).fill(day(0))
        page.get_by_role("button", name="Toevoegen").click()
        page.get_by_text(title).first.wait_for()


def test_a_day_from_the_worklist(open_page, picture):
    sanne = open_page(1280, "sanne@demo.example")
    give_tasks(sanne, (BAKER, PERMIT, VISIT, BUDGET))

    sanne.goto("/werkvoorraad/")
    line = sanne.get_by_role("listitem").filter(has_text=BAKER)
    assert "Codeklas · taak" in line.inner_text() and "Vandaag" in line.inner_text()
    assert clean(sanne) == []
    line.get_by_role("button", name=re.compile(f"^Klaar.*{BAKER}")).click()
    sanne.get_by_role("status").filter(has_text=BAKER).wait_for()
    assert sanne.get_by_role("link", name=BAKER).count() == 0

    # Put away, with a reason; a day that cannot be is explained and nothing that was typed is lost.
    sanne.get_by_label(f"Kies: {PERMIT}").check()
    assert clean(sanne) == []
    sanne.get_by_role("button", name="Uitstellen").click()
    sanne.get_by_label("Tot welke dag?").fill(day(0))
    sanne.get_by_label("Waarom?").fill("Wacht op de welstandscommissie")
    sanne.get_by_role("button", name="Uitstellen").click()
    sanne.get_by_text(re.compile("Kies .* of een latere dag")).first.wait_for()
    assert sanne.get_by_label("Waarom?").input_value() == "Wacht op de welstandscommissie"
    assert clean(sanne) == []
    sanne.get_by_label("Tot welke dag?").fill(day(9))
    sanne.get_by_role("button", name="Uitstellen").click()
    sanne.get_by_text("1 regel is uitgesteld.").wait_for()
    assert sanne.get_by_role("link", name=PERMIT).count() == 0
    sanne.get_by_role("link", name="Uitgesteld (1)").click()
    away = sanne.get_by_role("listitem").filter(has_text=PERMIT)
    assert "Wacht op de welstandscommissie" in away.inner_text() and day(9) in away.inner_text()
    assert clean(sanne) == []
    picture(sanne, "werkvoorraad-uitgesteld")
    sanne.get_by_role("button", name=re.compile(f"^Terughalen.*{PERMIT}")).click()
    sanne.get_by_text(f"Terug in je werkvoorraad: {PERMIT}").wait_for()

    # Several at once: what is no task stays where it is, and the message says why.
    sanne.goto("/werkvoorraad/")
    sanne.get_by_label(f"Kies: {PERMIT}").check()
    sanne.get_by_label(f"Kies: {VISIT}").check()
    sanne.get_by_label(re.compile("^Kies: Repaircafé op Wielen")).check()
    sanne.get_by_role("button", name="Taken geven").click()
    expect(sanne.get_by_text("Repaircafé op Wielen")).to_be_visible()
    sanne.get_by_label("Aan welke collega?").select_option(label="Youssef Amrani")
    assert clean(sanne) == []
    picture(sanne, "werkvoorraad-geven")
    sanne.get_by_role("button", name="Geven").click()
    told = sanne.get_by_text("2 taken zijn aan je collega gegeven.")
    told.wait_for()
    assert "Dit is geen taak" in told.inner_text()
    assert sanne.get_by_role("link", name=VISIT).count() == 0


def test_hand_a_file_over_and_the_receiver_confirms_on_a_phone(open_page, picture):
    sanne = open_page(1280, "sanne@demo.example")
    sanne.goto("/dossiers/?tekst=Codeklas")
    sanne.get_by_role("link", name="Codeklas", exact=True).click()
    sanne.get_by_role("link", name="Overdragen").click()
    assert clean(sanne) == []
    picture(sanne, "overdragen")
    sanne.get_by_role("button", name="Overdragen").click()
    sanne.get_by_role("alert").first.wait_for()
    sanne.get_by_label("Aan wie?").select_option(label="Youssef Amrani")
    sanne.get_by_label(re.compile("^Briefje voor je collega")).fill(
        "Jij kent de school. Beloofd: voor de kerst een leslokaal."
    )
    sanne.get_by_role("button", name="Overdragen").click()
    sanne.get_by_text("Overgedragen aan Youssef Amrani: 1 dossier.").wait_for()
    expect(sanne.get_by_text("Jij kent de school.").first).to_be_visible()

    youssef = open_page(390, "youssef@demo.example")
    handed = youssef.get_by_role("listitem").filter(has_text="Jij kent de school.")
    assert "1 dossier van Sanne Verbeek" in handed.inner_text()
    assert violations(youssef) == []
    picture(youssef, "overgedragen")
    handed.get_by_role("link").click()
    assert violations(youssef) == []
    youssef.get_by_role("button", name="Ik heb dit gelezen en neem het over").click()
    youssef.get_by_text("overdracht van Sanne Verbeek").wait_for()
    assert youssef.get_by_text("Jij kent de school.").count() == 0
    youssef.goto("/demo/post/?q=Codeklas")
    youssef.get_by_role("link", name=re.compile("^Youssef Amrani is uw nieuwe")).first.click()
    assert "Youssef Amrani" in youssef.get_by_role("main").inner_text()
    assert violations(youssef) == []


def test_a_replacement_sees_the_work_until_the_colleague_is_back_and_the_mail_tells(open_page, picture):
    youssef = open_page(390, "youssef@demo.example")
    youssef.goto("/afwezig/")
    youssef.get_by_label("Eerste dag afwezig").fill(day(0))
    youssef.get_by_label("Laatste dag afwezig").fill(day(-1))
    youssef.get_by_label(re.compile("^Briefje voor de vervanger")).fill("Griep. Alleen wat vandaag moet.")
    youssef.get_by_role("button", name="Opslaan").click()
    youssef.get_by_text("Deze datum is al voorbij").first.wait_for()
    assert violations(youssef) == []
    youssef.get_by_label("Laatste dag afwezig").fill(day(2))
    youssef.get_by_label("Wie vervangt?").select_option(label="Sanne Verbeek")
    youssef.get_by_role("button", name="Opslaan").click()
    youssef.get_by_text("Youssef Amrani staat als afwezig genoteerd.").first.wait_for()
    assert clean(youssef) == []

    sanne = open_page(1280, "sanne@demo.example")
    expect(sanne.get_by_text(re.compile(f"Je vervangt Youssef Amrani tot en met {day(2)}"))).to_be_visible()
    expect(sanne.get_by_text("voor Youssef Amrani").first).to_be_visible()
    assert clean(sanne) == []
    picture(sanne, "vervangen")
    sanne.goto("/team/")
    row = sanne.get_by_role("row").filter(has=sanne.get_by_role("rowheader", name=re.compile("^Youssef")))
    assert f"afwezig tot en met {day(2)}, vervangen door Sanne Verbeek" in row.inner_text()
    assert clean(sanne) == []
    picture(sanne, "team")

    youssef.goto("/afwezig/")
    youssef.get_by_role("listitem").filter(has_text="Griep.").get_by_role(
        "button", name=re.compile("^Weer terug")
    ).click()
    youssef.get_by_text("Youssef Amrani staat niet meer als afwezig genoteerd.").wait_for()
    sanne.goto("/werkvoorraad/")
    assert sanne.get_by_text("voor Youssef Amrani").count() == 0

    sanne.goto("/profiel/")
    sanne.get_by_role("link", name="Bekijk wat er nu in zou staan").click()
    mail = sanne.locator("section").filter(has=sanne.get_by_role("heading", name="Wat er nu in zou staan"))
    assert "Begin hiermee" in mail.inner_text() and "In je werkvoorraad:" in mail.inner_text()
    assert clean(sanne) == []
    sanne.get_by_label("Eén keer per week").check()
    sanne.get_by_label(re.compile("^Op welke dag")).select_option(label="Woensdag")
    sanne.get_by_role("button", name="Mijn keuze opslaan").click()
    sanne.get_by_text("Je keuze voor de ochtendmail is opgeslagen.").wait_for()
    assert sanne.get_by_label("Eén keer per week").is_checked()
