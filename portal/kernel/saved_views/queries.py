"""The views someone has of a list, and the one it opens with."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from portal.kernel.models import Person
from portal.kernel.permissions import actor_of
from portal.kernel.saved_views.models import LONGEST_QUERY, DefaultView, SavedView

#: In the address of a list: show everything, also when this person's list opens with a view.
ALL = "weergave"
#: More than this is no help.
MOST = 50


def clean_query(text: str) -> str:
    """A query string without page number and marks, at most as long as a view can hold."""
    params = QueryDict(text[:LONGEST_QUERY].replace("\0", ""), mutable=True)
    for name in ("pagina", ALL):
        params.pop(name, None)
    for name in list(params):
        if not any(params.getlist(name)):
            params.pop(name)
    return str(params.urlencode())[:LONGEST_QUERY]


def views_of(person: Person, list_code: str) -> QuerySet[SavedView]:
    """One's own views and those shared by colleagues, by name, each with `is_default`. One query."""
    mine = DefaultView.objects.filter(person=person, view=OuterRef("pk"))
    return (
        SavedView.objects.filter(Q(owner=person) | Q(shared=True), list_code=list_code)
        .annotate(is_default=Exists(mine))
        .select_related("owner")
        .order_by("name", "pk")[:MOST]
    )


def lead_to_default(request: HttpRequest, list_code: str) -> HttpResponse | None:
    """When a list is opened without filters: to this person's default view, if they chose one."""
    person = actor_of(request).person
    if request.GET or person is None or request.method != "GET":
        return None
    query = (
        DefaultView.objects.filter(
            Q(view__owner=person) | Q(view__shared=True), person=person, list_code=list_code
        )
        .values_list("view__query", flat=True)
        .first()
    )
    return HttpResponseRedirect(f"{request.path}?{query}") if query else None
