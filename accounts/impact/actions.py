"""What happens to goals and claims. A claim is locked first, so its shares are judged on the truth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from accounts.impact import engine
from accounts.impact.models import Claim, ClaimEvidence, ClaimKind, ClaimState, Goal, GoalShare, Indicator
from accounts.timeline.actions import add_document, add_entry, add_signal, end_signal
from accounts.timeline.models import Document
from portal.kernel.conflicts import lock_version
from portal.kernel.files.actions import store_upload
from portal.kernel.models import Municipality, Person
from portal.kernel.outbox.actions import queue_mail
from portal.ui.formats import number


class GoalInUseError(Exception):
    """Claims count for this goal that would no longer fit its indicator or period."""


class OverlapError(Exception):
    """The enterprise claimed this indicator for (a part of) these days already. `other` is that claim, if found."""

    def __init__(self, other: Claim | None) -> None:
        super().__init__("overlap")
        self.other = other


@transaction.atomic
def make_indicator(*, municipality: Municipality, by: Person, **facts: Any) -> Indicator:
    """A new indicator. A name that is there already raises IntegrityError."""
    return Indicator.objects.create(municipality=municipality, **facts)


@transaction.atomic
def change_indicator(*, indicator: Indicator, version: int, changes: dict[str, Any], by: Person) -> Indicator:
    """Change an indicator's words. Raises StaleVersionError when someone else was first."""
    indicator = lock_version(indicator, version)
    for name, value in changes.items():
        setattr(indicator, name, value)
    indicator.version += 1
    indicator.save()
    return indicator


@transaction.atomic
def make_goal(*, municipality: Municipality, by: Person, **facts: Any) -> Goal:
    """Write a goal down. The same title from the same day raises IntegrityError."""
    return Goal.objects.create(municipality=municipality, **facts)


@transaction.atomic
def change_goal(*, goal: Goal, version: int, changes: dict[str, Any], by: Person) -> Goal:
    """Change a goal. Raises StaleVersionError, and GoalInUseError when what counts for it would no longer fit."""
    goal = lock_version(goal, version)
    for name, value in changes.items():
        setattr(goal, name, value)
    counted = GoalShare.objects.filter(goal=goal).select_related("claim")
    if any(engine.misfit(_fact(share.claim), _fact(goal)) for share in counted):
        raise GoalInUseError
    goal.version += 1
    goal.save()
    return goal


def _fact(row: Claim | Goal) -> engine.Fact:
    return engine.Fact(row.pk, row.indicator_id, row.starts_on, row.ends_on)


def _words(claim: Claim) -> dict[str, Any]:
    return {"what": claim.indicator.name, "quantity": number(claim.quantity), "unit": claim.indicator.unit}


def _note(claim: Claim, text: str, by: Person | None, at: dt.datetime | None = None) -> None:
    add_entry(
        case_file=claim.case_file,
        kind="impact",
        text=text % _words(claim),
        by=by,
        url=reverse("claim", args=[claim.pk]),
        for_entrepreneur=True,
        at=at,
    )


def _ask_for_check(claim: Claim, by: Person) -> None:
    case_file = claim.case_file
    manager = case_file.account_manager if case_file.account_manager_id != by.pk else None
    add_signal(
        case_file=case_file,
        key=f"claim-{claim.pk}",
        title=_("Check the claim: %(what)s") % {"what": claim.indicator.name},
        url=reverse("claim", args=[claim.pk]),
        holder=manager,
        domain="" if manager else "economy",
        by=by,
    )


def _save(claim: Claim) -> None:
    """Save, and turn the refusal of the database into one that names the other claim."""
    try:
        with transaction.atomic():
            claim.save()
    except IntegrityError as error:
        if "claim_period_once" not in str(error):
            raise
        raise OverlapError(overlapping(claim)) from error


def overlapping(claim: Claim) -> Claim | None:
    """The other claim of this enterprise on the same indicator whose days overlap, if there is one."""
    found: Claim | None = (
        Claim.objects.filter(
            case_file_id=claim.case_file_id,
            indicator_id=claim.indicator_id,
            kind=claim.kind,
            starts_on__lte=claim.ends_on,
            ends_on__gte=claim.starts_on,
        )
        .exclude(state=ClaimState.REFUSED)
        .exclude(pk=claim.pk)
        .first()
    )
    return found


def _propose_goal(claim: Claim) -> None:
    """Lay the whole claim with the goal it fits, until someone decides otherwise at checking."""
    GoalShare.objects.filter(claim=claim).delete()
    goals = (
        Goal.objects.filter(indicator_id=claim.indicator_id).order_by("pk").select_for_update(of=("self",))
    )
    found = engine.proposal(_fact(claim), [_fact(goal) for goal in goals])
    claim.linked = Decimal(0)
    if found is not None:
        GoalShare.objects.create(
            municipality_id=claim.municipality_id, claim=claim, goal_id=found, quantity=claim.quantity
        )
        claim.linked = claim.quantity
    claim.save(update_fields=["linked"])


@transaction.atomic
def claim(
    *,
    case_file: CaseFile,
    by: Person,
    evidence: Sequence[UploadedFile[Any]] = (),
    at: dt.datetime | None = None,
    **facts: Any,
) -> Claim:
    """An enterprise claims impact, or damage limited. Colleagues are asked to check it.

    Raises OverlapError when these days were claimed already for this indicator: sending twice claims once.
    """
    made = Claim(
        municipality_id=case_file.municipality_id,
        case_file=case_file,
        claimed_by=by,
        claimed_at=at or timezone.now(),
        **facts,
    )
    _save(made)
    for upload in evidence:
        _keep_evidence(made, upload, by)
    _propose_goal(made)
    text = (
        _("Damage limited, claimed: %(quantity)s %(unit)s, %(what)s")
        if made.kind == ClaimKind.LIMITATION
        else _("Impact claimed: %(quantity)s %(unit)s, %(what)s")
    )
    _note(made, text, by, at)
    _ask_for_check(made, by)
    return made


@transaction.atomic
def change_claim(*, claim: Claim, version: int, changes: dict[str, Any], by: Person) -> Claim:
    """Change a claim that is not checked yet; a refused one is handed in again.

    Raises StaleVersionError, OverlapError, and RefusedError("state") when it was checked meanwhile.
    """
    claim = lock_version(claim, version)
    claim.state = engine.step("claim", claim.state, by=by.pk, claimed_by=claim.claimed_by_id, evidence=0)
    for name, value in changes.items():
        setattr(claim, name, value)
    claim.linked = Decimal(0)
    claim.claimed_by, claim.claimed_at = by, timezone.now()
    claim.checked_by, claim.checked_at, claim.reason = None, None, ""
    claim.version += 1
    _save(claim)
    _propose_goal(claim)
    _note(claim, _("Claim changed: %(quantity)s %(unit)s, %(what)s"), by)
    _ask_for_check(claim, by)
    return claim


def _keep_evidence(claim: Claim, upload: UploadedFile[Any], by: Person) -> ClaimEvidence:
    stored = store_upload(upload=upload, municipality=claim.case_file.municipality, by=by)
    document = add_document(
        case_file=claim.case_file, title=stored.name, file=stored, by=by, for_entrepreneur=True
    )
    return attach(claim=claim, document=document)


@transaction.atomic
def attach(*, claim: Claim, document: Document) -> ClaimEvidence:
    """A document that is in the case file proves this claim; doing so twice changes nothing."""
    made, _created = ClaimEvidence.objects.get_or_create(
        claim=claim, document=document, defaults={"municipality_id": claim.municipality_id}
    )
    return made


@transaction.atomic
def add_evidence(*, claim: Claim, upload: UploadedFile[Any], by: Person) -> ClaimEvidence:
    """Add a document to a claim that is not checked yet. Raises RefusedError("state")."""
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if claim.state == ClaimState.CHECKED:
        raise engine.RefusedError("state")
    return _keep_evidence(claim, upload, by)


def _step(verb: str, claim: Claim, version: int, by: Person, at: dt.datetime | None) -> Claim:
    claim = lock_version(claim, version)
    claim.state = engine.step(
        verb,
        claim.state,
        by=by.pk,
        claimed_by=claim.claimed_by_id,
        evidence=ClaimEvidence.objects.filter(claim=claim).count(),
    )
    claim.checked_by, claim.checked_at = by, at or timezone.now()
    claim.version += 1
    end_signal(municipality_id=claim.municipality_id, key=f"claim-{claim.pk}", by=by)
    return claim


def _tell(claim: Claim) -> None:
    """Mail who claimed it, when that is someone of the enterprise."""
    member = claim.case_file.members.filter(person_id=claim.claimed_by_id, is_active=True).exists()
    if member:
        queue_mail(
            to=claim.claimed_by.email,
            template="accounts/impact/mail/judged",
            context={"claim": claim, "case_file": claim.case_file, "person": claim.claimed_by},
            municipality=claim.municipality_id,
            key=f"claim-{claim.pk}-{claim.version}",
        )


@transaction.atomic
def check_claim(*, claim: Claim, version: int, by: Person, at: dt.datetime | None = None) -> Claim:
    """Say that the evidence proves it: from now on it counts for its goals."""
    claim = _step("check", claim, version, by, at)
    claim.save()
    _note(claim, _("Impact checked: %(quantity)s %(unit)s, %(what)s"), by, at)
    _tell(claim)
    return claim


@transaction.atomic
def refuse_claim(
    *, claim: Claim, version: int, reason: str, by: Person, at: dt.datetime | None = None
) -> Claim:
    """Say why it does not count; the entrepreneur may change it and hand it in again."""
    claim = _step("refuse", claim, version, by, at)
    claim.reason, claim.linked = reason, Decimal(0)
    GoalShare.objects.filter(claim=claim).delete()
    claim.save()
    _note(claim, _("Claim refused: %(quantity)s %(unit)s, %(what)s"), by, at)
    _tell(claim)
    return claim


@transaction.atomic
def share_claim(*, claim: Claim, version: int, shares: Mapping[int, Decimal], by: Person) -> Claim:
    """Say how much of a claim counts for which goals (goal id -> quantity); what is not named counts for none.

    Raises StaleVersionError and RefusedError: "more" than the claim, or a goal of another "indicator" or "period".
    """
    claim = lock_version(claim, version)
    if claim.state == ClaimState.REFUSED:
        raise engine.RefusedError("state")
    kept = engine.divide(claim.quantity, shares)
    goals = {goal.pk: goal for goal in Goal.objects.filter(pk__in=kept).order_by("pk").select_for_update()}
    for key in kept:
        code = engine.misfit(_fact(claim), _fact(goals[key])) if key in goals else "indicator"
        if code:
            raise engine.RefusedError(code)
    GoalShare.objects.filter(claim=claim).exclude(goal_id__in=kept).delete()
    for key, quantity in kept.items():
        GoalShare.objects.update_or_create(
            claim=claim,
            goal_id=key,
            defaults={"quantity": quantity},
            create_defaults={"quantity": quantity, "municipality_id": claim.municipality_id},
        )
    claim.linked = sum(kept.values(), Decimal(0))
    claim.version += 1
    claim.save()
    return claim
