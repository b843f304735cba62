"""The job: reads the rows of a list a thousand at a time, then matches its creditors. Each batch is for good.

A batch and how far the list is are one transaction, under a lock on the list: a job that is killed goes on behind its
last batch, and nothing is counted twice, also when a worker that was taken for dead goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from accounts.imports.actions import remove_file
from accounts.imports.engine import Problem, as_text
from accounts.imports.headings import is_header_again, is_total
from accounts.imports.reader import Row, UnreadableError, rows_of
from accounts.imports.staging import batches
from portal.kernel.jobs.registry import CancelledError, JobRun, LostClaimError, job_handler
from portal.kernel.models import StoredFile
from procurement.social_return.efforts.evidence import holds_bsn
from procurement.spend.lists.actions import KIND
from procurement.spend.lists.engine import Facts, read_row
from procurement.spend.lists.models import BadRow, Creditor, ListState, SpendList, SpendSum
from procurement.spend.matching.engine import bare
from procurement.spend.matching.working import match_all
from procurement.spend.rulesets import in_force

BATCH = 1000
TAKEN_OUT = "[BSN]"


def get(run: JobRun) -> SpendList:
    """The list of a job, locked. CancelledError when its buyer removed it."""
    rows = SpendList.objects.select_for_update(of=("self",)).select_related(
        "municipality", "supplier__enterprise", "supplier__municipality", "file"
    )
    found: SpendList | None = rows.filter(pk=run.params["list"]).first()
    if found is None:
        raise CancelledError
    return found


@job_handler(KIND, in_steps=True)
def work(run: JobRun) -> StoredFile | None:
    """Read what is not read yet, and match what is not matched yet."""
    with run.step():
        source = get(run)
    if source.state == ListState.READING:
        try:
            _read(run, source)
        except UnreadableError as error:
            with run.step():
                _start_over(get(run), error.code)
            return None
    if source.state in (ListState.READING, ListState.MATCHING):
        match_all(run, lambda: get(run))
    return None


def _read(run: JobRun, source: SpendList) -> None:
    assert source.file is not None
    with run.step():
        rules = in_force(municipality_id=source.municipality_id)
    forms = frozenset(rules["legal_forms"])
    cursor, begun = source.cursor, source.good + source.bad + source.skipped
    with source.file.content.open("rb") as stream:
        below = (row for row in rows_of(source.file.name, stream, source.sheet) if row[0] > cursor)
        for batch in batches(below, BATCH):
            with run.step():
                kept = get(run)
                if kept.cursor != cursor:  # another worker went on while this one was taken for dead
                    raise LostClaimError
                _keep(kept, batch, forms)
                cursor = kept.cursor = batch[-1][0]
                kept.save(update_fields=["cursor", "good", "bad", "skipped"])
                begun += len(batch)
            run.progress(begun, 0, _("%(count)s rows read") % {"count": begun})
    with run.step():
        kept = get(run)
        if kept.state != ListState.READING:
            raise LostClaimError
        if not kept.good + kept.bad:
            raise UnreadableError("empty")
        file, kept.file = kept.file, None
        kept.state, kept.cursor, kept.rules = ListState.MATCHING, 0, rules
        kept.save(update_fields=["state", "cursor", "file", "rules"])
        remove_file(file)


def _start_over(source: SpendList, problem: str) -> None:
    """The file cannot be read to its end: nothing of it counts."""
    for rows in (
        SpendSum.objects.filter(source=source),
        BadRow.objects.filter(source=source),
        Creditor.objects.filter(source=source),
    ):
        rows._raw_delete(rows.db)
    source.state, source.problem = ListState.COLUMNS, problem
    source.good = source.bad = source.skipped = source.cursor = 0
    source.save()


def _keep(source: SpendList, batch: Sequence[Row], forms: frozenset[str]) -> None:
    """Add these rows to what is there of the list."""
    good: list[Facts] = []
    bad: list[BadRow] = []
    whose = {"municipality_id": source.municipality_id, "supplier_id": source.supplier_id}
    name_column = source.mapping.get("name")
    for number, cells in batch:
        if is_total(cells, name_column) or is_header_again(cells, source.headings):
            source.skipped += 1
            continue
        facts = read_row(cells, source.mapping, source.year)
        _take_out_bsn(facts)
        if facts.problems:
            texts = [as_text(cell) for cell in cells]
            kept = [TAKEN_OUT if holds_bsn(text) else text for text in texts]
            problems = [asdict(problem) for problem in facts.problems]
            bad.append(BadRow(**whose, source=source, number=number, cells=kept, problems=problems))
        else:
            good.append(facts)
    BadRow.objects.bulk_create(bad)
    _add(source, _creditors(source, good, forms, whose))
    source.good += len(good)
    source.bad += len(bad)


def _take_out_bsn(facts: Facts) -> None:
    facts.problems = [
        Problem(problem.field, problem.code, TAKEN_OUT, problem.detail)
        if holds_bsn(problem.value)
        else problem
        for problem in facts.problems
    ]
    for name, value in facts.values.items():
        if isinstance(value, str) and name != "kvk_number" and holds_bsn(value):
            facts.problems.append(Problem(name, "bsn", TAKEN_OUT))


Line = tuple[int, str, str, int, int]


def _creditors(
    source: SpendList, good: Sequence[Facts], forms: frozenset[str], whose: dict[str, Any]
) -> dict[Line, tuple[Decimal, int]]:
    """Make the creditors that are new; (creditor, department, category, year, quarter) -> (euros, rows)."""
    keys = [_key(facts, forms) for facts in good]
    rows = Creditor.objects.filter(source=source, key__in=set(keys))
    there: dict[str, int] = dict(rows.values_list("key", "pk"))
    new: dict[str, Creditor] = {}
    for key, facts in zip(keys, good, strict=True):
        if key not in there and key not in new:
            values = facts.values
            new[key] = Creditor(
                **whose,
                source=source,
                key=key,
                name=values["name"],
                kvk_number=values.get("kvk_number", ""),
                district=values.get("district", ""),
            )
    there |= {made.key: made.pk for made in Creditor.objects.bulk_create(new.values())}
    sums: dict[Line, tuple[Decimal, int]] = {}
    for key, facts in zip(keys, good, strict=True):
        values = facts.values
        line = (there[key], values.get("department", ""), values.get("category", ""), *values["period"])
        amount, count = sums.get(line, (Decimal(0), 0))
        sums[line] = (amount + values["amount"], count + 1)
    return sums


def _key(facts: Facts, forms: frozenset[str]) -> str:
    """What makes rows the same creditor: the number, else the bare name."""
    return facts.values.get("kvk_number") or f"n:{bare(facts.values['name'], forms)}"


#: Adds to what is there. Run within the transaction that moves the cursor on, so each row is added once.
ADD = """
INSERT INTO procurement_spendsum (municipality_id, supplier_id, source_id, creditor_id, department, category, year,
                                  quarter, amount, rows, counts_as, district)
SELECT %s, %s, %s, new.creditor, new.department, new.category, new.year, new.quarter, new.amount, new.rows, '',
       c.district
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::int[], %s::int[], %s::numeric[], %s::int[])
     AS new(creditor, department, category, year, quarter, amount, rows)
JOIN procurement_creditor c ON c.id = new.creditor
ON CONFLICT (creditor_id, department, category, year, quarter)
DO UPDATE SET amount = procurement_spendsum.amount + EXCLUDED.amount,
              rows = procurement_spendsum.rows + EXCLUDED.rows
"""


def _add(source: SpendList, sums: dict[Line, tuple[Decimal, int]]) -> None:
    if not sums:
        return
    lines = sorted(sums)
    columns = [list(column) for column in zip(*lines, strict=True)]
    amounts, counts = [sums[line][0] for line in lines], [sums[line][1] for line in lines]
    with connection.cursor() as cursor:
        cursor.execute(
            ADD, [source.municipality_id, source.supplier_id, source.pk, *columns, amounts, counts]
        )
