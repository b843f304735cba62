"""Which membership a person acts under, and in which municipalities an external person has something.

Both are asked before any scope exists, so both run in a scope that names only the person: the policies let
people see their own memberships.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.utils.functional import Promise

from portal.kernel.people.models import Membership, Municipality, Person
from portal.kernel.tenancy.scope import scoped

#: Session key: the municipality a person with several memberships chose.
MEMBERSHIP_KEY = "municipality"


@dataclass(frozen=True)
class ExternalHome:
    """Where people of one kind (entrepreneurs, suppliers, …) find their own things: a page, and how it is called.

    `provider` gives the ids of the municipalities in which a person has such things.
    """

    url_name: str
    label: str | Promise
    provider: Callable[[Person], set[int]]


_homes: list[ExternalHome] = []


def register_external(home: ExternalHome) -> None:
    """Add a kind; a second one with the same page fails loudly."""
    if any(known.url_name == home.url_name for known in _homes):
        raise ValueError(f"external home {home.url_name!r} is registered twice")
    _homes.append(home)


def external_homes(person: Person) -> tuple[tuple[ExternalHome, ...], tuple[int, ...]]:
    """The homes in which `person` has something, and the ids of all municipalities concerned."""
    with scoped(person=person.pk):
        found = [(home, home.provider(person)) for home in _homes]
    municipalities = set().union(*(ids for _home, ids in found))
    return tuple(home for home, ids in found if ids), tuple(sorted(municipalities))


def load_membership(person: Person, chosen: int | None) -> Membership | None:
    """The active membership of `person`: the chosen municipality's, else the first by name. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kernel_memberships_of(%s)", [person.pk])
        columns = [column[0] for column in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    if not rows:
        return None
    row = next((row for row in rows if row["municipality_id"] == chosen), rows[0])
    municipality = Municipality(
        pk=row["municipality_id"],
        cbs_code=row["cbs_code"],
        name=row["municipality_name"],
        slug=row["slug"],
        theme=row["theme"],
        contact_email=row["contact_email"],
        contact_phone=row["contact_phone"],
    )
    municipality._state.adding = False
    membership = Membership(
        pk=row["id"], person=person, municipality=municipality, roles=row["roles"], domains=row["domains"]
    )
    membership._state.adding = False
    membership.others = len(rows) - 1  # type: ignore[attr-defined]  # how many other municipalities to switch to
    return membership


def memberships_to_choose(person: Person) -> list[tuple[int, str]]:
    """(id, name) of every municipality `person` works for. One query, past any scope."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT municipality_id, municipality_name FROM kernel_memberships_of(%s)", [person.pk]
        )
        return [(row[0], row[1]) for row in cursor.fetchall()]
