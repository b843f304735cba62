"""Mail and jobs: nothing lost, nothing twice, whatever dies."""

import datetime as dt
import threading

import pytest
from django.core import mail as django_mail
from django.db import connection, transaction
from django.utils import timezone

from portal.kernel.jobs import actions as jobs
from portal.kernel.jobs.registry import job_handler
from portal.kernel.models import Job, Mail
from portal.kernel.outbox.actions import queue_raw_mail
from portal.kernel.outbox.delivery import deliver, find_due
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_municipality, make_staff

RUNS = []


@job_handler("test-count")
def count_runs(run):
    RUNS.append(run.job.pk)
    return None


@job_handler("test-fail")
def always_fails(run):
    raise RuntimeError("kapot")


def queued(municipality, key=None):
    with scoped([municipality.pk]):
        return queue_raw_mail(
            to="a@voorbeeld.example", subject="Onderwerp", text="Tekst", municipality=municipality, key=key
        )


def state_of(mail, municipality):
    with scoped([municipality.pk]):
        return Mail.objects.get(pk=mail.pk).state


@transaction.atomic
def _mail_and_break(municipality):
    queue_raw_mail(to="a@voorbeeld.example", subject="x", text="x", municipality=municipality)
    return 1 / 0


def test_mail_is_stored_with_its_cause_and_vanishes_with_it(municipality):
    with scoped([municipality.pk]):
        with pytest.raises(ZeroDivisionError):
            _mail_and_break(municipality)
        assert Mail.objects.count() == 0


def test_one_occasion_is_mailed_once(municipality):
    assert queued(municipality, "vraag-1") is not None
    assert queued(municipality, "vraag-1") is None


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_a_mail_once():
    municipality = make_municipality()
    mail = queued(municipality)
    results = []

    def work():
        results.append(deliver(str(mail.pk), municipality.pk))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False, False, False, True]
    assert len(django_mail.outbox) == 1
    assert state_of(mail, municipality) == Mail.State.SENT


def test_a_failing_mail_server_is_tried_again_later(municipality, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    mail = queued(municipality)
    assert deliver(str(mail.pk), municipality.pk) is False
    with scoped([municipality.pk]):
        found = Mail.objects.get(pk=mail.pk)
        assert (found.state, found.attempts) == (Mail.State.QUEUED, 1)
        assert found.next_attempt_at > timezone.now()
        assert find_due() == []


def test_a_claim_of_a_process_that_died_is_never_sent_again_by_itself(municipality):
    mail = queued(municipality)
    with scoped([municipality.pk]):
        Mail.objects.filter(pk=mail.pk).update(
            state=Mail.State.SENDING, claimed_at=timezone.now() - dt.timedelta(hours=1)
        )
        assert find_due() == []
    assert state_of(mail, municipality) == Mail.State.UNCERTAIN
    assert deliver(str(mail.pk), municipality.pk) is False
    assert django_mail.outbox == []


def started(municipality, kind="test-count"):
    person = make_staff(municipality, "alderman")
    with scoped([municipality.pk]):
        return jobs.start_job(kind=kind, title="Proef", params={}, by=person, municipality=municipality)


@pytest.mark.django_db(transaction=True)
def test_a_job_offered_twice_runs_once():
    municipality = make_municipality()
    job = started(municipality)
    RUNS.clear()
    jobs.run(str(job.pk), municipality.pk)
    jobs.run(str(job.pk), municipality.pk)
    assert [job.pk] == RUNS
    with scoped([municipality.pk]):
        assert Job.objects.get(pk=job.pk).state == Job.State.SUCCEEDED


@pytest.mark.django_db(transaction=True)
def test_a_job_that_fails_says_so_and_can_be_done_again():
    municipality = make_municipality()
    job = started(municipality, "test-fail")
    jobs.run(str(job.pk), municipality.pk)
    with scoped([municipality.pk]):
        failed = Job.objects.get(pk=job.pk)
        assert (failed.state, "kapot" in failed.error) == (Job.State.FAILED, True)
        assert jobs.retry_job(job=failed).state == Job.State.QUEUED


def test_a_job_whose_worker_died_starts_again_and_after_three_times_fails(municipality):
    job = started(municipality)
    with scoped([municipality.pk]):
        for attempts, expected in ((1, Job.State.QUEUED), (3, Job.State.FAILED)):
            Job.objects.filter(pk=job.pk).update(
                state=Job.State.RUNNING,
                attempts=attempts,
                heartbeat_at=timezone.now() - dt.timedelta(minutes=5),
            )
            jobs.find_stuck()
            assert Job.objects.get(pk=job.pk).state == expected


def test_a_waiting_job_is_cancelled_at_once(municipality):
    job = started(municipality)
    with scoped([municipality.pk]):
        assert jobs.cancel_job(job=job).state == Job.State.CANCELLED
    RUNS.clear()
    jobs.run(str(job.pk), municipality.pk)
    assert RUNS == []
