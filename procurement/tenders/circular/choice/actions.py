"""A partner is chosen: proposed, decided by someone else or sent back, and withdrawn when an objection is right."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.timeline.actions import add_entry
from portal.kernel.clock import database_now
from portal.kernel.conflicts import lock_version
from portal.kernel.jobs.actions import start_job
from portal.kernel.models import Person
from portal.kernel.outbox.actions import queue_mail
from procurement.tenders.circular.choice import letters, queries
from procurement.tenders.circular.choice.models import ChoiceState, CircularChoice, CircularLetter
from procurement.tenders.circular.errors import RefusedError
from procurement.tenders.circular.panel.models import CircularRound
from procurement.tenders.circular.panel.queries import result
from procurement.tenders.circular.programme.actions import become, lock, tell
from procurement.tenders.circular.programme.models import CircularState, CircularTender
from procurement.tenders.circular.submissions.queries import sent_in


def _mail(choice: CircularChoice, to: Person, template: str, path: str) -> None:
    queue_mail(
        to=to.email,
        template=f"procurement/tenders/circular/mail/{template}",
        context={"choice": choice, "tender": choice.tender, "person": to, "path": path},
        municipality=choice.municipality_id,
        key=f"circular-{template}-{choice.pk}",
    )


@transaction.atomic
def propose(
    *,
    tender: CircularTender,
    winner: int,
    motivation: str,
    director: Person,
    whys: Mapping[int, str],
    by: Person,
) -> CircularChoice:
    """Put a choice before the director, who gets a mail. A second click changes nothing.

    `whys`: for every other submission why it is not chosen. Raises RefusedError: "state" while the panel scores,
    "not_first" for who is not the first in the ranking, "self", "colleague", "whys".
    """
    tender = lock(tender)
    there = queries.choices().filter(tender=tender, state=ChoiceState.PROPOSED).first()
    if there:
        return there
    closed = CircularRound.objects.filter(tender=tender, closed_at__isnull=False).exists()
    if tender.state != CircularState.PANEL or not closed:
        raise RefusedError("state")
    first = {row.pk: row for row in result(tender).first}
    if winner not in first:
        raise RefusedError("not_first")
    if director == by:
        raise RefusedError("self")
    if director not in queries.directors(by):
        raise RefusedError("colleague")
    rows = list(sent_in(tender))
    reasons = {row.pk: row.set_aside_reason or whys.get(row.pk, "").strip() for row in rows}
    if any(not reasons[row.pk] for row in rows if row.pk != winner):
        raise RefusedError("whys")
    choice = CircularChoice.objects.create(
        municipality_id=tender.municipality_id, tender=tender, winner=first[winner], motivation=motivation,
        director=director, proposed_by=by, proposed_at=database_now(),
    )  # fmt: skip
    CircularLetter.objects.bulk_create(
        CircularLetter(
            municipality_id=tender.municipality_id,
            choice=choice,
            submission=row,
            why="" if row.pk == winner else reasons[row.pk],
        )
        for row in rows
    )
    _mail(choice, director, "choice_asked", reverse("circular_decision", args=[choice.pk]))
    return choice


@transaction.atomic
def decide(*, choice: CircularChoice, version: int, by: Person) -> CircularChoice:
    """The director agrees: the letters are printed and sent. A second click changes nothing."""
    tender = lock(choice.tender)
    fresh = queries.choices().get(pk=choice.pk)
    if fresh.state == ChoiceState.DECIDED:
        return fresh
    current = _asked(choice, version, by)
    current.state, current.decided_at = ChoiceState.DECIDED, database_now()
    current = _bumped(current)
    become(tender, CircularState.CHOICE)
    start_job(
        kind=letters.KIND, title=_("Letters: %(title)s") % {"title": tender.title}, params={"choice": current.pk},
        by=by, municipality=tender.municipality, url=reverse("circular_decision", args=[current.pk]),
    )  # fmt: skip
    return current


@transaction.atomic
def send_back(*, choice: CircularChoice, version: int, reason: str, by: Person) -> CircularChoice:
    """The director does not agree and says why; the buyer gets a mail and proposes again."""
    tender = lock(choice.tender)
    current = _asked(choice, version, by)
    current.state, current.reason = ChoiceState.SENT_BACK, reason
    current.tender = tender
    current = _bumped(current)
    _mail(current, current.proposed_by, "choice_sent_back", reverse("circular_choice", args=[tender.pk]))
    return current


@transaction.atomic
def withdraw(*, choice: CircularChoice, version: int, reason: str, by: Person) -> CircularChoice:
    """Somebody objected and is right: the choice is made again from the same scores. Everyone hears why.

    Raises RefusedError: "state", "letters" while the letters are still being printed.
    """
    tender = lock(choice.tender)
    current = lock_version(choice, version)
    if current.state != ChoiceState.DECIDED or tender.state != CircularState.CHOICE:
        raise RefusedError("state")
    if current.letters_on is None:
        raise RefusedError("letters")
    current.state, current.reason = ChoiceState.WITHDRAWN, reason
    current = _bumped(current)
    tender = become(tender, CircularState.PANEL)
    for row in sent_in(tender).select_related("case_file"):
        tell(tender, row, "choice_withdrawn", key=f"circular-withdrawn-{current.pk}-{row.pk}", reason=reason)
        if row.case_file:
            add_entry(
                case_file=row.case_file, kind="circular", by=by,
                text=_("Circular tender “%(title)s”: the choice is withdrawn") % {"title": tender.title},
            )  # fmt: skip
    return current


def _asked(choice: CircularChoice, version: int, by: Person) -> CircularChoice:
    current = lock_version(choice, version)
    if current.director_id != by.pk:
        raise RefusedError("not_director")
    if current.state != ChoiceState.PROPOSED:
        raise RefusedError("state")
    return current


def _bumped(choice: CircularChoice) -> CircularChoice:
    choice.version += 1
    choice.save()
    return choice
