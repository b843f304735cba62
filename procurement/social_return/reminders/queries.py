"""The terms of contracts, with what was done for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Min
from django.utils import timezone

from procurement.social_return.contracts.models import Contract, ContractEntry
from procurement.social_return.discount.queries import certified_until
from procurement.social_return.efforts.models import Effort, EffortKind, EffortState
from procurement.social_return.ledger.queries import balances
from procurement.social_return.reminders.engine import Facts, Term, terms_of

#: Kind of event that says that the coordinator made contact.
CONTACTED = "contact"


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localtime(moment).date() if moment else None


def terms_of_contracts(contracts: Sequence[Contract], today: dt.date) -> dict[int, tuple[Term, ...]]:
    """Contract -> its terms, in three queries however many there are; a fourth when some have a PSO discount."""
    ids = [contract.pk for contract in contracts]
    plans = dict(
        Effort.objects.filter(contract__in=ids, kind=EffortKind.PLAN)
        .exclude(state__in=[EffortState.REFUSED, EffortState.WITHDRAWN])
        .order_by()
        .values_list("contract_id")
        .annotate(first=Min("submitted_at"))
    )
    contacts = dict(
        ContractEntry.objects.filter(contract__in=ids, kind=CONTACTED)
        .order_by()
        .values_list("contract_id")
        .annotate(first=Min("at"))
    )
    sums = balances(ids)
    certified = certified_until(contracts)
    found = {}
    for contract in contracts:
        balance = sums[contract.pk]
        facts = Facts(
            contract.awarded_on,
            contract.starts_on,
            contract.ends_on,
            balance.obligation,
            max(balance.open - balance.submitted, balance.open * 0),
            _day(contacts.get(contract.pk)),
            _day(plans.get(contract.pk)),
            _day(contract.last_submission_at),
            certified.get(contract.pk),
        )
        found[contract.pk] = terms_of(facts, contract.scheme.terms, today)
    return found
