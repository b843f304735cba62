"""Reading a sheet out of a register: rows as text, without a BSN, judged against what is there now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from accounts.imports.headings import is_header_again, is_total
from accounts.imports.reader import Row, UnreadableError
from accounts.imports.staging import batches
from portal.kernel.jobs.registry import JobRun
from procurement.social_return.imports.columns import cell_text, without_bsn
from procurement.social_return.imports.contract_rows import judge_contracts
from procurement.social_return.imports.effort_rows import judge_efforts
from procurement.social_return.imports.judging import Seen
from procurement.social_return.imports.models import ListKind, RegisterImport, RegisterRow

BATCH = 200
MOST_ROWS = 20_000
#: Columns of free text: a BSN in one of these is taken out before anything is kept.
TEXTS = (
    "reference", "title", "supplier_name", "department", "coordinator", "pseudonym_code", "bought_from", "text",
    "external", "kind", "code",
)  # fmt: skip


def stage(source: RegisterImport, rows: Iterator[Row], run: JobRun) -> int:
    """Stage the rows with what each would do; how many. Nothing else is written."""
    judge = judge_contracts if source.kind == ListKind.CONTRACTS else judge_efforts
    seen = Seen()
    staged = 0
    for batch in batches(_read(source, rows), BATCH):
        judge(source, batch, seen)
        RegisterRow.objects.bulk_create(batch)
        staged += len(batch)
        run.progress(staged, 0, _("%(count)s rows checked") % {"count": staged})
    return staged


def _read(source: RegisterImport, rows: Iterable[Row]) -> Iterator[RegisterRow]:
    for count, (number, cells) in enumerate(rows):
        if count >= MOST_ROWS:
            raise UnreadableError("too-many-register")
        if is_total(cells, source.mapping.get("reference")) or is_header_again(cells, source.headings):
            source.skipped += 1
            continue
        found = {
            field: without_bsn(text) if field in TEXTS else text
            for field, column in source.mapping.items()
            if column < len(cells) and (text := cell_text(cells[column]))
        }
        if found:
            yield RegisterRow(
                municipality_id=source.municipality_id,
                source=source,
                number=number,
                key=found.get("reference", "").upper()[:60],
                cells=found,
            )
