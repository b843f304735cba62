"""Promised against delivered as a chart: a bar per month for what was done, a line for what was promised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.places.models import Agreement
from accounts.places.queries import Month
from portal.ui.charts import COLOURS, FONT


def chart(agreement: Agreement, months: Sequence[Month]) -> dict[str, Any]:
    """The specification. Months without a registration have no bar."""
    places, candidates = _("places offered"), _("candidates delivered")
    labels = [f"{row.month:%m-%Y}" for row in months]
    values: list[dict[str, Any]] = []
    for row, label in zip(months, labels, strict=True):
        for what, done, promised in (
            (places, row.count("offered"), agreement.places_per_month),
            (candidates, row.count("delivered"), agreement.candidates_per_month),
        ):
            values.append({"month": label, "what": what, "done": done, "promised": promised})
    x = {"field": "month", "type": "ordinal", "sort": labels, "title": None, "axis": {"labelAngle": 0}}
    offset = {"field": "what", "sort": [places, candidates]}
    most = max(max(value["done"] or 0, value["promised"]) for value in values)
    axis = {"values": list(range(0, most + 1, -(-most // 5) or 1)), "format": "d"}
    color = {
        "field": "what", "type": "nominal", "title": None, "legend": {"orient": "top"},
        "scale": {"domain": [places, candidates], "range": COLOURS[:2]},
    }  # fmt: skip
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": max(320, 60 * len(labels)), "height": 180, "background": "transparent",
        "data": {"values": values},
        "layer": [
            {
                "mark": {"type": "bar", "cornerRadiusEnd": 2},
                "encoding": {
                    "x": x, "xOffset": offset, "color": color,
                    "y": {"field": "done", "type": "quantitative", "title": _("how many"), "axis": axis},
                },
            },
            {
                "mark": {"type": "tick", "color": "#14242e", "thickness": 3, "width": {"band": 1}},
                "encoding": {
                    "x": x, "xOffset": offset,
                    "y": {"field": "promised", "type": "quantitative", "axis": axis},
                },
            },
        ],
        "config": {
            "font": FONT, "view": {"stroke": None},
            "axis": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "gridColor": "#e3e8eb"},
            "legend": {"labelFontSize": 12, "columnPadding": 28},
        },
    }  # fmt: skip
