"""The side navigation: chapters register their items, each person sees what they may use."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from portal.kernel.permissions import allowed


@dataclass(frozen=True)
class NavItem:
    """One item. `permission` decides who sees it; `order` where it stands.

    It is marked on its own page and everything below it; `also` names pages elsewhere that belong to it, with what is
    below them.
    """

    label: str | Promise
    url_name: str
    permission: str
    order: int
    icon: str = "folder"
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownItem:
    """An item as shown to someone."""

    label: str
    url: str
    icon: str
    current: bool


_items: dict[str, NavItem] = {}


def register(item: NavItem) -> None:
    """Add an item; a second one for the same page fails loudly."""
    if item.url_name in _items:
        raise ValueError(f"navigation item {item.url_name!r} is registered twice")
    _items[item.url_name] = item


def items_for(request: HttpRequest) -> list[ShownItem]:
    """The items the person of this request may use, in order."""
    shown = []
    for item in sorted(_items.values(), key=lambda item: item.order):
        if allowed(request, item.permission):
            url = reverse(item.url_name)
            below = (url, *(reverse(name) for name in item.also))
            shown.append(ShownItem(str(item.label), url, item.icon, request.path.startswith(below)))
    return shown
