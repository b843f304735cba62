"""Panels: how a chapter shows itself on the case-file page without `accounts` knowing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accounts.casefile.models import CaseFile
from portal.kernel.permissions import Actor, verdict


@dataclass(frozen=True)
class Panel:
    """A panel: its template gets what `load` returns as `panel`. `load` runs one bounded query at most."""

    code: str
    title: str | Promise
    template: str
    load: Callable[[CaseFile, Actor], Any]
    permission: str
    order: int = 100


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """Add a panel; a second one with the same code fails loudly."""
    if panel.code in _panels:
        raise ValueError(f"panel {panel.code!r} is registered twice")
    _panels[panel.code] = panel


def panels_for(case_file: CaseFile, actor: Actor) -> list[tuple[Panel, Any]]:
    """The panels this actor may see, each with what it loaded."""
    return [
        (panel, panel.load(case_file, actor))
        for panel in sorted(_panels.values(), key=lambda panel: panel.order)
        if verdict(actor, panel.permission, case_file)
    ]
