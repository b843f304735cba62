"""Periodic tasks of the chapter."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.utils import timezone, translation

from challenges.contests.audience.news import forget_unconfirmed, tell_what_is_due
from portal.kernel.models import Municipality
from portal.kernel.tenancy.scope import scoped


@shared_task(name="challenges.tasks.tell_followers")
def tell_followers() -> int:
    """Tell followers of phases that begin by the clock; forget what nobody confirmed. Again does nothing twice."""
    now = timezone.localtime()
    done = 0
    with translation.override(settings.LANGUAGE_CODE):
        for pk in Municipality.objects.values_list("pk", flat=True):
            with scoped([pk]):
                done += tell_what_is_due(now=now, today=now.date())
                forget_unconfirmed(now=now)
    return done
