"""A month of promised and delivered places: agreed, filled in by both sides, behind, corrected, caught up."""

import datetime as dt
import re

from playwright.sync_api import expect

from tests.journeys.axe import violations

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip


def months_ago(number):
    day = dt.date.today()
    count = day.year * 12 + day.month - 1 - number
    return dt.date(count // 12, count % 12 + 1, 1)


def name_of(month):
    return f"{MONTHS[month.month - 1]} {month.year}"


def deliver(page, address, month, number):
    page.goto(f"{address}{month.year}/{month.month}/")
    page.get_by_label("Geleverde kandidaten").fill(str(number))
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_text("De maand is ingevuld").wait_for()


def test_a_month_of_promised_and_delivered_places(open_page, picture):
    marit = open_page(1280, "marit@demo.example")
    marit.goto("/dossiers/2/instrumenten/")
    marit.get_by_role("link", name="Nieuwe afspraak over plekken").click()
    marit.get_by_label("Instrument", exact=True).select_option(label="Proefplaatsing")
    marit.get_by_label("Eerste maand").fill(f"{months_ago(2):%d-%m-%Y}")
    marit.get_by_label("Plekken die de onderneming").fill("twee")
    marit.get_by_label("Kandidaten die de gemeente").fill("2")
    marit.get_by_role("button", name="Opslaan").click()
    expect(marit.get_by_role("link", name=re.compile("Vul een heel getal in"))).to_be_visible()
    marit.get_by_label("Plekken die de onderneming").fill("2")
    assert violations(marit) == []
    marit.get_by_role("button", name="Opslaan").click()
    marit.get_by_text("De afspraak is opgeschreven").wait_for()
    address = marit.url
    for number in (2, 1):
        deliver(marit, address, months_ago(number), 0)
    expect(
        marit.get_by_text(re.compile("levert de gemeente minder kandidaten dan afgesproken"))
    ).to_be_visible()

    boris = open_page(390, "boris@demo.example")
    boris.goto("/mijn/")
    assert boris.get_by_role(
        "link", name=re.compile("lopen achter op onze afspraak: Proefplaatsing")
    ).is_visible()
    assert violations(boris) == []
    boris.get_by_role("link", name=f"Invullen Proefplaatsing, {name_of(months_ago(1))}").click()
    expect(boris.get_by_text("0 kandidaten")).to_be_visible()
    boris.get_by_label("Plekken die u aanbood").fill("2")
    boris.get_by_label("Kandidaten die u vroeg").fill("2")
    picture(boris, "plekken-invullen")
    boris.get_by_label("Plekken die bezet zijn").fill("3")
    boris.get_by_role("button", name="Opslaan").click()
    expect(boris.get_by_role("link", name=re.compile("meer plekken bezet dan aangeboden"))).to_be_visible()
    assert violations(boris) == []
    boris.get_by_label("Plekken die bezet zijn").fill("0")
    boris.get_by_role("button", name="Opslaan").click()
    boris.get_by_text("De maand is ingevuld").wait_for()
    expect(
        boris.get_by_role("link", name=f"Invullen Proefplaatsing, {name_of(months_ago(2))}")
    ).to_be_visible()
    assert violations(boris) == []
    picture(boris, "plekken-ondernemer")

    marit.goto("/werkvoorraad/")
    marit.get_by_role("link", name=re.compile("lopen achter op de afspraak: Proefplaatsing")).first.wait_for()
    deliver(marit, address, months_ago(1), 4)
    expect(marit.get_by_text("0 → 4").first).to_be_visible()
    expect(marit.get_by_text(re.compile("minder kandidaten dan afgesproken"))).to_be_hidden()
    assert violations(marit) == []
    picture(marit, "plekken-afspraak")
    boris.goto(address)
    expect(boris.get_by_text("0 → 4").first).to_be_visible()
    expect(boris.get_by_text("de gemeente", exact=False).first).to_be_visible()
    expect(boris.get_by_text("Marit de Lange")).to_be_hidden()
    assert violations(boris) == []

    marit.get_by_role("link", name="Plekken en kandidaten", exact=True).last.click()
    assert violations(marit) == []
    marit.goto("/plekken/?instrument=trial_placement")
    assert (
        marit.get_by_role("row", name=re.compile("Stichting Soepel Wijkrestaurant"))
        .get_by_text("4 van 4")
        .is_visible()
    )
    assert violations(marit) == []
    marit.goto("/plekken/")
    picture(marit, "plekken")

    kees = open_page(390, "kees@demo.example")
    kees.goto(address)
    expect(kees.get_by_text("Alle ondernemingen samen, per kwartaal").first).to_be_visible()
    expect(kees.get_by_text("0 → 4").first).to_be_hidden()
    assert violations(kees) == []
    kees.goto("/plekken/")
    assert violations(kees) == []
