"""The roadmap's own coalition with invented people: 52 initiatives, 28 plans, 11 participants; and who is at the table."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

from django.utils import timezone

from accounts.models import CaseFile
from challenges.contests.coalition import actions, pledges
from challenges.contests.coalition.models import CoalitionMeeting, CoalitionParty, CoalitionRole
from challenges.contests.demo import already_read, ten_weeks_later
from challenges.contests.design import actions as design
from challenges.contests.entries.actions import token_of
from challenges.contests.entries.models import Entry, EntryAuthor, EntryState
from challenges.contests.models import Challenge
from challenges.contests.selection import actions as selection
from portal.kernel.models import Municipality, Person
from portal.kernel.people.tokens import hash_token

INITIATIVES, PLANS, PARTICIPANTS = 52, 28, 11
WHAT = (
    "Naaiatelier", "Fietsenwerkplaats", "Buurtkeuken", "Leerbakkerij", "Groenploeg", "Klussendienst", "Tweedehandswinkel",
    "Wasserette", "Pakketpunt", "Koffiehuis", "Hovenier", "Reparatiecafé", "Drukkerij",
)  # fmt: skip
WHERE = ("Noord", "Zuid", "aan de Vecht", "Binnenstad")
REASON = "Uw initiatief past bij de vraag, en u brengt zelf iets in."
NOT_NOW = "Een goed initiatief, maar het helpt nog niemand van deze groep aan werk."
ROLES = (
    ("Startgeld voor een jaar", "money", 20000),
    ("Begeleiding op de werkvloer", "hours", 200),
    ("Een plek om te leren", "space", 150),
    ("Kennis van de doelgroep", "knowledge", None),
)
#: Organisation, contact, and what it promises: (number of the role, how much, what exactly).
PARTIES = (
    ("Fonds Meedoen", "Tineke Aarts", (0, 12500, "In twee termijnen")),
    ("Praktijkschool De Brug", "Omar Benali", (3, None, "Twee docenten die de jongeren kennen")),
    ("Leerbakkerij Noord", "Saar de Wit", (1, 120, "Een vakman, twee dagen in de week")),
    ("Groenploeg Zuid", "Koen Vermeer", (1, 80, "Een voorman")),
)
PLAN = (
    "Twintig jongeren zonder startkwalificatie leren een vak bij zes ondernemers in de stad.\n"
    "De Brug geeft de theorie op locatie. Na een half jaar weten we wie er een contract krijgt en wat het kost."
)


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """A coalition that lacks some money and a place, with a plan that two of the four agree to."""
    sanne = staff["sanne"]
    challenge = _selected(municipality, sanne)
    roles = [
        actions.set_role(
            challenge=challenge, name=name, kind=kind, wanted=Decimal(wanted) if wanted else None, by=sanne
        )
        for name, kind, wanted in ROLES
    ]
    parties = _parties(challenge, roles, sanne)
    pledges.ask(
        party=parties[2], role=roles[2], amount=Decimal(150), text="De hal naast onze werkplaats", by=sanne
    )
    now = timezone.now()
    for days, notes in (
        (-21, "Wij beginnen klein: zes werkplekken. Fonds Meedoen kijkt naar de rest van het geld."),
        (9, ""),
    ):
        CoalitionMeeting.objects.create(
            municipality=municipality, challenge=challenge, starts_at=now + dt.timedelta(days=days),
            place="Buurthuis De Kade", agenda="Wie brengt wat in, en wanneer beginnen wij?", notes=notes,
        )  # fmt: skip
    plan = actions.write_plan(
        challenge=challenge, revision=0, title="Leren op de werkvloer", text=PLAN, by=sanne
    )
    for party in parties[:2]:
        actions.agree(party=party, revision=plan.revision)
    already_read()


def _parties(challenge: Challenge, roles: list[CoalitionRole], by: Person) -> list[CoalitionParty]:
    case_file = CaseFile.objects.order_by("-pk").first()
    parties = []
    for number, (organisation, name, (role, amount, text)) in enumerate(PARTIES):
        known = case_file if number == 2 else None
        party = actions.invite(
            challenge=challenge, organisation=known.name if known else organisation, name=name, by=by,
            email=f"{name.lower().replace(' ', '.')}@voorbeeld.example", case_file=known,
        )  # fmt: skip
        pledges.offer(party=party, role=roles[role], amount=Decimal(amount) if amount else None, text=text)
        parties.append(party)
    return parties


def _selected(municipality: Municipality, by: Person) -> Challenge:
    """From 52 initiatives to 11 participants; written in one go, as the bell has gone long ago."""
    start = timezone.localdate() - dt.timedelta(weeks=4)
    challenge = design.begin(
        municipality=municipality,
        template="coalitie",
        title="Een vak leren in de stad",
        starts_on=start,
        by=by,
    )
    texts = {
        "question": "Hoe leren jongeren zonder diploma een vak bij ondernemers in onze stad?",
        "story": "Ondernemers zoeken handen, jongeren zoeken een plek. Samen maken wij die plek.",
        "target_group": "Jongeren van 16 tot 27 zonder startkwalificatie",
        "theme": "Werk",
        "amount": Decimal(15000),
    }
    challenge = design.change(challenge=challenge, version=challenge.version, changes=texts, by=by)
    challenge = design.launch(challenge=challenge, by=by)
    now = timezone.now()
    states = [EntryState.SELECTED] * PARTICIPANTS + [EntryState.NOT_SELECTED] * (PLANS - PARTICIPANTS)
    states += [EntryState.DRAFT] * (INITIATIVES - PLANS)
    entries = Entry.objects.bulk_create(
        Entry(
            municipality=municipality, challenge=challenge, number=number + 1, state=state,
            title=f"{WHAT[number % len(WHAT)]} {WHERE[number // len(WHAT)]}", organisation=WHAT[number % len(WHAT)],
            reason={EntryState.SELECTED: REASON, EntryState.NOT_SELECTED: NOT_NOW}.get(state, ""),
            submitted_at=None if state == EntryState.DRAFT else now,
            answers={"solution": "Jongeren leren bij ons een vak, van een vakman."},
        )
        for number, state in enumerate(states)
    )  # fmt: skip
    authors = []
    for entry in entries:
        author = EntryAuthor(
            municipality=municipality, entry=entry, name=f"Initiatief {entry.number}", is_lead=True, seed=uuid.uuid4(),
            email=f"initiatief{entry.number}@voorbeeld.example",
        )  # fmt: skip
        author.token_hash = hash_token(token_of(author))
        authors.append(author)
    EntryAuthor.objects.bulk_create(authors)
    ten_weeks_later(challenge)
    selection.start(challenge=challenge, by=by)
    return selection.finish(challenge=challenge, by=by)
