"""The Celery application. Tasks live in a `tasks.py` per package and are found by name."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.embedded")

app = Celery("impactloket")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
