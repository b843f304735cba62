"""Periodic tasks of the chapter."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.utils import timezone, translation

from portal.kernel.models import Municipality
from portal.kernel.tenancy.scope import scoped
from procurement.market.requests.actions import go_on
from procurement.social_return.reminders.actions import remind
from procurement.spend.privacy import expire


@shared_task(name="procurement.tasks.remind_of_terms")
def remind_of_terms() -> int:
    """Remind of terms of contracts, from eight in the morning. Running it again sends nothing twice."""
    now = timezone.localtime()
    if now.hour < 8:
        return 0
    sent = 0
    with translation.override(settings.LANGUAGE_CODE):
        for pk in Municipality.objects.values_list("pk", flat=True):
            with scoped([pk]):
                sent += remind(municipality_id=pk, today=now.date())
    return sent


@shared_task(name="procurement.tasks.go_on_asking")
def go_on_asking() -> int:
    """Remind enterprises that were asked, and ask the next ones, from eight in the morning."""
    now = timezone.localtime()
    if now.hour < 8:
        return 0
    done = 0
    with translation.override(settings.LANGUAGE_CODE):
        for pk in Municipality.objects.values_list("pk", flat=True):
            with scoped([pk]):
                done += go_on(municipality_id=pk, now=now)
    return done


@shared_task(name="procurement.tasks.expire_creditor_lists")
def expire_creditor_lists() -> int:
    """Remove creditor lists of suppliers whose term has passed. Those of a municipality its privacy officer removes."""
    gone = 0
    for pk in Municipality.objects.values_list("pk", flat=True):
        with scoped([pk]):
            gone += expire(pk)
    return gone
