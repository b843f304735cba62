"""Reading contracts: the desk of the coordinator, and one contract with everything a page shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from procurement.social_return.contracts import engine
from procurement.social_return.contracts.models import Contract, ContractState
from procurement.social_return.contracts.words import reason
from procurement.social_return.ledger.queries import Balance, balances


@dataclass(frozen=True)
class Row:
    """A contract with its balance and how it stands."""

    contract: Contract
    balance: Balance
    standing: engine.Standing

    @property
    def why(self) -> list[str]:
        """The reasons in words."""
        return [reason(line) for line in self.standing.reasons]


def contracts(
    *, text: str = "", state: str = ContractState.RUNNING, coordinator: int | None = None, kind: str = ""
) -> QuerySet[Contract]:
    """Contracts with their supplier, those that end first on top."""
    rows = Contract.objects.select_related("supplier__enterprise", "coordinator").order_by("ends_on", "pk")
    if state:
        rows = rows.filter(state=state)
    if coordinator:
        rows = rows.filter(coordinator_id=coordinator)
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        rows = rows.filter(
            Q(title__icontains=text)
            | Q(reference__icontains=text)
            | Q(department__icontains=text)
            | Q(supplier__enterprise__name__icontains=text)
        )
    return rows


def with_standing(found: Iterable[Contract], today: dt.date) -> list[Row]:
    """How each contract stands. One query for all balances."""
    rows = list(found)
    sums = balances(contract.pk for contract in rows)
    return [
        Row(contract, sums[contract.pk], standing_of(contract, sums[contract.pk], today)) for contract in rows
    ]


def standing_of(contract: Contract, balance: Balance, today: dt.date) -> engine.Standing:
    """How one contract stands; one that is being settled or settled stands as that."""
    if contract.state != ContractState.RUNNING:
        return engine.Standing(contract.state, (engine.Line(contract.state),))
    last = contract.last_submission_at
    progress = engine.Progress(
        contract.starts_on,
        contract.ends_on,
        balance.obligation,
        balance.accepted,
        balance.submitted,
        last.date() if last else None,
    )
    return engine.standing(progress, contract.scheme.terms, today)
