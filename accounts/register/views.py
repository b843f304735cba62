"""The public pages of the register: list with search and filters, one enterprise, data dictionary, sitemap."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.cache import cache_control

from accounts.register import data, queries
from accounts.register.forms import RegisterFilter
from accounts.register.more import pages
from accounts.register.queries import Shown
from portal.kernel.models import Municipality
from portal.kernel.permissions import public
from portal.ui.pagination import paginate
from portal.ui.search_engines import MOST_ADDRESSES, linked_data, sitemap, sitemap_routes

WHY = "the register is public: it shows only what entrepreneurs chose to show"
PAGE_SIZE = 20


def _town(request: HttpRequest) -> Municipality:
    return request.municipality  # type: ignore[attr-defined,no-any-return]


@public(WHY)
@cache_control(no_cache=True)
def register(request: HttpRequest, municipality_slug: str) -> HttpResponse:
    """The enterprises that fit; filters stay in the address."""
    town, today = _town(request), timezone.localdate()
    form = RegisterFilter(request.GET, districts=queries.districts(town.pk))
    valid = form.is_valid()
    page = paginate(request, form.apply(today), size=PAGE_SIZE)
    context = {
        "municipality": town,
        "form": form,
        "chips": form.active() if valid else [],
        "page": page,
        "shown": queries.with_marks(page.rows, today),
        "more": [(more.label, reverse(more.url_name, args=[town.slug])) for more in pages()],
    }
    return render(request, "accounts/register/list.html", context)


@public(WHY)
@cache_control(no_cache=True)
def register_entry(request: HttpRequest, municipality_slug: str, slug: str) -> HttpResponse:
    """One enterprise, for people and (as JSON-LD) for search engines."""
    entry = get_object_or_404(queries.published(), slug=slug)
    shown = queries.with_marks([entry], timezone.localdate())[0]
    context = {
        "municipality": _town(request),
        "shown": shown,
        "linked_data": _linked_data(request, shown),
        "canonical": request.build_absolute_uri(request.path),
    }
    return render(request, "accounts/register/entry.html", context)


def _linked_data(request: HttpRequest, shown: Shown) -> SafeString:
    """The entry as schema.org Organization, for search engines."""
    entry = shown.entry
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": entry.name,
        "description": entry.summary,
        "url": entry.website or request.build_absolute_uri(request.path),
        "mainEntityOfPage": request.build_absolute_uri(request.path),
        "areaServed": {"@type": "AdministrativeArea", "name": _town(request).name},
    }
    if entry.city or entry.district:
        facts["address"] = {
            "@type": "PostalAddress",
            "addressLocality": entry.city or entry.district,
            "addressCountry": "NL",
        }
    if entry.products or entry.themes:
        facts["keywords"] = ", ".join([*filter(None, [entry.products]), *entry.theme_labels])
    if shown.marks:
        facts["hasCertification"] = [{"@type": "Certification", "name": mark.label} for mark in shown.marks]
    return linked_data(facts)


@public(WHY)
def register_data(request: HttpRequest, municipality_slug: str) -> HttpResponse:
    """The open data in words: addresses, fields, licence."""
    town = _town(request)
    links = [
        (kind, request.build_absolute_uri(reverse(name, args=[town.slug])))
        for kind, name in (("JSON", "api_enterprises"), ("CSV", "api_enterprises_csv"))
    ]
    context = {
        "municipality": town,
        "fields": data.FIELDS,
        "links": links,
        "openapi": request.build_absolute_uri(reverse("api_openapi")),
        "licence": data.LICENCE,
        "licence_url": data.LICENCE_URL,
    }
    return render(request, "accounts/register/data.html", context)


@public("search engines read which pages there are")
@cache_control(no_cache=True)
def register_sitemap(request: HttpRequest, municipality_slug: str) -> HttpResponse:
    """The addresses of all public pages of this register."""
    home = request.build_absolute_uri(reverse("register", args=[municipality_slug]))
    rows = queries.published().order_by("pk").values_list("slug", "updated_at")[:MOST_ADDRESSES]
    return sitemap(home, ((f"ondernemingen/{slug}/", at) for slug, at in rows))


@public("search engines read what they may visit")
def robots(request: HttpRequest) -> HttpResponse:
    """Which pages search engines may visit, and where the sitemaps are."""
    lines = ["User-agent: *", "Allow: /register/", "Disallow: /mijn/", "Disallow: /financiering/gedeeld/"]
    for slug in Municipality.objects.order_by("slug").values_list("slug", flat=True):
        for route in sitemap_routes():
            lines.append(f"Sitemap: {request.build_absolute_uri(reverse(route, args=[slug]))}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
