"""Celery tasks of this chapter."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from accounts.intake.actions import remove_expired
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
