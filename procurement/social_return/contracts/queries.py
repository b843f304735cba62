"""Reading contracts: the desk of the coordinator, and one contract with everything a page shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.ui.templatetags.nlds import nl_date
from procurement.social_return.contracts import engine
from procurement.social_return.contracts.models import Contract, ContractState
from procurement.social_return.contracts.words import reason
from procurement.social_return.discount.engine import ends_early
from procurement.social_return.discount.queries import certified_until
from procurement.social_return.engine import Line, add_months
from procurement.social_return.ledger.queries import Balance, balances


@dataclass(frozen=True)
class Row:
    """A contract with its balance and how it stands."""

    contract: Contract
    balance: Balance
    standing: engine.Standing
    #: Last day of the PSO certificate its discount rests on, when that asks for attention now.
    certificate_ends: dt.date | None = None

    @property
    def why(self) -> list[str]:
        """The reasons in words."""
        lines = list(self.standing.reasons)
        if self.certificate_ends:
            lines.append(Line("certificate", {"day": nl_date(self.certificate_ends)}))
        return [reason(line) for line in lines]


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
    """How each contract stands. One query for all balances; a second when some have a PSO discount."""
    rows = list(found)
    sums = balances(contract.pk for contract in rows)
    certified = certified_until(contract for contract in rows if contract.state == ContractState.RUNNING)
    return [
        Row(
            contract,
            sums[contract.pk],
            standing_of(contract, sums[contract.pk], today),
            _certificate_ends(contract, certified.get(contract.pk), today),
        )
        for contract in rows
    ]


def _certificate_ends(contract: Contract, last: dt.date | None, today: dt.date) -> dt.date | None:
    if last is None or not ends_early(last, ends_on=contract.ends_on):
        return None
    return last if today >= add_months(last, -contract.scheme.terms.certificate_months) else None


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
        timezone.localdate(last) if last else None,
    )
    return engine.standing(progress, contract.scheme.terms, today)
