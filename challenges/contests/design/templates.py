"""Ready-made designs to begin with, as data."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[1] / "data" / "templates.json"


@cache
def templates() -> dict[str, dict[str, Any]]:
    """The designs by code."""
    return {row["code"]: row for row in json.loads(FILE.read_text(encoding="utf-8"))}
