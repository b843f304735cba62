"""What a person says of a pair: the same, or not. Kept for the next list."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from portal.kernel.models import Person
from procurement.spend.buyers import Buyer, buyer_of_row
from procurement.spend.lists.models import Creditor, CreditorState, How, Pair, PairMemory, SpendSum
from procurement.spend.matching.parties import parties
from procurement.spend.matching.working import book


class AnsweredError(Exception):
    """Someone answered already, or the list is gone."""


def _lock(buyer: Buyer, key: str, state: str) -> list[Creditor]:
    """The creditors of this name or number in all lists of the buyer, in a fixed order."""
    rows = buyer.own(Creditor).filter(key=key, state=state)
    return list(rows.select_for_update(of=("self",)).select_related("source").order_by("pk"))


@transaction.atomic
def answer(*, pair: Pair, same: bool, by: Person) -> int:
    """The creditor is this enterprise, or is not: in every list of the buyer. Returns how many lists it was in."""
    buyer = buyer_of_row(pair)
    rows = _lock(buyer, pair.creditor.key, CreditorState.DOUBTFUL)
    if not Pair.objects.filter(pk=pair.pk, creditor__in=rows).exists():
        raise AnsweredError
    _remember(buyer, pair.creditor.key, pair.enterprise_id, same, by)
    pairs = Pair.objects.filter(creditor__in=rows)
    if same:
        for row in rows:
            _is(row, buyer, pair.enterprise_id)
        pairs.delete()
        return len(rows)
    pairs.filter(enterprise=pair.enterprise_id).delete()
    left = set(Pair.objects.filter(creditor__in=rows).values_list("creditor", flat=True))
    done = [row.pk for row in rows if row.pk not in left]
    Creditor.objects.filter(pk__in=done).update(state=CreditorState.NONE)
    return len(rows)


def _is(row: Creditor, buyer: Buyer, enterprise_id: int) -> None:
    found = parties(buyer, row.source.rules, only=enterprise_id)
    if not found:  # it is no social enterprise any more: matching again says so
        raise AnsweredError
    row.how = How.HAND
    book([(row, found[0])], row.source.rules)


def _remember(buyer: Buyer, key: str, enterprise_id: int, same: bool, by: Person) -> None:
    if same:
        buyer.own(PairMemory).filter(key=key, same=True).exclude(enterprise=enterprise_id).delete()
    PairMemory.objects.update_or_create(
        **buyer.whose,
        key=key,
        enterprise_id=enterprise_id,
        defaults={"same": same, "by": by, "at": timezone.now()},
    )


@transaction.atomic
def take_back(*, creditor: Creditor, by: Person) -> None:
    """It was not the same after all. Only of what a person said; a KVK number stays what it is."""
    buyer = buyer_of_row(creditor)
    rows = [row for row in _lock(buyer, creditor.key, CreditorState.MATCHED) if row.how != How.KVK]
    if creditor.pk not in {row.pk for row in rows}:
        raise AnsweredError
    for enterprise_id in {row.enterprise_id for row in rows if row.enterprise_id}:
        _remember(buyer, creditor.key, enterprise_id, False, by)
    ids = [row.pk for row in rows]
    SpendSum.objects.filter(creditor__in=ids).update(counts_as="")
    Creditor.objects.filter(pk__in=ids).update(
        state=CreditorState.NONE, how="", enterprise=None, party_name=""
    )
