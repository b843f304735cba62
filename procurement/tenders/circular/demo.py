"""Circular tenders of the demo: one that is open and sealed, and one of which the choice lies with a director."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from accounts.casefile.models import CaseFile
from portal.kernel.models import Mail, Municipality, Person
from procurement.tenders.circular.choice import actions as choosing
from procurement.tenders.circular.consultation import actions as asking
from procurement.tenders.circular.panel import actions as judging
from procurement.tenders.circular.panel.models import CircularPanelMember
from procurement.tenders.circular.programme import actions
from procurement.tenders.circular.programme.engine import CRITERIA
from procurement.tenders.circular.programme.models import CircularTender
from procurement.tenders.circular.submissions import actions as sending

COFFEE = {
    "department": "Facilitair",
    "background": "Op het stadhuis drinken wij elke dag 2.000 koppen koffie en thee. Elk jaar gooien wij 4.000 kilo prut "
    "en 300.000 bekers weg.\n\nWij willen dat daar iets goeds van komt, voor de stad en voor mensen die nu geen werk "
    "hebben.",
    "brief": "Medewerkers en gasten drinken op elke verdieping goede koffie en thee, van zeven tot zeven. Er blijft niets "
    "over dat verbrand moet worden, en mensen met afstand tot werk leren er een vak.",
    "conditions": "U bent ingeschreven bij de Kamer van Koophandel.\nU werkt de eerste drie maanden mee aan een proef op "
    "één verdieping.",
    "budget": Decimal("240000.00"),
}  # fmt: skip
COFFEE_WEB = {
    "materialen": ("Materialen", 3, "Prut en bekers krijgen een tweede leven in de stad."),
    "energie": ("Energie", 2, "Een derde minder stroom dan nu."),
    "sociaal": ("Sociale relevantie", 3, "Vier mensen leren het onderhoud van de machines."),
    "water": ("Water", 1, ""),
    "bereikbaarheid": ("Bereikbaarheid", 2, "Leveren per fiets, twee keer per week."),
    "investeringen": ("Investeringen", 2, "Wij betalen per kop, niet per machine."),
}
CLOTHES = {
    "department": "Stadsbeheer",
    "background": "Elk jaar gaat 2.300 kilo werkkleding de oven in. Veel daarvan is nog goed.",
    "brief": "Onze 180 mensen buiten zijn warm, droog en zichtbaar. Wat zij niet meer dragen, krijgt een tweede leven.",
    "conditions": "U bent ingeschreven bij de Kamer van Koophandel.",
    "budget": Decimal("160000.00"),
}  # fmt: skip
CLOTHES_WEB = {
    "materialen": ("Materialen", 3, "Niets wordt verbrand."),
    "sociaal": ("Sociale relevantie", 2, "Herstellen is werk voor mensen uit de stad."),
    "investeringen": ("Investeringen", 2, "Wij betalen voor gebruik."),
    "energie": ("Energie", 1, ""),
}
#: (enterprise, what both panel members give, what they say)
CLOTHES_SCORES = (
    ("Naaiatelier De Zoom", (9, 8), "Herstellen staat voorop, en dat kunnen zij laten zien."),
    ("Kleding in de Kringloop", (7, 8), "Een mooi plan, maar het wassen blijft vaag."),
    ("Stof tot Nadenken", (5, 6), "Veel woorden over ambitie, weinig over hoe."),
)
COFFEE_ANSWER = {
    "vision": "Prut is grondstof. Wij halen het elke dag op en kweken er paddenstoelen op, die terugkomen in uw kantine.",
    "expertise": "Wij branden al acht jaar koffie, en leerden zeventien mensen het vak.",
    "innovation": "Een beker van prut, die u na gebruik bij de planten zet. Lukt dat niet, dan wassen wij glas.",
}


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """What stands on the public page now."""
    _coffee(municipality, staff["tarik"])
    _clothes(municipality, staff["greet"], staff["hanna"])
    # These mails were read long ago: the demo does not send them when it starts.
    Mail.objects.filter(to__endswith="@voorbeeld.example", state=Mail.State.QUEUED).update(
        state=Mail.State.SENT, sent_at=timezone.now()
    )


def begun(
    municipality: Municipality,
    title: str,
    facts: dict[str, object],
    web: dict[str, tuple[str, int, str]],
    by: Person,
) -> CircularTender:
    """A tender that is published; questions for two weeks, submissions for four."""
    now = timezone.now().replace(hour=11, minute=0, second=0, microsecond=0)
    tender = actions.begin(municipality=municipality, title=title, by=by)
    moments = {"questions_until": now + dt.timedelta(weeks=2), "closes_at": now + dt.timedelta(weeks=4)}
    tender = actions.change(tender=tender, version=tender.version, changes={**facts, **moments}, by=by)
    tender = actions.draw_web(tender=tender, version=tender.version, spokes=web, by=by)
    return actions.publish(tender=tender, by=by)


def _coffee(municipality: Municipality, by: Person) -> None:
    tender = begun(municipality, "Koffie en thee zonder afval", COFFEE, COFFEE_WEB, by)
    questions = (
        ("Mogen wij samen met een andere onderneming inschrijven?", "Ja. Een van u is het aanspreekpunt."),
        ("Moeten de machines die er nu staan blijven?", ""),
    )
    for number, (text, answer) in enumerate(questions):
        asked = asking.ask(
            tender=tender, name="Vera Vraag", email=f"vera{number}@voorbeeld.example", text=text
        )
        asked = asking.confirm(question=asked)
        if answer:
            asking.answer(question=asked, version=asked.version, public_text=text, answer=answer, by=by)
    case_file = CaseFile.objects.filter(members__person__email="aafke@demo.example").first()
    row, _new = sending.begin(
        tender=tender, name="Bas Brander", email="bas@voorbeeld.example", organisation="De Tweede Brander"
    )
    sending.submit(
        row=sending.write(row=row, version=row.version, organisation=row.organisation, texts=COFFEE_ANSWER)
    )
    if case_file:
        row, _new = sending.begin(
            tender=tender, name="Aafke", email="aafke@demo.example", organisation=case_file.name, case_file=case_file
        )  # fmt: skip
        sending.write(
            row=row, version=row.version, organisation=row.organisation,
            texts={"vision": "Thee van kruiden uit de buurttuin.", "expertise": "", "innovation": ""},
        )  # fmt: skip


def _clothes(municipality: Municipality, by: Person, director: Person) -> None:
    """Closed and scored; the choice waits for the director."""
    tender = begun(municipality, "Werkkleding die terugkomt", CLOTHES, CLOTHES_WEB, by)
    rows = []
    for number, (organisation, _scores, about) in enumerate(CLOTHES_SCORES):
        row, _new = sending.begin(
            tender=tender,
            name="Inschrijver",
            email=f"kleding{number}@voorbeeld.example",
            organisation=organisation,
        )
        texts = {
            "vision": f"{organisation} herstelt wat kan, en maakt nieuw van wat niet kan.",
            "expertise": "Wij doen dit al voor twee gemeenten.",
            "innovation": "Elk stuk krijgt een label dat zijn levens telt.",
        }
        row = sending.write(row=row, version=row.version, organisation=organisation, texts=texts)
        rows.append((sending.submit(row=row), about))
    moment = timezone.now() - dt.timedelta(minutes=1)
    CircularTender.objects.filter(pk=tender.pk).update(questions_until=moment, closes_at=moment)
    members = [
        judging.invite(tender=tender, name=name, email=f"{name.split()[0].lower()}@voorbeeld.example", by=by)
        for name in ("Wies Werkplaats", "Otto Ontwerp")
    ]
    judging.open_round(tender=tender, by=by)
    for place, asked in enumerate(members):
        member = CircularPanelMember.objects.select_related("tender__municipality").get(pk=asked.pk)
        for (row, about), (_name, scores, _about) in zip(rows, CLOTHES_SCORES, strict=True):
            given = dict.fromkeys(CRITERIA, (scores[place], about))
            judging.score(member=member, submission=row, version=0, scores=given)
        judging.hand_in(member=member)
    judging.close_round(tender=tender, missing_reason="", by=by)
    choosing.propose(
        tender=tender, winner=rows[0][0].pk, director=director, by=by,
        motivation="Naaiatelier De Zoom laat zien hoe herstellen goedkoper is dan nieuw kopen, en leidt er mensen voor op.",
        whys={row.pk: about for row, about in rows[1:]},
    )  # fmt: skip
