"""The marketplace as numbers for dashboards: orders and turnover for social enterprises, never names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from procurement.market.orders.models import Order, OrderState


@dataclass(frozen=True)
class MarketFigures:
    """Orders that were delivered in a period and not cancelled since; euros ex VAT; enterprises that sold."""

    orders: int = 0
    turnover: Decimal = Decimal(0)
    sellers: int = 0


def turnover(since: dt.datetime, until: dt.datetime) -> MarketFigures:
    """From `since` on and before `until`. One query."""
    row = Order.objects.filter(state=OrderState.DONE, done_at__gte=since, done_at__lt=until).aggregate(
        orders=Count("pk"),
        turnover=Sum("amount", default=Decimal(0)),
        sellers=Count("invitation__case_file", distinct=True),
    )
    return MarketFigures(row["orders"], row["turnover"], row["sellers"])
