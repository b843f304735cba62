"""A link that would be refused is not made a link."""

import pytest
from django.urls import reverse

from accounts.timeline.actions import add_entry
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_case_file


@pytest.mark.parametrize(("role", "linked"), [("account_manager", True), ("specialist", False)])
def test_only_who_arranges_the_table_gets_the_way_to_its_locations(staff, client_for, role, linked):
    page = client_for(staff(role, domains=("care",))).get("/ondernemerstafel/").content.decode()
    assert (reverse("table_locations") in page) is linked


@pytest.mark.parametrize(("role", "linked"), [("account_manager", True), ("specialist", False)])
def test_an_event_is_read_by_all_and_leads_on_for_who_may_open_it(
    municipality, staff, client_for, role, linked
):
    case_file = make_case_file(municipality)
    with scoped([municipality.pk]):
        add_entry(case_file=case_file, kind="intake", text="Aanmelding aangenomen", url="/triage/")
    page = (
        client_for(staff(role, domains=("care",))).get(f"/dossiers/{case_file.pk}/tijdlijn/").content.decode()
    )
    assert "Aanmelding aangenomen" in page
    assert ('href="/triage/">Aanmelding aangenomen' in page) is linked
