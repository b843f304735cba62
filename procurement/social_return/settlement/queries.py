"""Reading a settlement: what a page shows of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from portal.kernel.models import Person
from procurement.social_return.contracts.models import Contract
from procurement.social_return.efforts.queries import my_contracts
from procurement.social_return.ledger.queries import Balance, balance
from procurement.social_return.settlement import engine
from procurement.social_return.settlement.actions import stage_of
from procurement.social_return.settlement.models import Settlement, SettlementLetter
from procurement.social_return.words import from_stored, sentences


@dataclass(frozen=True)
class Page:
    """A settlement with what may be done now. `expected`: what would follow without a waiver."""

    settlement: Settlement
    balance: Balance
    steps: frozenset[str]
    expected: engine.Outcome
    lines: list[str]
    letters: list[SettlementLetter]


def settlement_of(contract: Contract) -> Settlement | None:
    """The settlement of a contract, if it was started."""
    return (
        Settlement.objects.filter(contract=contract)
        .select_related("opened_by", "view_by", "proposed_by", "decided_by")
        .first()
    )


def page_of(settlement: Settlement, contract: Contract, today: dt.date) -> Page:
    """Everything the pages of both sides show."""
    sums = balance(contract.pk)
    expected = engine.outcome(sums.obligation, sums.accepted, contract.scheme.shortfall)
    return Page(
        settlement,
        sums,
        engine.next_steps(stage_of(settlement, contract, sums), today),
        expected,
        from_stored(settlement.explanation) if settlement.explanation else sentences(expected.lines),
        list(settlement.letters.select_related("file", "made_by")),
    )


def my_letters(person: Person) -> QuerySet[SettlementLetter]:
    """Letters to the suppliers this person works for."""
    return SettlementLetter.objects.filter(settlement__contract__in=my_contracts(person)).select_related(
        "file"
    )
