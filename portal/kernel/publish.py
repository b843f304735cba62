"""Telling the workers that there is work. The database is the truth: a lost message is found by the sweep."""

from __future__ import annotations

import logging
from typing import Any

from celery import current_app

logger = logging.getLogger(__name__)


def publish(task: str, *args: Any) -> bool:
    """Send a task; False (and a log line) when the broker is away, which must never break a request."""
    try:
        current_app.send_task(task, args=args, retry=False)
    except Exception as error:  # noqa: BLE001 every broker library raises its own
        logger.warning("broker unreachable, the sweep will pick up %s: %s", task, error)
        return False
    return True
