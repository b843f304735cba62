"""Samples of the routes of pilots."""

from decimal import Decimal

from challenges.contests.pilots.advances import ask
from challenges.models import Pilot, PilotAdvance, PilotIndicator, PilotMeasurement, PilotMilestone
from portal.kernel.tenancy.scope import scoped
from tests.challenges.pilots import make_pilot, measure, paper
from tests.route_samples import Sample, World, sample


def pilot_of(world: World) -> Pilot:
    """The pilot of the world, with one of everything."""
    with scoped([world.municipality.pk]):
        found = Pilot.objects.select_related("entry", "case_file").first()
    if found is None:
        found = make_pilot(world.municipality, world.colleague)
        measure(found, world.colleague, upload=paper())
        with scoped([world.municipality.pk]):
            ask(pilot=found, amount=Decimal(100), purpose="Pannen", upload=paper(), by=world.colleague)
            PilotMilestone.objects.create(
                municipality=world.municipality, pilot=found, title="Eerste tafel", due_on="2026-12-24"
            )
            found = Pilot.objects.select_related("entry", "case_file").get(pk=found.pk)
    return found


@sample(
    "pilot", "pilot_edit", "pilot_milestone_add", "pilot_indicator_add", "pilot_end", "pilot_record", "pilot_record_pdf",
    "my_pilot", "pilot_note", "pilot_advance_ask",
)  # fmt: skip
def _pilot(world: World) -> Sample:
    found = pilot_of(world)
    return Sample({"pk": found.pk}, found)


@sample("pilot_start")
def _start(world: World) -> Sample:
    entry = pilot_of(world).entry
    return Sample({"pk": entry.pk}, entry)


def _row(world: World, model):
    pilot_of(world)
    with scoped([world.municipality.pk]):
        return model.objects.first()


@sample("pilot_milestone_done")
def _milestone(world: World) -> Sample:
    row = _row(world, PilotMilestone)
    return Sample({"pk": row.pk}, row)


@sample("pilot_measure")
def _indicator(world: World) -> Sample:
    row = _row(world, PilotIndicator)
    return Sample({"pk": row.pk}, row)


@sample("pilot_measurement_check")
def _measurement(world: World) -> Sample:
    row = _row(world, PilotMeasurement)
    return Sample({"pk": row.pk}, row)


@sample("pilot_advance", "pilot_proof")
def _advance(world: World) -> Sample:
    row = _row(world, PilotAdvance)
    return Sample({"pk": row.pk}, row)


@sample("pilot_advance_step")
def _step(world: World) -> Sample:
    row = _row(world, PilotAdvance)
    return Sample({"pk": row.pk, "verb": "approve"}, row)


@sample("pilot_file")
def _file(world: World) -> Sample:
    row = _row(world, PilotMeasurement)
    with scoped([world.municipality.pk]):
        found = pilot_of(world)
    return Sample({"pk": found.pk, "kind": "meting", "row": row.pk}, found)
