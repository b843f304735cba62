"""What circular tenders add to the registries."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def _search_entry(row: Any) -> Any:
    """The tender itself; what is sent in and what is scored is in no search."""
    from portal.kernel.search.registry import SearchEntry

    return SearchEntry(
        title=row.title,
        subtitle=f"{row.get_state_display()} {row.department}",
        body=f"{row.background} {row.brief}",
        url=reverse("circular_tender", args=[row.pk]),
    )


def _rows(params: Any, actor: Any) -> Any:
    from procurement.tenders.circular.programme.queries import filtered

    return filtered(params.get("stand", ""))


def register() -> None:
    """Permissions, rules, search, lists, navigation, public pages, and the panels of case file and own page."""
    from accounts.casefile.panels import Panel
    from accounts.casefile.panels import register as register_panel
    from accounts.register.more import MorePage
    from accounts.register.more import register as register_more
    from accounts.self_service.panels import OwnPanel
    from accounts.self_service.panels import register as register_own
    from portal.kernel.exports.registry import Column, ListPage
    from portal.kernel.exports.registry import register as register_list
    from portal.kernel.search.registry import register as register_search
    from portal.ui.navigation import NavItem
    from portal.ui.navigation import register as register_navigation
    from portal.ui.search_engines import register_sitemap
    from procurement.tenders.circular import rulesets
    from procurement.tenders.circular.permissions import BUY
    from procurement.tenders.circular.programme.models import CircularState, CircularTender
    from procurement.tenders.circular.submissions import queries

    rulesets.register()
    title = _("Circular tenders")
    register_search("circular", title, CircularTender, _search_entry, permission=BUY)
    register_navigation(NavItem(title, "circular_tenders", BUY, 59, "goal"))
    register_more(MorePage(title, "public_circulars"))
    register_sitemap("circular_sitemap")
    register_panel(
        Panel("circular", title, "procurement/tenders/circular/_panel.html", queries.panel, BUY, order=68)
    )
    register_own(
        OwnPanel(
            "circular", title, "procurement/tenders/circular/_own_panel.html", queries.own_panel, order=56
        )
    )
    register_list(
        ListPage(
            code="circular",
            title=title,
            url_name="circular_tenders",
            permission=BUY,
            model=CircularTender,
            rows=_rows,
            columns=(
                Column("title", _("Title"), "title"),
                Column("department", _("Department"), "department"),
                Column("state", _("State"), "state", CircularState.choices),
                Column("budget", _("Maximum budget"), "budget"),
                Column("closes", _("Submissions until"), "closes_at"),
                Column("sent_in", _("Sent in"), "sent_in"),
                Column("published", _("Published on"), "published_at", chosen=False),
            ),
        )
    )
