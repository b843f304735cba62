"""A coalition in the browser: the organiser, two parties on a phone, and the public; from a question to a pilot."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.axe import violations
from tests.journeys.crowds import told

GATHERING = """
from django.urls import reverse
from tests.challenges.coalition import make_gathering
sanne = Person.objects.get(email="sanne@demo.example")
challenge = make_gathering(home, sanne)
answer = {"pk": challenge.pk, "title": challenge.title,
          "public": reverse("public_challenge", args=[home.slug, challenge.slug])}
"""
#: The links as they stand in the mails, by address.
MAILS = """
import re
from portal.kernel.models import Mail
with scoped([home.pk]):
    answer = {mail.to: re.search(r"/challenges/\\S+/coalitie/\\S+/", mail.text).group()
              for mail in Mail.objects.filter(text__contains="/coalitie/", text__icontains=TITLE)}
"""


def test_from_a_question_to_a_pilot(open_page, stack, picture):
    made = told(stack, GATHERING)
    sanne = open_page(1280, "sanne@demo.example")
    home = f"/uitdagingen/{made['pk']}/"
    sanne.goto(home)
    sanne.get_by_role("link", name="Coalitie", exact=True).click()
    sanne.get_by_text("Er is nog niet opgeschreven wat er nodig is.").first.wait_for()
    for name, kind, wanted in (("Begeleiding", "Uren", "0"), ("Kennis van de wijk", "Kennis", "")):
        sanne.get_by_role("link", name="Rol toevoegen").click()
        sanne.get_by_label("Wat is er nodig?").fill(name)
        sanne.get_by_label(kind, exact=True).check()
        sanne.get_by_label("Hoeveel is er in totaal nodig?").fill(wanted)
        sanne.get_by_role("button", name="Toevoegen").click()
        if wanted:  # nothing is not something one can need
            sanne.get_by_role("link", name=re.compile("meer dan nul")).wait_for()
            assert violations(sanne) == []
            sanne.get_by_label("Hoeveel is er in totaal nodig?").fill("40")
            sanne.get_by_role("button", name="Toevoegen").click()
    sanne.get_by_role("link", name="Partij vragen").click()
    sanne.get_by_label("Organisatie of initiatief").fill("De Werkplaats")
    sanne.get_by_label("Contactpersoon").fill("Wim")
    sanne.get_by_label("E-mailadres").fill("wim@voorbeeld.example")
    sanne.get_by_role("button", name="Uitnodiging mailen").click()
    sanne.get_by_role("link", name=re.compile("Bijdrage vragen ?: De Werkplaats")).click()
    sanne.get_by_label("Voor welke rol?").select_option(label="Begeleiding")
    sanne.get_by_label("Hoeveel?").fill("60")
    sanne.get_by_role("button", name="Vragen").click()
    sanne.get_by_role("link", name="Het plan schrijven").click()
    sanne.get_by_label("Titel").fill("Leren op de werkvloer")
    sanne.get_by_label("Wat gaat u samen doen?").fill("Tien jongeren leren een vak.")
    sanne.get_by_role("button", name="Opslaan").click()
    sanne.get_by_text("De Werkplaats heeft nog niet geantwoord").wait_for()
    assert violations(sanne) == []

    links = told(stack, MAILS, TITLE=made["title"])
    wim = open_page(390)
    wim.goto(links["wim@voorbeeld.example"])
    assert violations(wim) == []
    picture(wim, "coalitie-partij")
    wim.get_by_text("Nee, dat kunnen wij niet").click()
    wim.get_by_role("button", name="Doorgeven dat wij niet kunnen").click()
    wim.get_by_role("link", name=re.compile("Waarom")).wait_for()
    assert violations(wim) == []
    wim.locator("textarea[name^=nee]").fill("Zestig uur is te veel; dertig kan.")
    wim.get_by_role("button", name="Doorgeven dat wij niet kunnen").click()
    wim.get_by_text("Iets inbrengen of wijzigen").click()
    wim.get_by_label("Voor welke rol?").select_option(label="Begeleiding")
    wim.get_by_label("Hoeveel?").fill("30")
    wim.get_by_role("button", name="Dit zeggen wij toe").click()
    wim.get_by_text("“Begeleiding” is toegezegd").wait_for()
    wim.get_by_role("button", name="Wij gaan akkoord met dit plan").click()
    wim.get_by_text("U bent akkoord met dit plan").wait_for()

    sanne.reload()
    sanne.get_by_text("Voor “Begeleiding” ontbreekt nog 10 uur.").wait_for()
    assert sanne.get_by_role("link", name="Het plan presenteren").count() == 0
    picture(sanne, "coalitie")
    bea = open_page(390)
    bea.goto(links["bea@voorbeeld.example"])
    for role, amount in (("Begeleiding", "10"), ("Kennis van de wijk", "")):
        bea.get_by_text("Iets inbrengen of wijzigen").click()
        bea.get_by_label("Voor welke rol?").select_option(label=role)
        bea.get_by_label("Hoeveel?").fill(amount)
        bea.get_by_role("button", name="Dit zeggen wij toe").click()
        bea.get_by_text(f"“{role}” is toegezegd").wait_for()
    bea.get_by_role("button", name="Wij gaan akkoord met dit plan").click()
    bea.get_by_text("U bent akkoord met dit plan").wait_for()

    sanne.reload()
    sanne.get_by_text("De coalitie is klaar").wait_for()
    sanne.get_by_role("link", name="Het plan presenteren").click()
    sanne.get_by_label("De Werkplaats").check()
    sanne.get_by_label("Aan wie is het gepresenteerd").fill("Aan de wethouder, in het buurthuis.")
    assert violations(sanne) == []
    sanne.get_by_role("button", name="Presentatie vastleggen en pilot beginnen").click()
    sanne.get_by_role("heading", name=re.compile("Leren op de werkvloer")).wait_for()

    wim.reload()
    wim.get_by_text("De pilot is begonnen.").wait_for()
    public = open_page(390)
    public.goto(made["public"])
    expect(public.get_by_text("40 uur van 40 uur toegezegd")).to_be_visible()
    expect(public.get_by_text("Tien jongeren leren een vak.")).to_be_visible()
    assert violations(public) == []
