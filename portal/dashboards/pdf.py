"""The alderman's A4 as PDF/UA-1."""

from __future__ import annotations

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from weasyprint import HTML

from portal.dashboards.charts import (
    as_data_uri,
    asked_chart,
    days_chart,
    in_time_chart,
    opened_chart,
    quarter_label,
)
from portal.dashboards.report import Report
from portal.kernel.models import Municipality
from portal.ui.themes import theme_of


def render_pdf(report: Report, municipality: Municipality) -> bytes:
    """One page; the same numbers and drawings as on screen."""
    html = render_to_string(
        "dashboards/pdf.html",
        {
            "report": report,
            "municipality": municipality,
            "theme": theme_of(municipality),
            "quarter_label": quarter_label(report.quarter),
            "in_time_uri": as_data_uri(in_time_chart(report)),
            "asked_uri": as_data_uri(asked_chart(report)),
            "days_uri": as_data_uri(days_chart(report)),
            "opened_uri": as_data_uri(opened_chart(report)),
            "font": finders.find("ui/dist/fira-sans-latin-400-normal.woff2"),
            "bold_font": finders.find("ui/dist/fira-sans-latin-600-normal.woff2"),
        },
    )
    return bytes(HTML(string=html).write_pdf(pdf_variant="pdf/ua-1"))
