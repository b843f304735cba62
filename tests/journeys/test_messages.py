"""Mail both ways with an entrepreneur: a template, an answer with files through the mailbox, a question, a phone."""

import re

from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as Late

from tests.journeys.axe import clean, violations

THREAD = "/dossiers/2/berichten/"


def arrive(page: Page, path: str, text: str | re.Pattern[str]) -> None:
    """Look again until the mail was taken out of the mailbox; the worker does so within half a minute."""
    for _look in range(30):
        page.goto(path)
        try:
            page.get_by_text(text).first.wait_for(timeout=2_000)
            return
        except Late:
            continue
    raise AssertionError(f"{text!r} did not arrive on {path}")


def answer_mail(page: Page, subject: str, text: str) -> Page:
    """On the demo's mail page: answer the newest mail with this subject, as the one who got it."""
    page.goto("/demo/post/?aan=boris@demo.example")
    page.get_by_role("link", name=subject).first.click()
    page.get_by_role("link", name="Beantwoord deze mail als de ontvanger").click()
    page.get_by_label("Uw antwoord").fill(text)
    return page


def test_a_template_an_answer_by_mail_with_files_a_question_and_the_answer_on_a_phone(open_page, picture):
    sanne = open_page(1280, "sanne@demo.example")
    sanne.goto(THREAD)
    assert clean(sanne) == []
    sanne.get_by_role("link", name="Stuur een bericht").click()
    sanne.get_by_label("Begin met een sjabloon").select_option(label="Documenten nodig")
    sanne.get_by_role("button", name="Gebruik dit sjabloon").click()
    subject, text = sanne.get_by_label("Onderwerp"), sanne.get_by_label("Bericht", exact=True)
    assert "{contactpersoon}" in text.input_value()
    sanne.get_by_role("region", name="Voorbeeld tijdens het typen").get_by_text(
        "Beste Boris Cornelissen"
    ).wait_for()
    assert clean(sanne) == []
    text.fill(text.input_value().replace("- \n", "- uw statuten\n"))
    subject.fill("Statuten van {ondernemng}")
    sanne.get_by_role("button", name="Voorbeeld", exact=True).click()
    sanne.get_by_text("{ondernemng} kennen we niet").first.wait_for()
    assert "- uw statuten" in text.input_value()
    subject.fill("Statuten van {onderneming}")
    sanne.get_by_role("button", name="Voorbeeld", exact=True).click()
    read = sanne.get_by_role("region", name="Dit krijgen ze te lezen")
    read.get_by_text("Statuten van Stichting Soepel Wijkrestaurant").wait_for()
    assert "Beste Boris Cornelissen" in read.inner_text() and "{" not in read.inner_text()
    assert clean(sanne) == []
    picture(sanne, "bericht-voorbeeld")
    sanne.get_by_role("button", name="Versturen").click()
    sanne.get_by_role("article").filter(
        has_text="Statuten van Stichting Soepel Wijkrestaurant"
    ).first.wait_for()

    # The entrepreneur answers by mail, with a good file and one that is not what its name says.
    boris = answer_mail(
        open_page(390, "boris@demo.example"),
        "Statuten van Stichting Soepel",
        "Hierbij de statuten. Mogen wij ook buiten koken?",
    )
    boris.get_by_label(re.compile("^offerte.pdf")).check()
    boris.get_by_label(re.compile("^factuur.pdf")).check()
    assert violations(boris) == []
    boris.get_by_role("button", name="Verstuur het antwoord").click()
    boris.get_by_text("Het antwoord ligt in de brievenbus.").wait_for()
    arrive(sanne, THREAD, "Mogen wij ook buiten koken?")
    came = sanne.get_by_role("article").filter(has_text="Mogen wij ook buiten koken?").first
    expect(came.get_by_role("link", name="offerte.pdf")).to_be_visible()
    assert "factuur.pdf: het bestand is niet wat de naam zegt" in came.inner_text()
    assert clean(sanne) == []
    picture(sanne, "berichten")
    sanne.goto("/werkvoorraad/lijst/?reden=taken")
    sanne.get_by_role("link", name=re.compile("^Nieuw bericht van Boris Cornelissen")).first.click()

    # It becomes a question of its own, and the mail gets an answer.
    came.get_by_role("link", name=re.compile("^Maak er een vraag van")).click()
    sanne.get_by_label(re.compile("^De vraag")).fill("Mag het wijkrestaurant buiten koken?")
    sanne.get_by_label("Economische Zaken").check()
    assert clean(sanne) == []
    sanne.get_by_role("button", name="Vraag maken").click()
    sanne.get_by_text("Het bericht is nu een vraag").wait_for()
    sanne.goto(THREAD)
    assert "Werd een vraag" in came.inner_text()
    came.get_by_role("link", name=re.compile("^Beantwoorden")).click()
    assert subject.input_value() == "Re: Statuten van Stichting Soepel Wijkrestaurant"
    text.fill("Beste {contactpersoon},\n\nDank u. Over het koken hoort u deze week meer.\n\n{accountmanager}")
    sanne.get_by_role("button", name="Voorbeeld", exact=True).click()
    sanne.get_by_role("button", name="Versturen").click()
    sanne.get_by_role("article").filter(has_text="Over het koken hoort u deze week meer.").first.wait_for()

    # He reads it on his phone, writes back there, and the desk sees both.
    boris.goto("/mijn/")
    boris.get_by_text(re.compile("nieuwe? berichten?")).first.wait_for()
    boris.get_by_role("link", name="Berichten lezen en schrijven").click()
    boris.get_by_text("Over het koken hoort u deze week meer.").first.wait_for()
    assert violations(boris) == []
    picture(boris, "berichten-telefoon")
    boris.get_by_label("Uw bericht").fill("Fijn, dan wachten wij met de barbecue.")
    boris.get_by_role("button", name="Versturen").click()
    boris.get_by_role("article").filter(has_text="Fijn, dan wachten wij met de barbecue.").first.wait_for()
    sanne.goto(THREAD)
    sanne.get_by_role("article").filter(has_text="Fijn, dan wachten wij").first.wait_for()
    sent = sanne.get_by_role("article").filter(has_text="Over het koken hoort u deze week meer.").first
    assert "gezien op de eigen pagina op" in sent.inner_text()


def test_mail_from_an_unknown_address_waits_in_the_tray_until_someone_places_it(open_page, picture):
    boris = answer_mail(
        open_page(390, "boris@demo.example"),
        "Uw plan voor het buurtrestaurant",
        "Vanaf mijn vakantieadres: wij zijn dicht in januari.",
    )
    boris.get_by_label(re.compile("^Antwoord vanaf een ander adres")).check()
    boris.get_by_role("button", name="Verstuur het antwoord").click()
    boris.get_by_text("Het antwoord ligt in de brievenbus.").wait_for()
    sanne = open_page(1280, "sanne@demo.example")
    arrive(sanne, "/post/", "iemand@elders.example")
    assert clean(sanne) == []
    sanne.get_by_role("row").filter(has_text="iemand@elders.example").first.get_by_role("link").click()
    sanne.get_by_text("wij zijn dicht in januari").wait_for()
    assert clean(sanne) == []
    picture(sanne, "post-sorteren")
    sanne.get_by_role("button", name="Zet de mail daar").click()
    sanne.goto(THREAD)
    placed = sanne.get_by_role("article").filter(has_text="wij zijn dicht in januari").first
    expect(placed.get_by_role("heading", name="iemand@elders.example")).to_be_visible()
    assert clean(sanne) == []
