"""What handing over adds to the registries."""

from __future__ import annotations


def register() -> None:
    """The permissions, and the way from what a colleague holds to handing it over."""
    from accounts.handover import permissions  # noqa: F401  declares them
    from portal.kernel.people.holdings import register_hand_over

    register_hand_over("hand_over_new")
