"""What absences add to the registries."""

from __future__ import annotations


def register() -> None:
    """The permission; the worklist leads to the page."""
    from accounts.absence import permissions  # noqa: F401  declares it
