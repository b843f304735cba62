"""The roadmap's own case with invented people: 32 entries, three before the jury, two winners; and an open question."""

from __future__ import annotations

import datetime as dt

from django.db.models import F
from django.utils import timezone

from accounts.models import CaseFile
from challenges.contests.audience.story import followed
from challenges.contests.design import actions as design
from challenges.contests.entries import actions as entries
from challenges.contests.entries.models import Entry, EntryState
from challenges.contests.jury.story import judged
from challenges.contests.models import Challenge, Phase
from challenges.contests.selection import actions as selection
from portal.kernel.models import Mail, Municipality, Person

TITLES = (
    "De lange tafel", "Soep op de stoep", "Kookclub Kanaal", "Oma's pan", "Mee-eetkaart", "De buurtoven",
    "Bordje extra", "Koken voor de flat", "Eetmaatjes", "Tafel van zeven", "De soepfiets", "Samen schillen",
    "Het witte tafelkleed", "Wereldkeuken Noord", "Recept van de buren", "De kaskeuken", "Prak en praat",
    "Het vrijdagmaal", "Keuken op wielen", "Lunch in de hal", "Moestuinmaal", "De pannenbrigade",
    "Opgeschept", "De stamppottoer", "Tafelheren", "Brood en buren", "Eten met uitzicht", "De derde stoel",
    "Kook mee op school", "Markttafel", "Het stille ontbijt", "Restjesrestaurant",
)  # fmt: skip
AUTHORS = ("Ilse", "Bram", "Noor", "Joost", "Fenna", "Kees", "Lotte", "Daan")
FAMILIES = ("Terpstra", "Van Houten", "El Amrani", "De Wit")
SELECTED = (0, 10, 31)
REASONS = (
    "Een mooi idee, maar het plan noemt geen plek en geen begroting.",
    "Dit is er al in onze stad. Zoek de mensen van het wijkrestaurant eens op.",
    "Het plan hangt aan één persoon. De jury wil weten wie het overneemt.",
)
NOT_HERE = 20

STORY = (
    "In onze stad eet een op de drie ouderen elke dag alleen. Dat is niet gezond en niet gezellig.\n\n"
    "Wij zoeken ondernemers die dat veranderen, met een plan dat ook zonder subsidie blijft bestaan."
)


def _concept(municipality: Municipality, by: Person, template: str, title: str, start: dt.date) -> Challenge:
    return design.begin(municipality=municipality, template=template, title=title, starts_on=start, by=by)


def _answers(title: str) -> dict[str, str]:
    return {
        "solution": f"{title}: wij brengen mensen aan tafel die nu alleen eten, elke week op een vaste plek.",
        "change": "Ouderen in de wijk eten twee keer in de week samen en leren hun buren kennen.",
        "team": "Wij zijn met zijn drieën: een kok, een welzijnswerker en iemand die rekenen kan.",
        "money": "Het begin kost EUR 28.000. Daarna betaalt ieder maal zichzelf, met een prijs naar inkomen.",
    }


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """One challenge that is decided, one that is open, one that is still a concept."""
    sanne = staff["sanne"]
    _chosen(municipality, sanne)
    today = timezone.localdate()
    opened = _concept(municipality, sanne, "kort", "Een stoel voor iedereen", today - dt.timedelta(weeks=2))
    texts = {
        "question": "Hoe wordt het plein in Zuid een plek waar iedereen wil zitten?",
        "story": "Het plein wordt opgeknapt. Banken zijn niet genoeg: wie maakt er een plek van?",
        "target_group": "Bewoners van Zuid",
        "theme": "Ontmoeten",
    }
    opened = design.change(challenge=opened, version=opened.version, changes=texts, by=sanne)
    followed(design.launch(challenge=opened, by=sanne), sanne)
    already_read()
    _concept(municipality, sanne, "coalitie", "Werk voor vijftigplussers", today + dt.timedelta(weeks=3))


def _chosen(municipality: Municipality, by: Person) -> None:
    today = timezone.localdate()
    challenge = _concept(municipality, by, "oproep", "Niemand eet alleen", today - dt.timedelta(weeks=4))
    texts = {
        "question": "Hoe eet in 2028 niemand in onze stad meer alleen tegen zijn zin?",
        "story": STORY,
        "target_group": "Ouderen die alleen wonen",
        "theme": "Eenzaamheid",
        "partners": "Woningcorporatie De Vecht\nFonds Aanschuiven",
    }
    challenge = design.change(challenge=challenge, version=challenge.version, changes=texts, by=by)
    challenge = design.launch(challenge=challenge, by=by)
    case_files = dict(zip(SELECTED[:2], CaseFile.objects.order_by("pk")[:2], strict=False))
    for number, title in enumerate(TITLES):
        name = f"{AUTHORS[number % len(AUTHORS)]} {FAMILIES[number // len(AUTHORS)]}"
        entry, _author = entries.begin(
            challenge=challenge,
            name=name,
            email=f"{name.lower().replace(' ', '.')}@voorbeeld.example",
            organisation=case_files[number].name if number in case_files else title,
            case_file=case_files.get(number),
        )
        entry = entries.write(
            entry=entry,
            version=entry.version,
            title=title,
            organisation=entry.organisation,
            answers=_answers(title),
        )
        entries.submit(entry=entry)
    ten_weeks_later(challenge)
    selection.start(challenge=challenge, by=by)
    for number, entry in enumerate(Entry.objects.filter(challenge=challenge).select_related("challenge")):
        outcome, reason = EntryState.NOT_SELECTED, REASONS[number % len(REASONS)]
        if number in SELECTED:
            outcome, reason = (
                EntryState.SELECTED,
                "Een sterk team, en een plan dat na het startgeld doorgaat.",
            )
        elif number == NOT_HERE:
            outcome, reason = EntryState.INELIGIBLE, "De pilot is in een andere gemeente."
        selection.decide(entry=entry, version=entry.version, outcome=outcome, reason=reason, by=by)
    judged(selection.finish(challenge=challenge, by=by), by)


def already_read() -> None:
    """These mails were read long ago: the demo does not send a hundred of them when it starts."""
    Mail.objects.filter(to__endswith="@voorbeeld.example", state=Mail.State.QUEUED).update(
        state=Mail.State.SENT, sent_at=timezone.now()
    )


def ten_weeks_later(challenge: Challenge) -> None:
    """The bell has gone: the plan as it would be had we begun ten weeks earlier."""
    back = dt.timedelta(weeks=10)
    Challenge.objects.filter(pk=challenge.pk).update(
        opens_at=F("opens_at") - back, closes_at=F("closes_at") - back, launched_at=F("launched_at") - back
    )
    Phase.objects.filter(challenge=challenge).update(
        starts_on=F("starts_on") - back, ends_on=F("ends_on") - back
    )
    Entry.objects.filter(challenge=challenge).update(
        created_at=F("created_at") - back, submitted_at=F("submitted_at") - back
    )
