"""What happens to a panel: invite, remove, open, score, stand back, hand in, chase, close, set aside.

The tender is locked first, everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from portal.kernel.clock import database_now
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Person
from portal.kernel.outbox.actions import queue_mail
from procurement.tenders.circular.errors import RefusedError
from procurement.tenders.circular.panel import queries
from procurement.tenders.circular.panel.models import (
    CircularBallot,
    CircularConflict,
    CircularPanelMember,
    CircularRound,
)
from procurement.tenders.circular.programme.actions import become, lock, takes_submissions
from procurement.tenders.circular.programme.engine import CRITERIA
from procurement.tenders.circular.programme.models import CircularState, CircularTender
from procurement.tenders.circular.submissions.models import CircularSubmission
from procurement.tenders.circular.submissions.queries import sent_in

LEAST_MEMBERS, MOST_MEMBERS = 2, 15


def _round(tender: CircularTender) -> CircularRound | None:
    return CircularRound.objects.filter(tender=tender).first()


def _may_invite(tender: CircularTender) -> bool:
    current = _round(tender)
    return tender.state == CircularState.OPEN or (
        tender.state == CircularState.PANEL and current is not None and current.is_open
    )


def _scoring(tender: CircularTender) -> CircularTender:
    """The tender, locked, while its panel scores. Raises RefusedError("scoring")."""
    tender = lock(tender)
    current = _round(tender)
    if tender.state != CircularState.PANEL or current is None or not current.is_open:
        raise RefusedError("scoring")
    return tender


def _member(member: CircularPanelMember) -> CircularPanelMember:
    found = CircularPanelMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if found.handed_in_at or found.removed_at:
        raise RefusedError("handed_in")
    return found


def _mail(member: CircularPanelMember, tender: CircularTender, template: str, key: str) -> None:
    queue_mail(
        to=member.email,
        template=f"procurement/tenders/circular/mail/{template}",
        context={"member": member, "tender": tender, "path": member.path(tender)},
        municipality=tender.municipality_id,
        key=key,
    )


@transaction.atomic
def invite(*, tender: CircularTender, name: str, email: str, by: Person) -> CircularPanelMember:
    """Ask someone for the panel; they get a link. Who was asked already changes nothing.

    Raises RefusedError: "state", "full", "left", "takes_part" for who sent something in here (told only after the
    closing: before it nobody may learn who takes part).
    """
    tender = lock(tender)
    if not _may_invite(tender):
        raise RefusedError("state")
    there = CircularPanelMember.objects.filter(tender=tender, email__iexact=email).first()
    if there:
        if there.removed_at:
            raise RefusedError("left")
        return there
    if tender.state == CircularState.PANEL and sent_in(tender).filter(email__iexact=email).exists():
        raise RefusedError("takes_part", name=name)
    if queries.members(tender).count() >= MOST_MEMBERS:
        raise RefusedError("full")
    member = CircularPanelMember.objects.create(
        municipality_id=tender.municipality_id, tender=tender, name=name, email=email, invited_by=by
    )
    opened = tender.state == CircularState.PANEL
    _mail(member, tender, "panel_opened" if opened else "panel_invited", key=f"circular-panel-{member.pk}")
    return member


@transaction.atomic
def remove(*, member: CircularPanelMember, reason: str, by: Person) -> CircularPanelMember:
    """Someone leaves the panel: the link stops working, their scores count no more but stay on record."""
    tender = lock(member.tender)
    member = CircularPanelMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if member.removed_at:
        return member
    if not _may_invite(tender):
        raise RefusedError("state")
    member.removed_at, member.removal_reason = timezone.now(), reason
    member.save()
    return member


@transaction.atomic
def open_round(*, tender: CircularTender, by: Person) -> CircularRound:
    """Break the seal: the panel reads and scores. A second click changes nothing.

    Raises RefusedError: "state", "not_closed" before the closing, "nothing" without submissions, "members" with
    fewer than two, "takes_part".
    """
    tender = lock(tender)
    there = _round(tender)
    if there:
        return there
    if tender.state != CircularState.OPEN:
        raise RefusedError("state")
    if takes_submissions(tender, database_now()):
        raise RefusedError("not_closed")
    rows = list(sent_in(tender))
    if not rows:
        raise RefusedError("nothing")
    panel = list(queries.members(tender))
    if len(panel) < LEAST_MEMBERS:
        raise RefusedError("members")
    writers = {row.email.lower() for row in rows}
    for member in panel:
        if member.email.lower() in writers:
            raise RefusedError("takes_part", name=member.name)
    become(tender, CircularState.PANEL)
    found = CircularRound.objects.create(municipality_id=tender.municipality_id, tender=tender, opened_by=by)
    for member in panel:
        _mail(member, tender, "panel_opened", key=f"circular-panel-opened-{member.pk}")
    return found


@transaction.atomic
def stand_back(
    *, member: CircularPanelMember, submission: CircularSubmission, reason: str
) -> CircularConflict:
    """Declare a conflict of interest: what this member scored here counts no more."""
    _scoring(member.tender)
    member = _member(member)
    found, _made = CircularConflict.objects.get_or_create(
        member=member,
        submission=submission,
        defaults={"municipality_id": member.municipality_id, "reason": reason},
    )
    return found


@transaction.atomic
def score(
    *,
    member: CircularPanelMember,
    submission: CircularSubmission,
    version: int,
    scores: Mapping[str, tuple[int, str]],
) -> CircularBallot:
    """Keep what a member gives: (score, motivation) by criterion. `version` is 0 for a first time.

    Raises RefusedError: "scoring", "handed_in", "conflict", "state" when it is not judged; StaleVersionError when the
    same member changed it elsewhere.
    """
    tender = _scoring(member.tender)
    member = _member(member)
    if CircularConflict.objects.filter(member=member, submission=submission).exists():
        raise RefusedError("conflict")
    if not queries.judged(tender).filter(pk=submission.pk).exists():
        raise RefusedError("state")
    ballot = CircularBallot.objects.filter(member=member, submission=submission).first()
    if (ballot.version if ballot else 0) != version:
        raise StaleVersionError(ballot)
    ballot = ballot or CircularBallot(
        municipality_id=member.municipality_id, member=member, submission=submission, version=0
    )
    for code in CRITERIA:
        value, why = scores[code]
        setattr(ballot, code, value)
        setattr(ballot, f"why_{code}", why)
    ballot.at, ballot.version = timezone.now(), version + 1
    ballot.save()
    return ballot


@transaction.atomic
def hand_in(*, member: CircularPanelMember) -> CircularPanelMember:
    """Lock one's own scores. A second click changes nothing. Raises RefusedError: "scoring", "to_do"."""
    tender = _scoring(member.tender)
    found = CircularPanelMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if found.handed_in_at:
        return found
    if any(row.missing for row in queries.progress(tender) if row.member.pk == found.pk):
        raise RefusedError("to_do")
    found.handed_in_at = database_now()
    found.save()
    return found


@transaction.atomic
def remind(*, tender: CircularTender, by: Person) -> int:
    """Mail who has not handed in, once a day at most. How many people were meant."""
    tender = _scoring(tender)
    late = list(queries.members(tender).filter(handed_in_at=None))
    for member in late:
        _mail(
            member,
            tender,
            "panel_reminder",
            key=f"circular-reminder-{member.pk}-{timezone.localdate():%Y%m%d}",
        )
    return len(late)


@transaction.atomic
def close_round(*, tender: CircularTender, missing_reason: str, by: Person) -> CircularRound:
    """Close the scoring for good. Raises RefusedError: "missing" without a reason, "none" without any score."""
    tender = lock(tender)
    found = CircularRound.objects.select_for_update(of=("self",)).filter(tender=tender).first()
    if found is None or tender.state != CircularState.PANEL:
        raise RefusedError("state")
    if not found.is_open:
        return found
    if not queries.counted(tender).exists():
        raise RefusedError("none")
    if queries.members(tender).filter(handed_in_at=None).exists():
        if not missing_reason:
            raise RefusedError("missing")
        found.missing_reason = missing_reason
    found.closed_at, found.closed_by = database_now(), by
    found.save()
    return found


@transaction.atomic
def set_aside(*, submission: CircularSubmission, reason: str, by: Person) -> CircularSubmission:
    """It does not meet the conditions: it takes no part in the ranking, and the letter says why."""
    tender = lock(submission.tender)
    row = CircularSubmission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    if row.set_aside_at:
        return row
    proposed = tender.choices.filter(state="proposed").exists()
    if tender.state != CircularState.PANEL or proposed or row not in sent_in(tender):
        raise RefusedError("state")
    row.set_aside_at, row.set_aside_by, row.set_aside_reason = database_now(), by, reason
    row.version += 1
    row.save()
    return row
