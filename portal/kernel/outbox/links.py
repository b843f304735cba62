"""Absolute links for mails."""

from __future__ import annotations

from django.conf import settings


def absolute(path: str) -> str:
    """The full address of a path on this site."""
    return f"{settings.SITE_URL}{path}"
