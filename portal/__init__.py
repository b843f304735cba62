"""The project: kernel, look and feel, dashboards, settings."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
