"""Telling the workers that there is work. The database is the truth: a lost message is found by the sweep."""

from __future__ import annotations

import logging
import time
from typing import Any

from celery import current_app

logger = logging.getLogger(__name__)

#: Seconds this process leaves a broker alone after it did not answer, so nobody waits for it again and again.
PAUSE = 5.0
_not_before = 0.0


def publish(task: str, *args: Any) -> bool:
    """Send a task; False (and a log line) when the broker is away, which must never break a request."""
    global _not_before
    if time.monotonic() < _not_before:
        return False
    try:
        current_app.send_task(task, args=args, retry=False)
    except Exception as error:
        _not_before = time.monotonic() + PAUSE
        logger.warning("broker unreachable, the sweep will pick up %s: %s", task, error)
        return False
    return True
