"""Samples of the routes of importing a contract register."""

from portal.kernel.files.actions import store_bytes
from portal.kernel.tenancy.scope import scoped
from procurement.models import RegisterImport
from procurement.social_return.imports.actions import make_register_import
from tests.route_samples import Sample, World, sample


@sample("register_example")
def _example(world: World) -> Sample:
    return Sample({"kind": "contracts"})


@sample(
    "register_import", "register_import_columns", "register_import_start", "register_import_check_again",
    "register_import_discard", "register_import_bad_rows",
)  # fmt: skip
def _import(world: World) -> Sample:
    with scoped([world.municipality.pk]):
        found = RegisterImport.objects.first()
        if found is None:
            file = store_bytes(
                content=b"Contractnummer\nR-1\n", name="register.csv", content_type="text/csv",
                municipality=world.municipality,
            )  # fmt: skip
            found = make_register_import(
                municipality=world.municipality, kind="contracts", file=file, by=world.colleague
            )
    return Sample({"pk": found.pk}, found)
