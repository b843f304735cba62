"""What the rules of tenders add to the registries."""

from __future__ import annotations


def register() -> None:
    """The rule set."""
    from procurement.tenders.thresholds import rulesets

    rulesets.register()
