"""Moving rows from one case file to another, and writing down what was there before."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import OperationalError, connection, models, transaction
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from accounts.merging.targets import Target
from portal.kernel.search.registry import findables, reindex


class RefusedError(Exception):
    """This cannot be done; the text says why and what to do."""


P = ParamSpec("P")
R = TypeVar("R")
#: How long to wait for a row before giving way (PostgreSQL looks for deadlocks after a second), and when to stop.
PATIENCE = "400ms"
LONGEST_TRY = 6.0
_LOCKED = {"55P03", "40P01"}  # lock not available, deadlock detected


def gives_way(action: Callable[P, R]) -> Callable[P, R]:
    """An action that takes hold of whole case files lets colleagues who write in them go first, and tries again.

    It would otherwise wait for a row of theirs while they wait for the case file, and PostgreSQL would end one of the
    two: the colleague may be the one who loses what was typed. Raises RefusedError when it stays busy.
    """

    @wraps(action)
    def patient(*args: P.args, **kwargs: P.kwargs) -> R:
        until = time.monotonic() + LONGEST_TRY
        while True:
            try:
                with transaction.atomic():
                    before = _lock_timeout(PATIENCE)
                    result = action(*args, **kwargs)
                    _lock_timeout(before)
                    return result
            except OperationalError as error:
                if getattr(error.__cause__, "pgcode", "") not in _LOCKED:
                    raise
                if time.monotonic() > until:
                    raise RefusedError(
                        _("Colleagues are writing in these case files at this moment. Try again in a minute.")
                    ) from error
            time.sleep(0.1)

    return patient


def _lock_timeout(value: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('lock_timeout'), set_config('lock_timeout', %s, true)", [value]
        )
        return str(cursor.fetchone()[0])


def lock_files(*pks: int) -> dict[int, CaseFile]:
    rows = CaseFile.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
    return {row.pk: row for row in rows}


def move_rows(
    source: int, target: int, to: Target, rows: dict[str, str] | None, cols: list[str], *, really: bool = True
) -> dict[str, str]:
    """Move rows (all, or these when their mark is still the same): primary key -> mark of what moved."""
    ids, marks = (None, None) if rows is None else (list(rows), list(rows.values()))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, mark FROM accounts_move_rows(%s, %s, %s, %s, %s, %s::text[], %s::text[],"
            " %s::text[], %s)",
            [source, target, to.table, to.column, to.rule.twins, cols, ids, marks, really],
        )
        return dict(cursor.fetchall())


def note_change(kept: dict[str, Any], row: Any, changes: dict[str, Any]) -> None:
    """Set values, keeping what was there before and after as text that JSON holds exactly."""
    noted = kept.setdefault(f"{row._meta.label}:{row.pk}", {})
    for name, value in changes.items():
        field = row._meta.get_field(name.removesuffix("_id"))
        before = getattr(row, field.attname)
        if before != value:
            setattr(row, field.attname, value)
            noted[field.name] = [plain(field, before), plain(field, value)]


def plain(field: models.Field[Any, Any], value: Any) -> Any:
    return (
        value
        if value is None or isinstance(value, list | dict | int | str)
        else field.get_prep_value(value).isoformat()
    )


def follow_in_search(label: str, keys: list[str]) -> None:
    """Bring the search in step with rows that moved; private rows of other domains keep their old address."""
    for findable in findables():
        if findable.model._meta.label == label and keys:
            manager: Any = findable.model._default_manager
            reindex(findable.kind, manager.filter(pk__in=keys))
