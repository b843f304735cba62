"""The alderman's A4 as PDF/UA-1."""

from __future__ import annotations

from portal.dashboards.charts import (
    asked_chart,
    days_chart,
    in_time_chart,
    opened_chart,
    quarter_label,
)
from portal.dashboards.report import Report
from portal.kernel.models import Municipality
from portal.kernel.pdf import print_pdf
from portal.ui.charts import as_data_uri


def render_pdf(report: Report, municipality: Municipality) -> bytes:
    """One page; the same numbers and drawings as on screen."""
    return print_pdf(
        "dashboards/pdf.html",
        {
            "report": report,
            "quarter_label": quarter_label(report.quarter),
            "in_time_uri": as_data_uri(in_time_chart(report)),
            "asked_uri": as_data_uri(asked_chart(report)),
            "days_uri": as_data_uri(days_chart(report)),
            "opened_uri": as_data_uri(opened_chart(report)),
        },
        municipality,
    )
