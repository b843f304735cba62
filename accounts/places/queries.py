"""Reading agreements and their months: exact for both parties, added up and protected for others."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.casefile.models import CaseFile
from accounts.places import engine
from accounts.places.access import own_counts
from accounts.places.figures import places_by_quarter
from accounts.places.models import Agreement, EnterpriseMonth, MunicipalityMonth
from portal.kernel.models import Person
from portal.kernel.permissions import Actor

COUNTS = ("offered", "asked", "delivered", "filled")
#: Agreements shown in a panel, and on the page of an enterprise. Five instruments, a year each: four years and more.
MOST_SHOWN = 10
MOST_OF_ENTERPRISE = 25
#: Quarters shown to colleagues of other domains.
QUARTERS = 4


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


def months_of(found: Sequence[Agreement], today: dt.date) -> dict[int, list[Month]]:
    """Agreement -> its months that began, oldest first. Two queries; inside `counts_of` or one's own domains."""
    ours = _by_month(MunicipalityMonth.objects.filter(agreement__in=found))
    theirs = _by_month(EnterpriseMonth.objects.filter(agreement__in=found))
    return {
        agreement.pk: [
            Month(month, theirs.get((agreement.pk, month)), ours.get((agreement.pk, month)))
            for month in engine.months_between(agreement.starts_on, min(agreement.ends_on, today))
        ]
        for agreement in found
    }


def _by_month(rows: Iterable[Any]) -> dict[tuple[int, dt.date], Any]:
    return {(row.agreement_id, row.month): row for row in rows}


def facts_of(agreement: Agreement, today: dt.date) -> dict[str, list[engine.MonthFact]]:
    """The months as the engine judges them, per side. Inside `counts_of`."""
    months = months_of([agreement], today)[agreement.pk]
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
class Progress:
    """An agreement with its months and sums: what was promised over the months that are over, and what was done."""

    agreement: Agreement
    months: list[Month]
    places: int
    candidates: int
    done: dict[str, int]
    #: Months that are over and that this side has not filled in, the oldest first.
    to_fill: list[dt.date]


def progress_of(
    found: Sequence[Agreement], months: dict[int, list[Month]], today: dt.date, *, side: str
) -> list[Progress]:
    """The progress of agreements for one side ("enterprise" or "municipality")."""
    made = []
    for agreement in found:
        rows = months[agreement.pk]
        over = [row for row in rows if engine.next_month(row.month) <= today]
        done = {name: sum(row.count(name) or 0 for row in rows) for name in COUNTS}
        to_fill = [row.month for row in over if getattr(row, side) is None]
        made.append(
            Progress(
                agreement,
                rows,
                len(over) * agreement.places_per_month,
                len(over) * agreement.candidates_per_month,
                done,
                to_fill,
            )
        )
    return made


@dataclass(frozen=True)
class Quarter:
    """Counts of one quarter of all enterprises together, as others than the domain may see them: None where hidden."""

    year: int
    number: int
    cells: dict[str, int | None]


def protected_quarters(instrument: str, today: dt.date) -> list[Quarter]:
    """The last quarters that are over, of one instrument in the whole municipality, each count from 1 to 4 hidden.

    These are the numbers of the alderman's page too. Numbers per enterprise beside them, also protected ones, would
    let someone subtract: so colleagues of other domains get none (rules.md 9). Two queries.
    """
    until = dt.date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    since = dt.date(until.year - QUARTERS // 4, until.month, 1)
    found = places_by_quarter(since, until, instrument=instrument)
    return [
        Quarter(
            year,
            number,
            {name: None if engine.is_small(value := getattr(figures, name)) else value for name in COUNTS},
        )
        for ((year, number), _code), figures in sorted(found.items())
    ]


@dataclass(frozen=True)
class Panel:
    """The agreements of one enterprise, the newest first; for the entrepreneur with the months to fill in."""

    case_file: CaseFile
    agreements: list[Agreement]
    exact_domains: tuple[str, ...]
    to_fill: list[tuple[dt.date, Agreement]]


def _newest(case_file: CaseFile) -> list[Agreement]:
    return list(Agreement.objects.filter(case_file=case_file).order_by("-ends_on", "-pk")[:MOST_SHOWN])


def panel(case_file: CaseFile, actor: Actor) -> Panel:
    """One query; promises only, no counts."""
    return Panel(case_file, _newest(case_file), tuple(actor.domains), [])


def own_panel(case_file: CaseFile, person: Person) -> Panel | None:
    """The same for the entrepreneur, with what is to fill in; nothing when there is no agreement."""
    found = _newest(case_file)
    if not found:
        return None
    return Panel(case_file, found, ("work", "care"), months_to_fill(case_file, found, timezone.localdate()))


def months_to_fill(
    case_file: CaseFile, found: Sequence[Agreement], today: dt.date
) -> list[tuple[dt.date, Agreement]]:
    """Months that are over and that the enterprise has not filled in, the oldest first. One query and the scope."""
    with own_counts(case_file):
        filled = set(EnterpriseMonth.objects.filter(agreement__in=found).values_list("agreement_id", "month"))
    last = today.replace(day=1) - dt.timedelta(days=1)
    waiting: dict[dt.date, list[Agreement]] = defaultdict(list)
    for agreement in found:
        for month in engine.months_between(agreement.starts_on, min(agreement.ends_on, last)):
            if (agreement.pk, month) not in filled:
                waiting[month].append(agreement)
    return [(month, agreement) for month in sorted(waiting) for agreement in waiting[month]]
