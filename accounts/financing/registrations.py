"""What the pizza adds to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Permissions, the letter's job, and the panels of the case file and of the own page."""
    from accounts.casefile.panels import Panel
    from accounts.casefile.panels import register as register_panel
    from accounts.financing import letter, permissions, queries  # noqa: F401  letter and permissions register themselves
    from accounts.self_service.panels import OwnPanel
    from accounts.self_service.panels import register as register_own

    title = _("Financing")
    register_panel(
        Panel(
            "financing",
            title,
            "accounts/financing/_panel.html",
            queries.panel,
            "accounts.work_on_financing",
            order=20,
        )
    )
    register_own(
        OwnPanel("financing", title, "accounts/financing/_own_panel.html", queries.own_panel, order=20)
    )
