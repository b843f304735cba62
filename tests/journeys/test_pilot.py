"""A pilot in the browser: from winner to advance with proof, to a checked result, to the decision and its record."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.axe import violations
from tests.journeys.crowds import told

WINNER = """
from django.urls import reverse
from challenges.models import Entry
with scoped([home.pk]):
    entry = Entry.objects.select_related("challenge").get(
        state="winner", pilot=None, challenge__title="Niemand eet alleen")  # other journeys have winners too
    member = entry.case_file.members.first().person
    answer = {"title": entry.title, "member": member.email,
              "public": reverse("public_challenge", args=[home.slug, entry.challenge.slug])}
"""
FILE = {"mimeType": "text/plain", "buffer": b"Vier pannen en een fiets"}


def test_from_winner_to_decision(open_page, stack, picture):
    made = told(stack, WINNER)
    sanne = open_page(1280, "sanne@demo.example")
    sanne.goto("/uitdagingen/pilots/")
    assert violations(sanne) == []
    sanne.get_by_role("link", name=re.compile(f"Pilot beginnen.*{made['title']}")).click()
    sanne.get_by_label("Laatste dag").fill("01-01-2026")
    sanne.get_by_role("button", name="Pilot beginnen").click()
    sanne.get_by_role("link", name=re.compile("Draai ze om")).wait_for()
    assert violations(sanne) == []
    sanne.get_by_label("Laatste dag").fill("01-11-2027")
    sanne.get_by_role("button", name="Pilot beginnen").click()
    sanne.get_by_role("link", name="Indicator toevoegen").click()
    sanne.get_by_label("Wat verandert er?").fill("Kommen soep")
    sanne.get_by_label("Geteld in").fill("kommen per week")
    sanne.get_by_label("Streefgetal").fill("200")
    sanne.get_by_role("button", name="Toevoegen").click()
    sanne.get_by_role("heading", name="Kommen soep").wait_for()
    page = sanne.url

    maker = open_page(390, made["member"])
    maker.goto("/mijn/")
    maker.locator("#main, main").get_by_role("link", name=made["title"]).first.click()
    assert violations(maker) == []
    maker.get_by_role("link", name="Voorschot vragen").click()
    maker.get_by_label("Hoeveel is er nodig?").fill("70.000")
    maker.get_by_label("Waarvoor?").fill("Een soepfiets met pannen")
    maker.get_by_role("button", name="Vragen").click()
    maker.get_by_text("Dat is meer dan er van het budget over is").first.wait_for()
    assert violations(maker) == []
    maker.get_by_label("Hoeveel is er nodig?").fill("6.000")
    maker.get_by_label("Offerte of bestelling").set_input_files({"name": "offerte.txt", **FILE})
    maker.get_by_role("button", name="Vragen").click()
    maker.get_by_text("Het voorschot is gevraagd.").wait_for()

    sanne.goto(page)
    sanne.get_by_role("link", name="EUR 6.000,00").click()
    assert violations(sanne) == []
    sanne.get_by_role("button", name="Goedkeuren").click()
    sanne.get_by_text("Eerst moet een collega akkoord gaan.").wait_for()
    advance = sanne.url
    youssef = open_page(1280, "youssef@demo.example")
    youssef.goto(advance)
    youssef.get_by_role("button", name="Ik ga akkoord").click()
    youssef.get_by_role("button", name="Het is betaald").click()
    youssef.get_by_text("De ondernemer is om bewijs gevraagd.").wait_for()

    maker.goto("/mijn/")
    maker.get_by_role("link", name=re.compile("Lever in waar u EUR 6.000,00")).first.click()
    maker.get_by_label("Waar hebt u het aan uitgegeven?").fill("Fiets en pannen")
    maker.get_by_role("button", name="Inleveren").click()
    maker.get_by_role("link", name=re.compile("Kies eerst een bestand")).wait_for()
    maker.get_by_label("Bewijs, bijvoorbeeld de factuur").set_input_files({"name": "factuur.txt", **FILE})
    maker.get_by_role("button", name="Inleveren").click()
    maker.get_by_role("link", name=re.compile("Meting invullen.*Kommen soep")).click()
    maker.get_by_label("Resultaat").fill("180")
    maker.get_by_label("Bewijs").set_input_files({"name": "telling.txt", **FILE})
    maker.get_by_role("button", name="Opslaan").click()
    maker.get_by_text("De meting is bewaard.").wait_for()
    assert violations(maker) == []
    picture(maker, "pilot-eigen-pagina")

    sanne.goto(page)
    sanne.get_by_role("button", name=re.compile("Ik heb het bewijs gezien")).click()
    sanne.get_by_text("90% van de weg").wait_for()
    assert violations(sanne) == []
    picture(sanne, "pilot")
    sanne.goto(advance)
    sanne.get_by_role("button", name="Het is verantwoord").click()
    sanne.goto(page)
    sanne.get_by_role("link", name="Beslissen hoe hij eindigt").click()
    sanne.get_by_label("Inkopen").check()
    sanne.get_by_label("Waarom?").fill("Het werkt en de stad wil het houden.")
    sanne.get_by_role("button", name="Besluit vastleggen").click()
    sanne.get_by_role("link", name=re.compile("Schrijf de grond in de wet op")).wait_for()
    assert violations(sanne) == []
    sanne.get_by_label("Grond in de wet").fill("Voorwaarde: een winnaar kan de vervolgopdracht krijgen.")
    sanne.get_by_role("button", name="Besluit vastleggen").click()
    sanne.get_by_role("link", name="Het pilotdossier").click()
    sanne.get_by_text("Het pilotdossier is compleet.").wait_for()
    assert violations(sanne) == []
    picture(sanne, "pilotdossier")
    with sanne.expect_download() as record:
        sanne.get_by_role("link", name="Pilotdossier (PDF)").click()
    record.value.save_as(stack.var_dir / "pilot.pdf")
    assert (stack.var_dir / "pilot.pdf").read_bytes().startswith(b"%PDF")

    public = open_page(390)
    public.goto(made["public"])
    expect(public.get_by_text("Het werkt en de stad wil het houden.")).to_be_visible()
    assert violations(public) == []
