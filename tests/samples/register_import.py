"""Samples of the routes of importing a contract register."""

from portal.kernel.files.actions import store_bytes
from portal.kernel.tenancy.scope import scoped
from procurement.models import RegisterImport
from procurement.social_return.imports.actions import begin
from procurement.social_return.imports.columns import Head
from tests.route_samples import Sample, World, sample


@sample("register_example")
def _example(world: World) -> Sample:
    return Sample({"kind": "contracts"})


@sample("register_import", "register_import_go_on", "register_import_bad_rows")
def _import(world: World) -> Sample:
    with scoped([world.municipality.pk]):
        found = RegisterImport.objects.first()
        if found is None:
            file = store_bytes(
                content=b"Contractnummer\nR-1\n", name="register.csv", content_type="text/csv",
                municipality=world.municipality,
            )  # fmt: skip
            head = Head("", 1, {"reference": 0}, [], [])
            found = begin(
                municipality=world.municipality, kind="contracts", file=file, head=head, by=world.colleague
            )
    return Sample({"pk": found.pk}, found)
