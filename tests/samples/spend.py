"""Samples of the routes of social spend."""

from django.utils import timezone

from portal.kernel.files.actions import store_bytes
from portal.kernel.tenancy.scope import scoped
from procurement.models import Creditor, SpendList
from procurement.spend.buyers import Buyer
from procurement.spend.lists.actions import begin
from tests.route_samples import Sample, World, sample


def _list(world: World) -> SpendList:
    with scoped([world.municipality.pk]):
        found = SpendList.objects.select_related("municipality", "file", "by", "job").first()
        if found is None:
            file = store_bytes(
                content=b"Leverancier;Bedrag\nBakker;12\n", name="lijst.csv", content_type="text/csv",
                municipality=world.municipality,
            )  # fmt: skip
            found = begin(
                buyer=Buyer(world.municipality), file=file, name="Lijst", year=2025, by=world.colleague
            )
            assert found.file and found.municipality and found.by
        return found


@sample(
    "spend_list", "spend_columns", "spend_list_progress", "spend_list_stop", "spend_list_go_on", "spend_list_remove",
    "spend_bad_rows",
)  # fmt: skip
def _one(world: World) -> Sample:
    source = _list(world)
    return Sample({"pk": source.pk}, source)


@sample("spend_pair_answer", "spend_take_back")
def _creditor(world: World) -> Sample:
    source = _list(world)
    with scoped([world.municipality.pk]):
        SpendList.objects.filter(pk=source.pk).update(state="ready", finished_at=timezone.now())
        found, _made = Creditor.objects.get_or_create(
            municipality=world.municipality, source=source, key="n:bakker", name="Bakker"
        )
    return Sample({"pk": found.pk}, found)


@sample("spend_export")
def _export(world: World) -> Sample:
    return Sample({"kind": "csv"})
