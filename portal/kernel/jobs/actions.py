"""Starting, running, cancelling and repeating jobs. The row is locked or token-checked at every step."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import uuid
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.kernel.jobs.models import Job
from portal.kernel.jobs.registry import (
    CancelledError,
    JobRun,
    LostClaimError,
    handler_of,
    report_progress,
    works_in_steps,
)
from portal.kernel.models import Membership, Municipality, Person
from portal.kernel.publish import publish
from portal.kernel.tenancy.scope import scoped

logger = logging.getLogger(__name__)
MAX_ATTEMPTS = 3
TASK = "portal.kernel.tasks.run_job"


@transaction.atomic
def start_job(
    *, kind: str, title: str, params: dict[str, Any], by: Person, municipality: Municipality, url: str = ""
) -> Job:
    """Store a job; a worker starts on it after commit. `url` is where the person goes on when it is done."""
    handler_of(kind)  # an unknown kind fails here, not in the worker
    job = Job.objects.create(
        kind=kind, title=title[:200], params=params, requested_by=by, municipality=municipality, url=url
    )
    transaction.on_commit(lambda: publish(TASK, str(job.pk), job.municipality_id))
    return job


@transaction.atomic
def cancel_job(*, job: Job) -> Job:
    """Stop a job: at once when it waits, at its next report when it runs."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state == Job.State.QUEUED:
        job.state, job.finished_at = Job.State.CANCELLED, timezone.now()
    elif job.state == Job.State.RUNNING:
        job.cancel_requested = True
    job.save(update_fields=["state", "finished_at", "cancel_requested"])
    return job


@transaction.atomic
def retry_job(*, job: Job) -> Job:
    """Do a failed or cancelled job again."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state in (Job.State.FAILED, Job.State.CANCELLED):
        job.state, job.attempts, job.error, job.message = Job.State.QUEUED, 0, "", ""
        job.done = job.total = 0
        job.cancel_requested, job.finished_at, job.run_token = False, None, None
        job.save()
        transaction.on_commit(lambda: publish(TASK, str(job.pk), job.municipality_id))
    return job


def run(job_id: str, municipality_id: int) -> None:
    """Do a job, if it waits and nobody else has it. Its result counts only while this run holds the claim."""
    token = uuid.uuid4()
    with scoped([municipality_id]):
        claimed = Job.objects.filter(pk=job_id, state=Job.State.QUEUED).update(
            state=Job.State.RUNNING,
            run_token=token,
            heartbeat_at=timezone.now(),
            message="",
        )
        if not claimed:
            return
        job = Job.objects.select_related("requested_by", "municipality").get(pk=job_id)
        Job.objects.filter(pk=job_id).update(attempts=job.attempts + 1)
        membership = Membership.objects.filter(person=job.requested_by, is_active=True).first()
    domains = membership.domains if membership else []
    with _sign_of_life(job, token), translation.override(settings.LANGUAGE_CODE):
        try:
            work, steps = JobRun(job, token, report_progress), works_in_steps(job.kind)
            result = handler_of(job.kind)(work) if steps else None
            with scoped([municipality_id], domains=domains, person=job.requested_by_id):
                result = result if steps else handler_of(job.kind)(work)
                finished = Job.objects.filter(pk=job_id, run_token=token, state=Job.State.RUNNING).update(
                    state=Job.State.SUCCEEDED, result=result, finished_at=timezone.now()
                )
                if not finished:
                    raise LostClaimError
        except LostClaimError:
            logger.warning("job %s was taken over; this run changed nothing", job_id)
        except CancelledError:
            _finish(job, token, Job.State.CANCELLED, "")
        except Exception as error:
            logger.exception("job %s failed", job_id)
            _finish(job, token, Job.State.FAILED, f"{type(error).__name__}: {error}")


@transaction.atomic
def run_inside(*, job: Job) -> Job:
    """Do a job that waits at once, within the caller's own transaction and scope: for making data, without a worker."""
    job.state, job.run_token, job.heartbeat_at = Job.State.RUNNING, uuid.uuid4(), timezone.now()
    job.save(update_fields=["state", "run_token", "heartbeat_at"])
    job.result = handler_of(job.kind)(JobRun(job, job.run_token, lambda *_report: False))
    job.state, job.finished_at = Job.State.SUCCEEDED, timezone.now()
    job.save(update_fields=["state", "result", "finished_at"])
    return job


def _finish(job: Job, token: uuid.UUID, state: str, error: str) -> None:
    with scoped([job.municipality_id]):
        Job.objects.filter(pk=job.pk, run_token=token).update(
            state=state, error=error, finished_at=timezone.now()
        )


class _sign_of_life:  # noqa: N801 used as a context manager
    """Renews the heartbeat from a thread, so that long steps without progress are not taken for dead."""

    def __init__(self, job: Job, token: uuid.UUID) -> None:
        self._job, self._token = job, token
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *exc_info: object) -> None:
        self._stop.set()
        self._thread.join(timeout=5)

    def _beat(self) -> None:
        interval = settings.JOB_HEARTBEAT_TIMEOUT / 4
        while not self._stop.wait(interval):
            try:
                with scoped([self._job.municipality_id]):
                    Job.objects.filter(pk=self._job.pk, run_token=self._token).update(
                        heartbeat_at=timezone.now()
                    )
            except Exception:
                logger.exception("no sign of life written for job %s", self._job.pk)
            finally:
                connection.close()


def find_stuck() -> list[tuple[str, int]]:
    """Jobs to (re)start: waiting ones whose message got lost, and running ones whose worker died.

    Needs a scope of all municipalities. A job whose worker died three times fails.
    """
    now = timezone.now()
    dead = now - dt.timedelta(seconds=settings.JOB_HEARTBEAT_TIMEOUT)
    with transaction.atomic():
        stale = Job.objects.filter(state=Job.State.RUNNING, heartbeat_at__lt=dead)
        stale.filter(attempts__gte=MAX_ATTEMPTS).update(
            state=Job.State.FAILED, run_token=None, finished_at=now, error=_("The work stopped three times.")
        )
        stale.update(
            state=Job.State.QUEUED, run_token=None, done=0, message=_("Interrupted; starts again by itself.")
        )
        waiting = Job.objects.filter(state=Job.State.QUEUED, created_at__lt=now - dt.timedelta(seconds=5))
        return [
            (str(pk), municipality) for pk, municipality in waiting.values_list("pk", "municipality_id")[:500]
        ]
