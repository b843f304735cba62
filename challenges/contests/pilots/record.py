"""The record of a pilot: from the question to the decision, on which day and by whom.

Who scales up or buys without a second tender has to show that the choice was open, by criteria that were known, and
on results. Everything here is read from what was kept along the way; nothing is written afterwards.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from challenges.contests.coalition.story import steps as coalition_steps
from challenges.contests.entries.models import Entry, EntryState
from challenges.contests.jury.models import Award, Juror, JurorConflict, JuryRound
from challenges.contests.models import Challenge, Criterion
from challenges.contests.pilots import engine
from challenges.contests.pilots.models import AdvanceState, Pilot, PilotAdvance, PilotNote
from challenges.contests.pilots.queries import IndicatorRow, board
from portal.kernel.models import Person
from portal.ui.formats import euro, number


@dataclass(frozen=True)
class Step:
    """Something that happened: on which day, what, by whom, and what was said of it."""

    on: dt.date
    what: str
    who: str = ""
    text: str = ""


@dataclass(frozen=True)
class Record:
    """Everything about a pilot, in the order of time."""

    pilot: Pilot
    challenge: Challenge
    criteria: list[Criterion]
    jurors: list[Juror]
    conflicts: list[JurorConflict]
    awards: list[Award]
    indicators: list[IndicatorRow]
    advances: list[PilotAdvance]
    notes: list[PilotNote]
    steps: list[Step]
    gaps: list[str]


def _day(moment: dt.datetime) -> dt.date:
    return timezone.localtime(moment).date()


def _chosen(entry: Entry) -> tuple[dt.date | None, str]:
    """When the entry was selected and by whom, from its history."""
    events: Any = apps.get_model("challenges", "EntryEvent")
    event = (
        events._base_manager.filter(
            pgh_obj=entry.pk, municipality_id=entry.municipality_id, state=EntryState.SELECTED
        )
        .order_by("pgh_id")
        .first()
    )
    if event is None:
        return None, ""
    who = (event.pgh_context or {}).get("person") if event.pgh_context else None
    person = Person.objects.filter(pk=who).first() if who else None
    return _day(event.pgh_created_at), str(person or "")


def _of_the_call(challenge: Challenge) -> list[Step]:
    """The steps up to the bell."""
    steps = []
    if challenge.launched_at:
        text = _("The question: %(question)s") % {"question": challenge.question}
        steps.append(
            Step(
                _day(challenge.launched_at), _("The challenge is published"), str(challenge.created_by), text
            )
        )
    if challenge.closes_at:
        counted = Entry.objects.filter(challenge=challenge, submitted_at__isnull=False).aggregate(
            sent=Count("pk"), out=Count("pk", filter=Q(state=EntryState.INELIGIBLE))
        )
        text = _("%(sent)s entries were sent in; %(out)s did not meet the conditions.") % counted
        steps.append(Step(_day(challenge.closes_at), _("Entries closed"), text=text))
    return steps


def _of_the_jury(entry: Entry, jury: JuryRound | None, award: Award | None) -> list[Step]:
    """The steps from the selection to the award."""
    steps = []
    on, who = _chosen(entry)
    if on and jury:  # history that was brought in from elsewhere is younger than what it tells
        on = min(on, _day(jury.opened_at))
    if on:
        steps.append(Step(on, _("“%(entry)s” is selected") % {"entry": entry.title}, who, entry.reason))
    if jury:
        steps.append(Step(_day(jury.opened_at), _("The jury begins to score"), str(jury.opened_by)))
        if jury.closed_at:
            steps.append(
                Step(
                    _day(jury.closed_at), _("The scores are closed"), str(jury.closed_by), jury.missing_reason
                )
            )
        if jury.decided_at and award:
            words = {"entry": entry.title, "amount": euro(award.amount)}
            steps.append(
                Step(
                    _day(jury.decided_at),
                    _("The jury chooses “%(entry)s” and gives %(amount)s") % words,
                    str(jury.decided_by),
                    award.motivation,
                )
            )
    return steps


def _of_the_pilot(pilot: Pilot, advances: list[PilotAdvance], indicators: list[IndicatorRow]) -> list[Step]:
    """The steps from the start of the pilot to its end."""
    steps = [Step(_day(pilot.started_at), _("The pilot begins"), str(pilot.started_by), pilot.plan)]
    for milestone in pilot.milestones.all():
        if milestone.done_on:
            steps.append(Step(milestone.done_on, _("Milestone: %(what)s") % {"what": milestone.title}))
    for row in advances:
        words = {"amount": euro(row.amount), "purpose": row.purpose}
        if row.approved_at and row.state != AdvanceState.REFUSED:
            who = ", ".join(str(person) for person in (row.approved_by, row.second_by) if person)
            steps.append(
                Step(_day(row.approved_at), _("Advance of %(amount)s approved: %(purpose)s") % words, who)
            )
        if row.paid_on:
            steps.append(Step(row.paid_on, _("%(amount)s paid: %(purpose)s") % words, str(row.paid_by)))
        if row.proven_at:
            what = _("%(amount)s accounted for: %(purpose)s") % words
            steps.append(Step(_day(row.proven_at), what, str(row.proven_by), row.proof_text))
    for indicator in indicators:
        for found in indicator.measurements:
            words = {
                "what": indicator.indicator.name,
                "value": number(found.value),
                "unit": indicator.indicator.unit,
                "checker": str(found.checked_by or ""),
            }
            text = found.note
            who = str(found.made_by)
            if found.checked_by:
                who = _("%(who)s; checked by %(checker)s") % {"who": who, **words}
            steps.append(Step(found.on, _("Measured: %(what)s is %(value)s %(unit)s") % words, who, text))
    if pilot.decided_on:
        words = {"outcome": pilot.get_outcome_display()}
        text = "\n".join(part for part in (pilot.outcome_reason, pilot.outcome_basis) if part)
        steps.append(Step(pilot.decided_on, _("Decision: %(outcome)s") % words, str(pilot.decided_by), text))
    return steps


def record_of(pilot: Pilot) -> Record:
    """The record; `pilot` comes `with_results`. At most seventeen queries, however long the pilot ran."""
    challenge: Challenge = Challenge.objects.select_related("created_by", "municipality").get(
        pk=pilot.challenge_id
    )
    jury = (
        JuryRound.objects.select_related("opened_by", "closed_by", "decided_by")
        .filter(challenge=challenge)
        .first()
    )
    awards = list(
        Award.objects.filter(entry__challenge=challenge).select_related("entry").order_by("-amount", "pk")
    )
    award = next((row for row in awards if row.entry_id == pilot.entry_id), None)
    criteria = list(challenge.criteria.all())
    jurors = list(Juror.objects.filter(challenge=challenge))
    indicators = board(pilot)
    advances = list(pilot.advances.select_related("approved_by", "second_by", "paid_by", "proven_by"))
    steps = [
        *_of_the_call(challenge),
        *(_of_the_jury(pilot.entry, jury, award) if pilot.entry else []),
        *(Step(*row) for row in (coalition_steps(pilot.joint_plan) if pilot.joint_plan else [])),
        *_of_the_pilot(pilot, advances, indicators),
    ]
    facts = engine.Facts(
        published_before_opening=bool(
            challenge.launched_at and challenge.closes_at and challenge.launched_at < challenge.closes_at
        ),
        criteria=bool(criteria) and bool(challenge.conditions),
        reasons=pilot.entry is None or bool(pilot.entry.reason),
        jury_report=pilot.entry is None or bool(jury and jury.decided_at and jurors and award),
        plan=bool(indicators),
        checked_results=bool(indicators) and all(row.checked for row in indicators),
        open_proofs=sum(row.state == AdvanceState.PAID for row in advances),
        decided=not pilot.is_running,
    )
    return Record(
        pilot,
        challenge,
        criteria,
        jurors,
        list(JurorConflict.objects.filter(juror__challenge=challenge).select_related("juror", "entry")),
        awards,
        indicators,
        advances,
        list(pilot.notes.select_related("by")),
        sorted(steps, key=lambda step: step.on),
        engine.gaps(facts),
    )
