"""Fixtures of the tests of people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache

from portal.kernel.outbox.models import Mail


@pytest.fixture(autouse=True)
def no_limits_used_up() -> Iterator[None]:
    """Every test starts with all rate limits unused."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def mailed(db: None) -> Callable[[str], list[Mail]]:
    """The mails to an address, oldest first."""

    def find(address: str) -> list[Mail]:
        return list(Mail._base_manager.filter(to=address).order_by("created_at"))

    return find


@pytest.fixture
def link_in() -> Callable[[Mail], str]:
    """The path of the first link in a mail."""

    def find(mail: Mail) -> str:
        match = re.search(r"https?://[^/\s]+(/\S+)", mail.text)
        assert match is not None, mail.text
        return match[1]

    return find
