"""Two case files of one enterprise, with one of most things in each."""

import pytest

from accounts.casefile.actions import add_member, write_note
from accounts.merging import actions
from accounts.models import DomainTrack
from accounts.timeline.actions import add_task, log_contact
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_case_file, make_person, make_question, make_staff

ALL = ("economy", "work", "care")


def fill(case_file, by, person):
    """One of most things."""
    make_question(case_file)
    with scoped([case_file.municipality_id], domains=ALL):
        log_contact(case_file=case_file, by=by, channel="phone", on="2026-05-01", with_whom="", text="Gebeld")
        add_task(case_file=case_file, title="Bellen", holder=by, due_on=None, by=by)
        write_note(case_file=case_file, domain="care", text="Vertrouwelijk", by=by)
        add_member(case_file=case_file, person=person, by=by)
        DomainTrack.objects.filter(case_file=case_file, domain="work").update(goal=f"Doel {case_file.pk}")


@pytest.fixture
def pair(municipality):
    by = make_staff(municipality, "account_manager")
    same, other = make_person(), make_person()
    here = make_case_file(municipality, "De Draad", summary="Tassen")
    there = make_case_file(municipality, "De Draad BV", summary="Jassen", themes=["work"])
    fill(here, by, same)
    fill(there, by, same)
    with scoped([municipality.pk]):
        add_member(case_file=there, person=other, by=by)
    return here, there, by


def do_merge(here, there, by, **more):
    return actions.merge(
        survivor=here, merged=there, versions=(1, 1), choices={}, reason="Zelfde", by=by, **more
    )
