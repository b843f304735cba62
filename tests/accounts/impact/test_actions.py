"""Claims from entering to counting; nothing counts twice, also at the same moment."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.impact import actions
from accounts.impact.engine import RefusedError
from accounts.impact.figures import checked_claims_by_theme, goal_progress
from accounts.models import Claim, GoalShare, Task
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Mail
from portal.kernel.tenancy.scope import scoped
from tests.accounts.impact.conftest import claim_of, goal_of, make_world
from tests.accounts.intake.test_same_moment import at_once
from tests.factories import make_municipality


def test_a_claim_waits_apart_until_a_colleague_checks_it(world):
    case, goal = world
    with case.scope():
        made = claim_of(case, goal)
        (figures,) = goal_progress(dt.date(2026, 6, 1))
        assert (figures.checked, figures.unchecked) == (0, 400)
        assert Task.objects.get(key=f"claim-{made.pk}").holder == case.manager
        actions.check_claim(claim=made, version=made.version, by=case.manager)
        (figures,) = goal_progress(dt.date(2026, 6, 1))
        assert (figures.checked, figures.unchecked) == (400, 0)
        assert not Task.objects.filter(key=f"claim-{made.pk}", done_at=None).exists()
        assert (
            Mail.objects.get(to=case.entrepreneur.email).subject == "Uw impact is gecontroleerd en telt mee"
        )
        since = timezone.now() - dt.timedelta(days=1)
        assert checked_claims_by_theme(since) == {"circular": 1}


def test_nobody_checks_their_own_claim_and_nothing_is_checked_without_evidence(world):
    case, goal = world
    with case.scope():
        made = claim_of(case, goal, evidence=False)
        with pytest.raises(RefusedError, match="own"):
            actions.check_claim(claim=made, version=1, by=case.entrepreneur)
        with pytest.raises(RefusedError, match="evidence"):
            actions.check_claim(claim=made, version=1, by=case.manager)
        assert Claim.objects.get().state == "claimed"


def test_the_same_days_cannot_be_claimed_twice_for_one_indicator(world):
    case, goal = world
    with case.scope():
        first = claim_of(case, goal)
        with pytest.raises(actions.OverlapError) as caught:
            claim_of(case, goal, starts_on=dt.date(2026, 3, 31), ends_on=dt.date(2026, 4, 30))
        assert caught.value.other == first
        claim_of(case, goal, starts_on=dt.date(2026, 4, 1), ends_on=dt.date(2026, 4, 30))
        actions.refuse_claim(claim=first, version=1, reason="Verkeerd", by=case.manager)
        claim_of(case, goal)
        with pytest.raises(actions.OverlapError):
            actions.change_claim(claim=first, version=2, changes={}, by=case.entrepreneur)


def test_a_claim_divided_over_goals_never_counts_for_more_than_itself(world):
    case, goal = world
    with case.scope():
        other = goal_of(case.municipality, case.manager, "Nog een doel", goal.indicator)
        made = claim_of(case, goal)
        with pytest.raises(RefusedError, match="more"):
            actions.share_claim(
                claim=made, version=1, shares={goal.pk: Decimal(300), other.pk: Decimal(101)}, by=case.manager
            )
        made = actions.share_claim(
            claim=made, version=1, shares={goal.pk: Decimal(300), other.pk: Decimal(100)}, by=case.manager
        )
        assert made.linked == 400
        with pytest.raises(IntegrityError), transaction.atomic():
            Claim.objects.filter(pk=made.pk).update(linked=401)


def test_a_goal_of_another_indicator_or_period_is_refused(world):
    case, goal = world
    with case.scope():
        past = goal_of(
            case.municipality, case.manager, "Vorig jaar", goal.indicator, starts_on=dt.date(2025, 1, 1),
            ends_on=dt.date(2025, 12, 31),
        )  # fmt: skip
        made = claim_of(case, goal)
        with pytest.raises(RefusedError, match="period"):
            actions.share_claim(claim=made, version=1, shares={past.pk: Decimal(1)}, by=case.manager)
        with pytest.raises(RefusedError, match="indicator"):
            actions.share_claim(claim=made, version=1, shares={999999: Decimal(1)}, by=case.manager)
        with pytest.raises(actions.GoalInUseError):
            actions.change_goal(
                goal=goal, version=1, changes={"starts_on": dt.date(2026, 6, 1)}, by=case.manager
            )


def test_damage_limited_says_which_damage_and_what_is_done(world):
    case, goal = world
    with case.scope():
        with pytest.raises(IntegrityError), transaction.atomic():
            claim_of(case, goal, kind="limitation")
        made = claim_of(case, goal, kind="limitation", harm="Diesel", measure="Elektrisch")
        claim_of(case, goal)  # impact of the same days is another thing
        assert made.shares.get().goal == goal


def test_a_refused_claim_no_longer_counts_and_can_be_handed_in_again(world):
    case, goal = world
    with case.scope():
        made = actions.check_claim(claim=claim_of(case, goal), version=1, by=case.manager)
        made = actions.refuse_claim(claim=made, version=2, reason="Telling klopt niet", by=case.manager)
        assert not GoalShare.objects.exists()
        made = actions.change_claim(
            claim=made, version=3, changes={"quantity": Decimal(250)}, by=case.entrepreneur
        )
        assert (made.state, made.linked, made.reason) == ("claimed", 250, "")


@pytest.mark.django_db(transaction=True)
def test_the_same_claim_sent_four_times_at_once_is_one_claim():
    case, goal = make_world(make_municipality("Tegelijk claimen"))

    def send():
        with scoped([case.municipality.pk]):
            try:
                return claim_of(case, goal, evidence=False).pk
            except actions.OverlapError:
                return None

    results = at_once(*[send] * 4)
    assert len([pk for pk in results if pk]) == 1
    with case.scope():
        assert Claim.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_divide_one_claim_at_once_never_count_it_twice():
    case, goal = make_world(make_municipality("Tegelijk verdelen"))
    with case.scope():
        other = goal_of(case.municipality, case.manager, "Nog een doel", goal.indicator)
        made = claim_of(case, goal)

    def divide(key):
        def run():
            with scoped([case.municipality.pk]):
                try:
                    actions.share_claim(claim=made, version=1, shares={key: Decimal(400)}, by=case.manager)
                except StaleVersionError:
                    return "stale"
            return "saved"

        return run

    assert sorted(at_once(divide(goal.pk), divide(other.pk))) == ["saved", "stale"]
    with case.scope():
        assert sum(GoalShare.objects.values_list("quantity", flat=True)) == 400
