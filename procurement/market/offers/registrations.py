"""What offers add to the registries."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def _search_entry(row: Any) -> Any:
    """Only what is published can be found. The parts of compounds stand in the body."""
    from portal.kernel.search.registry import SearchEntry
    from procurement.market.offers.models import OfferState
    from procurement.market.rulesets import label_of, lexicon
    from procurement.market.words import more_to_index

    if row.state != OfferState.PUBLISHED:
        return None
    category = label_of(row.category, row.municipality_id)
    parts = more_to_index(f"{row.title} {row.text}", lexicon(row.municipality_id))
    return SearchEntry(
        title=row.title,
        subtitle=f"{category} {row.case_file.name}",
        body=f"{row.text} {row.district} {parts}",
        url=reverse("market_offer", args=[row.municipality.slug, row.pk]),
    )


def register() -> None:
    """The search, navigation, and the panels of case file and own page."""
    from portal.ui.search_engines import register_sitemap

    register_sitemap("market_sitemap")
    from accounts.casefile.panels import Panel
    from accounts.casefile.panels import register as register_panel
    from accounts.merging.targets import declare as declare_merging
    from accounts.register.more import MorePage
    from accounts.register.more import register as register_more
    from accounts.self_service.panels import OwnPanel
    from accounts.self_service.panels import register as register_own
    from portal.kernel.search.registry import register as register_search
    from portal.ui.navigation import NavItem
    from portal.ui.navigation import register as register_navigation
    from procurement.market.offers import queries
    from procurement.market.offers.models import Offer

    declare_merging("procurement.Offer", twins=True)  # a form that was sent is one offer
    title = _("Marketplace")
    register_search(queries.KIND, title, Offer, _search_entry)
    register_panel(
        Panel(
            "market", title, "procurement/market/offers/_panel.html", queries.panel, "procurement.manage_market",
            order=67,
        )
    )  # fmt: skip
    register_own(
        OwnPanel("market", title, "procurement/market/offers/_own_panel.html", queries.own_panel, order=55)
    )
    register_navigation(NavItem(title, "offers", "procurement.manage_market", 57, "home"))
    register_more(MorePage(_("Social marketplace"), "market"))
