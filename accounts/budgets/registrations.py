"""What budgets add to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Permissions, the rule on the second pair of eyes, navigation, and the panel of the case file."""
    from accounts.budgets import permissions, queries, rulesets  # noqa: F401  permissions declares them
    from accounts.casefile.panels import Panel
    from accounts.casefile.panels import register as register_panel
    from portal.ui.navigation import INSTRUMENTS, NavItem
    from portal.ui.navigation import register as register_navigation

    rulesets.register()
    queries.register_lists()
    register_navigation(
        NavItem(_("Budgets"), "budgets", "accounts.view_budgets", 50, "money", group=INSTRUMENTS)
    )
    register_panel(
        Panel(
            code="budgets",
            title=_("Budgets"),
            template="accounts/budgets/_panel.html",
            load=queries.panel,
            permission="accounts.view_commitment",
            order=10,
        )
    )
