"""What happens to an effort. The contract is locked first, then every waiting and accepted placement is valued anew."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Person, StoredFile
from portal.kernel.outbox.links import absolute
from portal.ui.formats import euro
from procurement.social_return import engine
from procurement.social_return.contracts.actions import note
from procurement.social_return.contracts.models import Contract
from procurement.social_return.efforts.models import (
    WAITING,
    Effort,
    EffortFile,
    EffortKind,
    EffortRemark,
    EffortState,
    Pseudonym,
)
from procurement.social_return.engine import Explained, Line
from procurement.social_return.ledger.actions import bring_all_to, lock_contract
from procurement.social_return.ledger.models import Account
from procurement.social_return.words import stored
from procurement.suppliers.mail import mail_people

#: Letters and digits that are not mixed up when read aloud.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class RefusedError(Exception):
    """The rules do not allow this now. `code`: "state", "pseudonym", "settled" or "corrected"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def worth(contract: Contract, effort: Effort) -> Explained:
    """What one effort is worth on its own, by the rules of its contract."""
    scheme = contract.scheme
    if effort.kind == EffortKind.PLACEMENT:
        return engine.placement_value(_placement(effort), scheme)
    if effort.kind == EffortKind.MONTHLY:
        assert effort.first and effort.last
        return engine.monthly_value(effort.code, effort.first, effort.last, scheme)
    if effort.kind == EffortKind.PURCHASE:
        return engine.purchase_value(effort.code, effort.amount or Decimal(0), scheme)
    if effort.kind == EffortKind.ACTIVITY:
        return engine.activity_value(effort.hours or Decimal(0), effort.days or 1, scheme)
    return Explained(effort.amount or Decimal(0), (Line("promise", {"amount": effort.amount or Decimal(0)}),))


def _placement(effort: Effort) -> engine.Placement:
    assert effort.first and effort.last and effort.hours is not None
    # Without a code yet nobody knows whether it is the same person: it counts as someone new.
    person = str(effort.pseudonym_id or f"new-{effort.pk}")
    return engine.Placement(
        effort.pk, person, effort.code, effort.hours, effort.first, effort.last, tuple(effort.bonuses)
    )


def revalue(contract: Contract, *, by: Person | None, why: str) -> None:
    """Value every effort that waits or is accepted, and bring the ledger to it. The contract must be locked.

    Accepted placements are counted among themselves; what waits is counted after them, as it would be if accepted.
    """
    efforts = list(Effort.objects.filter(contract=contract).select_for_update(of=("self",)).order_by("pk"))
    placements = [effort for effort in efforts if effort.kind == EffortKind.PLACEMENT]
    accepted = [_placement(effort) for effort in placements if effort.state == EffortState.ACCEPTED]
    all_of_them = accepted + [_placement(effort) for effort in placements if effort.state in WAITING]
    values = engine.placements_value(all_of_them, contract.scheme)
    values |= engine.placements_value(accepted, contract.scheme)
    wanted: dict[tuple[Account, str], tuple[Decimal, str]] = {}
    changed = []
    for effort in efforts:
        counts = effort.state in (*WAITING, EffortState.ACCEPTED)
        result = values.get(effort.pk) or worth(contract, effort)
        if counts and (effort.value, effort.explanation_lines) != (result.amount, stored(result.lines)):
            effort.value, effort.explanation_lines = result.amount, stored(result.lines)
            changed.append(effort)
        text = f"{effort.get_kind_display()}: {why}"
        for account, amount in _counts_for(effort).items():
            wanted[account, f"effort-{effort.pk}"] = amount, text
    Effort.objects.bulk_update(changed, ["value", "explanation_lines"])
    bring_all_to(contract=contract, wanted=wanted, by=by)


def _counts_for(effort: Effort) -> dict[Account, Decimal]:
    """What stands for the effort on each account, in its state."""
    is_plan = effort.kind == EffortKind.PLAN
    waits = effort.state in WAITING and not is_plan
    accepted = effort.state == EffortState.ACCEPTED
    return {
        Account.SUBMITTED: effort.value if waits else Decimal(0),
        Account.ACCEPTED: effort.value if accepted and not is_plan else Decimal(0),
        Account.PROMISED: effort.value if accepted and is_plan else Decimal(0),
    }


@transaction.atomic
def submit(
    *,
    contract: Contract,
    by: Person,
    files: Sequence[StoredFile] = (),
    pseudonym_code: str = "",
    corrects: Effort | None = None,
    form_key: Any = None,
    at: dt.datetime | None = None,
    **facts: Any,
) -> Effort:
    """The supplier hands something in. The same form sent twice gives the effort that is there.

    Raises RefusedError: "pseudonym" for a code nobody gave, "settled" when the contract is settled, "corrected" when
    the refused effort has a correction already.
    """
    contract = lock_contract(contract.pk)
    if form_key is not None:
        there = Effort.objects.filter(contract=contract, form_key=form_key).first()
        if there:
            return there
    if contract.state == "settled":
        raise RefusedError("settled")
    if corrects and Effort.objects.filter(corrects=corrects).exists():
        raise RefusedError("corrected")
    pseudonym = None
    if pseudonym_code:
        pseudonym = Pseudonym.objects.filter(code=pseudonym_code.strip().upper()).first()
        if pseudonym is None:
            raise RefusedError("pseudonym")
    at = at or timezone.now()
    effort = Effort.objects.create(
        municipality_id=contract.municipality_id,
        contract=contract,
        submitted_by=by,
        submitted_at=at,
        pseudonym=pseudonym,
        corrects=corrects,
        form_key=form_key,
        **facts,
    )
    EffortFile.objects.bulk_create(
        EffortFile(municipality_id=contract.municipality_id, effort=effort, file=file) for file in files
    )
    Contract.objects.filter(pk=contract.pk).update(last_submission_at=at)
    revalue(contract, by=by, why=_("handed in"))
    effort.refresh_from_db()
    words = {"kind": effort.get_kind_display(), "value": euro(effort.value)}
    note(contract, "effort", _("Handed in: %(kind)s, worth %(value)s") % words, by, for_supplier=True, at=at)
    return effort


def _lock(effort: Effort, version: int | None = None) -> tuple[Contract, Effort]:
    contract = lock_contract(effort.contract_id)
    fresh = Effort.objects.select_for_update(of=("self",)).select_related("pseudonym").get(pk=effort.pk)
    if version is not None and fresh.version != version:
        raise StaleVersionError(fresh)
    if contract.state == "settled":
        raise RefusedError("settled")
    return contract, fresh


def _decide(contract: Contract, effort: Effort, state: str, by: Person, why: str) -> None:
    effort.state, effort.decided_by, effort.decided_at = state, by, timezone.now()
    effort.version += 1
    effort.save()
    revalue(contract, by=by, why=why)


def _mail(effort: Effort, template: str) -> None:
    mail_people(
        supplier_id=effort.contract.supplier_id,
        municipality_id=effort.municipality_id,
        template=template,
        context={
            "effort": effort,
            "contract": effort.contract,
            "url": absolute(reverse("my_effort", args=[effort.pk])),
        },
    )


@transaction.atomic
def accept(*, effort: Effort, version: int, by: Person) -> Effort:
    """The coordinator accepts: now it counts. A placement needs a pseudonym first (RefusedError "pseudonym")."""
    contract, effort = _lock(effort, version)
    if effort.state not in WAITING:
        raise RefusedError("state")
    if effort.kind == EffortKind.PLACEMENT and effort.pseudonym_id is None:
        raise RefusedError("pseudonym")
    if effort.kind == EffortKind.PLAN:  # a newer plan takes the place of the one before it
        Effort.objects.filter(contract=contract, kind=EffortKind.PLAN, state=EffortState.ACCEPTED).update(
            state=EffortState.WITHDRAWN
        )
    _decide(contract, effort, EffortState.ACCEPTED, by, _("accepted"))
    effort.refresh_from_db()
    words = {"kind": effort.get_kind_display(), "value": euro(effort.value)}
    note(contract, "effort", _("Accepted: %(kind)s, worth %(value)s") % words, by, for_supplier=True)
    _mail(effort, "mail/procurement/effort_accepted")
    return effort


@transaction.atomic
def refuse(*, effort: Effort, version: int, reason: str, by: Person) -> Effort:
    """The coordinator refuses, with the reason; the supplier may hand in a correction."""
    contract, effort = _lock(effort, version)
    if effort.state not in WAITING:
        raise RefusedError("state")
    effort.reason = reason
    _decide(contract, effort, EffortState.REFUSED, by, _("refused"))
    words = {"kind": effort.get_kind_display(), "reason": reason}
    note(contract, "effort", _("Refused: %(kind)s. %(reason)s") % words, by, for_supplier=True)
    _mail(effort, "mail/procurement/effort_refused")
    return effort


@transaction.atomic
def ask(*, effort: Effort, version: int, text: str, by: Person) -> Effort:
    """The coordinator asks the supplier something; the effort waits for the answer."""
    contract, effort = _lock(effort, version)
    if effort.state not in WAITING:
        raise RefusedError("state")
    EffortRemark.objects.create(
        municipality_id=effort.municipality_id, effort=effort, text=text, by=by, from_supplier=False
    )
    effort.state = EffortState.ASKED
    effort.version += 1
    effort.save(update_fields=["state", "version"])
    words = {"kind": effort.get_kind_display(), "text": text}
    note(contract, "effort", _("Asked about %(kind)s: %(text)s") % words, by, for_supplier=True)
    _mail(effort, "mail/procurement/effort_asked")
    return effort


@transaction.atomic
def answer(*, effort: Effort, text: str, by: Person, files: Sequence[StoredFile] = ()) -> Effort:
    """The supplier answers; the coordinator looks again."""
    contract, effort = _lock(effort)
    if effort.state not in WAITING:
        raise RefusedError("state")
    EffortRemark.objects.create(
        municipality_id=effort.municipality_id, effort=effort, text=text, by=by, from_supplier=True
    )
    EffortFile.objects.bulk_create(
        EffortFile(municipality_id=effort.municipality_id, effort=effort, file=file) for file in files
    )
    effort.state = EffortState.SUBMITTED
    effort.version += 1
    effort.save(update_fields=["state", "version"])
    Contract.objects.filter(pk=contract.pk).update(last_submission_at=timezone.now())
    note(contract, "effort", _("The supplier answered: %(text)s") % {"text": text}, by, for_supplier=True)
    return effort


@transaction.atomic
def withdraw(*, effort: Effort, by: Person) -> Effort:
    """The supplier takes back what waits; doing so twice changes nothing."""
    contract, effort = _lock(effort)
    if effort.state == EffortState.WITHDRAWN:
        return effort
    if effort.state not in WAITING:
        raise RefusedError("state")
    effort.state = EffortState.WITHDRAWN
    effort.version += 1
    effort.save(update_fields=["state", "version"])
    revalue(contract, by=by, why=_("withdrawn"))
    note(
        contract,
        "effort",
        _("Withdrawn: %(kind)s") % {"kind": effort.get_kind_display()},
        by,
        for_supplier=True,
    )
    return effort


@transaction.atomic
def correct(*, effort: Effort, version: int, reason: str, by: Person, **changes: Any) -> Effort:
    """The coordinator corrects what is accepted (hours, days, amount): the ledger gets the difference."""
    contract, effort = _lock(effort, version)
    if effort.state != EffortState.ACCEPTED:
        raise RefusedError("state")
    before = effort.value
    for name, value in changes.items():
        setattr(effort, name, value)
    effort.version += 1
    effort.save()
    revalue(contract, by=by, why=_("corrected: %(reason)s") % {"reason": reason})
    effort.refresh_from_db()
    words = {
        "kind": effort.get_kind_display(), "before": euro(before), "after": euro(effort.value), "reason": reason
    }  # fmt: skip
    note(
        contract, "effort", _("Corrected: %(kind)s, from %(before)s to %(after)s. %(reason)s") % words, by,
        for_supplier=True,
    )  # fmt: skip
    return effort


@transaction.atomic
def give_pseudonym(*, effort: Effort, version: int, by: Person, code: str = "") -> Effort:
    """Confirm the target group of a placement: with the code this person has already, or a new one."""
    contract, effort = _lock(effort, version)
    if effort.kind != EffortKind.PLACEMENT or effort.state not in WAITING:
        raise RefusedError("state")
    if code:
        found = Pseudonym.objects.filter(code=code.strip().upper()).first()
        if found is None:
            raise RefusedError("pseudonym")
    else:
        new = "-".join("".join(secrets.choice(_ALPHABET) for _place in range(3)) for _part in range(2))
        found = Pseudonym.objects.create(
            municipality_id=effort.municipality_id, code=f"P-{new}", group=effort.code, confirmed_by=by
        )
    effort.pseudonym = found
    effort.version += 1
    effort.save(update_fields=["pseudonym", "version"])
    revalue(contract, by=by, why=_("code of the person known"))
    note(
        contract,
        "pseudonym",
        _("Target group confirmed, code %(code)s") % {"code": found.code},
        by,
        for_supplier=True,
    )
    effort.refresh_from_db()
    return effort
