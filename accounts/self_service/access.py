"""In which municipalities a person has a case file of their own enterprise."""

from __future__ import annotations

from accounts.casefile.models import EnterpriseMember
from portal.kernel.people.models import Person


def municipalities_of(person: Person) -> set[int]:
    """Municipality ids; asked in a scope that names only the person, so past the scoped manager."""
    return set(
        EnterpriseMember._base_manager.filter(person=person, is_active=True).values_list(
            "municipality_id", flat=True
        )
    )
