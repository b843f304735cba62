"""What the entrepreneurs' table adds to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Permissions, limits, navigation, and the panels of the case file and of the own page."""
    from accounts.casefile.panels import Panel
    from accounts.casefile.panels import register as register_panel
    from accounts.self_service.panels import OwnPanel
    from accounts.self_service.panels import register as register_own
    from accounts.tables import lists, permissions, queries, rulesets  # noqa: F401  permissions declares them
    from portal.ui.navigation import INSTRUMENTS, NavItem
    from portal.ui.navigation import register as register_navigation

    rulesets.register()
    lists.register()
    title = _("Entrepreneurs' table")
    register_navigation(NavItem(title, "tables", "accounts.view_tables", 60, "people", group=INSTRUMENTS))
    register_panel(
        Panel(
            "tables", title, "accounts/tables/_panel.html", queries.panel, "accounts.work_at_tables", order=60
        )
    )
    register_own(OwnPanel("tables", title, "accounts/tables/_own_panel.html", queries.own_panel, order=10))
