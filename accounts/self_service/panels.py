"""How instruments show themselves on the entrepreneur's own page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accounts.casefile.models import CaseFile
from portal.kernel.models import Person


@dataclass(frozen=True)
class OwnPanel:
    """A panel per enterprise: its template gets what `load` returns as `panel`; None leaves it out."""

    code: str
    title: str | Promise
    template: str
    load: Callable[[CaseFile, Person], Any]
    order: int = 100


_panels: dict[str, OwnPanel] = {}


def register(panel: OwnPanel) -> None:
    """Add a panel; a second one with the same code fails loudly."""
    if panel.code in _panels:
        raise ValueError(f"own panel {panel.code!r} is registered twice")
    _panels[panel.code] = panel


def registered() -> tuple[str, ...]:
    """The codes of all panels."""
    return tuple(_panels)


def own_panels(case_file: CaseFile, person: Person) -> list[tuple[OwnPanel, Any]]:
    """The panels of one enterprise, each with what it loaded."""
    loaded = [
        (panel, panel.load(case_file, person))
        for panel in sorted(_panels.values(), key=lambda item: item.order)
    ]
    return [(panel, data) for panel, data in loaded if data is not None]
