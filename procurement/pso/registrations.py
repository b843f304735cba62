"""What the PSO adds to the registries."""

from __future__ import annotations


def register() -> None:
    """Permissions and the rules."""
    from procurement.pso import permissions, rulesets  # noqa: F401  permissions declares them

    rulesets.register()
