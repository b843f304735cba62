"""The queue of pairs to check."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, QuerySet, Sum

from procurement.spend.buyers import Buyer
from procurement.spend.lists.models import Creditor, CreditorState, ListState, Pair


@dataclass(frozen=True)
class Line:
    """One creditor and the enterprises it may be."""

    creditor: Creditor
    amount: Decimal
    pairs: list[Pair]


def queue(buyer: Buyer) -> QuerySet[Creditor]:
    """Creditors that wait for a person, the largest amounts first: `amount` in euros."""
    rows = buyer.own(Creditor).filter(state=CreditorState.DOUBTFUL, source__state=ListState.READY)
    return (
        rows.select_related("source").annotate(amount=Sum("sums__amount")).order_by(F("amount").desc(), "pk")
    )


def lines_of(rows: list[Creditor]) -> list[Line]:
    """With their pairs, the most alike first. One query."""
    pairs: dict[int, list[Pair]] = {}
    found = Pair.objects.filter(creditor__in=rows).select_related("enterprise").order_by("-alike", "pk")
    for pair in found:
        pairs.setdefault(pair.creditor_id, []).append(pair)
    return [Line(row, row.amount, pairs.get(row.pk, [])) for row in rows]  # type: ignore[attr-defined]
