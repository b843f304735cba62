"""The ambition web as a radar chart: the ambition, and at the end the result over it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from portal.ui.charts import COLOURS, FONT, as_data_uri
from procurement.tenders.circular.programme.engine import MOST_LEVEL, corner, web
from procurement.tenders.circular.programme.models import CircularAmbition

#: Where the names of the themes stand, in levels from the middle.
NAMES_AT = MOST_LEVEL + 0.3
#: The web itself, in levels from the middle; names may stand outside of it.
HALF = MOST_LEVEL + 0.25
#: Longer names are broken between words.
LONG = 14
INK, GREY, LINE = "#14242e", "#3a4a54", "#c3ccd1"


def chart(spokes: Sequence[CircularAmbition]) -> str:
    """The drawing as a data URI; empty when there are too few themes for a web."""
    return as_data_uri(_spec(spokes)) if len(spokes) > 2 else ""


def described(spokes: Sequence[CircularAmbition]) -> str:
    """The same in words, for who cannot see it."""
    lines = [
        _("%(theme)s: ambition %(level)s, result %(result)s")
        % {"theme": row.label, "level": row.level, "result": row.result}
        if row.result is not None
        else _("%(theme)s: ambition %(level)s") % {"theme": row.label, "level": row.level}
        for row in spokes
    ]
    return "; ".join(lines) + "."


def _points(corners: Sequence[tuple[float, float]], **more: Any) -> list[dict[str, Any]]:
    return [{"x": round(x, 4), "y": round(y, 4), "order": n, **more} for n, (x, y) in enumerate(corners)]


def _at(**more: Any) -> dict[str, Any]:
    axis = {"type": "quantitative", "axis": None}
    return {
        "x": {**axis, "field": "x", "scale": {"domain": [-HALF, HALF], "nice": False}},
        "y": {**axis, "field": "y", "scale": {"domain": [-HALF, HALF], "nice": False}},
        **more,
    }


def _broken(name: str) -> str:
    """A long name on two lines: the drawing must fit a phone."""
    if len(name) <= LONG or " " not in name:
        return name
    spaces = [at for at, letter in enumerate(name) if letter == " "]
    at = min(spaces, key=lambda place: abs(place - len(name) / 2))
    return f"{name[:at]}\n{name[at + 1 :]}"


def _names(spokes: Sequence[CircularAmbition], side: str) -> dict[str, Any]:
    """The names on one side of the web, written away from it."""
    rows = []
    for number, row in enumerate(spokes):
        x, y = corner(number, len(spokes), NAMES_AT)
        here = "center" if abs(x) < 0.2 else "left" if x > 0 else "right"
        if here == side:
            rows.append({"x": round(x, 4), "y": round(y, 4), "name": _broken(row.label)})
    return {
        "data": {"values": rows},
        "mark": {"type": "text", "align": side, "baseline": "middle", "fontSize": 14, "color": INK, "lineBreak": "\n"},
        "encoding": _at(text={"field": "name"}),
    }  # fmt: skip


def _outline(
    levels: Sequence[int], label: str, colour: str, labels: Sequence[str], *, dashed: bool
) -> list[Any]:
    rows = _points(web(levels), series=label)
    colours = {"domain": list(labels), "range": list(COLOURS[: len(labels)])}
    legend = {
        "orient": "bottom",
        "offset": 34,
        "title": None,
        "symbolType": "stroke",
        "symbolSize": 250,
        "labelFontSize": 13,
    }
    line = {
        "type": "line", "interpolate": "linear-closed", "strokeWidth": 2.5, "fill": colour, "fillOpacity": 0.12,
        **({"strokeDash": [6, 3]} if dashed else {}),
    }  # fmt: skip
    shade = {"field": "series", "type": "nominal", "scale": colours, "legend": legend}
    return [
        {
            "data": {"values": rows},
            "mark": line,
            "encoding": _at(order={"field": "order", "type": "quantitative"}, color=shade),
        },
        {
            "data": {"values": rows},
            "mark": {
                "type": "point", "filled": True, "size": 60, "opacity": 1,
                "shape": "diamond" if dashed else "circle",
            },
            "encoding": _at(color=shade),
        },
    ]  # fmt: skip


def _spec(spokes: Sequence[CircularAmbition]) -> dict[str, Any]:
    many = len(spokes)
    rings = [
        {
            "data": {"values": _points(web([level] * many))},
            "mark": {"type": "line", "interpolate": "linear-closed", "color": LINE, "strokeWidth": 1},
            "encoding": _at(order={"field": "order", "type": "quantitative"}),
        }
        for level in range(1, MOST_LEVEL + 1)
    ]
    tips = [corner(number, many, MOST_LEVEL) for number in range(many)]
    rays: dict[str, Any] = {
        "data": {"values": [{"x": 0, "y": 0, "x2": round(x, 4), "y2": round(y, 4)} for x, y in tips]},
        "mark": {"type": "rule", "color": LINE, "strokeWidth": 1},
        "encoding": _at(x2={"field": "x2"}, y2={"field": "y2"}),
    }
    numbers = {
        "data": {
            "values": [
                {"x": -0.1, "y": level - 0.22, "name": str(level)} for level in range(1, MOST_LEVEL + 1)
            ]
        },
        "mark": {"type": "text", "align": "right", "fontSize": 12, "color": GREY},
        "encoding": _at(text={"field": "name"}),
    }
    results = [row.result for row in spokes if row.result is not None]
    labels = [_("Ambition"), *([_("Result")] if len(results) == many else [])]
    drawn = _outline([row.level for row in spokes], labels[0], COLOURS[0], labels, dashed=False)
    if len(labels) > 1:
        drawn += _outline(results, labels[1], COLOURS[1], labels, dashed=True)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 270,
        "height": 270,
        "background": "transparent",
        "layer": [
            *rings,
            rays,
            numbers,
            *drawn,
            *(_names(spokes, side) for side in ("left", "center", "right")),
        ],
        "config": {"font": FONT, "view": {"stroke": None}},
    }
