"""Each test starts with a clean count of the limit on robots."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_earlier_visits():
    cache.clear()
