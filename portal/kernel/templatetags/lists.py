"""What stands beside every list: export, and the saved views. `{% load lists %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import QueryDict
from django.urls import reverse

from portal.kernel.exports.registry import OF, list_page
from portal.kernel.permissions import actor_of, verdict
from portal.kernel.saved_views.queries import clean_query, views_of

register = template.Library()


@register.inclusion_tag("kernel/exports/_tools.html", takes_context=True)
def list_tools(context: dict[str, Any], code: str, of: int | None = None) -> dict[str, Any]:
    """`{% list_tools "case-files" %}`: buttons to export the list as it is shown and to keep its filters.

    `of=line.pk` names the one thing whose list it is.
    """
    request = context["request"]
    page = list_page(code)
    query = clean_query(request.META.get("QUERY_STRING", ""))
    params = QueryDict(query, mutable=True)
    if of is not None:
        params[OF] = str(of)
    asked = params.urlencode()
    return {
        "shown": bool(verdict(actor_of(request), page.permission)),
        "export_url": reverse("export", args=[code]) + (f"?{asked}" if asked else ""),
        "views_url": reverse("saved_views", args=[code]) + (f"?{query}" if query else "")
        if page.views
        else "",
        "saved": bool(query),
    }


@register.inclusion_tag("kernel/saved_views/_chips.html", takes_context=True)
def list_views(context: dict[str, Any], code: str) -> dict[str, Any]:
    """`{% list_views "case-files" %}`: the kept views of this list, to choose from. One query."""
    request = context["request"]
    person = actor_of(request).person
    query = clean_query(request.META.get("QUERY_STRING", ""))
    return {"views": list(views_of(person, code)) if person else [], "query": query}
