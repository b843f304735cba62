"""From a visitor's question to a pitch: visitor, organiser, entrant on a phone, and coach, with their mistakes."""

from __future__ import annotations

import re
import time

from playwright.sync_api import expect

from tests.journeys.axe import clean, violations
from tests.journeys.crowds import told

#: A challenge with one entry; its public page and the entry's own.
OPENED = """
from django.urls import reverse
from challenges.contests.entries.actions import token_of
from challenges.models import EntryAuthor
from tests.challenges.factories import make_challenge, submit_entry
challenge = make_challenge(home, Person.objects.get(email="sanne@demo.example"), title="Iedereen aan tafel")
entry = submit_entry(challenge, title="De lange tafel")
with scoped([home.pk]):
    lead = EntryAuthor.objects.get(entry=entry, is_lead=True)
    answer = {"pk": challenge.pk, "public": reverse("public_challenge", args=[home.slug, challenge.slug]),
              "entry": reverse("entry", args=[home.slug, challenge.slug, token_of(lead)]), "to": lead.email}
"""
#: The bell has gone.
BELL = """
from django.utils import timezone
from challenges.models import Challenge
with scoped([home.pk]):
    Challenge.objects.filter(pk=PK).update(closes_at=timezone.now())
answer = None
"""
#: The link in the newest mail to someone.
LINK = """
from portal.kernel.models import Mail
with scoped([home.pk]):
    text = Mail.objects.filter(to=TO).latest("created_at").text
answer = "/" + next(line for line in text.splitlines() if line.startswith("http")).split("/", 3)[3]
"""
#: The session was an hour ago.
LATER = """
import datetime as dt
from django.utils import timezone
from challenges.models import CoachingSession
with scoped([home.pk]):
    began = timezone.now() - dt.timedelta(hours=1)
    CoachingSession.objects.filter(coaching__entry__challenge=PK).update(
        starts_at=began, ends_at=began + dt.timedelta(minutes=50))
answer = None
"""
#: Subjects of the mails to someone.
MAILS = """
from portal.kernel.models import Mail
with scoped([home.pk]):
    answer = list(Mail.objects.filter(to=TO).values_list("subject", flat=True))
"""


def test_from_a_question_to_a_pitch(open_page, stack, picture):
    made = told(stack, OPENED)
    # A visitor asks, with a mistake, and follows.
    visitor = open_page(390)
    visitor.goto(made["public"])
    assert violations(visitor) == []
    visitor.get_by_role("link", name="Alle vragen, of stel er een").click()
    visitor.get_by_label("Uw vraag").fill("Mag een stichting ook meedoen?")
    visitor.get_by_label("Uw e-mailadres").fill("geen adres")
    visitor.get_by_role("button", name="Vraag versturen").click()
    expect(visitor.get_by_label("Uw vraag")).to_have_value("Mag een stichting ook meedoen?")
    assert violations(visitor) == []
    visitor.get_by_label("Uw e-mailadres").fill("vera@voorbeeld.example")
    visitor.get_by_role("button", name="Vraag versturen").click()
    visitor.get_by_text("wij mailden u een link").wait_for()
    visitor.goto(told(stack, LINK, TO="vera@voorbeeld.example"))
    visitor.get_by_role("button", name="Ja, verstuur mijn vraag").click()
    visitor.get_by_text("wacht op antwoord").wait_for()
    visitor.goto(made["public"] + "volgen/")
    visitor.get_by_label("Uw e-mailadres").fill("vera@voorbeeld.example")
    visitor.get_by_role("button", name="Volgen").click()
    visitor.get_by_text("Klik daarop om deze challenge te volgen").wait_for()
    following = told(stack, LINK, TO="vera@voorbeeld.example")
    visitor.goto(following)
    assert violations(visitor) == []
    visitor.get_by_role("button", name="Ja, ik volg").click()

    # The organiser answers, and selects.
    sanne = open_page(1280, "sanne@demo.example")
    sanne.goto(f"/uitdagingen/{made['pk']}/")
    sanne.get_by_role("link", name="Vragen (1 te beantwoorden)").click()
    assert clean(sanne) == []
    sanne.get_by_role("link", name="Mag een stichting").click()
    sanne.get_by_label("Antwoord of reden").fill("Ja, elke rechtsvorm mag meedoen.")
    picture(sanne, "challenge-vraag")
    sanne.get_by_role("button", name="Opslaan").click()
    visitor.goto(made["public"])
    expect(visitor.get_by_text("elke rechtsvorm mag")).to_be_visible()
    told(stack, BELL, PK=made["pk"])
    sanne.goto(f"/uitdagingen/{made['pk']}/inzendingen/")
    sanne.get_by_role("button", name="Selectie beginnen").click()
    sanne.get_by_role("link", name="1. De lange tafel").click()
    sanne.get_by_label("Geselecteerd", exact=True).check()
    sanne.get_by_role("button", name="Opslaan").click()
    sanne.get_by_role("button", name="Selectie afronden").click()
    sanne.get_by_text("De selectie is afgerond").wait_for()
    sanne.goto(f"/uitdagingen/{made['pk']}/coaching/")
    expect(sanne.get_by_text("Heeft nog geen coach.")).to_be_visible()
    sanne.get_by_label("Of iemand van buiten: naam").fill("Corrie Coach")
    sanne.get_by_role("button", name="Uitnodiging mailen").click()
    expect(sanne.get_by_label("Of iemand van buiten: naam")).to_have_value("Corrie Coach")
    sanne.get_by_label("E-mailadres").fill("corrie@voorbeeld.example")
    sanne.get_by_role("button", name="Uitnodiging mailen").click()
    sanne.get_by_text("Corrie Coach krijgt een mail met een link.").wait_for()
    sanne.get_by_role("link", name="1. De lange tafel").click()
    sanne.get_by_label("Coach").select_option(label="Corrie Coach")
    sanne.get_by_role("button", name="Coach bewaren").click()
    sanne.get_by_text("De coach is bewaard").wait_for()
    assert clean(sanne) == []

    # The coach plans a session, and writes down what was agreed.
    corrie = open_page(1280)
    home = told(stack, LINK, TO="corrie@voorbeeld.example")
    corrie.goto(home)
    assert violations(corrie) == []
    corrie.get_by_role("link", name="De lange tafel").click()
    corrie.get_by_label("Dag").fill("31-12-2026")
    corrie.get_by_label("Van", exact=True).fill("15:00")
    corrie.get_by_label("Tot", exact=True).fill("14:00")
    corrie.get_by_label("Waar (niet verplicht)").fill("Wijkcentrum Zuid")
    corrie.get_by_role("button", name="Sessie plannen").click()
    expect(corrie.get_by_label("Waar (niet verplicht)")).to_have_value("Wijkcentrum Zuid")
    assert clean(corrie) == []
    corrie.get_by_label("Tot", exact=True).fill("16:00")
    corrie.get_by_role("button", name="Sessie plannen").click()
    corrie.get_by_text("De sessie is gepland").wait_for()
    told(stack, LATER, PK=made["pk"])
    corrie.get_by_role("link", name="Verzetten, afzeggen of opschrijven").click()
    corrie.get_by_label("Waar ging het over?").fill("Het plan is te groot voor een jaar.")
    corrie.get_by_label("Afspraak").first.fill("Begin met vijf straten")
    assert clean(corrie) == []
    corrie.get_by_role("button", name="Verslag bewaren").click()
    corrie.get_by_text("Het is opgeschreven").wait_for()

    # The entrant, on a phone, sharpens the plan.
    phone = open_page(390)
    phone.goto(made["entry"])
    phone.get_by_role("link", name="Naar de coaching").click()
    expect(phone.get_by_text("Het plan is te groot")).to_be_visible()
    assert violations(phone) == []
    picture(phone, "challenge-coaching")
    phone.get_by_role("link", name="Plan aanscherpen").click()
    phone.get_by_label("Wat is uw oplossing?").fill("Een tafel in vijf straten.")
    phone.get_by_label("Wat hebt u veranderd").fill("Kleiner begin")
    phone.get_by_label("Stap", exact=True).first.fill("Vijf straten kiezen")
    phone.get_by_label("Waarvoor?").first.fill("Tafels")
    phone.get_by_label("Bedrag").first.fill("veel")
    phone.get_by_role("button", name="Als nieuwe versie bewaren").click()
    expect(phone.get_by_label("Wat is uw oplossing?")).to_have_value("Een tafel in vijf straten.")
    assert violations(phone) == []
    phone.get_by_label("Bedrag").first.fill("1.250")
    phone.get_by_role("button", name="Als nieuwe versie bewaren").click()
    phone.get_by_text("Versie 2 van uw plan is bewaard").wait_for()
    phone.get_by_role("button", name=re.compile("Klaar ?: Begin met vijf straten")).click()
    phone.get_by_role("link", name="Versies en wat er veranderde").click()
    expect(phone.locator("ins", has_text="vijf straten.").first).to_be_visible()
    expect(phone.locator("del", has_text="elke straat.")).to_be_visible()
    assert violations(phone) == []
    picture(phone, "challenge-versies")
    corrie.get_by_role("link", name="Versies en wat er veranderde").click()
    expect(corrie.get_by_text("Kleiner begin").first).to_be_visible()
    assert clean(corrie) == []

    # The pitch.
    sanne.get_by_label("Dag van de pitch").fill("15-01-2027")
    sanne.get_by_label("Tijd", exact=True).fill("25:00")
    sanne.get_by_role("button", name="Moment bewaren").click()
    expect(sanne.get_by_label("Dag van de pitch")).to_have_value("15-01-2027")
    sanne.get_by_label("Tijd", exact=True).fill("10:00")
    sanne.get_by_role("button", name="Moment bewaren").click()
    sanne.get_by_text("De pitch is gepland").wait_for()
    sanne.goto(f"/uitdagingen/{made['pk']}/coaching/")
    expect(sanne.get_by_text("Versie 2")).to_be_visible()
    assert clean(sanne) == []
    picture(sanne, "challenge-voortgang")
    phone.goto(made["entry"])
    phone.get_by_role("link", name="Naar de coaching").click()
    expect(phone.get_by_text("15-01-2027 10:00")).to_be_visible()
    phone.get_by_role("button", name=re.compile("Klaar ?: Wij kunnen in één zin")).click()
    expect(phone.get_by_role("button", name=re.compile("Nog niet ?: Wij kunnen in één zin"))).to_be_visible()

    # The follower heard of it, and signs off.
    for _try in range(40):
        heard = told(stack, MAILS, TO="vera@voorbeeld.example")
        if any("krijgt een coach" in subject for subject in heard):
            break
        time.sleep(0.5)
    assert sum("krijgt een coach" in subject for subject in heard) == 1
    visitor.goto(following)
    visitor.get_by_role("button", name="Afmelden: geen mail meer").click()
    visitor.get_by_text("U krijgt geen mail meer").wait_for()
