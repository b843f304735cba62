"""Reading agreements and their months: exact for the two parties, per quarter and protected for others."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.casefile.models import CaseFile
from accounts.places import engine
from accounts.places.access import counts_of
from accounts.places.models import Agreement, EnterpriseMonth, MunicipalityMonth
from portal.kernel.models import Person
from portal.kernel.permissions import Actor

COUNTS = ("offered", "asked", "delivered", "filled")


def agreements() -> QuerySet[Agreement]:
    """Agreements with what a page shows of them."""
    return Agreement.objects.select_related("case_file", "case_file__municipality").order_by(
        "-ends_on", "-pk"
    )


def agreements_of_member(person: Person) -> QuerySet[Agreement]:
    """The agreements of the enterprises this person belongs to."""
    from accounts.self_service.queries import my_case_files

    return agreements().filter(case_file__in=my_case_files(person))


@dataclass(frozen=True)
class Month:
    """One month with both sides; None where nothing is registered."""

    month: dt.date
    enterprise: EnterpriseMonth | None
    municipality: MunicipalityMonth | None

    def count(self, name: str) -> int | None:
        """One of COUNTS."""
        side = self.municipality if name == "delivered" else self.enterprise
        return None if side is None else getattr(side, name)


def months_of(agreement: Agreement, today: dt.date) -> list[Month]:
    """The months of an agreement that began, oldest first. Two queries; inside `counts_of` or one's own domain."""
    ours = {row.month: row for row in MunicipalityMonth.objects.filter(agreement=agreement)}
    theirs = {row.month: row for row in EnterpriseMonth.objects.filter(agreement=agreement)}
    last = min(agreement.ends_on, today)
    return [
        Month(month, theirs.get(month), ours.get(month))
        for month in engine.months_between(agreement.starts_on, last)
    ]


def facts_of(agreement: Agreement, today: dt.date) -> dict[str, list[engine.MonthFact]]:
    """The months as the engine judges them, per side. Inside `counts_of`."""
    months = months_of(agreement, today)
    return {
        "enterprise": [
            engine.MonthFact(row.month, agreement.places_per_month, row.count("offered")) for row in months
        ],
        "municipality": [
            engine.MonthFact(row.month, agreement.candidates_per_month, row.count("delivered"))
            for row in months
        ],
    }


@dataclass(frozen=True)
class Quarter:
    """The counts of one quarter as others than the parties may see them: None where hidden."""

    year: int
    number: int
    cells: dict[str, int | None]


def protected_quarters(agreement: Agreement, today: dt.date) -> list[Quarter]:
    """Quarters that are over, each count from 1 to 4 hidden. No total and no running quarter, so that nobody can
    work a hidden count out by subtracting, also not by looking every month."""
    with counts_of(agreement):
        months = months_of(agreement, today)
    return protect(months, today)


def protect(months: Iterable[Month], today: dt.date) -> list[Quarter]:
    """Add months up per quarter and hide what is small; see `protected_quarters`."""
    sums: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTS, 0))
    for row in months:
        for name in COUNTS:
            sums[row.month.year, (row.month.month + 2) // 3][name] += row.count(name) or 0
    running = (today.year, (today.month + 2) // 3)
    return [
        Quarter(
            year,
            number,
            {name: None if engine.is_small(value) else value for name, value in counts.items()},
        )
        for (year, number), counts in sorted(sums.items())
        if (year, number) < running
    ]


@dataclass(frozen=True)
class Panel:
    """The agreements of one enterprise, the newest first."""

    case_file: CaseFile
    agreements: list[Agreement]


def panel(case_file: CaseFile, actor: Actor) -> Panel:
    """One query; promises only, no counts."""
    return Panel(
        case_file, list(Agreement.objects.filter(case_file=case_file).order_by("-ends_on", "-pk")[:10])
    )


def own_panel(case_file: CaseFile, person: Person) -> Any:
    """The same for the entrepreneur; nothing when there is no agreement."""
    found = list(Agreement.objects.filter(case_file=case_file).order_by("-ends_on", "-pk")[:10])
    return Panel(case_file, found) if found else None
