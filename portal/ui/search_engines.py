"""What search engines read: linked data inside a page, and the addresses of public pages."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

#: Addresses one sitemap may hold by its standard.
MOST_ADDRESSES = 50_000
#: Signs that could end a script element, written so that they cannot.
_SAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
_sitemaps: list[str] = []


def register_sitemap(route: str) -> None:
    """Name a route with the slug of a municipality that answers with a sitemap; robots.txt names it."""
    if route not in _sitemaps:
        _sitemaps.append(route)


def sitemap_routes() -> list[str]:
    """The routes of all sitemaps, in the order they were registered."""
    return [*_sitemaps]


def linked_data(facts: dict[str, Any]) -> SafeString:
    """Facts in the words of schema.org, safe inside a script element."""
    return mark_safe(json.dumps(facts, ensure_ascii=False).translate(_SAFE))


def sitemap(home: str, pages: Iterable[tuple[str, dt.datetime]]) -> HttpResponse:
    """A sitemap of one page and those below it: (address from `home` on, when it changed)."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
        f"<url><loc>{escape(home)}</loc></url>",
    ]
    lines += [
        f"<url><loc>{escape(home + path)}</loc><lastmod>{at:%Y-%m-%d}</lastmod></url>" for path, at in pages
    ]
    return HttpResponse("\n".join([*lines, "</urlset>"]), content_type="application/xml; charset=utf-8")
