"""Samples of the routes of the pizza."""

from decimal import Decimal

from accounts.financing.actions import add_slice, make_need, share
from accounts.models import FinancingNeed, ShareLink, Slice
from portal.kernel.tenancy.scope import scoped
from tests.route_samples import Sample, World, sample


def _need(world: World) -> FinancingNeed:
    with scoped([world.municipality.pk]):
        found = FinancingNeed.objects.first()
        if found:
            return found
        need = make_need(case_file=world.case_file, by=world.colleague, title="Loods", amount=Decimal(1000))
        add_slice(need=need, by=world.colleague, kind="loan", source="Streekbank", amount=Decimal(500))
        share(need=need, for_whom="Streekbank", days=7, by=world.colleague)
        return need


@sample("financing_new")
def _new(world: World) -> Sample:
    return Sample({"pk": world.case_file.pk}, world.case_file)


@sample("financing", "financing_edit", "slice_new", "financing_share", "financing_letter")
def _need_sample(world: World) -> Sample:
    need = _need(world)
    return Sample({"pk": need.pk}, need)


@sample("slice_edit")
def _slice(world: World) -> Sample:
    need = _need(world)
    with scoped([world.municipality.pk]):
        piece = Slice.objects.get(need=need)
    return Sample({"pk": piece.pk}, piece)


@sample("share_revoke")
def _link(world: World) -> Sample:
    need = _need(world)
    with scoped([world.municipality.pk]):
        link = ShareLink.objects.get(need=need)
    return Sample({"pk": link.pk}, link)


@sample("shared_financing")
def _shared(world: World) -> Sample:
    return Sample({"municipality_slug": world.municipality.slug, "token": "onbekend"})
