"""In which municipalities a person works on the obligation of a supplier."""

from __future__ import annotations

from django.db.models import QuerySet

from portal.kernel.people.models import Person
from procurement.suppliers.models import Supplier, SupplierMember


def municipalities_of(person: Person) -> set[int]:
    """Municipality ids; asked in a scope that names only the person, so past the scoped manager."""
    return set(
        SupplierMember._base_manager.filter(person=person, is_active=True).values_list(
            "municipality_id", flat=True
        )
    )


def my_suppliers(person: Person) -> QuerySet[Supplier]:
    """The suppliers this person works for, in all municipalities in scope. The one place that says so."""
    mine = SupplierMember.objects.filter(person=person, is_active=True).values("supplier_id")
    return Supplier.objects.filter(pk__in=mine).select_related("enterprise", "municipality")
