"""What imports add to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Permission, background jobs, navigation and the list of what an import did."""
    from accounts.imports import lists, permissions  # noqa: F401  permission
    from accounts.imports.casefiles import CASE_FILES
    from accounts.imports.kinds import register as register_kind
    from portal.ui.navigation import MANAGEMENT, NavItem
    from portal.ui.navigation import register as register_navigation

    register_kind(CASE_FILES)
    lists.register_all()
    register_navigation(NavItem(_("Import"), "imports", "accounts.import", 80, "inbox", group=MANAGEMENT))
