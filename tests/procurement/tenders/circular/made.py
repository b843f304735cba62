"""Fictional circular tenders for tests."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from portal.kernel.models import Municipality, Person
from portal.kernel.tenancy.scope import scoped
from procurement.models import (
    CircularBallot,
    CircularChoice,
    CircularPanelMember,
    CircularSubmission,
    CircularTender,
)
from procurement.tenders.circular.choice import actions as choosing
from procurement.tenders.circular.choice.queries import choices
from procurement.tenders.circular.panel import actions as judging
from procurement.tenders.circular.programme import actions
from procurement.tenders.circular.programme.engine import CRITERIA
from procurement.tenders.circular.submissions import actions as sending

_number = count(1)

PROGRAMME = {
    "background": "Wij gooien elk jaar 4.000 kilo koffieprut weg.",
    "brief": "Medewerkers en gasten drinken goede koffie en thee, zonder afval.",
    "conditions": "U bent ingeschreven bij de Kamer van Koophandel.",
    "budget": Decimal("240000.00"),
}
SPOKES = {
    "materialen": ("Materialen", 3, "Niets gaat naar de verbranding."),
    "energie": ("Energie", 2, ""),
    "sociaal": ("Sociale relevantie", 3, "Mensen met afstand tot werk leren een vak."),
}
TEXTS = {
    "vision": "Koffieprut is grondstof.",
    "expertise": "Wij doen dit al in drie steden.",
    "innovation": "Paddenstoelen op prut, in uw eigen kelder.",
}


def make_concept(municipality: Municipality, by: Person, **changes: Any) -> CircularTender:
    """A concept that lacks nothing; questions for another week, submissions for two."""
    now = timezone.now()
    with scoped([municipality.pk]):
        tender = actions.begin(municipality=municipality, title=f"Koffie zonder afval {next(_number)}", by=by)
        facts = {
            **PROGRAMME,
            "questions_until": now + dt.timedelta(days=7),
            "closes_at": now + dt.timedelta(days=14),
            **changes,
        }
        tender = actions.change(tender=tender, version=tender.version, changes=facts, by=by)
        return actions.draw_web(tender=tender, version=tender.version, spokes=SPOKES, by=by)


def make_tender(municipality: Municipality, by: Person, **changes: Any) -> CircularTender:
    """One that is published."""
    concept = make_concept(municipality, by, **changes)
    with scoped([municipality.pk]):
        return actions.publish(tender=concept, by=by)


def make_draft(tender: CircularTender, organisation: str = "", **facts: Any) -> CircularSubmission:
    """A draft with all texts."""
    number = next(_number)
    organisation = organisation or f"De Prutmeesters {number}"
    with scoped([tender.municipality_id]):
        row, _new = sending.begin(
            tender=tender, name=f"Inschrijver {number}", email=f"inschrijver{number}@voorbeeld.example",
            organisation=organisation, **facts,
        )  # fmt: skip
        return sending.write(row=row, version=row.version, organisation=organisation, texts=TEXTS)


def send_in(tender: CircularTender, organisation: str = "", **facts: Any) -> CircularSubmission:
    """One that was sent in."""
    row = make_draft(tender, organisation, **facts)
    with scoped([tender.municipality_id]):
        return sending.submit(row=row)


def ring_the_bell(tender: CircularTender) -> None:
    """The closing moment was a second ago."""
    moment = timezone.now() - dt.timedelta(seconds=1)
    with scoped([tender.municipality_id]):
        CircularTender.objects.filter(pk=tender.pk).update(questions_until=moment, closes_at=moment)
        tender.refresh_from_db()


def make_member(tender: CircularTender, by: Person, **facts: Any) -> CircularPanelMember:
    """Someone in its panel."""
    number = next(_number)
    who = {"name": f"Panellid {number}", "email": f"panel{number}@voorbeeld.example", **facts}
    with scoped([tender.municipality_id]):
        member = judging.invite(tender=tender, by=by, **who)
        return CircularPanelMember.objects.select_related("tender__municipality").get(pk=member.pk)


def make_scoring(municipality: Municipality, by: Person, submissions: int = 2) -> CircularTender:
    """A tender whose panel of two scores now."""
    tender = make_tender(municipality, by)
    for number in range(submissions):
        send_in(tender, f"Onderneming {number + 1}")
    ring_the_bell(tender)
    for _member in range(2):
        make_member(tender, by)
    with scoped([municipality.pk]):
        judging.open_round(tender=tender, by=by)
        return CircularTender.objects.select_related("municipality").get(pk=tender.pk)


def give(
    member: CircularPanelMember,
    submission: CircularSubmission,
    value: int,
    version: int = 0,
    why: str = "Daarom",
) -> CircularBallot:
    """The same score on every criterion."""
    with scoped([member.municipality_id]):
        scores = dict.fromkeys(CRITERIA, (value, why))
        return judging.score(member=member, submission=submission, version=version, scores=scores)


def make_closed(municipality: Municipality, by: Person, submissions: int = 2) -> CircularTender:
    """A tender whose panel is done: the first submission comes first."""
    tender = make_scoring(municipality, by, submissions)
    with scoped([municipality.pk]):
        rows = list(tender.submissions.order_by("number"))
        panel = list(tender.panel.select_related("tender__municipality"))
    for member in panel:
        for row in rows:
            give(member, row, 9 - row.number)
        with scoped([municipality.pk]):
            judging.hand_in(member=member)
    with scoped([municipality.pk]):
        judging.close_round(tender=tender, missing_reason="", by=by)
    return tender


def make_proposed(tender: CircularTender, by: Person, director: Person) -> CircularChoice:
    """The first in the ranking is put before a director."""
    with scoped([tender.municipality_id]):
        rows = list(tender.submissions.order_by("number"))
        choosing.propose(
            tender=tender, winner=rows[0].pk, motivation="Het scherpste plan.", director=director,
            whys={row.pk: "Minder uitgewerkt." for row in rows[1:]}, by=by,
        )  # fmt: skip
        return choices().get(tender=tender, state="proposed")
