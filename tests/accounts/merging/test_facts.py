"""Which registration stays, names that are still found, and pairs that are no doubles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.casefile.queries import CaseFileFilter
from accounts.imports.matching import Directory
from accounts.intake.answers import IntakeAnswers
from accounts.merging import actions, engine, undoing
from accounts.merging.queries import likely_doubles
from accounts.models import CaseFile, Enterprise, FormerIdentity, NotDouble
from accounts.triage.queries import candidates
from portal.kernel.search.queries import find
from portal.kernel.tenancy.scope import scoped
from tests.accounts.merging.conftest import do_merge
from tests.factories import make_case_file, make_municipality, make_staff


@pytest.fixture
def unregistered(municipality):
    """A file from before the registration, and its double with a number."""
    here = make_case_file(municipality, "De Draad", kvk_number="")
    there = make_case_file(municipality, "De Draad BV", kvk_number="90770001")
    with scoped([municipality.pk]):
        Enterprise.objects.filter(pk=here.enterprise_id).update(street="Dijk 1", postcode="9811 AA")
        Enterprise.objects.filter(pk=there.enterprise_id).update(
            legal_form="bv", website="https://draad.example"
        )
    return here, there, make_staff(municipality, "account_manager")


def test_the_remaining_file_gets_the_registered_enterprise_and_keeps_what_only_it_knew(
    municipality, unregistered
):
    here, there, by = unregistered
    private, public = here.enterprise_id, there.enterprise_id
    with scoped([municipality.pk]):
        done = do_merge(here, there, by)
        here.refresh_from_db()
        assert (here.enterprise_id, here.name, here.enterprise.legal_form) == (public, "De Draad BV", "bv")
        assert (here.enterprise.street, here.enterprise.website) == ("Dijk 1", "https://draad.example")
        there.refresh_from_db()
        assert there.enterprise_id == private
        undoing.undo(done=done, by=by)
        here.refresh_from_db()
        there.refresh_from_db()
        assert (here.enterprise_id, here.name) == (private, "De Draad")
        assert (there.enterprise_id, there.enterprise.street) == (public, "")
        assert not FormerIdentity.objects.exists()


def test_each_fact_can_be_chosen(municipality, pair):
    here, there, by = pair
    with scoped([municipality.pk]):
        number = there.enterprise.kvk_number
        actions.merge(
            survivor=here, merged=there, versions=(1, 1), reason="Zelfde", by=by,
            choices={"kvk_number": "there", "name": "here", "summary": "there"},
        )  # fmt: skip
        here.refresh_from_db()
        assert (here.enterprise.kvk_number, here.enterprise.name, here.summary) == (
            number,
            "De Draad",
            "Jassen",
        )


def test_a_later_merge_that_took_the_registration_is_undone_first(municipality, unregistered):
    here, there, by = unregistered
    third = make_case_file(municipality, "Draad Holding")
    with scoped([municipality.pk]):
        first = do_merge(here, there, by)
        here.refresh_from_db()
        later = actions.merge(
            survivor=here, merged=third, versions=(here.version, 1), choices={"kvk_number": "there"},
            reason="Ook", by=by,
        )  # fmt: skip
        with pytest.raises(actions.RefusedError):
            undoing.undo(done=first, by=by)
        undoing.undo(done=later, by=by)
        undoing.undo(done=first, by=by)
        assert len(set(CaseFile.objects.values_list("enterprise_id", flat=True))) == 3


def test_the_other_name_and_number_are_found_by_search_list_triage_and_import(municipality, pair):
    here, there, by = pair
    number = there.enterprise.kvk_number
    with scoped([municipality.pk]):
        do_merge(here, there, by)
        assert [document.kind for document in find(number)] == ["former-name"]
        form = CaseFileFilter({"tekst": number}, municipality=municipality)
        assert form.is_valid()
        assert list(form.apply()) == [here]
        found = candidates(IntakeAnswers(name="Anders", kvk_number=number))
        assert [(item.case_file, item.certain) for item in found] == [(here, True)]
        known = Directory([{"kvk_number": number, "name": "X"}]).find({"kvk_number": number, "name": "X"})
        assert (known.pk, known.formerly) == (here.pk, True)


def test_a_pair_that_is_no_double_is_not_asked_again(municipality, pair, client_for):
    here, there, by = pair
    with scoped([municipality.pk]):
        assert len(likely_doubles()) == 1
    browser = client_for(by)
    for _time in range(2):  # the second time changes nothing
        browser.post(f"/samenvoegen/{there.pk}/{here.pk}/geen-dubbel/")
    with scoped([municipality.pk]):
        assert NotDouble.objects.count() == 1
        assert likely_doubles() == []
    stranger = make_staff(make_municipality("Elders"), "account_manager")
    assert client_for(stranger).post(f"/samenvoegen/{there.pk}/{here.pk}/geen-dubbel/").status_code == 404


@given(st.text(max_size=3), st.text(max_size=3), st.sampled_from(["here", "there"]))
def test_by_default_something_never_loses_from_nothing(here, there, lead):
    side = engine.default_fact(here, there, lead=lead)
    assert {"here": here, "there": there}[side] or not (here or there)
