"""Terms of a contract: what is due when, and reminders that go out exactly once."""

import datetime as dt
import threading
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.models import Mail
from portal.kernel.tenancy.scope import scoped
from procurement.models import Reminder
from procurement.social_return.efforts.actions import submit
from procurement.social_return.reminders.actions import made_contact, remind
from procurement.social_return.reminders.engine import Facts, report_day, terms_of
from procurement.social_return.reminders.queries import terms_of_contracts
from procurement.social_return.scheme import Terms
from tests.factories import make_municipality, make_staff
from tests.procurement.factories import make_member, make_social_return_contract, make_supplier

COORDINATOR = "social_return_coordinator"
TERMS = Terms(contact=7, plan=30, report_months=3, remind=14, silent=120, ending=60, behind=20)
FACTS = Facts(
    awarded_on=dt.date(2026, 1, 5), starts_on=dt.date(2026, 2, 1), ends_on=dt.date(2026, 10, 31),
    obligation=Decimal(50000), open=Decimal(50000), contacted_on=None, planned_on=None, last_submission=None,
)  # fmt: skip


def stages(today, **changes):
    facts = replace(FACTS, **changes)
    return {term.code: ("done" if term.done else term.stage) for term in terms_of(facts, TERMS, today)}


@pytest.mark.parametrize(
    ("today", "changes", "expected"),
    [
        (dt.date(2026, 1, 6), {}, {"contact": "soon", "plan": "", "end": ""}),
        (dt.date(2026, 1, 21), {}, {"contact": "late", "plan": "soon", "end": ""}),
        (dt.date(2026, 1, 21), {"contacted_on": dt.date(2026, 1, 8)}, {"contact": "done", "plan": "soon", "end": ""}),
        (dt.date(2026, 2, 5), {"planned_on": dt.date(2026, 2, 1)}, {"contact": "done", "plan": "done", "end": ""}),
        (dt.date(2026, 4, 16), {}, {"contact": "late", "plan": "late", "report": "soon", "end": ""}),
        (dt.date(2026, 5, 2), {}, {"contact": "late", "plan": "late", "report": "late", "end": ""}),
        (dt.date(2026, 5, 2), {"last_submission": dt.date(2026, 3, 1)},
         {"contact": "done", "plan": "late", "report": "done", "end": ""}),
        (dt.date(2026, 10, 20), {"open": Decimal(0)},
         {"contact": "late", "plan": "late", "report": "done", "end": "done"}),
        (dt.date(2026, 10, 20), {"obligation": Decimal(0)}, {}),
    ],
)  # fmt: skip
def test_what_is_due(today, changes, expected):
    assert stages(today, **changes) == expected


@given(st.dates(dt.date(2025, 1, 1), dt.date(2030, 1, 1)), st.integers(1, 24), st.integers(0, 90))
def test_a_report_is_asked_only_about_a_period_that_lies_in_the_contract(today, months, ahead):
    period = report_day(FACTS, months, today, ahead)
    if period:
        begin, last = period
        assert FACTS.starts_on <= begin <= last <= FACTS.ends_on
        assert last - dt.timedelta(days=ahead) <= today


@pytest.fixture
def case(municipality, staff):
    tarik = staff(COORDINATOR, name="Tarik")
    supplier = make_supplier(municipality, "Schoonvast bv")
    member = make_member(supplier)
    contract = make_social_return_contract(municipality, tarik, supplier)
    with scoped([municipality.pk]):
        yield municipality, tarik, member, contract


def mails(person):
    return list(Mail.objects.filter(to=person.email).order_by("created_at").values_list("subject", flat=True))


def test_each_reminder_goes_out_once_to_who_has_to_act(case):
    municipality, tarik, member, contract = case
    plan_due = contract.awarded_on + dt.timedelta(days=contract.scheme.terms.plan)
    day = plan_due - dt.timedelta(days=2)
    for _time in range(2):
        remind(municipality_id=municipality.pk, today=day)
    assert mails(tarik) == [
        "Te laat: Eerste contact met de opdrachtnemer voor Schoonmaak van de wijkgebouwen"
    ]
    assert mails(member) == ["Herinnering: Plan van aanpak voor Schoonmaak van de wijkgebouwen"]
    assert "Schoonvast bv" in Mail.objects.get(to=tarik.email).text
    remind(municipality_id=municipality.pk, today=plan_due + dt.timedelta(days=1))
    assert mails(member)[1:] == ["Te laat: Plan van aanpak voor Schoonmaak van de wijkgebouwen"]
    assert contract.entries.filter(kind="reminder", for_supplier=True).count() == 2


def test_who_did_it_hears_nothing(case):
    municipality, tarik, member, contract = case
    made_contact(contract=contract, text="Kennisgemaakt, plan volgt in februari.", by=tarik)
    submit(contract=contract, by=member, kind="plan", amount=Decimal(50000), text="Twee schoonmakers.")
    assert remind(municipality_id=municipality.pk, today=contract.awarded_on + dt.timedelta(days=20)) == 0
    assert Mail.objects.count() == 0


def test_terms_of_many_contracts_take_a_fixed_number_of_queries(case, django_assert_max_num_queries):
    municipality, tarik, _member, contract = case
    contracts = [contract, *(make_social_return_contract(municipality, tarik) for _number in range(5))]
    with django_assert_max_num_queries(3):
        assert len(terms_of_contracts(contracts, contract.starts_on)) == 6


def test_both_sides_see_the_terms_and_a_contact_is_written_down(case, client_for):
    _municipality, tarik, member, contract = case
    browser = client_for(tarik)
    page = browser.get(f"/social-return/contracten/{contract.pk}/").content.decode()
    assert "Eerste contact met de opdrachtnemer" in page
    url = f"/social-return/contracten/{contract.pk}/contact/"
    empty = browser.post(url, {"contact-text": " "})
    assert empty.status_code == 422
    assert browser.post(url, {"contact-text": "Gebeld met Petra."}).status_code == 302
    assert (
        "Contact: Gebeld met Petra."
        in browser.get(f"/social-return/contracten/{contract.pk}/").content.decode()
    )
    own = client_for(member).get(f"/opdrachtnemer/contract/{contract.pk}/").content.decode()
    assert "Plan van aanpak" in own
    assert "Eerste contact" not in own
    assert "Gebeld met Petra." not in own


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_reminder_once():
    municipality = make_municipality("Vechtstede")
    supplier = make_supplier(municipality)
    member = make_member(supplier)
    tarik = make_staff(municipality, COORDINATOR)
    contract = make_social_return_contract(municipality, tarik, supplier)
    day = contract.awarded_on + dt.timedelta(days=contract.scheme.terms.plan - 1)

    def work():
        try:
            with scoped([municipality.pk]):
                remind(municipality_id=municipality.pk, today=day)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with scoped([municipality.pk]):
        assert Reminder.objects.filter(code="plan").count() == 1
        assert Mail.objects.filter(to=member.email).count() == 1
