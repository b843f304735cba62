"""The side navigation: chapters register their items, each person sees what they may use."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.kernel.permissions import allowed

#: Headings of the menu, in order; the first needs none.
WORK, INSTRUMENTS, PROCUREMENT, CHALLENGES, MANAGEMENT = range(5)
HEADINGS: dict[int, str | Promise] = {
    WORK: "",
    INSTRUMENTS: _("Instruments"),
    PROCUREMENT: _("Procurement and market"),
    CHALLENGES: _("Challenges and pilots"),
    MANAGEMENT: _("Overview and management"),
}
#: Who has no more items than this sees one list: headings would only be in the way.
FEW = 8


@dataclass(frozen=True)
class NavItem:
    """One item. `permission` decides who sees it; `order` where it stands.

    It is marked on its own page and everything below it; `also` names pages elsewhere that belong to it, with what is
    below them. `group` is one of the headings; without one the chapter of the permission decides.
    """

    label: str | Promise
    url_name: str
    permission: str
    order: int
    icon: str = "folder"
    also: tuple[str, ...] = ()
    group: int | None = None

    @property
    def heading(self) -> int:
        """The group it stands in."""
        if self.group is not None:
            return self.group
        return {"accounts": WORK, "procurement": PROCUREMENT, "challenges": CHALLENGES}.get(
            self.permission.partition(".")[0], MANAGEMENT
        )


@dataclass(frozen=True)
class ShownItem:
    """An item as shown to someone."""

    label: str
    url: str
    icon: str
    current: bool


@dataclass(frozen=True)
class ShownGroup:
    """Items under one heading, which may be empty."""

    code: int
    heading: str
    items: list[ShownItem]


_items: dict[str, NavItem] = {}


def register(item: NavItem) -> None:
    """Add an item; a second one for the same page fails loudly."""
    if item.url_name in _items:
        raise ValueError(f"navigation item {item.url_name!r} is registered twice")
    _items[item.url_name] = item


def groups_for(request: HttpRequest) -> list[ShownGroup]:
    """The items the person of this request may use, under their headings, in order."""
    mine = [item for item in _items.values() if allowed(request, item.permission)]
    mine.sort(key=lambda item: (item.heading, item.order) if len(mine) > FEW else (0, item.order))
    groups: dict[int, ShownGroup] = {}
    for item in mine:
        code = item.heading if len(mine) > FEW else WORK
        url = reverse(item.url_name)
        below = (url, *(reverse(name) for name in item.also))
        shown = ShownItem(str(item.label), url, item.icon, request.path.startswith(below))
        groups.setdefault(code, ShownGroup(code, str(HEADINGS[code]), [])).items.append(shown)
    return list(groups.values())
