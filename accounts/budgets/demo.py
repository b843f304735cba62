"""Budgets of the demo: a year of reserving, granting and releasing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from accounts.budgets.actions import approve, grant, make_line, release, reserve
from accounts.budgets.models import BudgetKind
from accounts.casefile.models import CaseFile
from portal.kernel.models import Municipality, Person

LINES = (
    ("work", BudgetKind.WAGE_SUBSIDY, "Loonkostensubsidie", "180000.00"),
    ("work", BudgetKind.PARTICIPATION, "Leerwerkplekken", "60000.00"),
    ("work", BudgetKind.NO_RISK, "No-riskpolis", "15000.00"),
    ("care", BudgetKind.CARE, "Dagbesteding Wmo", "95000.00"),
    ("care", BudgetKind.INNOVATION, "Vernieuwing in de zorg", "25000.00"),
    ("economy", BudgetKind.SUBSIDY, "Subsidie sociaal ondernemen", "75000.00"),
    ("economy", BudgetKind.IMPACT_FUND, "Regionaal impactfonds", "120000.00"),
    ("economy", BudgetKind.INNOVATION, "Proeftuin circulair", "40000.00"),
)
#: (case file's place in the list, budget, euros, what for, what became of it)
STORY = (
    (0, "Leerwerkplekken", "4800.00", "Drie leerwerkplekken in het naaiatelier", "granted"),
    (0, "Proeftuin circulair", "12500.00", "Snijmachine voor oud textiel", "granted"),
    (1, "Dagbesteding Wmo", "3600.00", "Twee dagdelen begeleiding in de keuken", "granted"),
    (1, "Subsidie sociaal ondernemen", "2500.00", "Inrichting van de keuken", "reserved"),
    (2, "Loonkostensubsidie", "22000.00", "Loonkostensubsidie voor vier fietstechnici", "granted"),
    (3, "Regionaal impactfonds", "50000.00", "Lening voor zonnedaken van drie scholen", "waiting"),
    (4, "Loonkostensubsidie", "18500.00", "Loonkostensubsidie in de timmerwerkplaats", "reserved"),
    (5, "Dagbesteding Wmo", "4200.00", "Dagbesteding in de moestuin", "granted"),
    (5, "Vernieuwing in de zorg", "6000.00", "Proef met mantelzorgers", "released"),
    (8, "Subsidie sociaal ondernemen", "4000.00", "Opleiding van barista's", "granted"),
    (9, "No-riskpolis", "1800.00", "No-riskpolis voor twee medewerkers", "reserved"),
    (13, "Proeftuin circulair", "9500.00", "Werkplaats voor witgoed", "waiting"),
)


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """Eight budgets for this year, and what was done with them."""
    year = timezone.localdate().year
    source = f"Begroting {year}, programma Economie en Meedoen"
    lines = {
        name: make_line(
            municipality=municipality, by=staff["ilse"], domain=domain, kind=kind, name=name, year=year,
            amount=Decimal(amount), source=source,
        )
        for domain, kind, name, amount in LINES
    }  # fmt: skip
    who = {"work": staff["marit"], "care": staff["kees"], "economy": staff["fenna"]}
    files = list(CaseFile.objects.order_by("pk"))
    for index, (place, name, amount, purpose, became) in enumerate(STORY):
        line = lines[name]
        at = timezone.now() - dt.timedelta(days=150 - 11 * index)
        made = reserve(
            line=line,
            case_file=files[place],
            amount=Decimal(amount),
            purpose=purpose,
            by=who[line.domain],
            at=at,
        )
        if became == "waiting":
            continue
        if made.state == "waiting":
            made = approve(
                commitment=made, version=made.version, by=staff["sanne"], at=at + dt.timedelta(days=1)
            )
        if became == "granted":
            grant(
                commitment=made, version=made.version, amount=made.amount, by=staff["youssef"],
                at=at + dt.timedelta(days=6),
            )  # fmt: skip
        elif became == "released":
            release(
                commitment=made, version=made.version, reason="De proef gaat niet door.", by=who[line.domain]
            )
