"""Money committed to enterprises: sums that are always right, also when many come at once."""

import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from accounts.budgets import actions
from accounts.budgets.engine import RefusedError
from accounts.budgets.figures import budgets_by_domain
from accounts.models import BudgetLine, Commitment, Task, TimelineEntry
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_case_file, make_municipality, make_staff


def line_of(municipality, amount="10000.00", name="Leerwerkplekken"):
    return actions.make_line(
        municipality=municipality, by=None, domain="work", kind="participation", name=name, year=2026,
        amount=Decimal(amount), source="Begroting 2026",
    )  # fmt: skip


@pytest.fixture
def case(municipality, staff):
    marit, sanne = staff("specialist", domains=("work",)), staff("account_manager", domains=("economy",))
    case_file = make_case_file(municipality)
    return municipality, case_file, marit, sanne


def test_from_reserving_to_granting_less_to_releasing(case):
    municipality, case_file, marit, sanne = case
    with scoped([municipality.pk]):
        line = line_of(municipality)
        made = actions.reserve(
            line=line, case_file=case_file, amount=Decimal("6000"), purpose="Vier plekken", by=marit
        )
        assert made.state == "waiting"
        line.refresh_from_db()
        assert line.room == Decimal("4000")  # what waits holds its room
        assert Task.objects.get(key=f"commitment-{made.pk}", done_at=None).domain == "work"
        with pytest.raises(RefusedError, match="second"):
            actions.approve(commitment=made, version=1, by=marit)
        made = actions.approve(commitment=made, version=1, by=sanne)
        assert not Task.objects.filter(key=f"commitment-{made.pk}", done_at=None).exists()
        made = actions.grant(
            commitment=made, version=2, amount=Decimal("5500"), by=sanne, reason="Eén plek minder"
        )
        line.refresh_from_db()
        assert (line.committed, line.room) == (Decimal("5500"), Decimal("4500"))
        assert (
            TimelineEntry.objects.filter(case_file=case_file, kind="budget", for_entrepreneur=True).count()
            == 1
        )
        figures = budgets_by_domain(2026)["work"]
        assert (figures.granted, figures.reserved, figures.room) == (
            Decimal("5500"),
            Decimal(0),
            Decimal("4500"),
        )
        actions.release(commitment=made, version=3, reason="Terugbetaald", by=marit)
        line.refresh_from_db()
        assert line.committed == 0


def test_what_does_not_fit_is_refused_and_leaves_nothing(case):
    municipality, case_file, marit, _sanne = case
    with scoped([municipality.pk]):
        line = line_of(municipality, "100.00")
        with pytest.raises(RefusedError, match="room"):
            actions.reserve(
                line=line, case_file=case_file, amount=Decimal("100.01"), purpose="Te veel", by=marit
            )
        assert not Commitment.objects.exists()


def test_the_database_itself_refuses_an_overspent_budget(case):
    municipality, *_rest = case
    with scoped([municipality.pk]):
        line = line_of(municipality, "100.00")
        with pytest.raises(IntegrityError), transaction.atomic():
            BudgetLine.objects.filter(pk=line.pk).update(committed=Decimal("100.01"))


def test_a_budget_cannot_be_cut_below_what_is_committed(case):
    municipality, case_file, marit, _sanne = case
    with scoped([municipality.pk]):
        line = line_of(municipality)
        actions.reserve(line=line, case_file=case_file, amount=Decimal("3000"), purpose="Plekken", by=marit)
        with pytest.raises(actions.OverspentError):
            actions.change_line(line=line, version=1, changes={"amount": Decimal("2999.99")}, by=marit)
        actions.change_line(line=line, version=1, changes={"amount": Decimal("3000")}, by=marit)


def test_who_is_second_to_decide_is_told(case):
    municipality, case_file, marit, sanne = case
    with scoped([municipality.pk]):
        made = actions.reserve(
            line=line_of(municipality),
            case_file=case_file,
            amount=Decimal("6000"),
            purpose="Plekken",
            by=marit,
        )
        actions.approve(commitment=made, version=1, by=sanne)
        with pytest.raises(StaleVersionError):
            actions.refuse(commitment=made, version=1, reason="Nee", by=sanne)


@pytest.mark.django_db(transaction=True)
def test_twenty_officers_reserve_at_once_and_the_budget_never_goes_below_zero():
    municipality = make_municipality()
    people = [make_staff(municipality, "specialist", domains=("work",)) for _officer in range(20)]
    case_file = make_case_file(municipality)
    with scoped([municipality.pk]):
        line = line_of(municipality, "1000.00")
    barrier, outcomes = threading.Barrier(20), []

    def officer(person):
        try:
            barrier.wait()
            with scoped([municipality.pk], person=person.pk):
                actions.reserve(
                    line=line, case_file=case_file, amount=Decimal("70"), purpose="Plek", by=person
                )
            outcomes.append("reserved")
        except RefusedError as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=officer, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["reserved"] * 14 + ["room"] * 6
    with scoped([municipality.pk]):
        line.refresh_from_db()
        total = Commitment.objects.aggregate(total=Sum("amount"))["total"]
    assert line.committed == total == Decimal("980")
