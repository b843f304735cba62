"""Social return on the case file: what an enterprise owes as a supplier, and what suppliers bought from it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Count, DecimalField, F, Max, Q, Sum, Value, When
from django.db.models.functions import Greatest

from accounts.casefile.models import CaseFile
from portal.kernel.permissions import Actor
from procurement.social_return.contracts.models import Contract, ContractState
from procurement.social_return.efforts.models import Effort, EffortKind, EffortState
from procurement.social_return.ledger.models import Account

#: Contracts, and suppliers that bought, the panel shows; the list of contracts has the rest.
MOST = 6


@dataclass(frozen=True)
class Bought:
    """What one supplier bought from this enterprise for its obligation: euros ex VAT that were accepted."""

    supplier: str
    purchases: int
    amount: Decimal


@dataclass(frozen=True)
class SocialReturnPanel:
    """Contracts carry `accepted` and `left`, in euros."""

    case_file: CaseFile
    contracts: list[Contract]
    has_more: bool
    bought: list[Bought]


def panel(case_file: CaseFile, _actor: Actor) -> SocialReturnPanel:
    """For who may see contracts. One query, and one more when the enterprise has a KVK number."""
    contracts = _contracts(case_file)
    return SocialReturnPanel(case_file, contracts[:MOST], len(contracts) > MOST, _bought(case_file))


def _contracts(case_file: CaseFile) -> list[Contract]:
    money = DecimalField(max_digits=14, decimal_places=2)
    zero = Value(Decimal(0), output_field=money)
    rows = (
        Contract.objects.filter(supplier__enterprise_id=case_file.enterprise_id)
        .defer("scheme_data", "scheme_source", "explanation")
        .annotate(
            accepted=Sum("ledger__amount", filter=Q(ledger__account=Account.ACCEPTED), default=zero),
            waived=Sum("ledger__amount", filter=Q(ledger__account=Account.WAIVED), default=zero),
            left=Greatest(F("obligation") - F("accepted") - F("waived"), zero),
            is_settled=Case(When(state=ContractState.SETTLED, then=1), default=0),
        )
        .order_by("is_settled", "ends_on", "pk")
    )
    return list(rows[: MOST + 1])


def _bought(case_file: CaseFile) -> list[Bought]:
    number = case_file.enterprise.kvk_number
    if not number:
        return []
    rows = (
        Effort.objects.filter(kind=EffortKind.PURCHASE, state=EffortState.ACCEPTED, kvk_number=number)
        .order_by()
        .values("contract__supplier")
        .annotate(
            name=Max("contract__supplier__enterprise__name"), purchases=Count("pk"), total=Sum("amount")
        )
        .order_by("-total", "name")
    )
    return [Bought(row["name"], row["purchases"], row["total"]) for row in rows[:MOST]]
