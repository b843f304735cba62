"""What splitting adds to the registries."""

from __future__ import annotations


def register() -> None:
    """A split keeps saying what it was when its case files merge with others."""
    from accounts.merging import targets

    targets.declare("accounts.Split", stays=True)
