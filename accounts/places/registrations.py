"""What agreements on places add to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Permissions, the rule on falling behind, navigation, and the panels of the case file and of the own page."""
    from accounts.casefile.panels import Panel
    from accounts.casefile.panels import register as register_panel
    from accounts.places import overview, permissions, queries, rulesets  # noqa: F401  permissions declares them
    from accounts.self_service.panels import OwnPanel
    from accounts.self_service.panels import register as register_own
    from portal.ui.navigation import INSTRUMENTS, NavItem
    from portal.ui.navigation import register as register_navigation

    rulesets.register()
    overview.register_lists()
    title = _("Places and candidates")
    register_navigation(
        NavItem(title, "agreements", "accounts.view_agreements", 57, "people", group=INSTRUMENTS)
    )
    register_panel(
        Panel(
            "places",
            title,
            "accounts/places/_panel.html",
            queries.panel,
            "accounts.view_agreements",
            order=40,
        )
    )
    register_own(OwnPanel("places", title, "accounts/places/_own_panel.html", queries.own_panel, order=15))
