"""Reserved contracts as numbers for dashboards: how many and for how much, never names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from procurement.tenders.plan.models import Reserved
from procurement.tenders.reserved.models import TenderAward


@dataclass(frozen=True)
class ReservedFigures:
    """Reserved contracts awarded in a period; euros ex VAT. `under_282a` are those under article 2.82a."""

    contracts: int = 0
    under_282a: int = 0
    value: Decimal = Decimal(0)


def reserved_contracts(first: dt.date, before: dt.date) -> ReservedFigures:
    """Awarded from `first` on and before `before`. One query."""
    rows = TenderAward.objects.exclude(reserved=Reserved.NOT).filter(
        awarded_on__gte=first, awarded_on__lt=before
    )
    found = rows.aggregate(
        contracts=Count("pk"),
        under_282a=Count("pk", filter=Q(reserved=Reserved.ART_282A)),
        value=Sum("value", default=Decimal(0)),
    )
    return ReservedFigures(**found)
