"""Samples of the routes of merging."""

from accounts.models import CaseFile, Merge
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_case_file
from tests.route_samples import Sample, World, sample


@sample("merge_preview")
def _preview(world: World) -> Sample:
    other = make_case_file(world.municipality)
    return Sample({"stays": world.case_file.pk, "goes": other.pk}, other)


@sample("merge_not_double")
def _not_double(world: World) -> Sample:
    other = make_case_file(world.municipality)
    return Sample({"one": world.case_file.pk, "other": other.pk}, other)


@sample("merge", "merge_undo")
def _merge(world: World) -> Sample:
    one, two = make_case_file(world.municipality), make_case_file(world.municipality)
    with scoped([world.municipality.pk]):
        done = Merge.objects.create(
            municipality=world.municipality, survivor=one, merged=two, reason="Proef", made_by=world.colleague
        )
        CaseFile.objects.filter(pk=two.pk).update(merged_into=one, state="closed")
    return Sample({"pk": done.pk}, done)
