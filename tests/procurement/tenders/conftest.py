"""A purchase of day care, and enterprises that could take part in it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import CaseFile, EnterpriseMember
from portal.kernel.models import Municipality, Person
from portal.kernel.tenancy.scope import scoped
from procurement.models import Tender, TenderInvitation
from procurement.tenders.plan import actions
from procurement.tenders.reserved import actions as reserved
from tests.factories import make_case_file, make_person

TODAY = timezone.localdate
FACTS = {
    "title": "Dagbesteding in de wijk", "text": "Voor twaalf inwoners.", "department": "Maatschappelijke ondersteuning",
    "kind": "social", "cpv_code": "85312100-0", "value": Decimal(240000), "months": 24, "chance": "",
}  # fmt: skip


@dataclass
class Desk:
    """A coordinator of social return who keeps tenders."""

    municipality: Municipality
    person: Person

    def plan(self, **changes) -> Tender:
        """A planned purchase, not checked yet."""
        days = {"begins_on": TODAY(), "starts_on": TODAY() + dt.timedelta(days=90)}
        with scoped([self.municipality.pk]):
            return actions.plan(
                municipality=self.municipality, by=self.person, **{**FACTS, **days, **changes}
            )

    def chosen(self, article: str = "2.82a", **changes) -> Tender:
        """With its procedure chosen, reserved under an article."""
        tender = self.plan(**changes)
        with scoped([self.municipality.pk]):
            return actions.choose(
                tender=tender, version=tender.version, procedure="multiple", reserved=article,
                reason="Een publiek doel past hierbij.", by=self.person,
            )  # fmt: skip

    def enterprise(self, name: str = "") -> tuple[CaseFile, Person]:
        """A case file and someone of the enterprise."""
        case_file, person = make_case_file(self.municipality, name), make_person()
        with scoped([self.municipality.pk]):
            EnterpriseMember.objects.create(
                municipality=self.municipality, case_file=case_file, person=person
            )
        return case_file, person

    def invite(self, tender: Tender, *case_files: CaseFile, days: int = 10) -> list[TenderInvitation]:
        """Ask enterprises, with so many days to answer."""
        with scoped([self.municipality.pk]):
            return reserved.invite(
                tender=tender, case_files=[row.pk for row in case_files], by=self.person,
                answer_by=TODAY() + dt.timedelta(days=days),
            )  # fmt: skip

    def answer(self, invitation: TenderInvitation, takes_part: bool = True, **facts) -> TenderInvitation:
        """The enterprise answers."""
        facts = {"words": "" if takes_part else "Te druk.", "name": "Lieke", "declares": takes_part, **facts}
        with scoped([self.municipality.pk]):
            return reserved.answer(invitation=invitation, takes_part=takes_part, **facts)

    def award(self, tender: Tender, winner: TenderInvitation | None = None, **changes):
        """Award from today on, for two years."""
        with scoped([self.municipality.pk]):
            tender.refresh_from_db()
            facts = {
                "value": Decimal(230000), "awarded_on": TODAY(), "starts_on": TODAY(), "motivation": "Het beste plan.",
                "ends_on": TODAY() + dt.timedelta(days=700), "version": tender.version, "winner": winner,
                "by": self.person, **changes,
            }  # fmt: skip
            return reserved.award(tender=tender, **facts)


@pytest.fixture
def desk(municipality, staff) -> Desk:
    return Desk(municipality, staff("social_return_coordinator", name="Tarik"))
