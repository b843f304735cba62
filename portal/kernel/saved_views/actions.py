"""Keeping, sharing and removing views of a list."""

from __future__ import annotations

from django.db import transaction

from portal.kernel.models import Municipality, Person
from portal.kernel.saved_views.models import DefaultView, SavedView


@transaction.atomic
def save_view(
    *, municipality: Municipality, list_code: str, name: str, query: str, shared: bool, by: Person
) -> SavedView:
    """Keep filters under a name; a name one used before gets the new filters."""
    view, _created = SavedView.objects.update_or_create(
        municipality=municipality,
        list_code=list_code,
        owner=by,
        name=name,
        defaults={"query": query, "shared": shared},
    )
    return view


@transaction.atomic
def open_with(*, view: SavedView, by: Person) -> bool:
    """Let the list open with this view for `by`, or no longer when it does already. Returns whether it does now."""
    own = DefaultView.objects.filter(person=by, list_code=view.list_code)
    if own.filter(view=view).delete()[0]:
        return False
    DefaultView.objects.update_or_create(
        municipality_id=view.municipality_id, person=by, list_code=view.list_code, defaults={"view": view}
    )
    return True


@transaction.atomic
def remove_view(*, view: SavedView) -> None:
    """Remove a view; lists that opened with it show everything again."""
    view.delete()
