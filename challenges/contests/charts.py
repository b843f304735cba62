"""The funnel of a challenge, drawn on the server: the same on the organiser's page, the alderman's page and the PDF."""

from __future__ import annotations

from typing import Any

from challenges.contests.figures import ChallengeFigures
from portal.ui.charts import COLOURS, FONT, as_data_uri

ROW_HEIGHT = 34
WIDTH = 440


def funnel(found: ChallengeFigures) -> str:
    """Bars around one middle, the widest on top, as a data URI; nothing when nobody took part."""
    most = max((stage.number for stage in found.stages), default=0)
    return as_data_uri(_spec(found, most)) if most else ""


def _spec(found: ChallengeFigures, most: int) -> dict[str, Any]:
    labels = [stage.label for stage in found.stages]
    values = [
        {"stage": stage.label, "number": stage.number, "left": -stage.number / 2, "right": stage.number / 2}
        for stage in found.stages
    ]
    stage = {
        "field": "stage",
        "type": "ordinal",
        "sort": labels,
        "title": None,
        "axis": {"domain": False, "ticks": False, "labelPadding": 8, "labelLimit": 160},
    }
    across = {"type": "quantitative", "axis": None, "scale": {"domain": [-most / 2, most / 2 * 1.25]}}
    bar = {"type": "bar", "cornerRadius": 3, "height": {"band": 0.72}}
    text = {
        "type": "text",
        "align": "left",
        "dx": 6,
        "fontSize": 13,
        "fontWeight": "bold",
        "color": "#1b2a33",
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": ROW_HEIGHT * len(labels),
        "background": "transparent",
        "padding": {"left": 16, "top": 2, "right": 2, "bottom": 2},
        "data": {"values": values},
        "layer": [
            {
                "mark": bar,
                "encoding": {
                    "y": stage,
                    "x": {"field": "left", **across},
                    "x2": {"field": "right"},
                    "color": {"value": COLOURS[0]},
                },
            },
            {
                "mark": text,
                "encoding": {
                    "y": stage,
                    "x": {"field": "right", **across},
                    "text": {"field": "number", "type": "quantitative"},
                },
            },
        ],
        "config": {
            "font": FONT,
            "axis": {"labelFontSize": 13, "labelColor": "#1b2a33"},
            "view": {"stroke": None},
        },
    }
