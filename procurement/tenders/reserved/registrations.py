"""What invitations and awards add to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """The panels of case file and own page, and how a merge treats two invitations to one tender."""
    from accounts.casefile.panels import Panel
    from accounts.casefile.panels import register as register_panel
    from accounts.merging.targets import declare as declare_merging
    from accounts.self_service.panels import OwnPanel
    from accounts.self_service.panels import register as register_own
    from procurement.social_return.contracts.starts import register as register_start
    from procurement.tenders.reserved import queries
    from procurement.tenders.reserved.contracts import start

    register_start(start())
    declare_merging("procurement.TenderInvitation", twins=True)  # one per tender
    title = _("Tenders")
    register_panel(
        Panel(
            "tenders", title, "procurement/tenders/reserved/_panel.html", queries.panel, "procurement.view_tenders",
            order=68,
        )
    )  # fmt: skip
    register_own(
        OwnPanel(
            "tenders", title, "procurement/tenders/reserved/_own_panel.html", queries.own_panel, order=53
        )
    )
