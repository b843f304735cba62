"""Money of a pilot, asked before it is spent. The pilot is locked first, so the sums are always right."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.timeline.actions import add_signal, end_signal
from challenges.contests.pilots import engine
from challenges.contests.pilots.actions import ask_colleague, keep, lock, lock_running, tell
from challenges.contests.pilots.models import AdvanceState, Pilot, PilotAdvance
from challenges.contests.pilots.rulesets import rules_for
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Person
from portal.ui.formats import euro


def _say(pilot: Pilot, advance: PilotAdvance, text: str, by: Person) -> None:
    words = {"amount": euro(advance.amount), "purpose": advance.purpose, "reason": advance.reason}
    tell(pilot, text % words, by)


def _url(advance: PilotAdvance) -> str:
    return reverse("pilot_advance", args=[advance.pk])


@transaction.atomic
def ask(
    *,
    pilot: Pilot,
    amount: Decimal,
    purpose: str,
    upload: UploadedFile[Any] | None,
    by: Person,
    form_key: uuid.UUID | None = None,
) -> PilotAdvance:
    """Ask euros of the budget; the same form sent twice asks once.

    Raises RefusedError: "ended", "room" (its words hold what is left), "proof" while an earlier one waits for proof.
    """
    pilot = lock_running(pilot.pk)
    there: PilotAdvance | None = (
        PilotAdvance.objects.filter(pilot=pilot, form_key=form_key).first() if form_key else None
    )
    if there:
        return there
    without = PilotAdvance.objects.filter(pilot=pilot, state=AdvanceState.PAID, proof=None).count()
    most = rules_for(pilot.municipality_id).most_without_proof
    engine.ask(amount, pilot.room, without_proof=without, most_without_proof=most)
    pilot.advanced += amount
    pilot.save(update_fields=["advanced"])
    advance: PilotAdvance = PilotAdvance.objects.create(
        municipality_id=pilot.municipality_id,
        pilot=pilot,
        amount=amount,
        purpose=purpose,
        quote=keep(upload, pilot.municipality, by),
        asked_by=by,
        form_key=form_key,
    )
    _say(pilot, advance, _("advance of %(amount)s asked: %(purpose)s"), by)
    ask_colleague(
        pilot,
        f"pilot-advance-{advance.pk}",
        _("advance of %(amount)s is asked") % {"amount": euro(amount)},
        _url(advance),
        by,
    )
    return advance


def _lock(advance: PilotAdvance, version: int) -> tuple[Pilot, PilotAdvance]:
    """The pilot and then the advance, locked in this order. Raises StaleVersionError."""
    pilot = lock(advance.pilot_id)
    found = PilotAdvance.objects.select_for_update(of=("self",)).get(pk=advance.pk)
    if found.version != version:
        raise StaleVersionError(found)
    return pilot, found


def _step(verb: str, advance: PilotAdvance, version: int, by: Person) -> tuple[Pilot, PilotAdvance]:
    pilot, found = _lock(advance, version)
    standing = engine.Standing(found.state, found.amount, found.approved_by_id, found.proof_id is not None)
    limit = rules_for(pilot.municipality_id).second_pair_above
    found.state = engine.step(verb, standing, by=by.pk, limit=limit)
    found.version += 1
    if found.state != AdvanceState.WAITING:
        end_signal(municipality_id=pilot.municipality_id, key=f"pilot-advance-{found.pk}", by=by)
    return pilot, found


@transaction.atomic
def approve(*, advance: PilotAdvance, version: int, by: Person) -> PilotAdvance:
    """Say yes; above the limit of the rules it then waits for a colleague."""
    pilot, found = _step("approve", advance, version, by)
    found.approved_by, found.approved_at = by, timezone.now()
    found.save()
    if found.state == AdvanceState.WAITING:
        _say(pilot, found, _("%(amount)s waits for a second pair of eyes: %(purpose)s"), by)
        ask_colleague(
            pilot,
            f"pilot-advance-{found.pk}",
            _("second pair of eyes on %(amount)s") % {"amount": euro(found.amount)},
            _url(found),
            by,
        )
    else:
        _say(pilot, found, _("advance of %(amount)s approved: %(purpose)s"), by)
    return found


@transaction.atomic
def agree(*, advance: PilotAdvance, version: int, by: Person) -> PilotAdvance:
    """The second pair of eyes says yes: someone else than who approved."""
    pilot, found = _step("second", advance, version, by)
    found.second_by, found.second_at = by, timezone.now()
    found.save()
    _say(pilot, found, _("advance of %(amount)s approved: %(purpose)s"), by)
    return found


@transaction.atomic
def refuse(*, advance: PilotAdvance, version: int, reason: str, by: Person) -> PilotAdvance:
    """Say no, with the reason; the money can be asked again."""
    pilot, found = _step("refuse", advance, version, by)
    found.refused_by, found.reason = by, reason
    found.save()
    pilot.advanced -= found.amount
    pilot.save(update_fields=["advanced"])
    _say(pilot, found, _("advance of %(amount)s refused: %(reason)s"), by)
    return found


@transaction.atomic
def pay(*, advance: PilotAdvance, version: int, on: dt.date, by: Person) -> PilotAdvance:
    """It is paid; the entrepreneur is asked for proof."""
    pilot, found = _step("pay", advance, version, by)
    found.paid_on, found.paid_by = on, by
    found.save()
    _say(pilot, found, _("advance of %(amount)s paid: %(purpose)s"), by)
    add_signal(
        case_file=pilot.case_file,
        key=f"pilot-proof-{found.pk}",
        title=_("Hand in what you spent %(amount)s on: %(purpose)s")
        % {"amount": euro(found.amount), "purpose": found.purpose},
        url=reverse("pilot_proof", args=[found.pk]),
        for_entrepreneur=True,
        by=by,
    )
    return found


@transaction.atomic
def hand_in(*, advance: PilotAdvance, upload: UploadedFile[Any], text: str, by: Person) -> PilotAdvance:
    """Hand in proof of what was paid; again replaces it until it is judged. Raises RefusedError("state")."""
    pilot = lock(advance.pilot_id)
    found = PilotAdvance.objects.select_for_update(of=("self",)).get(pk=advance.pk)
    if found.state != AdvanceState.PAID:
        raise engine.RefusedError("state")
    found.proof, found.proof_text, found.proof_at = keep(upload, pilot.municipality, by), text, timezone.now()
    found.version += 1
    found.save()
    _say(pilot, found, _("proof of %(amount)s handed in: %(purpose)s"), by)
    end_signal(municipality_id=pilot.municipality_id, key=f"pilot-proof-{found.pk}", by=by)
    ask_colleague(
        pilot,
        f"pilot-advance-{found.pk}",
        _("proof of %(amount)s is handed in") % {"amount": euro(found.amount)},
        _url(found),
        by,
    )
    return found


@transaction.atomic
def prove(*, advance: PilotAdvance, version: int, by: Person) -> PilotAdvance:
    """The proof is in order."""
    pilot, found = _step("prove", advance, version, by)
    found.proven_by, found.proven_at = by, timezone.now()
    found.save()
    _say(pilot, found, _("%(amount)s is accounted for: %(purpose)s"), by)
    return found
