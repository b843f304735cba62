"""What the register adds to the registries."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def _search_entry(row: Any) -> Any:
    """Only what is published can be found. Products stand in the title, so that typing errors in them are forgiven."""
    from accounts.register.models import EntryState
    from portal.kernel.search.registry import SearchEntry

    if row.state != EntryState.PUBLISHED:
        return None
    return SearchEntry(
        title=f"{row.name}: {row.products}" if row.products else row.name,
        subtitle=", ".join(part for part in (row.district, row.city) if part),
        body=" ".join([row.summary, *row.theme_labels]),
        url=reverse("register_entry", args=[row.municipality.slug, row.slug]),
    )


def register() -> None:
    """Permissions, the search, the panels of the case file and the own page, and the tie with the marks."""
    from portal.ui.search_engines import register_sitemap

    register_sitemap("register_sitemap")
    from accounts.casefile.panels import Panel
    from accounts.casefile.panels import register as register_panel
    from accounts.recognition.hooks import on_marks_changed
    from accounts.register import permissions, queries  # noqa: F401  permissions declares them
    from accounts.register.actions import touch
    from accounts.register.models import RegisterEntry
    from accounts.self_service.panels import OwnPanel
    from accounts.self_service.panels import register as register_own
    from portal.kernel.search.registry import register as register_search

    title = _("Public register")
    register_search(queries.KIND, title, RegisterEntry, _search_entry)
    on_marks_changed(touch)
    register_panel(
        Panel(
            "register",
            title,
            "accounts/register/_panel.html",
            queries.panel,
            "accounts.review_register",
            order=40,
        )
    )
    register_own(
        OwnPanel("register", title, "accounts/register/_own_panel.html", queries.own_panel, order=40)
    )
