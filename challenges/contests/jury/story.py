"""The jury of the demo's challenge: three people, one of whom stands back, and EUR 60,000 over two winners."""

from __future__ import annotations

from decimal import Decimal

from challenges.contests.entries.models import Entry, EntryState
from challenges.contests.jury import actions
from challenges.contests.models import Challenge, Criterion
from portal.kernel.models import Person

JURORS = (("Joris Keurder", (9, 8, 6)), ("Mirre Weger", (9, 7, 7)), ("Stefan Oordeel", (7, 8, 5)))
MOTIVATION = (
    "Veel mensen merken het meteen, en het plan houdt rekening met tegenslag.",
    "Een warm plan met een nuchtere begroting.",
    "Goed bedacht; wie het na een jaar betaalt, is nog niet zeker.",
)
AWARDS = (
    (Decimal(35000), "Dit plan kan volgende maand beginnen en verdient zichzelf daarna."),
    (Decimal(25000), "De soep op de stoep bereikt mensen die nergens anders komen."),
)


def judged(challenge: Challenge, by: Person) -> None:
    """From three selected entries to two winners. Stefan knows the third and does not judge it."""
    jurors = [
        actions.invite(
            challenge=challenge, name=name, email=f"{name.lower().replace(' ', '.')}@voorbeeld.example", by=by
        )
        for name, _scores in JURORS
    ]
    entries = list(Entry.objects.filter(challenge=challenge, state=EntryState.SELECTED).order_by("number"))
    actions.open_round(challenge=challenge, finalists=[entry.pk for entry in entries], by=by)
    actions.stand_back(juror=jurors[2], entry=entries[2], reason="Mijn buurvrouw werkt er mee.")
    criteria = list(Criterion.objects.filter(challenge=challenge))
    for juror, (_name, values) in zip(jurors, JURORS, strict=True):
        for entry, value, why in zip(entries, values, MOTIVATION, strict=True):
            if not (juror == jurors[2] and entry == entries[2]):
                scores = {row.pk: (value - row.order % 2, why) for row in criteria}
                actions.score(juror=juror, entry=entry, version=0, scores=scores)
    actions.close_round(challenge=challenge, missing_reason="", by=by)
    actions.decide(
        challenge=challenge,
        awards={entry.pk: award for entry, award in zip(entries, AWARDS, strict=False)},
        notes="De jury was het eens over de eerste plaats en sprak lang over de tweede.",
        by=by,
    )
