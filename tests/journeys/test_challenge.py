"""A challenge from question to selection: organiser, entrant on a phone, visitor; and a crowd at the bell."""

from __future__ import annotations

import http.client
import re
import threading
from datetime import date, timedelta
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import expect

from tests.journeys.axe import violations
from tests.journeys.crowds import crowd, told

#: Rings the bell of a challenge.
BELL = """
from challenges.models import Challenge
from django.utils import timezone
answer = None
with scoped([home.pk]):
    Challenge.objects.filter(pk=PK).update(closes_at=timezone.now())
"""

#: The bell, as the database hears it: while everyone sends, at the moment nobody is half-way.
RING = (
    "WITH held AS MATERIALIZED (SELECT id FROM challenges_challenge WHERE slug = %s FOR UPDATE)"
    " UPDATE challenges_challenge c SET closes_at = clock_timestamp() FROM held WHERE c.id = held.id"
)

#: Makes a challenge with as many drafts as PEOPLE; the links are the answer.
CROWD = """
import datetime as dt
from django.utils import timezone
from challenges.contests.design import actions as design
from challenges.contests.entries.actions import token_of
from challenges.models import Challenge, Entry, EntryAuthor
from portal.kernel.people.tokens import hash_token
sanne = Person.objects.get(email="sanne@demo.example")
with scoped([home.pk]):
    made = design.begin(
        municipality=home, template="kort", title="Drukte bij de bel", starts_on=timezone.localdate() - dt.timedelta(8),
        by=sanne)
    texts = {"question": "Wie is op tijd?", "story": "Op het laatst.", "target_group": "Iedereen"}
    design.launch(challenge=design.change(challenge=made, version=1, changes=texts, by=sanne), by=sanne)
    Entry.objects.bulk_create(
        Entry(municipality=home, challenge=made, number=number, title="Plan") for number in range(1, PEOPLE + 1))
    authors = [
        EntryAuthor(municipality=home, entry=entry, name="Inzender", email=f"bel{entry.number}@voorbeeld.example",
            is_lead=True)
        for entry in Entry.objects.filter(challenge=made)]
    for author in authors:
        author.token_hash = hash_token(token_of(author))
    EntryAuthor.objects.bulk_create(authors)
    answer = made.slug, [token_of(author) for author in authors]
"""
#: Writes down what became of the entries.
COUNT = """
from challenges.models import Challenge, Entry
with scoped([home.pk]):
    made = Challenge.objects.get(slug=SLUG)
    answer = [(e.state, e.submitted_at is None or e.submitted_at < made.closes_at, e.answers.get("solution", ""))
            for e in Entry.objects.filter(challenge=made).order_by("number")]
"""


def test_a_challenge_from_question_to_selection(open_page, picture, stack):
    sanne = open_page(1280, "sanne@demo.example")
    sanne.goto("/uitdagingen/nieuw/")
    sanne.get_by_label(re.compile("Oproep aan ondernemers")).check()
    sanne.get_by_label("Titel").fill("Geen kind zonder fiets")
    start = date.today() - timedelta(weeks=4)
    sanne.get_by_label("Eerste dag van de planning").fill(f"{start:%d-%m-%Y}")
    assert violations(sanne) == []
    sanne.get_by_role("button", name="Concept maken").click()
    sanne.get_by_label("De vraag").fill("Hoe krijgt elk kind in de stad een fiets?")
    sanne.get_by_label("Het verhaal").fill("Een op de vijf kinderen heeft geen fiets.")
    assert violations(sanne) == []
    sanne.get_by_role("button", name="Opslaan").click()
    expect(sanne.get_by_role("link", name="Zeg voor wie het is.")).to_be_visible()
    picture(sanne, "challenge-ontwerp")
    sanne.get_by_role("link", name="Zeg voor wie het is.").click()
    sanne.get_by_label("Voor wie?").fill("Kinderen van 4 tot 12")
    sanne.get_by_role("button", name="Opslaan").click()
    pk = int(sanne.url.rstrip("/").rsplit("/", 1)[1])
    sanne.get_by_role("link", name="Criteria wijzigen").click()
    sanne.get_by_label("Gewicht in procenten").first.fill("50")
    sanne.get_by_role("button", name="Opslaan").click()
    expect(sanne.get_by_text("dat is 10 te veel")).to_be_visible()
    assert violations(sanne) == []
    sanne.get_by_label("Gewicht in procenten").first.fill("40")
    sanne.get_by_role("button", name="Opslaan").click()
    sanne.get_by_role("button", name="Challenge openen").click()
    sanne.get_by_text("De challenge staat op de openbare pagina").wait_for()
    assert violations(sanne) == []

    phone = open_page(390)
    phone.goto("/challenges/vechtstede/")
    assert violations(phone) == []
    phone.get_by_role("link", name="Geen kind zonder fiets").click()
    assert violations(phone) == []
    picture(phone, "challenge-openbaar")
    phone.get_by_role("link", name="Meedoen").click()
    phone.get_by_label("Uw naam").fill("Ilse Terpstra")
    phone.get_by_label("Uw e-mailadres").fill("ilse.fiets@voorbeeld.example")
    assert violations(phone) == []
    phone.get_by_role("button", name="Beginnen").click()
    phone.get_by_label("Naam van uw oplossing").fill("De fietsenbank")
    phone.get_by_role("button", name="Insturen").click()
    expect(phone.get_by_label("Naam van uw oplossing")).to_have_value("De fietsenbank")
    for label in ("Wat is uw oplossing?", "Voor wie verandert er wat?", "Wie bent u,", "Wat kost het,"):
        phone.get_by_label(label).fill("Wij knappen fietsen op met jongeren.")
    assert violations(phone) == []
    picture(phone, "challenge-inzending")
    phone.get_by_role("button", name="Insturen").click()
    phone.get_by_text("Uw inzending is ingestuurd").wait_for()
    assert violations(phone) == []

    told(stack, BELL, PK=pk)
    sanne.goto(f"/uitdagingen/{pk}/inzendingen/")
    sanne.get_by_role("button", name="Selectie beginnen").click()
    assert violations(sanne) == []
    sanne.get_by_role("link", name="1. De fietsenbank").click()
    sanne.get_by_label("Geselecteerd", exact=True).check()
    assert violations(sanne) == []
    picture(sanne, "challenge-selectie")
    sanne.get_by_role("button", name="Opslaan").click()
    sanne.get_by_role("button", name="Selectie afronden").click()
    sanne.get_by_text("De selectie is afgerond").wait_for()
    phone.reload()
    expect(phone.get_by_text("Geselecteerd", exact=True)).to_be_visible()


def test_a_crowd_at_the_bell_none_lost_none_late(stack):
    people = crowd(500)
    slug, tokens = told(stack, CROWD, PEOPLE=people)
    address, answers = urlsplit(stack.url), {}
    fields = ("solution", "change", "team", "money")
    headers = {
        "Cookie": f"csrftoken={'a' * 32}",
        "Referer": stack.url,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    queue = list(enumerate(tokens))

    def some():
        while queue:
            number, token = queue.pop()
            if number == people // 2:
                stack.execute(RING, slug)
            data = {"csrfmiddlewaretoken": "a" * 32, "title": "Plan", "version": "1", "insturen": "1"}
            data |= dict.fromkeys(fields, f"Van {number}")
            server = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
            server.request(
                "POST", f"/challenges/vechtstede/{slug}/inzending/{token}/", urlencode(data), headers
            )
            answers[number] = server.getresponse().status
            server.close()

    threads = [threading.Thread(target=some) for _number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = told(stack, COUNT, SLUG=slug)
    assert len(answers) == len(rows) == people and set(answers.values()) == {302}
    assert all(in_time for _state, in_time, _text in rows)
    assert [text for _state, _in_time, text in rows] == [f"Van {number}" for number in range(people)]
    assert rows[people // 2][0] == "draft"  # who rang and came after the bell
    assert {state for state, _in_time, _text in rows} == {"submitted", "draft"}
