"""Fictional suppliers and contracts for tests."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import count
from typing import Any

from accounts.models import Enterprise
from portal.kernel.models import Municipality, Person
from portal.kernel.tenancy.scope import scoped
from procurement.models import Contract, Supplier, SupplierMember
from procurement.social_return.contracts.actions import make_contract
from tests.factories import make_person

_number = count(1)


def make_supplier(municipality: Municipality, name: str = "") -> Supplier:
    """A supplier with a KVK number of its own."""
    number = next(_number)
    with scoped([municipality.pk]):
        enterprise = Enterprise.objects.create(
            name=name or f"Opdrachtnemer {number}", kvk_number=f"{70000000 + number}"
        )
        return Supplier.objects.create(municipality=municipality, enterprise=enterprise)


def make_member(supplier: Supplier) -> Person:
    """Someone who works on this supplier's obligation."""
    person = make_person()
    with scoped([supplier.municipality_id]):
        SupplierMember.objects.create(
            municipality_id=supplier.municipality_id, supplier=supplier, person=person
        )
    return person


def make_social_return_contract(
    municipality: Municipality, by: Person, supplier: Supplier | None = None, **facts: Any
) -> Contract:
    """Cleaning for EUR 1.000.000 over two years: 5% of it is owed by the default rules."""
    number = next(_number)
    supplier = supplier or make_supplier(municipality)
    facts = {
        "reference": f"C-{number}",
        "title": "Schoonmaak van de wijkgebouwen",
        "department": "Vastgoed",
        "kind": "services",
        "value": Decimal("1000000.00"),
        "awarded_on": dt.date(2026, 1, 5),
        "starts_on": dt.date(2026, 2, 1),
        "ends_on": dt.date(2028, 1, 31),
        **facts,
    }
    with scoped([municipality.pk]):
        return make_contract(municipality=municipality, supplier=supplier, by=by, **facts)
