"""What social spend as a whole adds to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Permissions, the rule set, whom the rows are for, the job, the navigation and the panel of the case file."""
    from accounts.casefile.panels import Panel
    from accounts.casefile.panels import register as register_panel
    from portal.ui.navigation import NavItem
    from portal.ui.navigation import register as register_navigation
    from procurement.spend import permissions, rulesets  # noqa: F401  permissions declares them
    from procurement.spend.lists import (
        security,
        staging,  # noqa: F401  the job
    )
    from procurement.spend.share.panel import panel

    rulesets.register()
    security.register()
    register_navigation(NavItem(_("Social spend"), "spend_share", "procurement.manage_spend", 59, "chart"))
    register_panel(
        Panel(
            "spend", _("Social spend"), "procurement/spend/share/_panel.html", panel, "procurement.view_contracts",
            order=69,
        )
    )  # fmt: skip
