"""An enterprise with an account manager, two specialists and an entrepreneur who may log in."""

from dataclasses import dataclass
from typing import Any

import pytest

from accounts.models import CaseFile, EnterpriseMember
from portal.kernel.models import Municipality, Person
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_case_file, make_person, make_staff


@dataclass
class Case:
    """The people around one case file."""

    municipality: Municipality
    case_file: CaseFile
    manager: Person
    care: Person
    work: Person
    entrepreneur: Person

    def scope(self) -> Any:
        return scoped([self.municipality.pk])


def make_case(municipality: Municipality) -> Case:
    manager = make_staff(municipality, "account_manager", domains=("economy", "care", "work"))
    case_file = make_case_file(municipality, account_manager=manager)
    entrepreneur = make_person()
    with scoped([municipality.pk]):
        EnterpriseMember.objects.create(municipality=municipality, case_file=case_file, person=entrepreneur)
    return Case(
        municipality,
        case_file,
        manager,
        make_staff(municipality, "specialist", domains=("care",)),
        make_staff(municipality, "specialist", domains=("work",)),
        entrepreneur,
    )


@pytest.fixture
def case(municipality: Municipality) -> Case:
    return make_case(municipality)
