"""What a row of a register would do, said before anything is done: new, changes, stays the same, or wrong."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Model
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from accounts.imports.models import ImportMode, Outcome, Result
from procurement.social_return.contracts.models import Contract
from procurement.social_return.efforts.forms import NO_BSN
from procurement.social_return.imports.models import TAKEN_OUT, RegisterImport, RegisterRow
from procurement.social_return.imports.row_forms import Problems


@dataclass
class Seen:
    """What earlier rows of the sheet are about: contract number or effort -> row, and suppliers that got a name."""

    contracts: dict[str, int] = field(default_factory=dict)
    efforts: dict[uuid.UUID, int] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)


@dataclass
class Judged:
    """A row with its verdict on it, and the facts to make or change something with."""

    row: RegisterRow
    facts: dict[str, Any] = field(default_factory=dict)
    key: uuid.UUID | None = None


def problem(name: str, words: Any) -> dict[str, str]:
    """One thing that is wrong, in words that say what to do."""
    return {"field": name, "words": str(words)}


def without_bsn_problems(row: RegisterRow) -> Problems:
    """A BSN was taken out of these columns."""
    return [problem(name, NO_BSN) for name, text in row.cells.items() if text == TAKEN_OUT]


def say(row: RegisterRow, outcome: str, problems: Problems | None = None) -> None:
    """Put the verdict on the row."""
    row.outcome, row.problems = outcome, problems or []


def told(value: Any) -> Any:
    """A value as it is kept in the preview."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.pk if isinstance(value, Model) else value


def differences(now: Any, facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """[{"field", "from", "to"}] of what the facts would change."""
    pairs = ((name, told(getattr(now, name)), told(value)) for name, value in facts.items())
    return [{"field": name, "from": before, "to": after} for name, before, after in pairs if before != after]


def contracts_of(keys: Sequence[str]) -> dict[str, Contract]:
    """Upper-case contract number -> contract."""
    found = Contract.objects.annotate(number=Upper("reference")).filter(number__in=set(keys))
    rows = found.select_related("supplier__enterprise", "coordinator")
    return {contract.reference.upper(): contract for contract in rows}


def lock(source: RegisterImport, rows: Sequence[RegisterRow]) -> None:
    """Imports of one municipality go one at a time, and contracts are locked in one order, all of them when it is all
    or nothing: two officers with the same list never wait for each other in a circle."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s), %s)", ["register-import", source.municipality_id]
        )
    wanted = RegisterRow.objects.filter(source=source, result=Result.NOT_YET, contract__isnull=False)
    if source.mode != ImportMode.ALL:
        wanted = wanted.filter(pk__in=[row.pk for row in rows])
    found = Contract.objects.filter(pk__in=wanted.order_by().values("contract"))
    list(found.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def as_previewed(row: RegisterRow, outcome: str, changes: list[Any]) -> bool:
    """True when the row still does what the preview said. When a colleague was first it is left alone, with why."""
    if (row.outcome, row.changes) == (outcome, changes):
        return True
    if row.outcome != Outcome.SAME:  # what a colleague brought in already just stays as it is
        words = _(
            "A colleague changed this after the check. Nothing of theirs was changed. Check the file again."
        )
        row.problems = row.problems if row.outcome == Outcome.BAD else [problem("", words)]
        row.outcome, row.changes, row.result = outcome, changes, Result.CONFLICT
    return False


def save(rows: Sequence[RegisterRow]) -> None:
    """Keep what became of rows that were brought in."""
    RegisterRow.objects.bulk_update(rows, ["outcome", "result", "problems", "changes", "contract", "effort"])
