"""Samples of the routes of agreements on places."""

import datetime as dt

from accounts.models import Agreement
from accounts.places.actions import agree
from portal.kernel.tenancy.scope import scoped
from tests.route_samples import Sample, World, sample


def _agreement(world: World) -> Agreement:
    with scoped([world.municipality.pk]):
        found = Agreement.objects.first()
        return found or agree(
            case_file=world.case_file, by=world.colleague, instrument="day_activities", starts_on=dt.date(2026, 1, 1),
            ends_on=dt.date(2026, 12, 31), places_per_month=2, candidates_per_month=2,
        )  # fmt: skip


@sample("agreement_new", "places_of_enterprise")
def _new(world: World) -> Sample:
    return Sample({"pk": world.case_file.pk}, world.case_file)


@sample("agreement", "agreement_edit")
def _agreement_sample(world: World) -> Sample:
    found = _agreement(world)
    return Sample({"pk": found.pk}, found)


@sample("agreement_month")
def _month(world: World) -> Sample:
    found = _agreement(world)
    return Sample({"pk": found.pk, "year": 2026, "month": 2}, found)
