"""Fictional municipalities, people and case files for tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from accounts.models import CaseFile, DomainTrack, Enterprise, Question
from portal.kernel.models import Domain, Membership, Municipality, Person
from portal.kernel.tenancy.scope import scoped

_number = count(1)


def make_municipality(name: str = "", **fields: Any) -> Municipality:
    """A municipality with a unique name and CBS code."""
    number = next(_number)
    name = name or f"Proefstad {number}"
    return Municipality.objects.create(
        name=name, cbs_code=f"{8000 + number % 2000}", slug=name.lower().replace(" ", "-"), **fields
    )


def make_person(name: str = "", email: str = "", **fields: Any) -> Person:
    """A person who can log in with the password "proefwachtwoord-1"."""
    number = next(_number)
    return Person.objects.create_user(
        email or f"persoon{number}@voorbeeld.example",
        "proefwachtwoord-1",
        name=name or f"Persoon {number}",
        **fields,
    )


def make_staff(
    municipality: Municipality, *roles: str, domains: tuple[str, ...] = (), name: str = "", email: str = ""
) -> Person:
    """A person with a membership holding `roles` and seeing `domains`."""
    person = make_person(name, email)
    with scoped([municipality.pk]):
        Membership.objects.create(
            person=person, municipality=municipality, roles=list(roles), domains=list(domains)
        )
    return person


def make_case_file(municipality: Municipality, name: str = "", **fields: Any) -> CaseFile:
    """A case file with its enterprise and three tracks; needs no scope of its own."""
    number = next(_number)
    name = name or f"Onderneming {number}"
    kvk_number = fields.pop("kvk_number", f"{90000000 + number}")
    with scoped([municipality.pk]):
        enterprise = Enterprise.objects.create(
            name=name, kvk_number=kvk_number, municipality=None if kvk_number else municipality
        )
        case_file = CaseFile.objects.create(
            municipality=municipality, enterprise=enterprise, name=name, reference=f"T-{number}", **fields
        )
        DomainTrack.objects.bulk_create(
            DomainTrack(municipality=municipality, case_file=case_file, domain=domain)
            for domain in Domain.values
        )
    return case_file


def make_question(case_file: CaseFile, text: str = "Waar vind ik een werkplaats?", **fields: Any) -> Question:
    """A new question with a deadline in December 2026."""
    fields.setdefault("deadline", "2026-12-15")
    with scoped([case_file.municipality_id]):
        return Question.objects.create(
            municipality_id=case_file.municipality_id, case_file=case_file, text=text, **fields
        )
