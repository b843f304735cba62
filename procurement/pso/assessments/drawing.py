"""The norm curve with this enterprise on it. Norms are steps: between two sizes the smaller one holds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.ui.charts import COLOURS, FONT, as_data_uri
from portal.ui.formats import number
from procurement.pso.engine import Facts, Result
from procurement.pso.norms import Norm, Rules
from procurement.pso.words import LEVEL_LABELS, percent

#: The axis goes at least this far, in fte.
LEAST_WIDTH = 120


def norm_curve(facts: Facts, result: Result, rules: Rules) -> str:
    """The drawing as a data URI."""
    return as_data_uri(_spec(facts, result, rules))


def described(facts: Facts, result: Result) -> str:
    """The same in words, for who cannot see it."""
    words = {"fte": number(facts.fte), "score": percent(result.total, 2), "level": LEVEL_LABELS[result.level]}
    return _("The norms by size, and your enterprise: %(fte)s fte with %(score)s%%. %(level)s.") % words


def _values(norms: tuple[Norm, ...], width: float) -> list[dict[str, Any]]:
    return [
        {"fte": fte, "norm": float(levels[level - 1]), "level": str(LEVEL_LABELS[level])}
        for level in (3, 2, 1)
        for fte, levels in [*((float(norm.size), norm.levels) for norm in norms), (width, norms[-1].levels)]
        if fte <= width
    ]


def _spec(facts: Facts, result: Result, rules: Rules) -> dict[str, Any]:
    width = max(LEAST_WIDTH, float(facts.fte) * 1.15)
    score = float(result.total) * 100
    near = float(result.norm.levels[2]) if result.norm else float(max(rules.norms[0].levels))
    height = max(score, near, 6) * 1.35
    x = {
        "field": "fte",
        "type": "quantitative",
        "title": _("size in fte"),
        "scale": {"domain": [0, width], "nice": False},
        "axis": {"tickCount": 6, "grid": False},
    }
    y = {
        "type": "quantitative",
        "title": _("score in percent"),
        "scale": {"domain": [0, height], "nice": False},
        "axis": {"tickCount": 6},
    }
    labels = [str(LEVEL_LABELS[level]) for level in (3, 2, 1)]
    level = {"field": "level", "type": "nominal", "title": None}
    curve = {
        "data": {"values": _values(rules.norms, width)},
        "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2, "clip": True},
        "encoding": {
            "x": x,
            "y": {**y, "field": "norm"},
            "color": {
                **level,
                "scale": {"domain": labels, "range": COLOURS},
                "legend": {"orient": "top", "symbolType": "stroke", "symbolSize": 200},
            },
            "strokeDash": {**level, "scale": {"domain": labels, "range": [[1, 0], [6, 3], [2, 2]]}},
        },
    }
    own = {"fte": float(Decimal(facts.fte)), "score": score, "name": percent(result.total, 2) + "%"}
    here = {"x": {**x, "field": "fte"}, "y": {**y, "field": "score"}}
    right = own["fte"] > width * 0.8  # type: ignore[operator]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 330,
        "height": 230,
        "background": "transparent",
        "layer": [
            curve,
            {
                "data": {"values": [own]},
                "mark": {
                    "type": "point", "filled": True, "size": 130, "color": "#14242e", "opacity": 1, "shape": "diamond",
                },
                "encoding": here,
            },
            {
                "data": {"values": [own]},
                "mark": {
                    "type": "text", "dx": -10 if right else 10, "dy": -10, "align": "right" if right else "left",
                    "fontSize": 14, "fontWeight": 600, "color": "#14242e",
                },
                "encoding": {**here, "text": {"field": "name"}},
            },
        ],
        "config": {
            "font": FONT,
            "axis": {
                "labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal", "labelColor": "#3a4a54",
                "titleColor": "#3a4a54", "gridColor": "#e3e8eb", "domainColor": "#9aa7af", "tickColor": "#9aa7af",
            },
            "legend": {"labelFontSize": 13},
            "view": {"stroke": None},
        },
    }  # fmt: skip
