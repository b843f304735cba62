"""What contests add to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Permissions and navigation."""
    import challenges.rules  # noqa: F401
    from portal.ui.navigation import NavItem
    from portal.ui.navigation import register as register_navigation

    register_navigation(NavItem(_("Challenges"), "challenges", "challenges.organise", 58, "goal"))
