"""Chapters say where mail belongs: a router finds the place of a message, with how to store it there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.kernel.inbox.models import IncomingMail
from portal.kernel.inbox.parse import ParsedMail
from portal.kernel.models import Mail

#: Stores a message where it belongs, in the scope of its municipality.
Store = Callable[[IncomingMail], object]


@dataclass(frozen=True)
class Place:
    """Where a message belongs. Without `store` a person decides, for `reason`; `suggestion` helps them."""

    municipality_id: int
    store: Store | None = None
    reason: str = ""
    suggestion: int | None = None


#: Finds the place of a message, asked in a scope of all municipalities; None: not of this chapter.
Router = Callable[[ParsedMail], Place | None]
_routers: list[Router] = []
_listeners: list[Callable[[Mail], None]] = []


def register_router(router: Router) -> None:
    """Add a router; the first one that finds a place gets the message."""
    _routers.append(router)


def find_place(parsed: ParsedMail) -> Place | None:
    """What the first router that knows says."""
    for router in _routers:
        found = router(parsed)
        if found is not None:
            return found
    return None


def on_not_arrived(listener: Callable[[Mail], None]) -> None:
    """Call `listener` when a mail came back, in the scope of the mail's municipality."""
    _listeners.append(listener)


def tell_not_arrived(mail: Mail) -> None:
    """Tell the chapters that a mail did not arrive."""
    for listener in _listeners:
        listener(mail)
