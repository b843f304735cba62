"""Shares as bars: over time, and per department, category, size or district. The table beside it says the same."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.ui.charts import COLOURS, FONT, as_data_uri
from portal.ui.formats import number
from procurement.spend.share.engine import Line

#: Bars of one drawing.
MOST = 12


def bars(lines: Sequence[Line]) -> str:
    """The drawing as a data URI; "" when no line has a share."""
    shown = [line for line in lines if line.percent is not None][:MOST]
    return as_data_uri(_spec(shown)) if shown else ""


def described(lines: Sequence[Line]) -> str:
    """The same in words, for who cannot see it."""
    parts = [f"{line.label}: {number(line.percent)}%" for line in lines if line.percent is not None]
    return _("Share of social spend.") + " " + "; ".join(parts[:MOST])


def _spec(lines: Sequence[Line]) -> dict[str, Any]:
    percents = [line.percent or Decimal(0) for line in lines]
    values = [
        {"label": _short(line.label), "share": float(percent), "words": f"{number(percent)}%"}
        for line, percent in zip(lines, percents, strict=True)
    ]
    low, high = min(0.0, *map(float, percents)), max(1.0, *map(float, percents))
    y = {"field": "label", "type": "nominal", "sort": None, "title": None}
    x = {
        "field": "share",
        "type": "quantitative",
        "title": _("share of social spend in percent"),
        "scale": {"domain": [low, high * 1.18], "nice": False},
        "axis": {"tickCount": 5},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 360,
        "height": {"step": 30},
        "background": "transparent",
        "padding": {"left": 16, "right": 5, "top": 5, "bottom": 5},
        "data": {"values": values},
        "layer": [
            {"mark": {"type": "bar", "color": COLOURS[0], "height": 18}, "encoding": {"x": x, "y": y}},
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 13, "color": "#14242e"},
                "encoding": {"x": x, "y": y, "text": {"field": "words"}},
            },
        ],
        "config": {
            "font": FONT,
            "axis": {
                "labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal", "labelColor": "#3a4a54",
                "titleColor": "#3a4a54", "gridColor": "#e3e8eb", "domainColor": "#9aa7af", "tickColor": "#9aa7af",
                "labelLimit": 190,
            },
            "view": {"stroke": None},
        },
    }  # fmt: skip


def _short(label: str) -> str:
    return label if len(label) <= 30 else f"{label[:29]}…"
