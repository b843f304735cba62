"""The Celery application. Tasks live in a `tasks.py` per package and are found by name."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.embedded")

app = Celery("impactloket")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def _start_safely(**kwargs: Any) -> None:
    from portal.kernel.tenancy.checks import refuse_unsafe_role

    refuse_unsafe_role()
