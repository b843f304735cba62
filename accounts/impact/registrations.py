"""What goals and claims add to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Permissions, navigation, and the panels of the case file and of the own page."""
    from accounts.casefile.panels import Panel
    from accounts.casefile.panels import register as register_panel
    from accounts.impact import lists, permissions, queries  # noqa: F401  permissions declares them
    from accounts.self_service.panels import OwnPanel
    from accounts.self_service.panels import register as register_own
    from portal.ui.navigation import INSTRUMENTS, NavItem
    from portal.ui.navigation import register as register_navigation

    lists.register()
    register_navigation(
        NavItem(_("Goals and impact"), "goals", "accounts.view_goals", 55, "goal", group=INSTRUMENTS)
    )
    register_panel(
        Panel(
            code="impact",
            title=_("Goals and impact"),
            template="accounts/impact/_panel.html",
            load=queries.panel,
            permission="accounts.work_on_claims",
            order=30,
        )
    )
    register_own(
        OwnPanel(
            "impact", _("What we reached"), "accounts/impact/_own_panel.html", queries.own_panel, order=30
        )
    )
