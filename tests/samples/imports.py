"""Samples of the routes of imports."""

from accounts.imports.actions import make_import
from accounts.models import Import
from portal.kernel.files.actions import store_bytes
from portal.kernel.tenancy.scope import scoped
from tests.route_samples import Sample, World, sample


@sample("import", "import_columns", "import_start", "import_check_again", "import_discard", "import_bad_rows")
def _import(world: World) -> Sample:
    with scoped([world.municipality.pk]):
        found = Import.objects.first()
        if found is None:
            file = store_bytes(
                content=b"Naam;Plaats\nDraad;Vechtstede\n", name="lijst.csv", content_type="text/csv",
                municipality=world.municipality,
            )  # fmt: skip
            found = make_import(municipality=world.municipality, file=file, by=world.colleague)
    return Sample({"pk": found.pk}, found)
