"""What imports add to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Permission, background jobs, navigation and the list of what an import did."""
    from accounts.imports import actions, lists, permissions, staging  # noqa: F401  jobs and permission
    from portal.ui.navigation import NavItem
    from portal.ui.navigation import register as register_navigation

    lists.register_all()
    register_navigation(NavItem(_("Import"), "imports", "accounts.import", 80, "inbox"))
