"""What importing a register adds to the registries."""

from __future__ import annotations


def register() -> None:
    """The background job."""
    from procurement.social_return.imports import actions  # noqa: F401
