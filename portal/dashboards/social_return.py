"""Social return for the alderman. Numbers of people are protected; sums of money say nothing of one person's hours."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.dashboards.engine import Cell, protect
from procurement.social_return.efforts.models import EffortKind
from procurement.social_return.figures import (
    DepartmentFigures,
    accepted_by_kind,
    by_department,
    group_labels,
    people_placed,
)

#: Departments shown by name, those that owe most; the others are one row.
MOST_DEPARTMENTS = 6


@dataclass(frozen=True)
class SocialReturnReport:
    """Euros per department and kind of effort, and people placed per target group, as they may be shown."""

    departments: list[tuple[str, DepartmentFigures]]
    total: DepartmentFigures
    kinds: list[tuple[str, Decimal]]
    groups: list[tuple[str, Cell]]
    people: Cell


def build_social_return(since: dt.datetime, until: dt.datetime) -> SocialReturnReport:
    """Count, in at most four queries."""
    departments = by_department(since, until)
    kinds = accepted_by_kind(since, until)
    people = people_placed(since, until)
    row = protect(people)
    labels = group_labels(people) if people else {}
    return SocialReturnReport(
        departments=_shown(departments),
        total=sum(departments.values(), DepartmentFigures()),
        kinds=[(str(label), kinds[kind]) for kind, label in EffortKind.choices if kinds.get(kind)],
        groups=sorted(((labels[code], cell) for code, cell in row.cells.items()), key=lambda item: item[0]),
        people=row.total,
    )


def _shown(departments: dict[str, DepartmentFigures]) -> list[tuple[str, DepartmentFigures]]:
    rows = sorted(departments.items(), key=lambda item: (-item[1].owed, item[0]))
    if len(rows) <= MOST_DEPARTMENTS + 1:
        return rows
    others = sum((figures for _name, figures in rows[MOST_DEPARTMENTS:]), DepartmentFigures())
    return [*rows[:MOST_DEPARTMENTS], (_("Other departments"), others)]
