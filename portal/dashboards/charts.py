"""Charts: Vega-Lite specifications drawn to SVG on the server, the same on screen and in the PDF.

`portal.ui.charts` draws them.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from portal.dashboards.engine import Quarter
from portal.dashboards.report import Report
from portal.kernel.tenancy.models import Domain
from portal.ui.charts import COLOURS, FONT


def quarter_label(quarter: Quarter) -> str:
    """ "2026 K3" """
    return _("%(year)s Q%(number)s") % {"year": quarter.year, "number": quarter.number}


def short_label(quarter: Quarter) -> str:
    """ "K3 '26", short enough to stand unturned under a chart."""
    return _("Q%(number)s '%(year)s") % {"year": f"{quarter.year % 100:02d}", "number": quarter.number}


def in_time_chart(report: Report) -> dict[str, Any]:
    """Share of questions answered in time, per domain, per quarter; a hidden share is a gap."""
    values = [
        {"quarter": short_label(point.quarter), "domain": str(Domain(domain).label), "share": share}
        for point in report.trend
        for domain, share in point.in_time.items()
        if share is not None
    ]
    return _spec(
        values,
        [short_label(point.quarter) for point in report.trend],
        y="share",
        y_title=_("% answered in time"),
        mark={"type": "line", "point": {"size": 50}, "strokeWidth": 2.5},
        scale={"domain": [0, 100]},
        color={
            "field": "domain",
            "type": "nominal",
            "title": None,
            "scale": {"domain": [str(label) for label in Domain.labels], "range": COLOURS},
            "legend": {"orient": "top", "symbolType": "circle", "columnPadding": 36},
        },
        extra={"shape": {"field": "domain", "type": "nominal", "legend": None}},
    )


def asked_chart(report: Report) -> dict[str, Any]:
    """Questions asked per quarter."""
    values = [
        {"quarter": short_label(point.quarter), "number": point.asked.value}
        for point in report.trend
        if point.asked.value is not None
    ]
    return _bars(values, report, "number", _("questions asked"))


def days_chart(report: Report) -> dict[str, Any]:
    """Median days to the answer per quarter."""
    values = [
        {"quarter": short_label(point.quarter), "days": float(point.median_days)}
        for point in report.trend
        if point.median_days is not None
    ]
    return _bars(values, report, "days", _("days (median)"))


def opened_chart(report: Report) -> dict[str, Any]:
    """New case files per quarter."""
    values = [
        {"quarter": short_label(point.quarter), "number": point.opened.value}
        for point in report.trend
        if point.opened.value is not None
    ]
    return _bars(values, report, "number", _("new case files"))


def _bars(values: list[dict[str, Any]], report: Report, field: str, title: str) -> dict[str, Any]:
    return _spec(
        values,
        [short_label(point.quarter) for point in report.trend],
        y=field,
        y_title=title,
        mark={"type": "bar", "cornerRadiusEnd": 3, "width": {"band": 0.6}},
        scale={"zero": True},
        color={"value": COLOURS[0]},
        label=True,
    )


def _spec(
    values: list[dict[str, Any]],
    quarters: list[str],
    *,
    y: str,
    y_title: str,
    mark: dict[str, Any],
    scale: dict[str, Any],
    color: dict[str, Any],
    extra: dict[str, Any] | None = None,
    label: bool = False,
) -> dict[str, Any]:
    x = {
        "field": "quarter",
        "type": "ordinal",
        "sort": quarters,
        "title": None,
        "scale": {"domain": quarters},
        "axis": {"labelAngle": 0},
    }
    value = {
        "field": y,
        "type": "quantitative",
        "title": y_title,
        "scale": scale,
        "axis": {"tickCount": 5, "tickMinStep": 1},
    }
    layers: list[dict[str, Any]] = [
        {"mark": mark, "encoding": {"x": x, "y": value, "color": color, **(extra or {})}}
    ]
    if label:
        layers.append(
            {
                "mark": {"type": "text", "dy": -7, "fontSize": 12, "color": "#1b2a33"},
                "encoding": {
                    "x": x,
                    "y": value,
                    "text": {"field": y, "type": "quantitative", "format": ",.2~f"},
                },
            }
        )
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 460,
        "height": 170,
        "background": "transparent",
        "data": {"values": values},
        "layer": layers,
        "config": {
            "font": FONT,
            "axis": {
                "labelFontSize": 12,
                "titleFontSize": 12,
                "titleFontWeight": "normal",
                "labelColor": "#3a4a54",
                "titleColor": "#3a4a54",
                "gridColor": "#e3e8eb",
                "domainColor": "#9aa7af",
                "tickColor": "#9aa7af",
            },
            "legend": {"labelFontSize": 12},
            "view": {"stroke": None},
        },
    }
