"""What importing a register adds to the registries."""

from __future__ import annotations


def register() -> None:
    """A kind of import, with its background jobs."""
    from accounts.imports.kinds import register as register_kind
    from procurement.social_return.imports.actions import REGISTER

    register_kind(REGISTER)
