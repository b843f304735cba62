"""Money for an enterprise: reserved, agreed to by a second pair of eyes, granted, and seen by everyone it concerns."""

import re
import threading
from urllib.parse import urljoin

from playwright.sync_api import expect

from tests.journeys.axe import violations


def asked(open_page, words):
    """The account manager who is asked, and the line: on whichever page of the worklist other journeys left it."""
    for email in ("youssef@demo.example", "sanne@demo.example"):
        manager = open_page(390, email)
        line = manager.get_by_role("link", name=re.compile(words))
        more = manager.get_by_role("link", name=re.compile("^Volgende pagina"))
        manager.wait_for_load_state()  # counting does not wait
        while not line.count() and more.count():
            manager.goto(urljoin(manager.url, more.first.get_attribute("href")))
        if line.count():
            return manager, line
    raise AssertionError(f"nobody is asked: {words}")


def test_reserve_and_grant_with_a_second_pair_of_eyes(open_page, picture):
    fenna = open_page(1280, "fenna@demo.example")
    fenna.goto("/dossiers/3/")
    fenna.get_by_role("link", name="Instrumenten").click()
    assert violations(fenna) == []
    picture(fenna, "budget-dossier")
    fenna.get_by_role("link", name="Geld reserveren").click()
    budget = fenna.get_by_label("Budget", exact=True)
    budget.select_option(budget.locator("option", has_text="Regionaal impactfonds").get_attribute("value"))
    fenna.get_by_label("Bedrag").fill("900.000")
    fenna.get_by_label("Waarvoor").fill("Nieuwe loods voor deelfietsen")
    fenna.get_by_role("button", name="Reserveren").click()
    expect(fenna.get_by_role("link", name=re.compile("In dit budget is nog EUR"))).to_be_visible()
    assert fenna.get_by_label("Waarvoor").input_value() == "Nieuwe loods voor deelfietsen"
    fenna.get_by_label("Bedrag").fill("20.000,00")
    fenna.get_by_role("button", name="Reserveren").click()
    expect(fenna.get_by_text("Boven EUR 5.000,00 moet een collega akkoord gaan")).to_be_visible()
    fenna.get_by_role("link", name="Nieuwe loods voor deelfietsen").click()
    expect(fenna.get_by_role("button", name="Ik ga akkoord")).to_be_hidden()

    manager, signal = asked(open_page, "Tweede paar ogen: EUR 20.000,00 uit Regionaal")
    signal.click()
    assert violations(manager) == []
    picture(manager, "budget-akkoord")
    manager.get_by_role("button", name="Ik ga akkoord").click()
    expect(manager.get_by_text("Je ging akkoord. Het geld is gereserveerd.")).to_be_visible()
    manager.get_by_label("Bedrag dat je toekent").fill("18.000")
    manager.get_by_role("button", name="Toekennen").click()
    expect(manager.get_by_text("EUR 18.000,00 is toegekend")).to_be_visible()
    manager.goto("/werkvoorraad/")
    expect(manager.get_by_text(re.compile("Tweede paar ogen: EUR 20.000,00"))).to_be_hidden()

    fenna.goto("/budgetten/")
    assert violations(fenna) == []
    picture(fenna, "budgetten")
    fenna.goto("/dossiers/3/tijdlijn/")
    expect(fenna.get_by_text("EUR 18.000,00 toegekend: Nieuwe loods voor deelfietsen")).to_be_visible()


def test_twenty_officers_at_once_on_the_running_server_never_overspend(stack, open_page):
    page = open_page(1280, "kees@demo.example")
    page.goto("/dossiers/2/budget/")
    option = page.get_by_label("Budget", exact=True).locator("option", has_text="Vernieuwing in de zorg")
    line, token = (
        option.get_attribute("value"),
        page.locator("input[name=csrfmiddlewaretoken]").first.input_value(),
    )
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in page.context.cookies())
    statuses, barrier = [], threading.Barrier(20)

    def officer(number):
        import urllib.error
        import urllib.parse
        import urllib.request

        data = {
            "csrfmiddlewaretoken": token,
            "line": line,
            "amount": "1.500,00",
            "purpose": f"Proef {number}",
        }
        request = urllib.request.Request(
            f"{stack.url}/dossiers/2/budget/", urllib.parse.urlencode(data).encode(),
            {"Cookie": cookies, "Referer": stack.url},
        )  # fmt: skip
        barrier.wait()
        try:
            statuses.append(urllib.request.urlopen(request, timeout=60).status)
        except urllib.error.HTTPError as error:
            statuses.append(error.code)

    threads = [threading.Thread(target=officer, args=[number]) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] * 16 + [422] * 4  # 16 x 1.500 of the 25.000 that is left
    page.goto(f"/budgetten/{line}/")
    expect(page.get_by_text("EUR 1.000,00").first).to_be_visible()
