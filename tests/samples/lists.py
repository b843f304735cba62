"""Samples of the routes beside every list: export and saved views."""

from portal.kernel.exports.registry import list_page
from portal.kernel.models import SavedView
from portal.kernel.tenancy.scope import scoped
from tests.route_samples import Sample, World, sample


@sample("export", "saved_views")
def _list(world: World) -> Sample:
    return Sample({"code": "people"}, list_page("people"))


@sample("saved_view_default", "saved_view_remove")
def _view(world: World) -> Sample:
    with scoped([world.municipality.pk]):
        view, _made = SavedView.objects.get_or_create(
            municipality=world.municipality,
            list_code="case-files",
            name="Groeiers",
            query="fase=growth",
            owner=world.colleague,
            shared=True,
        )
    return Sample({"pk": view.pk}, view, may_refuse="roles that do not see the list may not use its views")
