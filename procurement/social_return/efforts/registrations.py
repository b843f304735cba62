"""What efforts add to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """The coordinator's queue, in the navigation and as a list."""
    from portal.ui.navigation import NavItem
    from portal.ui.navigation import register as register_navigation
    from procurement.social_return.efforts import lists

    lists.register()
    register_navigation(NavItem(_("To judge"), "efforts", "procurement.manage_contracts", 53, "inbox"))
