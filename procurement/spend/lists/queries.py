"""Reading creditor lists: whose, the head of the file, the suppliers in it, what overlaps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.imports.head import Head, head_of
from accounts.imports.headings import keys_of
from portal.kernel.permissions import actor_of, check
from procurement.spend.buyers import Buyer
from procurement.spend.lists.models import Creditor, CreditorState, ListState, SpendList, SpendSum
from procurement.spend.lists.words import SHAPE
from procurement.suppliers.access import my_suppliers

MANAGE = "procurement.manage_spend"
OWN = "people of a supplier see its own creditor lists only (spend.lists.queries.mine)"


def mine(request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of rows with a buyer those this person may see: an officer the municipality's, others their supplier's."""
    actor = actor_of(request)
    if actor.membership is not None:
        return rows.filter(supplier=None, municipality=actor.membership.municipality_id)
    return rows.filter(supplier__in=my_suppliers(actor.person)) if actor.person else rows.none()


def get_list(request: HttpRequest, pk: int) -> SpendList:
    """A list of one's own, or 404."""
    rows = SpendList.objects.select_related("by", "job", "file", "municipality", "supplier__enterprise")
    found: SpendList = get_object_or_404(mine(request, rows), pk=pk)
    if actor_of(request).membership is not None:
        check(request, MANAGE, found)
    return found


def lists_of(buyer: Buyer) -> QuerySet[SpendList]:
    """The lists of a buyer, the newest first."""
    return buyer.own(SpendList).select_related("by", "job").order_by("-created_at", "-pk")


def read_head(source: SpendList, sheet: str, header_row: int | None) -> Head:
    """The top of the file. Headings this buyer used before are matched as then. Raises UnreadableError."""
    assert source.file is not None
    with source.file.content.open("rb") as stream:
        return head_of(source.file.name, stream, sheet, header_row, SHAPE, _remembered(source))


def _remembered(source: SpendList) -> Callable[[str], dict[str, str] | None]:
    def find(key: str) -> dict[str, str] | None:
        rows = SpendList.objects.filter(fingerprint=key, supplier=source.supplier_id).exclude(mapping={})
        last = rows.order_by("-created_at", "-pk").first()
        if last is None:
            return None
        keys = dict(enumerate(keys_of(last.headings)))
        return {field: keys[column] for field, column in last.mapping.items() if column in keys}

    return find


@dataclass(frozen=True)
class Totals:
    """What is in a list: euros, of which social, creditors per state, and the years."""

    amount: Decimal
    social: Decimal
    states: dict[str, int]
    years: list[int]

    @property
    def creditors(self) -> int:
        return sum(self.states.values())


def totals_of(source: SpendList) -> Totals:
    """Three queries."""
    sums = SpendSum.objects.filter(source=source)
    zero = Decimal(0)
    found = sums.aggregate(
        paid=Sum("amount", default=zero), social=Sum("amount", filter=~Q(counts_as=""), default=zero)
    )
    states = Creditor.objects.filter(source=source).order_by().values_list("state").annotate(Count("pk"))
    years = sums.order_by("year").values_list("year", flat=True).distinct()
    return Totals(found["paid"], found["social"], dict(states), list(years))


def overlapping(source: SpendList, years: list[int]) -> list[tuple[SpendList, list[int]]]:
    """Other ready lists of the buyer with amounts in the same years: perhaps counted twice."""
    rows = (
        SpendSum.objects.filter(
            municipality=source.municipality_id,
            supplier=source.supplier_id,
            source__state=ListState.READY,
            year__in=years,
        )
        .exclude(source=source)
        .order_by("source", "year")
        .values_list("source", "year")
        .distinct()
    )
    found: dict[int, list[int]] = {}
    for pk, year in rows:
        found.setdefault(pk, []).append(year)
    lists = SpendList.objects.in_bulk(found)
    return [(lists[pk], years) for pk, years in found.items()]


def creditors_of(source: SpendList, *, text: str = "", state: str = "") -> QuerySet[Creditor]:
    """The suppliers in a list with what was paid to them, the largest first."""
    rows = Creditor.objects.filter(source=source)
    if state:
        rows = rows.filter(state=state)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(kvk_number__startswith=text))
    return rows.annotate(
        amount=Coalesce(Sum("sums__amount"), Decimal(0)),
        social=Coalesce(Sum("sums__amount", filter=~Q(sums__counts_as="")), Decimal(0)),
    ).order_by(F("amount").desc(), "pk")


def to_check(buyer: Buyer) -> int:
    """Creditors that wait for a person."""
    return buyer.own(Creditor).filter(state=CreditorState.DOUBTFUL, source__state=ListState.READY).count()
