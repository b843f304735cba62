"""The jury of a challenge in the browser: the organiser, two jurors on a phone, an entrant and the public."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.axe import violations
from tests.journeys.crowds import told

SELECTED = """
from django.urls import reverse
from challenges.contests.entries.actions import token_of
from challenges.models import EntryAuthor
from tests.challenges.jury import make_selected
sanne = Person.objects.get(email="sanne@demo.example")
challenge = make_selected(home, sanne, title="Samen aan tafel")
with scoped([home.pk]):
    lead = EntryAuthor.objects.filter(entry__challenge=challenge, entry__number=1).get()
    answer = {"pk": challenge.pk, "public": reverse("public_challenge", args=[home.slug, challenge.slug]),
              "entry": reverse("entry", args=[home.slug, challenge.slug, token_of(lead)])}
"""

LINKS = """
from django.urls import reverse
from challenges.contests.jury.actions import token_of
from challenges.models import Juror
with scoped([home.pk]):
    answer = {juror.name: reverse("juror_home", args=[home.slug, juror.challenge.slug, token_of(juror)])
              for juror in Juror.objects.filter(challenge=PK).select_related("challenge")}
"""


def give(page, value):
    """A score and a motivation for every criterion."""
    save = page.get_by_role("button", name="Mijn scores bewaren")
    save.wait_for()
    for field in page.locator("input[name^=score_]").all():
        field.fill(value)
    for field in page.locator("textarea[name^=why_]").all():
        field.fill("Goed onderbouwd en haalbaar.")
    save.click()


def test_a_jury_from_the_invitation_to_the_winners(open_page, stack, picture):
    made = told(stack, SELECTED)
    sanne = open_page(1280, "sanne@demo.example")
    sanne.goto(f"/uitdagingen/{made['pk']}/")
    sanne.get_by_role("link", name="Jury", exact=True).click()
    for name, email in (("Joris Keurder", "geen adres"), ("Joris Keurder", "joris@voorbeeld.example"),
                        ("Mirre Weger", "mirre@voorbeeld.example")):  # fmt: skip
        sanne.get_by_label("Naam", exact=True).fill(name)
        sanne.get_by_label("E-mailadres").fill(email)
        sanne.get_by_role("button", name="Uitnodiging mailen").click()
        assert violations(sanne) == []
    sanne.get_by_text("Mirre Weger krijgt een mail met een link.").wait_for()
    sanne.get_by_role("button", name="De jury laten scoren").click()
    sanne.get_by_text("De jury kan scoren.").wait_for()
    assert violations(sanne) == []

    links = told(stack, LINKS, PK=made["pk"])
    joris = open_page(390)
    joris.goto(links["Joris Keurder"])
    expect(joris.get_by_text("3 inzendingen wachten op uw score.")).to_be_visible()
    assert violations(joris) == []
    joris.get_by_role("link", name="Plan 1").click()
    give(joris, "99")
    joris.get_by_role(
        "link", name="Maatschappelijke waarde: geef een heel getal van 1 tot en met 10."
    ).wait_for()
    assert violations(joris) == []
    picture(joris, "jury-scoren")
    give(joris, "9")
    for plan, value in (("Plan 2", "7"), ("Plan 3", "4")):
        joris.get_by_role("link", name=plan).click()
        give(joris, value)
    joris.get_by_text("U hebt alles gescoord.").wait_for()

    mirre = open_page(390)
    mirre.goto(links["Mirre Weger"])
    mirre.get_by_role("link", name="Plan 1").click()
    mirre.get_by_text("Ik heb een belang bij deze inzending").click()
    mirre.get_by_label(re.compile("Welk belang")).fill("Mijn broer doet mee.")
    mirre.get_by_role("button", name="Ik beoordeel deze inzending niet").click()
    mirre.get_by_text("U trok zich terug").wait_for()
    assert violations(mirre) == []
    mirre.get_by_role("link", name="Plan 2").click()
    give(mirre, "8")
    mirre.get_by_text("bewaard").wait_for()

    sanne.reload()
    assert "Goed onderbouwd" not in sanne.content()
    sanne.get_by_role("button", name="Scores sluiten").click()
    sanne.get_by_role("link", name=re.compile("Niet iedereen heeft gescoord")).or_(
        sanne.get_by_text("Niet iedereen heeft gescoord")
    ).first.wait_for()
    sanne.get_by_label("Waarom ontbreken er scores?").fill("Mirre werd ziek.")
    sanne.get_by_role("button", name="Scores sluiten").click()
    sanne.get_by_role("heading", name="Rangorde").wait_for()
    assert violations(sanne) == []
    picture(sanne, "jury-uitslag")
    sanne.set_viewport_size({"width": 390, "height": 900})
    assert violations(sanne) == []
    sanne.set_viewport_size({"width": 1280, "height": 900})
    for plan, amount in (("Plan 1", "40.000"), ("Plan 2", "30.000")):
        sanne.get_by_label(f"Bedrag voor {plan}").fill(amount)
        sanne.get_by_label(f"Wat zegt de jury over {plan}?").fill("Sterk en warm.")
    sanne.get_by_label("Hoe kwam de jury hiertoe?").fill("Eensgezind.")
    sanne.get_by_role("button", name="Challenge beslissen").click()
    sanne.get_by_text("Dit is EUR 10.000,00 meer dan het budget.").first.wait_for()
    assert violations(sanne) == []
    sanne.get_by_label("Bedrag voor Plan 2").fill("20.000")
    sanne.get_by_role("button", name="Challenge beslissen").click()
    sanne.get_by_text("De challenge is beslist.").wait_for()
    assert violations(sanne) == []
    with sanne.expect_download() as report:
        sanne.get_by_role("link", name="Verslag van de jury (PDF)").click()
    report.value.save_as(stack.var_dir / "jury.pdf")
    assert (stack.var_dir / "jury.pdf").read_bytes().startswith(b"%PDF")

    public = open_page(390)
    public.goto(made["public"])
    expect(public.get_by_role("heading", name="Winnaars")).to_be_visible()
    assert violations(public) == []
    public.goto(made["entry"])
    expect(public.get_by_text("EUR 40.000,00")).to_be_visible()
    assert violations(public) == []
