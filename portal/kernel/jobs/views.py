"""The page of a background job: how far it is, what came out, stop and again."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.kernel.files.views import file_response
from portal.kernel.jobs.actions import cancel_job, retry_job
from portal.kernel.jobs.models import Job
from portal.kernel.permissions import actor_of, permission
from portal.ui.pagination import paginate


def _own_job(request: HttpRequest, pk: str) -> Job:
    return get_object_or_404(
        Job.objects.select_related("result"), pk=pk, requested_by=actor_of(request).person
    )


@permission("kernel.view_job")
def job(request: HttpRequest, pk: str) -> HttpResponse:
    """Progress of one's own job; htmx asks for the fragment every second while it runs."""
    found = _own_job(request, pk)
    waiting_long = found.state == Job.State.QUEUED and timezone.now() - found.created_at > dt.timedelta(
        seconds=20
    )
    template = "kernel/jobs/_state.html" if request.headers.get("HX-Request") else "kernel/jobs/job.html"
    response = render(request, template, {"job": found, "waiting_long": waiting_long})
    if found.url and found.state == Job.State.SUCCEEDED and request.headers.get("HX-Request"):
        response["HX-Redirect"] = found.url  # whoever watched it goes on by itself
    return response


@permission("kernel.view_job")
def my_jobs(request: HttpRequest) -> HttpResponse:
    """One's own jobs, newest first."""
    mine = Job.objects.filter(requested_by=actor_of(request).person).order_by("-created_at")
    return render(request, "kernel/jobs/list.html", {"page": paginate(request, mine)})


@permission("kernel.view_job")
@require_POST
def job_cancel(request: HttpRequest, pk: str) -> HttpResponse:
    """Stop one's own job."""
    cancel_job(job=_own_job(request, pk))
    return redirect("job", pk=pk)


@permission("kernel.view_job")
@require_POST
def job_retry(request: HttpRequest, pk: str) -> HttpResponse:
    """Do one's own job again."""
    retry_job(job=_own_job(request, pk))
    return redirect("job", pk=pk)


@permission("kernel.view_job")
def job_result(request: HttpRequest, pk: str) -> HttpResponse:
    """Download what the job made."""
    found = _own_job(request, pk)
    if found.result is None:
        raise Http404
    return file_response(found.result)  # type: ignore[return-value]
