"""The page with the saved views of one list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.kernel.exports.registry import list_page
from portal.kernel.permissions import actor_of, check, permission
from portal.kernel.saved_views import actions
from portal.kernel.saved_views.models import SavedView
from portal.kernel.saved_views.queries import clean_query, views_of


class ViewForm(forms.Form):
    """A name for the filters."""

    name = forms.CharField(label=gettext_lazy("Name of this view"), max_length=60)
    shared = forms.BooleanField(label=gettext_lazy("All colleagues may use this view"), required=False)


@permission("kernel.use_list")
def saved_views(request: HttpRequest, code: str) -> HttpResponse:
    """Name the filters in this page's own query string; see, use and remove the views there are."""
    page = list_page(code)
    check(request, "kernel.use_list", page)
    actor: Any = actor_of(request)
    query = clean_query(request.META.get("QUERY_STRING", ""))
    form = ViewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not query:
            form.add_error(None, _("Choose filters in the list first. Then come back here to name them."))
        else:
            view = actions.save_view(
                municipality=actor.municipality, list_code=code, query=query, by=actor.person,
                **form.cleaned_data,
            )  # fmt: skip
            messages.success(request, _("The view “%(name)s” is kept.") % {"name": view})
            return redirect(page.url(QueryDict(query)))
    context = {
        "form": form,
        "list": page,
        "query": query,
        "views": views_of(actor.person, code),
        "url": page.url(QueryDict("")),
        "back": page.url(QueryDict(query)),
        "me": actor.person,
    }
    return render(request, "kernel/saved_views/views.html", context, status=422 if form.is_bound else 200)


def _view(request: HttpRequest, pk: int, name: str) -> SavedView:
    found = get_object_or_404(SavedView, pk=pk)
    check(request, name, found)
    check(request, "kernel.use_list", list_page(found.list_code))
    return found


@permission("kernel.use_saved_view")
@require_POST
def saved_view_default(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the list with this view, or no longer."""
    view = _view(request, pk, "kernel.use_saved_view")
    actor: Any = actor_of(request)
    if actions.open_with(view=view, by=actor.person):
        messages.success(request, _("The list now opens with “%(name)s”.") % {"name": view})
    else:
        messages.success(request, _("The list opens with everything again."))
    return redirect(reverse("saved_views", args=[view.list_code]))


@permission("kernel.change_saved_view")
@require_POST
def saved_view_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one's own view."""
    view = _view(request, pk, "kernel.change_saved_view")
    actions.remove_view(view=view)
    messages.success(request, _("The view “%(name)s” is removed.") % {"name": view})
    return redirect(reverse("saved_views", args=[view.list_code]))
