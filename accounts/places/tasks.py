"""The daily look at all agreements: a month that passes may put a side behind without anyone doing anything."""

from __future__ import annotations

import datetime as dt

from celery import shared_task
from django.conf import settings
from django.utils import timezone, translation

from accounts.places.models import Agreement
from accounts.places.signals import judge
from portal.kernel.models import Municipality
from portal.kernel.tenancy.scope import scoped

#: Days after its end that an agreement is still looked at, so that the last months are judged too.
AFTERWARDS = 92


@shared_task(name="accounts.places.tasks.judge_all")
def judge_all() -> int:
    """Judge what runs or ended lately; one transaction per agreement. Running it twice signals nothing twice."""
    today, judged = timezone.localdate(), 0
    with translation.override(settings.LANGUAGE_CODE):
        for municipality in Municipality.objects.values_list("pk", flat=True):
            with scoped([municipality]):
                found = list(
                    Agreement.objects.filter(
                        starts_on__lte=today, ends_on__gte=today - dt.timedelta(days=AFTERWARDS)
                    ).only("pk")
                )
            for agreement in found:
                with scoped([municipality]):
                    judge(agreement=agreement, today=today, daily=True)
                judged += 1
    return judged
