"""A circular tender in the browser: an entrepreneur on a phone, two panel members, the buyer and the director."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.axe import violations
from tests.journeys.crowds import told

BELL = """
import datetime as dt
from django.utils import timezone
from procurement.models import CircularTender
with scoped([home.pk]):
    tender = CircularTender.objects.get(title="Koffie en thee zonder afval")
    moment = timezone.now() - dt.timedelta(seconds=1)
    CircularTender.objects.filter(pk=tender.pk).update(questions_until=moment, closes_at=moment)
    answer = {"pk": tender.pk}
"""

LINKS = """
from procurement.models import CircularChoice, CircularPanelMember
with scoped([home.pk]):
    answer = {row.name: row.path(row.tender)
              for row in CircularPanelMember.objects.filter(tender=PK).select_related("tender__municipality")}
"""


def give(page, value):
    """A score and a motivation for every criterion."""
    for code in ("vision", "expertise", "innovation"):
        page.locator(f"input[name={code}]").fill(value)
        page.locator(f"textarea[name=why_{code}]").fill("Scherp gezien en haalbaar.")
    page.get_by_role("button", name="Mijn scores bewaren").click()


def test_from_a_submission_on_a_phone_to_letters_and_standstill(open_page, stack, picture):
    vera = open_page(390)
    vera.goto("/circulair/vechtstede/koffie-en-thee-zonder-afval/")
    assert violations(vera) == []
    vera.get_by_role("link", name="Meedoen").click()
    vera.get_by_label("Onderneming").fill("Prut & Co")
    vera.get_by_label("Uw naam").fill("Vera Prins")
    vera.get_by_label("Uw e-mailadres").fill("vera@prut.example")
    vera.get_by_role("button", name="Beginnen").click()
    vera.get_by_label("Visie").fill("Prut is grondstof voor de stad.")
    vera.get_by_role("button", name="Insturen").click()
    expect(vera.locator("[role=alert]").first).to_be_visible()
    assert violations(vera) == []
    vera.get_by_label("Expertise").fill("Wij doen dit in drie steden.")
    vera.get_by_label("Innovatie").fill("Paddenstoelen in uw kelder.")
    vera.get_by_role("button", name="Insturen").click()
    vera.get_by_text("Uw inschrijving is ingestuurd.").wait_for()
    own = vera.url

    tender = told(stack, BELL)["pk"]
    tarik = open_page(1280, "tarik@demo.example")
    tarik.goto(f"/inkoop/circulair/{tender}/")
    tarik.get_by_role("link", name="Panel", exact=True).click()
    for name, email in (("Joris Keurder", "geen adres"), ("Joris Keurder", "joris@voorbeeld.example"),
                        ("Mirre Weger", "mirre@voorbeeld.example")):  # fmt: skip
        tarik.get_by_label("Naam", exact=True).fill(name)
        tarik.get_by_label("E-mailadres").fill(email)
        tarik.get_by_role("button", name="Uitnodiging mailen").click()
    tarik.get_by_text("Mirre Weger krijgt een mail met een link.").wait_for()
    tarik.get_by_role("button", name="Het panel laten scoren").click()
    tarik.get_by_text("Het panel kan scoren.").wait_for()
    assert violations(tarik) == []

    links = told(stack, LINKS, PK=tender)
    for name, scores in (("Joris Keurder", ("7", "9")), ("Mirre Weger", ("6", "8"))):
        member = open_page(390)
        member.goto(links[name])
        expect(member.get_by_text("2 inschrijvingen wachten op uw score.")).to_be_visible()
        if name == "Joris Keurder":
            assert violations(member) == []
            member.get_by_role("link", name="Prut & Co").click()
            give(member, "11")
            member.get_by_role("link", name="Visie: geef een heel getal van 1 tot en met 10.").wait_for()
            assert violations(member) == []
            member.goto(links[name])
        for organisation, value in zip(("De Tweede Brander", "Prut & Co"), scores, strict=True):
            member.get_by_role("link", name=organisation).click()
            if name == "Mirre Weger":  # what Joris gave is not there
                expect(member.locator("input[name=vision]")).to_have_value("")
                picture(member, "circulair-scoren")
            give(member, value)
        member.get_by_role("button", name="Inleveren en vastzetten").click()
        member.get_by_text("Uw scores staan vast").first.wait_for()

    tarik.reload()
    assert "Scherp gezien" not in tarik.content()
    tarik.get_by_role("button", name="Scores sluiten").click()
    tarik.get_by_role("heading", name="Rangorde").wait_for()
    assert violations(tarik) == []
    picture(tarik, "circulair-rangorde")
    tarik.get_by_role("link", name="De keuze").click()
    tarik.get_by_label("Waarom deze partner?").fill("Prut & Co sluit de kringloop in het stadhuis zelf.")
    tarik.get_by_label("Wie beslist?").select_option(label="Wethouder Hanna Kuiper")
    tarik.get_by_role("button", name="Voorleggen aan de directeur").click()
    tarik.get_by_role("link", name="Vertel waarom De Tweede Brander niet is gekozen.").wait_for()
    assert violations(tarik) == []
    tarik.get_by_label("Waarom niet De Tweede Brander?").fill(
        "Het plan zegt minder over wat er met bekers gebeurt."
    )
    tarik.get_by_role("button", name="Voorleggen aan de directeur").click()
    tarik.get_by_text("Wethouder Hanna Kuiper krijgt een mail en beslist.").wait_for()
    decision = tarik.url
    assert tarik.get_by_role("button", name="Akkoord, verstuur de brieven").count() == 0

    hanna = open_page(1280, "hanna@demo.example")
    hanna.goto(decision)
    assert violations(hanna) == []
    picture(hanna, "circulair-besluit")
    hanna.get_by_role("button", name="Akkoord, verstuur de brieven").click()
    hanna.get_by_text("Besloten. De brieven worden nu gemaakt en verstuurd.").wait_for()
    standstill = hanna.get_by_text("Opschortende termijn tot en met")
    for _moment in range(60):  # the worker prints
        if standstill.is_visible():
            break
        hanna.wait_for_timeout(500)
        hanna.reload()
    expect(standstill).to_be_visible()

    vera.goto(own)
    with vera.expect_download() as letter:
        vera.get_by_role("link", name="De uitslag (PDF)").click()
    letter.value.save_as(stack.var_dir / "uitslag.pdf")
    assert (stack.var_dir / "uitslag.pdf").read_bytes().startswith(b"%PDF")
    assert violations(vera) == []
    tarik.goto(f"/inkoop/circulair/{tender}/")
    expect(
        tarik.get_by_text(re.compile("Prut & Co is gekozen. De brieven zijn verstuurd op"))
    ).to_be_visible()
