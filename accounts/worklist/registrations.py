"""What the worklist adds to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """The permission and page of the team, the rules and the panel of the morning mail."""
    from accounts.worklist import permissions, rulesets  # noqa: F401  permissions declares them
    from accounts.worklist.mail_views import profile_panel
    from portal.kernel.people.profile_panels import register_profile_panel
    from portal.ui.navigation import NavItem
    from portal.ui.navigation import register as register_navigation

    rulesets.register()
    register_navigation(NavItem(_("Team"), "team", "accounts.view_team", 15, "people"))
    register_profile_panel("accounts/worklist/_profile.html", profile_panel)
