"""Beginning to bring a contract register in; the steps after that are those of every import (accounts.imports)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.imports.kinds import ImportKind, Words
from portal.kernel.models import Municipality, Person, StoredFile
from procurement.social_return.imports.columns import shape_of
from procurement.social_return.imports.contract_rows import apply_contracts
from procurement.social_return.imports.effort_rows import apply_efforts
from procurement.social_return.imports.models import ListKind, RegisterImport, RegisterRow
from procurement.social_return.imports.queries import bad_sheet, lines_of
from procurement.social_return.imports.staging import stage

#: Rows of contracts, and contracts with all their efforts, in one step.
CONTRACTS, OF_CONTRACTS = 25, 10


@transaction.atomic
def make_register_import(
    *, municipality: Municipality, kind: str, file: StoredFile, by: Person
) -> RegisterImport:
    """Begin with an uploaded sheet; `kind` says what is in it."""
    return RegisterImport.objects.create(
        municipality=municipality, kind=kind, name=file.name, file=file, by=by
    )


def _batch(source: RegisterImport, waiting: QuerySet[Any]) -> list[Any]:
    """The next rows: contracts in the order of the sheet, efforts all of a contract at once."""
    if source.kind == ListKind.CONTRACTS:
        return list(waiting.order_by("number").select_for_update(of=("self",))[:CONTRACTS])
    keys = waiting.order_by("key").values_list("key", flat=True).distinct()[:OF_CONTRACTS]
    rows = waiting.filter(key__in=list(keys)).order_by("key", "number")
    return list(rows.select_for_update(of=("self",)))


def _apply(source: RegisterImport, rows: Sequence[RegisterRow]) -> None:
    (apply_contracts if source.kind == ListKind.CONTRACTS else apply_efforts)(source, rows)


def _finish(_source: RegisterImport) -> None:
    """The rows stay as the record of what came in; they go with their contract."""


def _row_label(source: RegisterImport) -> Words:
    return _("Contract") if source.kind == ListKind.CONTRACTS else _("Effort")


def _done(source: RegisterImport) -> Words:
    if source.kind == ListKind.CONTRACTS:
        return _("Contracts made: %(made)s. Changed: %(changed)s.")
    return _("Efforts handed in: %(made)s. Changed: %(changed)s.")


REGISTER = ImportKind(
    model=RegisterImport,
    rows=RegisterRow,
    url_name="register_import",
    check_job="register-check",
    import_job="register-import",
    crumbs=((_("Social return"), "contracts"), (_("Import a register"), "register_imports")),
    shape=shape_of,
    stage=stage,
    batch=_batch,
    apply=_apply,
    finish=_finish,
    lines=lines_of,
    bad_sheet=bad_sheet,
    row_label=_row_label,
    done=_done,
)
