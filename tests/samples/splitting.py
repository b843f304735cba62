"""Samples of the routes of splitting."""

from accounts.models import Split
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_case_file
from tests.route_samples import Sample, World, sample


@sample("split_case_file")
def _split_case_file(world: World) -> Sample:
    return Sample({"pk": world.case_file.pk}, world.case_file)


@sample("split", "split_undo")
def _split(world: World) -> Sample:
    source, made = make_case_file(world.municipality), make_case_file(world.municipality)
    with scoped([world.municipality.pk]):
        done = Split.objects.create(
            municipality=world.municipality, source=source, made=made, reason="Proef", made_by=world.colleague
        )
    return Sample({"pk": done.pk}, done)
