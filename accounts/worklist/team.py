"""The work of the team, in numbers per colleague. A fixed number of queries, whatever there is."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from accounts.absence.models import Absence
from accounts.casefile.models import CaseFile, CaseFileState
from accounts.worklist.reasons import REASONS
from portal.kernel.models import Membership, Municipality, Role

#: What the page can be sorted by: code in the address -> label.
COLUMNS = {
    "naam": _("Colleague"),
    "dossiers": _("Active case files"),
    "vragen": _("Questions to contribute to"),
    "antwoorden": _("Answers to give"),
    "taken": _("Tasks"),
    "acties": _("Next actions"),
    "laat": _("Too late"),
    "stil": _("Silent case files"),
}


@dataclass
class Load:
    """One colleague's numbers: per reason how many, and how many of these are late."""

    person: int
    name: str
    numbers: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    late: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    replaced_by: str = ""
    has_access: bool = True
    away_until: dt.date | None = None

    @property
    def total_late(self) -> int:
        return sum(self.late.values())

    @property
    def most_late(self) -> str:
        """The reason with most late lines: where the number of late ones leads to."""
        return max(self.late, key=lambda code: self.late[code], default="")

    def number(self, column: str) -> int:
        """The number in a column."""
        return self.total_late if column == "laat" else self.numbers[column]


def counts_per_person(municipality_id: int, today: dt.date) -> dict[int, Load]:
    """Numbers of everyone who holds something. One query per way to own something, seven in all."""
    loads: dict[int, Load] = {}

    def load(person: int) -> Load:
        return loads.setdefault(person, Load(person, ""))

    files = CaseFile.objects.filter(state=CaseFileState.ACTIVE, account_manager__isnull=False)
    for person, number in files.order_by().values_list("account_manager").annotate(Count("pk")):
        load(person).numbers["dossiers"] = number
    for reason in REASONS:
        for owner, condition in reason.owners:
            rows = reason.base(today, municipality_id).filter(condition, **{f"{owner}__isnull": False})
            counted = (
                rows.order_by()
                .values_list(owner)
                .annotate(number=Count("pk"), late=Count("pk", filter=reason.late(today)))
            )
            for person, number, late in counted:
                load(person).numbers[reason.code] += number
                load(person).late[reason.code] += late
    return loads


def team(municipality: Municipality, today: dt.date, *, order: str) -> list[Load]:
    """Everyone who works on case files, and whoever left and still holds something. Nine queries."""
    loads = counts_per_person(municipality.pk, today)
    rows = []
    members = Membership.objects.filter(municipality=municipality).values_list(
        "person_id", "person__name", "person__email", "roles", "is_active"
    )
    for person, name, email, roles, is_active in members:
        works = is_active and {Role.ACCOUNT_MANAGER, Role.SPECIALIST} & set(roles)
        if works or person in loads:
            load = loads.get(person) or Load(person, "")
            load.name, load.has_access = name or email, is_active
            rows.append(load)
    away = Absence.objects.filter(from_on__lte=today, until_on__gte=today).values_list(
        "person_id", "replacement__name", "until_on"
    )
    for person, replacement, until in away:
        for load in rows:
            if load.person == person:
                load.replaced_by, load.away_until = replacement, until
    rows.sort(key=lambda load: load.name.casefold())
    if order in COLUMNS and order != "naam":
        rows.sort(key=lambda load: -load.number(order))
    return rows
