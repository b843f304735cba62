"""What the coaching adds to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """The panel of the entrepreneur's own page."""
    from accounts.self_service.panels import OwnPanel
    from accounts.self_service.panels import register as register_own_panel
    from challenges.contests.coaching.own_panel import own_panel

    register_own_panel(
        OwnPanel(
            "challenges", _("Challenges"), "challenges/contests/coaching/_own_panel.html", own_panel, order=58
        )
    )
