"""One page, measured: queries, bytes, time, and the time of a bare view that runs the same SQL."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from tools.benchmark import bare

REPEATS = 25
BARE = {"ROOT_URLCONF": "tools.benchmark.bare", "MIDDLEWARE": bare.MIDDLEWARE}


@dataclass(frozen=True)
class Measured:
    """Of one page: number of queries, size in bytes, median seconds, and of the bare view the median seconds."""

    queries: int
    size: int
    seconds: float
    bare_seconds: float


def measure(client: Client, path: str) -> Measured:
    """Measure after a warm-up; fails loudly when the page does not answer 200."""
    for _warm in range(3):
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as captured:
        bare.size = len(client.get(path).content)
    bare.statements = [
        query["sql"]
        for query in captured.captured_queries
        if not query["sql"].startswith(("BEGIN", "COMMIT"))
    ]
    times = [_seconds(lambda: client.get(path)) for _round in range(REPEATS)]
    with override_settings(**BARE):
        other = Client()
        other.get("/bare/")
        bare_times = [_seconds(lambda: other.get("/bare/")) for _round in range(REPEATS)]
    return Measured(len(bare.statements), bare.size, statistics.median(times), statistics.median(bare_times))


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
