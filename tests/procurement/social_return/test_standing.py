"""The desk at a glance: what the database says of every contract is what the engine says of each."""

import datetime as dt
import random
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from portal.kernel.tenancy.scope import scoped
from procurement.models import Account, Contract, KeptBalance
from procurement.social_return.contracts.engine import STANDINGS
from procurement.social_return.contracts.lists import exported
from procurement.social_return.contracts.queries import with_standing
from procurement.social_return.contracts.standing import counts, with_code
from procurement.social_return.ledger.actions import bring_to
from procurement.social_return.ledger.queries import balances
from tests.procurement.factories import make_social_return_contract

TODAY = timezone.localdate()


def book(contract, by, account, amount, subject="activity-1"):
    bring_to(
        contract=contract, account=account, subject=subject, amount=Decimal(amount), text="Boeking", by=by
    )


@pytest.fixture
def desk(municipality, staff):
    """Sixty contracts of every age and every share realised, at the edges of their terms too."""
    tarik, dice = staff("social_return_coordinator", name="Tarik"), random.Random(7)
    for number in range(60):
        length, age = dice.choice([(200, dice.randint(0, 260)), (365, dice.randint(0, 400)), (365, 340)])
        starts = TODAY - dt.timedelta(days=age)
        contract = make_social_return_contract(
            municipality, tarik, awarded_on=starts, starts_on=starts,
            ends_on=starts + dt.timedelta(days=length - 1), value=Decimal(dice.choice(["1000000", "400000"])),
        )  # fmt: skip
        with scoped([municipality.pk]):
            for account in (Account.ACCEPTED, Account.SUBMITTED):
                share = dice.choice([0, 0, 20, 40, 98, 100])
                book(contract, tarik, account, contract.obligation * share / 100)
                if number % 3 == 0:  # a correction, and something of its own
                    book(contract, tarik, account, contract.obligation * share / 200)
                    book(contract, tarik, account, "12.34", subject="activity-2")
            if age and number % 4:
                at = timezone.now() - dt.timedelta(days=dice.choice([0, 5, 89, 90, 91, 92, 180, 181]) % age)
                Contract.objects.filter(pk=contract.pk).update(last_submission_at=at)
    return municipality, tarik


def test_the_database_and_the_engine_agree_on_every_contract(desk):
    municipality, _tarik = desk
    seen: set[str] = set()
    with scoped([municipality.pk]):
        for day in (TODAY, TODAY + dt.timedelta(days=40), TODAY + dt.timedelta(days=400)):
            rows = list(with_code(Contract.objects.select_related("supplier"), day))
            said = {row.contract.pk: row.standing.code for row in with_standing(rows, day)}
            assert {row.pk: row.standing_code for row in rows} == said
            assert sum(counts(Contract.objects.all(), day).values()) == 60
            seen.update(said.values())
        assert seen == set(STANDINGS) - {"nothing"}


def test_what_the_database_keeps_of_a_contract_is_the_sum_of_its_bookings(desk):
    municipality, _tarik = desk
    with scoped([municipality.pk]):
        sums = balances(Contract.objects.values_list("pk", flat=True))
        for kept in KeptBalance.objects.all():
            assert (kept.accepted, kept.submitted) == (
                sums[kept.contract_id].accepted,
                sums[kept.contract_id].submitted,
            )


def test_a_coordinator_sees_how_many_stand_how_and_goes_to_those(desk, client_for):
    municipality, tarik = desk
    browser, address = client_for(tarik), reverse("contracts")
    with scoped([municipality.pk]):
        glance = counts(Contract.objects.all(), TODAY)
        behind = [row.pk for row in exported(QueryDict("hoe=behind"), None)]
    assert list(glance) == [code for code in STANDINGS if code in glance]
    page = browser.get(address, {"hoe": "behind"}).content.decode()
    assert f"Achter ({glance['behind']})" in page
    assert len(behind) == glance["behind"]
    assert (
        "Geen contract past" in browser.get(address, {"hoe": "behind", "stand": "settled"}).content.decode()
    )
    assert browser.get(address, {"hoe": "onzin"}).status_code == 200
