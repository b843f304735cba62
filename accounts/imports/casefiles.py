"""The import of case files: a list of enterprises that a municipality kept in a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.imports.applying import apply_batch
from accounts.imports.kinds import ImportKind, Shape, Words
from accounts.imports.models import Import, ImportRow
from accounts.imports.problems import LABELS
from accounts.imports.queries import bad_sheet, lines_of
from accounts.imports.staging import stage_case_files
from accounts.imports.vocabulary import FIELDS, SYNONYMS

BATCH = 500
SHAPE = Shape(code="", labels={name: LABELS[name] for name in FIELDS}, tables=(SYNONYMS,), needed=("name",))


def _shape(_source: Import) -> Shape:
    return SHAPE


def _batch(_source: Import, waiting: QuerySet[Any]) -> list[Any]:
    return list(waiting.order_by("number").select_for_update(of=("self",))[:BATCH])


def _finish(source: Import) -> None:
    ImportRow.objects.filter(source=source).exclude(values={}).update(values={})


def _row_label(_source: Import) -> Words:
    return _("Enterprise")


def _done(_source: Import) -> Words:
    return _("Case files made: %(made)s. Changed: %(changed)s.")


CASE_FILES = ImportKind(
    model=Import,
    rows=ImportRow,
    url_name="import",
    check_job="import-check",
    import_job="import-rows",
    crumbs=((_("Import"), "imports"),),
    shape=_shape,
    stage=stage_case_files,
    batch=_batch,
    apply=apply_batch,
    finish=_finish,
    lines=lines_of,
    bad_sheet=bad_sheet,
    row_label=_row_label,
    done=_done,
    list_code="import-rows",
)
