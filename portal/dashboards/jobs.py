"""The PDF as a background job."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.dashboards.charts import quarter_label
from portal.dashboards.engine import Quarter
from portal.dashboards.pdf import render_pdf
from portal.dashboards.report import build_report
from portal.kernel.files.actions import store_bytes
from portal.kernel.jobs.registry import JobRun, job_handler
from portal.kernel.models import StoredFile

KIND = "dashboard-pdf"


@job_handler(KIND)
def make_pdf(run: JobRun) -> StoredFile:
    """Count, draw, print, keep."""
    run.progress(0, 3, _("Counting"))
    quarter = Quarter(run.params["year"], run.params["quarter"])
    report = build_report(quarter, timezone.localdate())
    run.progress(1, 3, _("Drawing and printing"))
    content = render_pdf(report, run.job.municipality)
    run.progress(2, 3, _("Keeping"))
    stored = store_bytes(
        content=content,
        name=f"sociaal-ondernemen-{quarter_label(quarter).replace(' ', '-')}.pdf",
        content_type="application/pdf",
        municipality=run.job.municipality,
        by=run.job.requested_by,
    )
    run.progress(3, 3, _("Ready"))
    return stored
