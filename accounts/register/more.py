"""Other public pages that belong beside the register: chapters add theirs, and the register links to them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class MorePage:
    """A public page per municipality: its route takes the municipality's slug."""

    label: str | Promise
    url_name: str


_pages: dict[str, MorePage] = {}


def register(page: MorePage) -> None:
    """Add a page; a second one with the same route fails loudly."""
    if page.url_name in _pages:
        raise ValueError(f"page {page.url_name!r} is registered twice")
    _pages[page.url_name] = page


def pages() -> tuple[MorePage, ...]:
    """All pages, in the order in which they were added."""
    return tuple(_pages.values())
