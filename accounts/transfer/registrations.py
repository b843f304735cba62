"""What transfers add to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Permissions, the term, the panel of the own page, and that a transfer stays with the file it was asked for."""
    from accounts.merging import targets
    from accounts.self_service.panels import OwnPanel
    from accounts.self_service.panels import register as register_own
    from accounts.transfer import permissions, queries, rulesets  # noqa: F401  permissions declares them

    rulesets.register()
    # Consent was given for this file, not for what it is merged with.
    targets.declare("accounts.Transfer", stays=True)
    register_own(
        OwnPanel(
            "transfer",
            _("Move to another municipality"),
            "accounts/transfer/_own_panel.html",
            queries.own_panel,
            order=1,
        )
    )
