"""A running pilot of the demo's first winner: money advanced and accounted for, two results, something learnt."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db.models import F
from django.utils import timezone

from challenges.contests.entries.models import Entry, EntryState
from challenges.contests.jury.models import JuryRound
from challenges.contests.models import Challenge, Phase
from challenges.contests.pilots import actions, advances, starting
from challenges.contests.pilots.models import Pilot, PilotAdvance
from portal.kernel.files.actions import store_bytes
from portal.kernel.models import Mail, Municipality, Person

PLAN = (
    "Elke dinsdag en donderdag staat er een lange tafel in de hal van de flat. Buren koken om de beurt.\n"
    "Na een half jaar weten we of mensen blijven komen en wat een maaltijd echt kost."
)
#: (name, unit, about people, target, checked results of six and two weeks ago)
INDICATORS = (
    ("Tafels per maand", "tafels", False, 8, (4, 7)),
    ("Mensen die niet meer alleen eten", "mensen", True, 60, (18, 34)),
)
NOTES = (
    (40, "Op dinsdag komt bijna niemand: dan is er bingo. We zijn naar woensdag gegaan."),
    (12, "Wie zelf een pan meebrengt, komt vaker terug. We vragen nu iedereen om iets mee te nemen."),
)


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """Seven weeks of a pilot that may run for half a year."""
    sanne, youssef = staff["sanne"], staff["youssef"]
    entry = Entry.objects.filter(state=EntryState.WINNER).order_by("challenge", "number").first()
    if entry is None:
        return
    _half_a_year_ago(entry)
    today = timezone.localdate()
    began = today - dt.timedelta(weeks=7)
    pilot = starting.start(
        entry=entry,
        case_file=None,
        title=entry.title,
        plan=PLAN,
        starts_on=began,
        ends_on=began + dt.timedelta(weeks=26),
        by=sanne,
        at=timezone.now() - dt.timedelta(weeks=7),
    )
    for days, title in ((-35, "Eerste tafel in de flat"), (-7, "Tien buren koken mee"), (70, "Tweede flat")):
        milestone = actions.add_milestone(
            pilot=pilot, title=title, due_on=today + dt.timedelta(days=days), by=sanne
        )
        if days < 0:
            actions.reach(milestone=milestone, by=sanne, on=today + dt.timedelta(days=days - 2))
    for name, unit, people, target, values in INDICATORS:
        indicator = actions.add_indicator(
            pilot=pilot, name=name, unit=unit, about_people=people, target=Decimal(target), baseline=Decimal(0),
            goal_indicator=None, by=sanne,
        )  # fmt: skip
        for weeks, value in zip((6, 2), values, strict=True):
            row = actions.measure(
                indicator=indicator, on=today - dt.timedelta(weeks=weeks), value=Decimal(value), note="", upload=None,
                by=sanne,
            )  # fmt: skip
            actions.check_measurement(measurement=row, value=Decimal(value), by=youssef)
    for days, text in NOTES:
        actions.write_note(pilot=pilot, on=today - dt.timedelta(days=days), text=text, by=sanne)
    _money(pilot, municipality, sanne, youssef)
    # These mails were read long ago: the demo does not send them when it starts.
    Mail.objects.filter(key__startswith="pilot-", state=Mail.State.QUEUED).update(
        state=Mail.State.SENT, sent_at=timezone.now()
    )


def _half_a_year_ago(entry: Entry) -> None:
    """The jury chose this winner two months ago: what comes before the pilot stands before it in the record too."""
    back = dt.timedelta(weeks=17)
    challenge = Challenge.objects.filter(pk=entry.challenge_id)
    challenge.update(
        opens_at=F("opens_at") - back, closes_at=F("closes_at") - back, launched_at=F("launched_at") - back
    )
    Phase.objects.filter(challenge=entry.challenge_id).update(
        starts_on=F("starts_on") - back, ends_on=F("ends_on") - back
    )
    Entry.objects.filter(challenge=entry.challenge_id).update(
        created_at=F("created_at") - back, submitted_at=F("submitted_at") - back
    )
    decided = timezone.now() - dt.timedelta(weeks=8)
    JuryRound.objects.filter(challenge=entry.challenge_id).update(
        opened_at=decided - dt.timedelta(weeks=1), closed_at=decided, decided_at=decided
    )


def _money(pilot: Pilot, municipality: Municipality, sanne: Person, youssef: Person) -> None:
    """One advance that is accounted for, above the limit; one that waits for an answer."""
    today = timezone.localdate()
    first = advances.ask(
        pilot=pilot, amount=Decimal(12000), purpose="Keuken in de hal van de flat", upload=None, by=sanne
    )
    first = advances.approve(advance=first, version=first.version, by=sanne)
    first = advances.agree(advance=first, version=first.version, by=youssef)
    first = advances.pay(advance=first, version=first.version, on=today - dt.timedelta(weeks=5), by=sanne)
    proof = store_bytes(
        content=b"Factuur keuken en pannen: EUR 12.000,00", name="factuur keuken.txt", content_type="text/plain",
        municipality=municipality, by=sanne,
    )  # fmt: skip
    PilotAdvance.objects.filter(pk=first.pk).update(
        proof=proof, proof_text="Keuken, pannen en de montage", proof_at=timezone.now()
    )
    advances.prove(advance=first, version=first.version, by=youssef)
    advances.ask(
        pilot=pilot,
        amount=Decimal(3500),
        purpose="Tafels en stoelen voor de tweede flat",
        upload=None,
        by=sanne,
    )
