"""Matching the creditors of a list, a few hundred at a time, and writing down as what their amounts count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.kernel.jobs.registry import JobRun, LostClaimError
from procurement.spend.buyers import Buyer, buyer_of_row
from procurement.spend.lists.models import (
    Creditor,
    CreditorState,
    ListState,
    Pair,
    PairMemory,
    SpendList,
    SpendSum,
)
from procurement.spend.matching.engine import Asked, Directory, Found, Party, bare, counts_as
from procurement.spend.matching.parties import parties
from procurement.spend.rulesets import in_force

BATCH = 500


def directory_of(buyer: Buyer, rules: dict[str, Any]) -> Directory:
    """Everyone who may count, and what this buyer said of pairs before."""
    memory = {
        (key, enterprise): same
        for key, enterprise, same in buyer.own(PairMemory)
        .values_list("key", "enterprise", "same")
        .iterator(chunk_size=2000)
    }
    return Directory(parties(buyer, rules), frozenset(rules["legal_forms"]), memory)


def match_all(run: JobRun, get: Callable[[], SpendList]) -> None:
    """Match what waits, behind the cursor of the list; then the list is ready. `get` locks the list."""
    with run.step():
        source = get()
        if source.state != ListState.MATCHING:
            return
        if not source.rules:
            source.rules = in_force(municipality_id=source.municipality_id)
            source.save(update_fields=["rules"])
        rules = source.rules
        directory = directory_of(buyer_of_row(source), rules)
        total = source.creditors.count()
        done = total - source.creditors.filter(pk__gt=source.cursor).count()
    cursor = source.cursor
    while True:
        with run.step():
            kept = get()
            if kept.cursor != cursor or kept.state != ListState.MATCHING:
                raise LostClaimError
            rows = list(kept.creditors.filter(pk__gt=cursor).order_by("pk")[:BATCH])
            if rows:
                _match(kept, rows, directory, rules)
                cursor = kept.cursor = rows[-1].pk
            else:
                kept.state, kept.finished_at = ListState.READY, timezone.now()
            kept.save(update_fields=["cursor", "state", "finished_at"])
        if not rows:
            return
        done += len(rows)
        run.progress(done, total, _("%(count)s suppliers matched") % {"count": done})


def _match(source: SpendList, rows: Sequence[Creditor], directory: Directory, rules: dict[str, Any]) -> None:
    forms, least = frozenset(rules["legal_forms"]), Fraction(rules["propose_from"], 100)
    by_pk = {row.pk: row for row in rows}
    pairs: list[Pair] = []
    matched: list[tuple[Creditor, Party]] = []
    for row in rows:
        asked = Asked(row.pk, row.key, bare(row.name, forms), row.kvk_number)
        found = directory.find(asked, least, rules["most_pairs"])
        if found.party is not None:
            matched.append((row, directory.parties[found.party]))
            row.how = found.how
        else:
            row.state = CreditorState.DOUBTFUL if found.pairs else CreditorState.NONE
            pairs += _pairs(by_pk[row.pk], found, directory)
    for state in (CreditorState.NONE, CreditorState.DOUBTFUL):
        ids = [row.pk for row in rows if row.state == state]
        Creditor.objects.filter(pk__in=ids).update(state=state)
    Pair.objects.bulk_create(pairs)
    book(matched, rules)


def _pairs(row: Creditor, found: Found, directory: Directory) -> Iterable[Pair]:
    for key, percent in found.pairs:
        yield Pair(
            municipality_id=row.municipality_id,
            supplier_id=row.supplier_id,
            creditor=row,
            enterprise_id=key,
            party_name=directory.parties[key].name[:200],
            alike=percent,
        )


def book(matched: Sequence[tuple[Creditor, Party]], rules: dict[str, Any]) -> None:
    """These creditors are these enterprises: their amounts count as what the enterprise is in each year."""
    if not matched:
        return
    for row, party in matched:
        row.state, row.enterprise_id, row.party_name = CreditorState.MATCHED, party.key, party.name[:200]
    Creditor.objects.bulk_update(
        [row for row, _party in matched], ["state", "how", "enterprise", "party_name"], batch_size=500
    )
    by_pk = {row.pk: party for row, party in matched}
    years = SpendSum.objects.filter(creditor__in=by_pk).order_by().values_list("creditor", "year").distinct()
    lines = [
        (pk, year, counts_as(by_pk[pk].claims, year, rules["groups"]), by_pk[pk].district[:80])
        for pk, year in years
    ]
    columns = [list(column) for column in zip(*lines, strict=True)] or [[], [], [], []]
    with connection.cursor() as cursor:
        cursor.execute(COUNT, columns)


COUNT = """
UPDATE procurement_spendsum s
SET counts_as = new.counts_as, district = CASE WHEN new.district = '' THEN s.district ELSE new.district END
FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::text[]) AS new(creditor, year, counts_as, district)
WHERE s.creditor_id = new.creditor AND s.year = new.year
"""
