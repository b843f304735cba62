"""Celery tasks of the kernel. Thin: the work, and its safety, is in the actions."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from portal.kernel.inbox.actions import fetch_all
from portal.kernel.jobs import actions as jobs
from portal.kernel.models import Municipality
from portal.kernel.outbox.delivery import deliver, find_due
from portal.kernel.privacy import exporting
from portal.kernel.publish import publish
from portal.kernel.tenancy.scope import scoped, scoped_to_all


@shared_task(name="portal.kernel.tasks.deliver_mail")
def deliver_mail(mail_id: str, municipality_id: int | None) -> None:
    """Send one mail from the outbox."""
    deliver(mail_id, municipality_id)


@shared_task(name="portal.kernel.tasks.sweep_outbox", expires=60)
def sweep_outbox() -> int:
    """Send what is due: mails whose message got lost, and those to be tried again."""
    with scoped_to_all("the outbox serves every municipality"):
        due = find_due()
    for mail_id, municipality_id in due:
        deliver(mail_id, municipality_id)
    return len(due)


@shared_task(name="portal.kernel.tasks.run_job")
def run_job(job_id: str, municipality_id: int) -> None:
    """Do one background job."""
    jobs.run(job_id, municipality_id)


@shared_task(name="portal.kernel.tasks.sweep_jobs", expires=60)
def sweep_jobs() -> int:
    """Start jobs that wait without a message, and those whose worker died."""
    with scoped_to_all("jobs of every municipality can get stuck"):
        stuck = jobs.find_stuck()
    for job_id, municipality_id in stuck:
        publish(jobs.TASK, job_id, municipality_id)
    return len(stuck)


@shared_task(name="portal.kernel.tasks.fetch_mail", expires=60)
def fetch_mail() -> int:
    """Take in the mail that waits in the mailbox."""
    return fetch_all()


@shared_task(name="portal.kernel.tasks.remove_expired_exports", expires=600)
def remove_expired_exports() -> int:
    """Remove exports of everything about someone whose time is over."""
    removed = 0
    for pk in Municipality.objects.values_list("pk", flat=True):
        with scoped([pk]):
            removed += exporting.remove_expired_exports(timezone.now())
    return removed
