"""What recognition adds to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Permissions, rules, and the panels of the case file and of the own page."""
    from accounts.casefile.panels import Panel
    from accounts.casefile.panels import register as register_panel
    from accounts.recognition import permissions, queries, rulesets  # noqa: F401  permissions declares them
    from accounts.self_service.panels import OwnPanel
    from accounts.self_service.panels import register as register_own

    rulesets.register()
    register_panel(
        Panel(
            "recognition",
            _("Recognition"),
            "accounts/recognition/_panel.html",
            queries.panel,
            "accounts.recognise",
            order=30,
        )
    )
    register_own(
        OwnPanel(
            "recognition",
            _("Social enterprise"),
            "accounts/recognition/_own_panel.html",
            queries.own_panel,
            order=30,
        )
    )
