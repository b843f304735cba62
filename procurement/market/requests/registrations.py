"""What requests add to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Navigation, the panel of the own page, and how a merge treats two questions about one request."""
    from accounts.merging.targets import declare as declare_merging
    from accounts.self_service.panels import OwnPanel
    from accounts.self_service.panels import register as register_own
    from portal.ui.navigation import NavItem
    from portal.ui.navigation import register as register_navigation
    from procurement.market.requests import queries

    declare_merging("procurement.Invitation", twins=True)  # one per request
    title = _("What buyers look for")
    register_own(
        OwnPanel(
            "market-asked", title, "procurement/market/requests/_asked_panel.html", queries.asked_panel, order=54
        )
    )  # fmt: skip
    register_navigation(
        NavItem(_("Requests of buyers"), "market_requests", "procurement.manage_market", 58, "question")
    )
