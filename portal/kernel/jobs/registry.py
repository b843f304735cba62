"""Kinds of background jobs, and what a running job can say."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.utils import timezone

from portal.kernel.jobs.models import Job
from portal.kernel.models import StoredFile
from portal.kernel.tenancy.scope import scoped


class CancelledError(Exception):
    """The person who asked for the job no longer wants it."""


class LostClaimError(Exception):
    """Another worker took the job over; this one must stop and change nothing."""


class JobRun:
    """Handed to a handler: its parameters, and `progress` to tell how far it is."""

    def __init__(
        self, job: Job, token: uuid.UUID, report: Callable[[Job, uuid.UUID, int, int, str], bool]
    ) -> None:
        self.job = job
        self.params: dict[str, Any] = job.params
        self._token = token
        self._report = report
        self._reported_at = 0.0

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Tell the page how far the work is; raises CancelledError when the person asked to stop.

        Call it often: it writes at most four times a second, and at the start and end.
        """
        now = time.monotonic()
        if done not in (0, total) and now - self._reported_at < 0.25:
            return
        self._reported_at = now
        if self._report(self.job, self._token, done, total, message):
            raise CancelledError

    @contextmanager
    def step(self) -> Iterator[None]:
        """One transaction of a job in steps, in its scope; LostClaimError when another worker has the job."""
        with scoped([self.job.municipality_id], person=self.job.requested_by_id):
            mine = Job.objects.filter(pk=self.job.pk, run_token=self._token, state=Job.State.RUNNING)
            if not mine.exists():
                raise LostClaimError
            yield


Handler = Callable[[JobRun], StoredFile | None]
_handlers: dict[str, Handler] = {}
_in_steps: set[str] = set()


def job_handler(kind: str, *, in_steps: bool = False) -> Callable[[Handler], Handler]:
    """Register the function that does a kind of job, in one transaction.

    `in_steps`: the handler opens a transaction for each step with `run.step()`, so that what is done stays done when
    it stops halfway; it must be able to go on where it was when it is started again.
    """

    def register(handler: Handler) -> Handler:
        if kind in _handlers:
            raise ValueError(f"job kind {kind!r} is registered twice")
        _handlers[kind] = handler
        if in_steps:
            _in_steps.add(kind)
        return handler

    return register


def works_in_steps(kind: str) -> bool:
    """True when the handler opens its own transactions."""
    return kind in _in_steps


def handler_of(kind: str) -> Handler:
    """The function for a kind; KeyError when nobody registered it."""
    return _handlers[kind]


def report_progress(job: Job, token: uuid.UUID, done: int, total: int, message: str) -> bool:
    """Write progress outside the handler's own transaction; True when cancelling was asked."""
    # A second connection, as the handler's transaction hides what it writes until it ends.
    connection = connections.create_connection("default")
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('impactloket.municipalities', %s, false)", [str(job.municipality_id)]
            )
            cursor.execute(
                "UPDATE kernel_job SET done = %s, total = %s, message = %s, heartbeat_at = %s"
                " WHERE id = %s AND run_token = %s AND state = 'running' RETURNING cancel_requested",
                [done, total, message[:300], timezone.now(), str(job.pk), str(token)],
            )
            row = cursor.fetchone()
    finally:
        connection.close()
    if row is None:
        raise LostClaimError
    return bool(row[0])
