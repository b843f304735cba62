"""The alderman sees what the instruments brought: sums that are right, and nothing that points at someone."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.budgets.actions import grant, make_line, reserve
from accounts.financing.actions import add_slice, make_need
from portal.dashboards.engine import Quarter
from portal.dashboards.instruments import build_instruments
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_case_file


@pytest.fixture
def case(municipality, staff):
    sanne = staff("account_manager", domains=("economy",))
    case_file = make_case_file(municipality, "De Unieke Naam")
    today = timezone.localdate()
    with scoped([municipality.pk], domains=["economy"]):
        need = make_need(case_file=case_file, by=sanne, title="Loods", amount=Decimal("9000"))
        add_slice(need=need, by=sanne, kind="loan", source="Bank", amount=Decimal("5000"), state="paid")
        add_slice(need=need, by=sanne, kind="gift", source="Fonds", amount=Decimal("4000"), state="promised")
        line = make_line(
            municipality=municipality, by=sanne, domain="economy", kind="subsidy", name="Subsidie", year=today.year,
            amount=Decimal("10000"), source="Begroting",
        )  # fmt: skip
        made = reserve(line=line, case_file=case_file, amount=Decimal("3000"), purpose="Loods", by=sanne)
        grant(commitment=made, version=1, amount=Decimal("2500"), by=sanne)
    return municipality, today


def test_money_adds_up_per_kind_and_domain(case):
    municipality, today = case
    with scoped([municipality.pk]):
        report = build_instruments(Quarter.of(today), today)
    assert (report.paid, report.promised) == (Decimal("5000"), Decimal("4000"))
    assert [(row.figures.granted, row.figures.room) for row in report.budgets] == [
        (Decimal("2500"), Decimal("7500"))
    ]


def test_another_quarter_and_another_municipality_show_none_of_it(case, other_municipality):
    municipality, today = case
    with scoped([municipality.pk]):
        assert build_instruments(Quarter.of(today).before(2), today).paid == 0
    with scoped([other_municipality.pk]):
        assert build_instruments(Quarter.of(today), today).is_empty


def test_the_page_shows_sums_and_no_names(case, staff, client_for, django_assert_max_num_queries):
    client = client_for(staff("alderman"))
    with django_assert_max_num_queries(34):  # one or two for each instrument; a challenge has two
        text = client.get(reverse("dashboard")).content.decode()
    assert "EUR 5.000,00" in text and "EUR 7.500,00" in text
    assert "De Unieke Naam" not in text
