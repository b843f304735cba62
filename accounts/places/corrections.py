"""Who registered and corrected which month when, read from the history that the database's triggers write."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from accounts.places.models import Agreement, EnterpriseMonth, MunicipalityMonth
from portal.kernel.models import Person

#: Per side its model and the counts in it.
SIDES: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("enterprise", EnterpriseMonth, ("offered", "asked", "filled")),
    ("municipality", MunicipalityMonth, ("delivered",)),
)
#: Registrations read per side; an agreement has at most twelve months.
MOST = 300


@dataclass(frozen=True)
class Change:
    """One registration (`before` is empty) or correction: the counts that differ, as (label, before, after)."""

    month: dt.date
    at: dt.datetime
    who: str
    first: bool
    counts: list[tuple[str, str, int]]


def changes_of(
    agreement: Agreement, *, month: dt.date | None = None, for_entrepreneur: bool = False
) -> list[Change]:
    """Registrations and corrections of an agreement, or of one month of it, the newest first. Inside `counts_of`.

    Three queries. To the entrepreneur staff are "the municipality", as everywhere on their own pages.
    """
    found: list[tuple[int, str, Change]] = []
    for side, model, names in SIDES:
        rows = apps.get_model("accounts", f"{model.__name__}Event")._base_manager.filter(
            agreement_id=agreement.pk, municipality_id=agreement.municipality_id, domain=agreement.domain
        )
        if month:
            rows = rows.filter(month=month)
        previous: dict[dt.date, Any] = {}
        for row in reversed(list(rows.exclude(pgh_label="delete").order_by("-pgh_id")[:MOST])):
            before = previous.get(row.month)
            previous[row.month] = row
            counts = [
                (
                    str(model._meta.get_field(name).verbose_name),
                    "" if before is None else str(getattr(before, name)),
                    getattr(row, name),
                )
                for name in names
                if before is None or getattr(before, name) != getattr(row, name)
            ]
            if counts:
                change = Change(row.month, row.at, "", before is None, counts)
                found.append((row.by_id, side, change))
    names_of = dict(Person.objects.filter(pk__in={by for by, _side, _c in found}).values_list("pk", "name"))

    def who(by: int, side: str) -> str:
        if for_entrepreneur and side == "municipality":
            return _("the municipality")
        return names_of.get(by) or _("unknown")

    changes = [Change(c.month, c.at, who(by, side), c.first, c.counts) for by, side, c in found]
    return sorted(changes, key=lambda change: change.at, reverse=True)
