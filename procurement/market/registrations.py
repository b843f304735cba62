"""What the marketplace as a whole adds to the registries."""

from __future__ import annotations


def register() -> None:
    """Permissions and the rule set."""
    from procurement.market import permissions, rulesets  # noqa: F401  permissions declares them

    rulesets.register()
