"""Samples of the routes of budgets."""

from decimal import Decimal

from accounts.budgets.actions import make_line, reserve
from accounts.models import Commitment
from portal.kernel.tenancy.scope import scoped
from tests.route_samples import Sample, World, sample


def _commitment(world: World) -> Commitment:
    with scoped([world.municipality.pk]):
        found = Commitment.objects.select_related("line").first()
        if found:
            return found
        line = make_line(
            municipality=world.municipality, by=world.colleague, domain="care", kind="care", name="Dagbesteding",
            year=2026, amount=Decimal(1000), source="Proef",
        )  # fmt: skip
        return reserve(
            line=line, case_file=world.case_file, amount=Decimal(100), purpose="Proef", by=world.colleague
        )


@sample("budget", "budget_edit")
def _line_sample(world: World) -> Sample:
    line = _commitment(world).line
    return Sample({"pk": line.pk}, line)


@sample("budget_reserve")
def _reserve(world: World) -> Sample:
    return Sample({"pk": world.case_file.pk}, world.case_file)


@sample("commitment", "commitment_approve", "commitment_refuse", "commitment_grant", "commitment_release")
def _commitment_sample(world: World) -> Sample:
    found = _commitment(world)
    return Sample({"pk": found.pk}, found)
