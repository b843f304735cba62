"""An enterprise with an entrepreneur that sells on the marketplace."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from accounts.models import CaseFile, EnterpriseMember
from portal.kernel.models import Municipality, Person
from portal.kernel.tenancy.scope import scoped
from procurement.market.offers import actions
from procurement.models import Offer
from tests.factories import make_case_file, make_person

FACTS = {
    "kind": "service", "title": "Lunch voor vergaderingen", "text": "Belegde broodjes en soep.", "category": "catering",
    "cpv_code": "55520000-1", "district": "Centrum", "price": Decimal("12.50"), "price_unit": "person",
    "largest_order": Decimal(15000), "impact": "Werk voor vier mensen.",
}  # fmt: skip
TYPED = {**FACTS, "price": "12,50", "largest_order": "15.000", "cpv_code": ""}


@dataclass
class Seller:
    """One enterprise, and whoever keeps its offers."""

    municipality: Municipality
    case_file: CaseFile
    entrepreneur: Person

    def offer(self, *, public: bool = True, **changes) -> Offer:
        """An offer, on the marketplace or not yet."""
        with scoped([self.municipality.pk]):
            made = actions.make(case_file=self.case_file, by=self.entrepreneur, **{**FACTS, **changes})
            return actions.publish(offer=made, by=self.entrepreneur) if public else made


def make_seller(municipality: Municipality, name: str = "Soepel bv") -> Seller:
    case_file, person = make_case_file(municipality, name), make_person()
    with scoped([municipality.pk]):
        EnterpriseMember.objects.create(municipality=municipality, case_file=case_file, person=person)
    return Seller(municipality, case_file, person)


@pytest.fixture
def seller(municipality) -> Seller:
    return make_seller(municipality)
