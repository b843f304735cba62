"""What social spend as a whole adds to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Permissions, the rule set, whom the rows are for, the job and the navigation."""
    from portal.ui.navigation import NavItem
    from portal.ui.navigation import register as register_navigation
    from procurement.spend import permissions, rulesets  # noqa: F401  permissions declares them
    from procurement.spend.lists import (
        security,
        staging,  # noqa: F401  the job
    )

    rulesets.register()
    security.register()
    register_navigation(NavItem(_("Social spend"), "spend_share", "procurement.manage_spend", 59, "chart"))
