"""A location with three places, open every weekday from nine to five, and an enterprise with a member."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from accounts.models import CaseFile, EnterpriseMember, Location, Place
from accounts.tables import engine, places
from portal.kernel.models import Municipality, Person
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_case_file, make_person, make_staff


@dataclass
class Table:
    """The people and places around one location."""

    municipality: Municipality
    location: Location
    places: list[Place]
    manager: Person
    care: Person
    case_file: CaseFile
    entrepreneur: Person

    def scope(self) -> Any:
        return scoped([self.municipality.pk])

    def enterprise(self, name: str = "") -> tuple[CaseFile, Person]:
        case_file, person = make_case_file(self.municipality, name), make_person()
        with self.scope():
            EnterpriseMember.objects.create(
                municipality=self.municipality, case_file=case_file, person=person
            )
        return case_file, person


def next_tuesday() -> dt.date:
    """A Tuesday two to three weeks ahead that is no holiday."""
    from accounts.tables.opening import holidays_of

    day = dt.date.today() + dt.timedelta(days=14)
    while day.weekday() != 1 or day in holidays_of([day.year]):
        day += dt.timedelta(days=1)
    return day


def morning(day: dt.date | None = None) -> engine.Span:
    return engine.span_of(day or next_tuesday(), dt.time(9), dt.time(12, 30))


def make_table(municipality: Municipality) -> Table:
    manager = make_staff(municipality, "account_manager", domains=("economy",), name="Sanne")
    care = make_staff(municipality, "specialist", domains=("care",), name="Kees")
    hours = {day: engine.Hours(dt.time(9), dt.time(17)) for day in range(5)}
    with scoped([municipality.pk]):
        location = places.make_location(
            municipality=municipality, hours=hours, by=manager, name="Stadhuis", address="Markt 1"
        )
        made = places.add_places(location=location, number=3, note="", by=manager)
    table = Table(municipality, location, made, manager, care, None, None)  # type: ignore[arg-type]
    table.case_file, table.entrepreneur = table.enterprise("De Tweede Draad")
    return table


@pytest.fixture
def table(municipality: Municipality) -> Table:
    return make_table(municipality)
