"""Samples of the routes of goals and claims."""

import datetime as dt
from decimal import Decimal

from accounts.impact.actions import claim, make_goal, make_indicator
from accounts.models import Claim, Goal
from portal.kernel.tenancy.scope import scoped
from tests.route_samples import Sample, World, sample


def _goal(world: World) -> Goal:
    with scoped([world.municipality.pk]):
        found = Goal.objects.select_related("indicator").first()
        if found:
            return found
        indicator = make_indicator(
            municipality=world.municipality, by=world.colleague, name="Materiaal", unit="kg"
        )
        return make_goal(
            municipality=world.municipality, by=world.colleague, title="Minder afval", theme="circular",
            indicator_id=indicator.pk, starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 12, 31),
            target=Decimal(100), source="Proef",
        )  # fmt: skip


def _claim(world: World) -> Claim:
    goal = _goal(world)
    with scoped([world.municipality.pk]):
        found = Claim.objects.first()
        return found or claim(
            case_file=world.case_file, by=world.colleague, indicator_id=goal.indicator_id, quantity=Decimal(10),
            starts_on=dt.date(2026, 3, 1), ends_on=dt.date(2026, 3, 31),
        )  # fmt: skip


@sample("goal", "goal_edit")
def _goal_sample(world: World) -> Sample:
    goal = _goal(world)
    return Sample({"pk": goal.pk}, goal)


@sample("indicator_edit")
def _indicator(world: World) -> Sample:
    indicator = _goal(world).indicator
    return Sample({"pk": indicator.pk}, indicator)


@sample("claim_new")
def _new(world: World) -> Sample:
    return Sample({"pk": world.case_file.pk}, world.case_file)


@sample("claim", "claim_edit", "claim_evidence", "claim_check", "claim_refuse", "claim_share")
def _claim_sample(world: World) -> Sample:
    found = _claim(world)
    return Sample({"pk": found.pk}, found)
