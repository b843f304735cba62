"""Which membership a person acts under, and in which municipalities an external person has something.

Both are asked before any scope exists, so both run in a scope that names only the person: the policies let
people see their own memberships.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection

from portal.kernel.people.models import Membership, Municipality, Person
from portal.kernel.tenancy.scope import scoped

#: Session key: the municipality a person with several memberships chose.
MEMBERSHIP_KEY = "municipality"

_external: list[Callable[[Person], set[int]]] = []


def register_external(provider: Callable[[Person], set[int]]) -> None:
    """Add a source of municipalities in which a person has things of their own (as entrepreneur, juror, …)."""
    _external.append(provider)


def external_municipalities(person: Person) -> tuple[int, ...]:
    """Ids of the municipalities in which `person` has something of their own."""
    with scoped(person=person.pk):
        found = set().union(*(provider(person) for provider in _external))
    return tuple(sorted(found))


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
