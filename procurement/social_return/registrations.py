"""What social return adds to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Permissions, the rule set, navigation, the panel of the case file, and access for the people of suppliers."""
    from accounts.casefile.panels import Panel
    from accounts.casefile.panels import register as register_panel
    from portal.kernel.people.access import ExternalHome, register_external
    from portal.ui.navigation import NavItem
    from portal.ui.navigation import register as register_navigation
    from procurement import rules  # noqa: F401  declares the permissions
    from procurement.social_return import rulesets
    from procurement.social_return.panel import panel
    from procurement.suppliers.access import municipalities_of

    rulesets.register()
    register_external(ExternalHome("my_contracts", _("My social return"), municipalities_of))
    register_navigation(
        NavItem(
            _("Social return"), "contracts", "procurement.view_contracts", 52, "handshake",
            also=("register_imports",),
        )
    )  # fmt: skip
    register_panel(
        Panel(
            "social_return", _("Social return"), "procurement/social_return/_panel.html", panel,
            "procurement.view_contracts", order=65,
        )
    )  # fmt: skip
