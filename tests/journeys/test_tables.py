"""The entrepreneurs' table: a place on a phone, a lunch with a waiting list, the door, and fifty people at once."""

import re
import threading
import urllib.error
import urllib.parse
import urllib.request
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.axe import violations
from tests.journeys.crowds import told

#: Makes fifty enterprises, each with a member who is logged in; tells what the test needs.
CROWD = """
from accounts.casefile.models import CaseFile, DomainTrack, EnterpriseMember
from accounts.enterprises.models import Enterprise
found = []
with scoped([home.pk]):
    for number in range(50):
        name = f"Drukte {number}"
        enterprise = Enterprise.objects.create(name=name, municipality=home)
        case_file = CaseFile.objects.create(
            municipality=home, enterprise=enterprise, name=name, reference=f"DR-{number}")
        for domain in ("economy", "work", "care"):
            DomainTrack.objects.create(municipality=home, case_file=case_file, domain=domain)
        person = Person.objects.create_user(f"drukte{number}@voorbeeld.example", name=f"Ondernemer {number}")
        EnterpriseMember.objects.create(municipality=home, case_file=case_file, person=person)
        found.append((case_file.pk, logged_in(person)))
answer = found
"""


def weekday_ahead(weekday: int, weeks: int = 4) -> date:
    """A day some weeks ahead that is no holiday."""
    from accounts.tables.opening import holidays_of

    day = date.today() + timedelta(weeks=weeks)
    while day.weekday() != weekday or day in holidays_of([day.year]):
        day += timedelta(days=1)
    return day


def new_location(page, name, places):
    page.goto("/ondernemerstafel/locaties/nieuw/")
    page.get_by_label("Naam", exact=True).fill(name)
    page.get_by_label("Adres").fill("Havenstraat 3")
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_label("Hoeveel plekken?").fill(str(places))
    page.get_by_role("button", name="Plekken toevoegen").click()
    page.get_by_text("De plekken zijn toegevoegd").wait_for()
    return page.url


def ask_for(page, place, day, part="Ochtend"):
    choice = page.get_by_label("Welke plek?")
    choice.select_option(choice.locator("option", has_text=place).first.get_attribute("value"))
    page.get_by_label("Dag", exact=True).fill(f"{day:%d-%m-%Y}")
    page.get_by_label(re.compile(f"^{part}")).check()
    page.get_by_role("button", name="Boeken", exact=True).click()


def test_a_place_on_a_phone_with_a_clash_refused_and_the_alternative_taken(open_page, picture):
    sanne = open_page(1280, "sanne@demo.example")
    url = new_location(sanne, "Havenhuis", 2)
    assert violations(sanne) == []
    day = weekday_ahead(1)
    sanne.goto("/dossiers/1/instrumenten/")
    sanne.locator("#tables").get_by_role("link", name="Plek boeken").click()
    ask_for(sanne, "Havenhuis: plek 1", day)
    sanne.get_by_text("De plek is geboekt").wait_for()
    assert violations(sanne) == []

    boris = open_page(390, "boris@demo.example")
    boris.goto("/mijn/")
    boris.get_by_role("link", name="Plek boeken").click()
    assert violations(boris) == []
    ask_for(boris, "Havenhuis: plek 1", day)
    expect(boris.get_by_role("link", name=re.compile("Iemand anders was eerder"))).to_be_visible()
    assert violations(boris) == []
    picture(boris, "tafel-bezet")
    boris.get_by_role("button", name=re.compile("Deze boeken.*plek 2")).click()
    expect(boris.get_by_text("De plek is geboekt")).to_be_visible()
    expect(boris.get_by_role("heading", name="Plek 2, Havenhuis")).to_be_visible()
    assert violations(boris) == []

    boris.get_by_role("link", name="Nog een plek boeken").click()
    boris.get_by_label("Elke week, tot en met").fill(f"{day + timedelta(weeks=2):%d-%m-%Y}")
    ask_for(boris, "Havenhuis: plek 1", day)
    expect(boris.get_by_text("Er is nog niets geboekt")).to_be_visible()
    expect(boris.get_by_text(f"{day:%d-%m-%Y} 09:00").first).to_be_visible()
    assert violations(boris) == []
    boris.get_by_label("De andere weken boeken, zonder deze").check()
    boris.get_by_role("button", name="Boeken", exact=True).click()
    boris.get_by_text("2 boekingen zijn gemaakt").wait_for()
    boris.get_by_role("button", name="Deze en alle latere annuleren").click()
    boris.get_by_text("2 boekingen zijn geannuleerd").wait_for()

    sanne.goto(f"/ondernemerstafel/?locatie={url.rstrip('/').rsplit('/', 1)[1]}&dag={day:%Y-%m-%d}")
    expect(sanne.get_by_role("link", name="Stichting Soepel Wijkrestaurant")).to_be_visible()
    assert violations(sanne) == []
    picture(sanne, "tafel-dag")


def test_a_talk_with_an_official_and_the_own_calendar(open_page, picture):
    daan = open_page(390, "daan@demo.example")
    daan.goto("/mijn/")
    daan.get_by_role("link", name="Wie is er?").click()
    assert violations(daan) == []
    picture(daan, "tafel-wie-is-er")
    time = daan.get_by_role("button", name=re.compile("Reserveren Kees")).first
    time.click()
    daan.get_by_text("Het gesprek met Kees Hoogland is gereserveerd").wait_for()
    daan.goto("/mijn/")
    daan.get_by_role("link", name="In uw eigen agenda").click()
    daan.get_by_role("button", name="Adres maken").click()
    feed = daan.get_by_label("Adres van uw agenda").input_value()
    assert violations(daan) == []
    text = urllib.request.urlopen(feed, timeout=10).read().decode()
    assert "SUMMARY:Gesprek met Kees Hoogland" in text
    assert "TZID:Europe/Amsterdam" in text
    daan.get_by_role("button", name="Nieuw adres maken").click()
    daan.get_by_label("Adres van uw agenda").wait_for()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(feed, timeout=10)


def test_a_lunch_fills_up_someone_signs_off_and_the_next_is_in(open_page, picture):
    fenna = open_page(1280, "fenna@demo.example")
    day = weekday_ahead(3)
    fenna.goto("/ondernemerstafel/bijeenkomsten/nieuw/")
    fenna.get_by_label("Titel").fill("Lunch met een wachtlijst")
    for label, value in (("Dag", f"{day:%d-%m-%Y}"), ("Van", "12:00"), ("Tot", "13:30"), ("om", "17:00")):
        fenna.get_by_label(label, exact=True).fill(value)
    fenna.get_by_label(re.compile(r"^Waar \(")).fill("Kantine")
    fenna.get_by_label("Plaatsen").fill("2")
    fenna.get_by_label("Aanmelden tot deze dag").fill(f"{day - timedelta(days=1):%d-%m-%Y}")
    assert violations(fenna) == []
    fenna.get_by_role("button", name="Opslaan").click()
    fenna.get_by_text("De bijeenkomst is gepland").wait_for()
    listing = fenna.url

    pages = {}
    for name in ("boris", "chiara", "daan"):
        pages[name] = page = open_page(390, f"{name}@demo.example")
        page.goto("/mijn/")
        page.get_by_role("link", name="Lunches en bijeenkomsten").click()
        page.get_by_role("link", name="Lunch met een wachtlijst").click()
        page.get_by_role("button", name=re.compile("^(Aanmelden|Op de wachtlijst)$")).click()
    expect(pages["chiara"].get_by_text("U bent aangemeld.")).to_be_visible()
    expect(pages["daan"].get_by_text("U staat op de wachtlijst")).to_be_visible()
    assert violations(pages["daan"]) == []
    pages["boris"].get_by_role("button", name=re.compile("Afmelden")).click()
    pages["boris"].get_by_text("U bent afgemeld").wait_for()
    pages["daan"].reload()
    expect(pages["daan"].get_by_text("Doet mee", exact=True)).to_be_visible()
    fenna.goto("/demo/post/")
    expect(fenna.get_by_text("U hebt een plaats: Lunch met een wachtlijst").first).to_be_visible()

    fenna.goto(f"{listing}wijzigen/")
    for label, value in (
        ("Dag", f"{date.today():%d-%m-%Y}"),
        ("Van", "00:00"),
        ("Tot", "23:59"),
        ("om", "00:00"),
    ):
        fenna.get_by_label(label, exact=True).fill(value)
    fenna.get_by_label("Aanmelden tot deze dag").fill(f"{date.today():%d-%m-%Y}")
    fenna.get_by_role("button", name="Opslaan").click()
    fenna.get_by_text("De bijeenkomst is gewijzigd").wait_for()
    door = open_page(390, "fenna@demo.example")
    door.goto(listing)
    door.get_by_role("button", name=re.compile("^Was er")).first.click()
    door.get_by_text("Was er", exact=True).first.wait_for()
    assert violations(door) == []
    picture(door, "tafel-aanwezig")


def test_checking_in_at_the_door(open_page, stack, picture):
    sanne = open_page(1280, "sanne@demo.example")
    url = new_location(sanne, "Deurhuis", 2)
    sanne.get_by_label("Dag", exact=True).fill(f"{date.today():%d-%m-%Y}")
    sanne.get_by_label(re.compile("^Van")).fill("00:00")
    sanne.get_by_label(re.compile("^Tot")).fill("23:59")
    sanne.get_by_label("Waarom").fill("Open dag")
    sanne.get_by_role("button", name="Dag opslaan").click()
    sanne.get_by_text("De dag is opgeslagen").wait_for()
    sanne.goto("/dossiers/2/instrumenten/")
    sanne.locator("#tables").get_by_role("link", name="Plek boeken").click()
    sanne.get_by_label(re.compile("^Van")).fill("00:00")
    sanne.get_by_label(re.compile("^Tot")).fill("23:59")
    ask_for(sanne, "Deurhuis: plek 2", date.today(), "Andere tijden")
    sanne.get_by_text("De plek is geboekt").wait_for()
    sanne.goto(url)
    sanne.get_by_role("button", name="Adres maken").click()
    address = sanne.get_by_label("Adres van de pagina bij de deur").input_value()

    tablet = open_page(1024, height=768)
    tablet.goto(address)
    assert violations(tablet) == []
    picture(tablet, "tafel-balie")
    tablet.get_by_role("button", name=re.compile("Stichting Soepel Wijkrestaurant")).click()
    expect(tablet.get_by_text("Welkom, Stichting Soepel Wijkrestaurant. U hebt plek 2.")).to_be_visible()
    expect(tablet.get_by_text("is er", exact=True)).to_be_visible()
    assert "Boris" not in tablet.content()
    assert violations(tablet) == []
    sanne.goto("/dossiers/2/tijdlijn/")
    expect(sanne.get_by_text(re.compile("Werkte aan de ondernemerstafel: Deurhuis")).first).to_be_visible()
    sanne.goto(url)
    sanne.get_by_role("button", name="Nieuw adres maken").click()
    sanne.get_by_label("Adres van de pagina bij de deur").wait_for()
    assert tablet.goto(address).status == 404


def test_fifty_people_at_once_on_the_running_server_one_gets_the_place(open_page, stack):
    sanne = open_page(1280, "sanne@demo.example")
    new_location(sanne, "Druktehuis", 1)
    sanne.goto("/ondernemerstafel/onderneming/1/boeken/")
    option = sanne.get_by_label("Welke plek?").locator("option", has_text="Druktehuis: plek 1")
    place, day = option.get_attribute("value"), weekday_ahead(2)
    crowd = told(stack, CROWD)
    answers, barrier = [], threading.Barrier(len(crowd))

    def person(case_file, session):
        data = {"csrfmiddlewaretoken": "a" * 32, "place": place, "day": f"{day:%d-%m-%Y}", "part": "morning"}
        request = urllib.request.Request(
            f"{stack.url}/ondernemerstafel/onderneming/{case_file}/boeken/", urllib.parse.urlencode(data).encode(),
            {"Cookie": f"sessionid={session}; csrftoken={'a' * 32}", "Referer": stack.url},
        )  # fmt: skip
        barrier.wait()
        try:
            answer = urllib.request.urlopen(request, timeout=120)
            answers.append((answer.status, answer.read().decode()))
        except urllib.error.HTTPError as error:
            answers.append((error.code, error.read().decode()))

    threads = [threading.Thread(target=person, args=who) for who in crowd]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(status for status, _text in answers) == [200] + [409] * 49
    assert sum("Plek 1, Druktehuis" in text for _status, text in answers) == 1
    assert (
        sum("Iemand anders was eerder: deze plek is op die tijd bezet." in text for _status, text in answers)
        == 49
    )
    assert all("Dit is nog vrij" in text for status, text in answers if status == 409)
