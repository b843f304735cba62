"""What the conversation adds to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Permissions, the router of incoming mail, search, the panel of the own page, and navigation."""
    from accounts.conversation import permissions, queries, receive, search  # noqa: F401  permissions declares
    from accounts.conversation.models import Message
    from accounts.self_service.panels import OwnPanel
    from accounts.self_service.panels import register as register_own
    from portal.kernel.inbox.registry import on_not_arrived, register_router
    from portal.kernel.search.registry import register as register_search
    from portal.ui.navigation import MANAGEMENT, NavItem
    from portal.ui.navigation import register as register_navigation

    register_router(receive.find_place)
    on_not_arrived(receive.tell_not_arrived)
    register_search("message", _("Messages"), Message, search.entry, permission="accounts.read_messages")
    register_own(
        OwnPanel(
            "messages", _("Messages"), "accounts/conversation/_own_panel.html", queries.own_panel, order=5
        )
    )
    register_navigation(NavItem(_("Unsorted mail"), "unsorted_mail", "accounts.sort_mail", 45, "mail"))
    register_navigation(
        NavItem(
            _("Message templates"),
            "message_templates",
            "accounts.edit_message_templates",
            82,
            "rules",
            group=MANAGEMENT,
        )
    )
