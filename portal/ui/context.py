"""What every page needs: theme, navigation, and in the demo the people to log in as."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.ui.navigation import groups_for
from portal.ui.themes import THEMES, theme_of


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Lazy where it costs something, so error pages stay cheap."""
    theme = theme_of(getattr(request, "municipality", None))
    if settings.DEMO and request.GET.get("theme") in THEMES:
        theme = THEMES[request.GET["theme"]]
    return {
        "theme": theme,
        "demo": settings.DEMO,
        "navigation": SimpleLazyObject(lambda: groups_for(request)),
        "demo_people": SimpleLazyObject(_demo_people),
    }


def _demo_people() -> list[dict[str, str]]:
    from portal.kernel.people.demo import demo_people

    return demo_people()
