"""What the municipality asks of those who are coached: the checklist for the pitch, and when someone is behind."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from challenges.contests.coaching.engine import Norms

DATA = Path(__file__).parent / "data" / "coaching.json"


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return data


def checklist() -> dict[str, str]:
    """What to do before a pitch: sentence by code."""
    return dict(_data()["checklist"])


def norms() -> Norms:
    """When someone is behind."""
    return Norms(**_data()["behind"])
