"""What contests add to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Permissions, navigation, and the panel of the case file."""
    import challenges.rules  # noqa: F401
    from accounts.casefile.panels import Panel
    from accounts.casefile.panels import register as register_panel
    from challenges.contests.panel import panel
    from portal.ui.navigation import NavItem
    from portal.ui.navigation import register as register_navigation

    register_navigation(NavItem(_("Challenges"), "challenges", "challenges.organise", 58, "goal"))
    register_panel(
        Panel(
            "challenges",
            _("Challenges"),
            "challenges/contests/_panel.html",
            panel,
            "challenges.organise",
            order=75,
        )
    )
