"""Celery tasks of this chapter."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.utils import timezone, translation

from accounts.intake.actions import remove_expired
from accounts.recognition.signals import signal_due
from accounts.transfer.actions import expire_due
from accounts.worklist.morning import send_all
from portal.kernel.models import Municipality
from portal.kernel.tenancy.scope import scoped


@shared_task(name="accounts.tasks.remove_expired_drafts")
def remove_expired_drafts() -> int:
    """Remove intakes that were started and never sent in, after the municipality's term."""
    removed = 0
    for pk in Municipality.objects.values_list("pk", flat=True):
        with scoped([pk]):
            removed += remove_expired(now=timezone.now())
    return removed


@shared_task(name="accounts.tasks.signal_recognition")
def signal_recognition() -> int:
    """Signal checks to be done again and marks that expire. Running it twice signals nothing twice."""
    given = 0
    with translation.override(settings.LANGUAGE_CODE):
        for pk in Municipality.objects.values_list("pk", flat=True):
            with scoped([pk]):
                given += signal_due(municipality_id=pk, today=timezone.localdate())
    return given


@shared_task(name="accounts.tasks.send_morning_mail", expires=600)
def send_morning_mail() -> int:
    """Put the morning mails that are due in the outbox; doing so again, at any moment, sends nobody a second one."""
    with translation.override(settings.LANGUAGE_CODE):
        return sum(send_all(municipality, timezone.now()) for municipality in Municipality.objects.all())


@shared_task(name="accounts.tasks.expire_transfers")
def expire_transfers() -> int:
    """End transfers to other municipalities of which the last day has passed."""
    ended = 0
    with translation.override(settings.LANGUAGE_CODE):
        for pk in Municipality.objects.values_list("pk", flat=True):
            with scoped([pk]):
                ended += expire_due(municipality_id=pk)
    return ended
