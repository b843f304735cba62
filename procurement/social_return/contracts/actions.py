"""What changes a contract. Each locks it, computes the obligation again, and books the difference."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Municipality, Person
from portal.ui.formats import euro
from procurement.social_return import engine
from procurement.social_return.contracts.models import (
    Contract,
    ContractEntry,
    ContractState,
    Deviation,
    Turnover,
)
from procurement.social_return.engine import Line
from procurement.social_return.ledger.actions import bring_to, lock_contract
from procurement.social_return.ledger.models import Account
from procurement.social_return.rulesets import in_force
from procurement.social_return.words import sentences, stored
from procurement.suppliers.models import Supplier

OBLIGATION = "obligation"


class RefusedError(Exception):
    """The rules do not allow this. `code`: "second", "state", "waiting", "settled", or a reason of the discount."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def note(
    contract: Contract,
    kind: str,
    text: str,
    by: Person | None,
    *,
    for_supplier: bool = False,
    at: dt.datetime | None = None,
) -> None:
    """Write down what happened."""
    ContractEntry.objects.create(
        municipality_id=contract.municipality_id,
        contract=contract,
        kind=kind,
        text=text[:500],
        by=by,
        for_supplier=for_supplier,
        at=at or timezone.now(),
    )


def _facts(contract: Contract) -> engine.ContractFacts:
    turnover = Turnover.objects.filter(contract=contract).aggregate(total=Sum("amount"))["total"]
    return engine.ContractFacts(
        kind=contract.kind,
        value=contract.value,
        months=engine.months_between(contract.starts_on, contract.ends_on),
        turnover=turnover or Decimal(0),
        wage_sum=contract.wage_sum or Decimal(0),
        labour_share=contract.labour_share,
    )


def recompute(
    contract: Contract, *, reason: str, by: Person | None, at: dt.datetime | None = None
) -> Decimal:
    """Compute the obligation of a locked contract, keep its explanation, and book the difference. Gives the amount."""
    result = engine.obligation(_facts(contract), contract.scheme, discount=contract.discount)
    lines, owed = list(result.lines), result.amount
    agreed = Deviation.objects.filter(contract=contract, state=Deviation.State.AGREED).first()
    if agreed:
        owed = agreed.amount
        lines.append(Line("deviation", {"amount": owed, "computed": result.amount}))
    contract.explanation, contract.obligation = stored(lines), owed
    contract.version += 1
    contract.save()
    entry = bring_to(
        contract=contract,
        account=Account.OBLIGATION,
        subject=OBLIGATION,
        amount=owed,
        text=reason,
        by=by,
        at=at,
    )
    if entry:
        words = {"amount": euro(owed), "why": "; ".join(sentences(lines))}
        note(
            contract, "obligation", _("Obligation: %(amount)s. %(why)s") % words, by, for_supplier=True, at=at
        )
    return owed


@transaction.atomic
def make_contract(
    *, municipality: Municipality, supplier: Supplier, by: Person, at: dt.datetime | None = None, **facts: Any
) -> Contract:
    """Write down a contract; it gets the scheme in force on the day of award, for good.

    Raises IntegrityError when the contract number is there already.
    """
    rules = in_force(municipality_id=municipality.pk, on=facts["awarded_on"])
    made = Contract.objects.create(
        municipality=municipality,
        supplier=supplier,
        created_by=by,
        scheme_data=rules.data,
        scheme_version=rules.version,
        scheme_source=rules.source,
        **{"coordinator": by, **facts},
    )
    contract = lock_contract(made.pk)
    note(contract, "made", _("Contract written down"), by, for_supplier=True, at=at)
    recompute(contract, reason=_("Obligation at the start"), by=by, at=at)
    return contract


def _open(contract_id: int) -> Contract:
    """The contract, locked. What is settled never changes again: RefusedError("settled")."""
    fresh = lock_contract(contract_id)
    if fresh.state == ContractState.SETTLED:
        raise RefusedError("settled")
    return fresh


def locked(contract: Contract, version: int) -> Contract:
    """The contract, locked, as the person saw it. Raises StaleVersionError, RefusedError("settled")."""
    fresh = _open(contract.pk)
    if fresh.version != version:
        raise StaleVersionError(fresh)
    return fresh


@transaction.atomic
def change_contract(
    *, contract: Contract, version: int, changes: dict[str, Any], reason: str, by: Person
) -> Contract:
    """Change what is agreed (value, dates, wage sum, …), with the reason. Raises StaleVersionError."""
    contract = locked(contract, version)
    for name, value in changes.items():
        setattr(contract, name, value)
    note(contract, "changed", _("Contract changed: %(reason)s") % {"reason": reason}, by, for_supplier=True)
    recompute(contract, reason=reason, by=by)
    return contract


@transaction.atomic
def enter_turnover(
    *, contract: Contract, first: dt.date, last: dt.date, amount: Decimal, by: Person
) -> Turnover:
    """Enter what was invoiced over a period. Overlapping another period raises IntegrityError."""
    contract = _open(contract.pk)
    entered = Turnover.objects.create(
        municipality_id=contract.municipality_id,
        contract=contract,
        first=first,
        last=last,
        amount=amount,
        entered_by=by,
    )
    note(
        contract,
        "turnover",
        _("Turnover entered: %(amount)s") % {"amount": euro(amount)},
        by,
        for_supplier=True,
    )
    recompute(contract, reason=_("Turnover entered"), by=by)
    return entered


@transaction.atomic
def ask_deviation(*, contract: Contract, amount: Decimal, reason: str, by: Person) -> Deviation:
    """Ask for another obligation than the rules give. Raises RefusedError("waiting") when one waits already."""
    contract = _open(contract.pk)
    if Deviation.objects.filter(contract=contract, state=Deviation.State.WAITING).exists():
        raise RefusedError("waiting")
    asked = Deviation.objects.create(
        municipality_id=contract.municipality_id, contract=contract, amount=amount, reason=reason, asked_by=by
    )
    words = {"amount": euro(amount), "reason": reason}
    note(contract, "deviation", _("Deviation asked: %(amount)s. %(reason)s") % words, by)
    return asked


@transaction.atomic
def decide_deviation(*, deviation: Deviation, agree: bool, answer: str, by: Person) -> Deviation:
    """A second pair of eyes says yes or no. Raises RefusedError("second") for who asked, "state" when it is decided."""
    contract = _open(deviation.contract_id)
    deviation = Deviation.objects.select_for_update().get(pk=deviation.pk)
    if deviation.state != Deviation.State.WAITING:
        raise RefusedError("state")
    if deviation.asked_by_id == by.pk:
        raise RefusedError("second")
    if agree:
        Deviation.objects.filter(contract=contract, state=Deviation.State.AGREED).update(
            state=Deviation.State.ENDED
        )
    deviation.state = Deviation.State.AGREED if agree else Deviation.State.REFUSED
    deviation.decided_by, deviation.decided_at, deviation.answer = by, timezone.now(), answer
    deviation.save()
    text = _("Deviation agreed: %(amount)s") if agree else _("Deviation refused: %(amount)s")
    note(contract, "deviation", text % {"amount": euro(deviation.amount)}, by, for_supplier=agree)
    if agree:
        recompute(contract, reason=_("Deviation agreed"), by=by)
    return deviation
