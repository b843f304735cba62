"""Balances are sums of bookings, never kept numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from procurement.social_return.ledger.models import Account, LedgerEntry


@dataclass(frozen=True)
class Balance:
    """Euros of one contract per account."""

    obligation: Decimal = Decimal(0)
    promised: Decimal = Decimal(0)
    submitted: Decimal = Decimal(0)
    accepted: Decimal = Decimal(0)
    waived: Decimal = Decimal(0)
    charged: Decimal = Decimal(0)

    @property
    def open(self) -> Decimal:
        """What is still to be realised; never below zero."""
        return max(self.obligation - self.accepted - self.waived, Decimal(0))

    @property
    def percentage(self) -> int:
        """Accepted, in whole percents of what is owed; 100 when nothing is owed."""
        if self.obligation <= 0:
            return 100
        return min(int(self.accepted * 100 / self.obligation), 100)


def balances(contract_ids: Iterable[int]) -> dict[int, Balance]:
    """The balances of some contracts, in one query. Contracts without bookings have zeros."""
    ids = list(contract_ids)
    sums: dict[int, dict[str, Decimal]] = {pk: {} for pk in ids}
    rows = (
        LedgerEntry.objects.filter(contract_id__in=ids)
        .order_by()
        .values_list("contract_id", "account")
        .annotate(total=Sum("amount"))
    )
    for contract_id, account, total in rows:
        sums[contract_id][account] = total
    return {
        pk: Balance(**{account.value: found.get(account.value, Decimal(0)) for account in Account})
        for pk, found in sums.items()
    }


def balance(contract_id: int) -> Balance:
    """The balance of one contract."""
    return balances([contract_id])[contract_id]
