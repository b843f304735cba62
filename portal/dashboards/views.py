"""The dashboard on screen, and asking for its PDF."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.dashboards import charts
from portal.dashboards.engine import Quarter
from portal.dashboards.jobs import KIND
from portal.dashboards.report import TREND_QUARTERS, build_report
from portal.kernel.jobs.actions import start_job
from portal.kernel.permissions import actor_of, permission
from portal.ui.charts import as_data_uri


def _quarter(text: str, today: Any) -> Quarter:
    """The quarter in the address ("2026-3"), within the last two years; else the current one."""
    now = Quarter.of(today)
    found = re.fullmatch(r"(20\d\d)-([1-4])", text)
    quarter = Quarter(int(found[1]), int(found[2])) if found else now
    return quarter if now.before(TREND_QUARTERS - 1) <= quarter <= now else now


@permission("dashboards.view")
def dashboard(request: HttpRequest) -> HttpResponse:
    """One page of aggregates, live."""
    today = timezone.localdate()
    quarter = _quarter(request.GET.get("kwartaal", ""), today)
    report = build_report(quarter, today)
    now = Quarter.of(today)
    choices = [
        (f"{item.year}-{item.number}", charts.quarter_label(item), item == quarter)
        for item in reversed(now.before(TREND_QUARTERS - 1).upto(now))
    ]
    return render(
        request,
        "dashboards/dashboard.html",
        {
            "report": report,
            "choices": choices,
            "chosen": f"{quarter.year}-{quarter.number}",
            "quarter_label": charts.quarter_label(quarter),
            "is_running": quarter == now,
            "in_time_uri": as_data_uri(charts.in_time_chart(report)),
            "asked_uri": as_data_uri(charts.asked_chart(report)),
            "days_uri": as_data_uri(charts.days_chart(report)),
            "opened_uri": as_data_uri(charts.opened_chart(report)),
        },
    )


@permission("dashboards.view")
@require_POST
def dashboard_pdf(request: HttpRequest) -> HttpResponse:
    """Make the PDF in the background; its page shows the progress."""
    actor: Any = actor_of(request)
    quarter = _quarter(request.POST.get("kwartaal", ""), timezone.localdate())
    job = start_job(
        kind=KIND,
        title=_("Quarterly sheet %(quarter)s") % {"quarter": charts.quarter_label(quarter)},
        params={"year": quarter.year, "quarter": quarter.number},
        by=actor.person,
        municipality=actor.municipality,
    )
    return redirect("job", pk=job.pk)
