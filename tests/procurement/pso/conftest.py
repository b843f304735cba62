"""An enterprise with an entrepreneur, and its assessment of the rules' vector."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from accounts.models import CaseFile, EnterpriseMember
from portal.kernel.models import Municipality, Person
from portal.kernel.tenancy.scope import scoped
from procurement.models import PsoAssessment, PsoPurchase, PsoWorkers
from procurement.pso.assessments import actions
from tests.factories import make_case_file, make_person

VECTOR = (("pw", "regular", 2, "40"), ("ww", "seconded", 1, "32"), ("learner_1", "trainee", 1, "24"))


@dataclass
class Case:
    """One enterprise and whoever fills in its assessment."""

    municipality: Municipality
    case_file: CaseFile
    entrepreneur: Person

    def scope(self):
        return scoped([self.municipality.pk], person=self.entrepreneur.pk)

    def fresh(self, assessment) -> PsoAssessment:
        return PsoAssessment.objects.get(pk=assessment.pk)

    def draft(self, *, order: bool = False, year: int = 2025, **facts) -> PsoAssessment:
        """The vector of the rules, with or without its order. In a scope."""
        facts = {"fte": Decimal(40), "full_time_hours": Decimal(40), **facts}
        made = actions.start(case_file=self.case_file, year=year, by=self.entrepreneur, **facts)
        for category, form, people, hours in VECTOR:
            actions.add_row(
                PsoWorkers, assessment=made, by=self.entrepreneur, category=category, form=form, people=people,
                hours=Decimal(hours),
            )  # fmt: skip
        if order:
            actions.add_row(
                PsoPurchase, assessment=made, by=self.entrepreneur, name="De Schakel", order=Decimal(60000),
                turnover=Decimal(1200000), fte=Decimal(20), score=Decimal(50),
            )  # fmt: skip
        return self.fresh(made)

    def submitted(self, *, shared: bool = False, **more) -> PsoAssessment:
        draft = self.draft(**more)
        return actions.submit(assessment=draft, version=draft.version, share_it=shared, by=self.entrepreneur)


def make_case(municipality: Municipality, name: str = "Sociaal bv") -> Case:
    case_file = make_case_file(municipality, name)
    person = make_person()
    with scoped([municipality.pk]):
        EnterpriseMember.objects.create(municipality=municipality, case_file=case_file, person=person)
    return Case(municipality, case_file, person)


@pytest.fixture
def case(municipality) -> Case:
    return make_case(municipality)
