"""Samples of the routes of renaming."""

from tests.route_samples import Sample, World, sample


@sample("enterprise_rename")
def _rename(world: World) -> Sample:
    return Sample({"pk": world.case_file.pk}, world.case_file)
