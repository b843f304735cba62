"""One page, measured: queries, bytes, time, and the times of bare views that run the same SQL."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from tools.benchmark import bare

WARM, REPEATS = 10, 41
SITE = {"ROOT_URLCONF": "tools.benchmark.bare"}
DEFAULT = {**SITE, "MIDDLEWARE": bare.DEFAULT_MIDDLEWARE}


@dataclass(frozen=True)
class Measured:
    """Of one page: number of queries, size in bytes, and median seconds; the last two of the views of `bare`."""

    queries: int
    size: int
    seconds: float
    bare_seconds: float
    raw_seconds: float


def measure(client: Client, path: str) -> Measured:
    """Measure after a warm-up; fails loudly when a page does not answer 200."""
    for _warm in range(WARM):
        _get(client, path)
    sql = _sql(client, path)
    bare.size = len(_get(client, path).content)
    with override_settings(**SITE):
        log_in = len(_sql(client, "/empty/"))
    bare.log_in_statements, bare.statements = sql[:log_in], sql[log_in:]
    with override_settings(**DEFAULT):
        raw = _median(Client(), "/raw/")
    with override_settings(**SITE):
        bare_seconds = _median(client, "/bare/")
    return Measured(len(sql), bare.size, _median(client, path), bare_seconds, raw)


def _get(client: Client, path: str) -> Any:
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return answer


def _sql(client: Client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        _get(client, path)
    return [q["sql"] for q in captured.captured_queries if not q["sql"].startswith(("BEGIN", "COMMIT"))]


def _median(client: Client, path: str) -> float:
    _get(client, path)
    return statistics.median(_seconds(lambda: _get(client, path)) for _round in range(REPEATS))


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
