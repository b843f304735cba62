"""Samples of the routes of the register."""

from accounts.models import RegisterEntry
from accounts.register.actions import ask, publish
from portal.kernel.tenancy.scope import scoped
from tests.route_samples import Sample, World, sample

SHOWN = {
    "name": "Fietswerk", "summary": "Wij maken fietsen.", "products": "fietsen", "themes": ["work"], "district": "Noord",
    "city": "Vechtstede", "website": "https://fietswerk.example", "show_marks": True,
}  # fmt: skip


def _entry(world: World) -> RegisterEntry:
    with scoped([world.municipality.pk]):
        found = RegisterEntry.objects.first()
        if found:
            return found
        entry = ask(case_file=world.case_file, shown=SHOWN, by=world.colleague)
        return publish(entry=entry, version=entry.version, by=world.colleague)


@sample("register", "register_sitemap", "register_data")
def _register(world: World) -> Sample:
    return Sample({"municipality_slug": world.municipality.slug})


@sample("register_entry")
def _public(world: World) -> Sample:
    return Sample({"municipality_slug": world.municipality.slug, "slug": _entry(world).slug})


@sample("register_own", "register_withdraw")
def _own(world: World) -> Sample:
    return Sample({"pk": world.case_file.pk}, world.case_file)


@sample("register_review")
def _review(world: World) -> Sample:
    entry = _entry(world)
    return Sample({"pk": entry.pk}, entry)


@sample("api_enterprises", "api_enterprises_csv")
def _api(world: World) -> Sample:
    return Sample({"gemeente": world.municipality.slug})


@sample("api_enterprise")
def _api_one(world: World) -> Sample:
    return Sample({"gemeente": world.municipality.slug, "slug": _entry(world).slug})


@sample("api_not_found")
def _api_not_found(world: World) -> Sample:
    return Sample({"rest": "iets-anders"})
