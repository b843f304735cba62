"""Which rules are in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from portal.kernel.rulesets.models import RuleSet
from portal.kernel.rulesets.registry import kind as registered
from portal.kernel.tenancy.scope import keep_in_scope


@dataclass(frozen=True)
class ActiveRules:
    """Rules in force on a day. `version` 0 and no pk: the default, as no rule set was made yet."""

    data: dict[str, Any]
    version: int
    source: str
    pk: int | None = None


def active(kind: str, *, on: dt.date, municipality_id: int) -> ActiveRules:
    """The rules of a kind in force on a day: the municipality's own, else the registered default.

    Asked once per scope: one page may need the same rules several times.
    """
    key = ("rules", kind, on, municipality_id)
    found: ActiveRules = keep_in_scope(key, lambda: _active(kind, on, municipality_id))
    return found


def in_force(kind: str, *, on: dt.date, municipality_id: int) -> QuerySet[RuleSet]:
    """The municipality's own rules of a kind on a day: one row, or none while the default holds."""
    return RuleSet.objects.filter(municipality_id=municipality_id, kind=kind, valid_from__lte=on).filter(
        Q(valid_to=None) | Q(valid_to__gte=on)
    )


def already_read(kind: str, *, on: dt.date, municipality_id: int, own: ActiveRules | None) -> None:
    """Keep what a page read of `in_force` together with other things, so that `active` need not ask again."""
    keep_in_scope(("rules", kind, on, municipality_id), lambda: own or _default(kind))


def read_together(kinds: Sequence[str], *, on: dt.date, municipality_id: int) -> None:
    """Read the rules of several kinds in one query, for a page that asks `active` for each of them."""
    rows = RuleSet.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=on),
        municipality_id=municipality_id,
        kind__in=kinds,
        valid_from__lte=on,
    )
    own = {row.kind: ActiveRules(row.data, row.version, row.source, row.pk) for row in rows}
    for kind in kinds:
        already_read(kind, on=on, municipality_id=municipality_id, own=own.get(kind))


def _active(kind: str, on: dt.date, municipality_id: int) -> ActiveRules:
    found = in_force(kind, on=on, municipality_id=municipality_id).first()
    return ActiveRules(found.data, found.version, found.source, found.pk) if found else _default(kind)


def _default(kind: str) -> ActiveRules:
    default = registered(kind)
    return ActiveRules(default.default, 0, default.default_source)
