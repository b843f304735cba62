"""What chapters add to one's own profile page: a template each, with what its function gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

Load = Callable[[HttpRequest], dict[str, Any] | None]
_panels: dict[str, Load] = {}


def register_profile_panel(template: str, load: Load) -> None:
    """Add a panel. `load` gives its values, or None to leave it out; a second one with the template fails loudly."""
    if template in _panels:
        raise ValueError(f"profile panel {template!r} is registered twice")
    _panels[template] = load


def profile_panels(request: HttpRequest) -> list[tuple[str, dict[str, Any]]]:
    """(template, values) of the panels that have something to show to this person."""
    found = ((template, load(request)) for template, load in _panels.items())
    return [(template, values) for template, values in found if values is not None]
