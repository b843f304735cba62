"""What questions and followers add to the registries."""

from __future__ import annotations


def register() -> None:
    """The job that mails followers."""
    from challenges.contests.audience import news  # noqa: F401
