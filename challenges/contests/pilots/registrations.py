"""What pilots add to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """The rules, the list, and the panels of the case file and of the own page."""
    from accounts.casefile.panels import Panel
    from accounts.casefile.panels import register as register_panel
    from accounts.self_service.panels import OwnPanel
    from accounts.self_service.panels import register as register_own
    from challenges.contests.pilots import queries, rulesets

    rulesets.register()
    queries.register_lists()
    title = _("Pilots")
    register_panel(
        Panel("pilots", title, "challenges/contests/pilots/_panel.html", queries.panel, "challenges.organise", order=76)
    )  # fmt: skip
    register_own(
        OwnPanel("pilots", title, "challenges/contests/pilots/_own_panel.html", queries.own_panel, order=12)
    )
