"""The default: trial, demo and development on one machine, with the built-in PostgreSQL and a file-system broker.

With DATABASE_URL set, that database is used instead. Never for production: portal.settings.production is.
"""

import os
from pathlib import Path
from urllib.parse import unquote

import environ

from portal.embedded import database_urls
from portal.settings.base import *  # noqa: F403
from portal.settings.base import CELERY_BROKER_TRANSPORT_OPTIONS, VAR_DIR

env = environ.Env()

VAR_DIR = Path(os.environ.get("IMPACTLOKET_VAR") or VAR_DIR).resolve()
MEDIA_ROOT = f"{VAR_DIR}/media"

SECRET_KEY = "embedded-only-not-a-secret-" + "0" * 40
ALLOWED_HOSTS = ["*"]
SITE_URL = env.str("SITE_URL", default=f"http://localhost:{env.int('PORT', default=8000)}")
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("IMPACTLOKET_DEMO", default=True)
STAFF_MFA_REQUIRED = not DEMO

_owner, _app = database_urls(VAR_DIR)
_url = _owner if os.environ.get("DATABASE_ROLE") == "owner" else _app
DATABASES = {"default": env.db_url_config(_url)}
DATABASES["default"]["HOST"] = unquote(DATABASES["default"]["HOST"])  # a folder, when over a socket

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://")
if CELERY_BROKER_URL == "filesystem://":
    _folder = f"{VAR_DIR}/broker"
    os.makedirs(_folder, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # Looked at ten times a second: at the one second of the library the mails of a fresh demo, two a second, keep
        # every letter and import waiting for minutes.
        "polling_interval": 0.1,
        "data_folder_in": _folder,
        "data_folder_out": _folder,
        "control_folder": f"{_folder}/control",
        "store_processed": False,
    }
EMAIL_BACKEND = env.str("EMAIL_BACKEND", default="portal.kernel.outbox.backends.ReadableBackend")
# The demo has a mailbox of its own, a folder: the page to answer a mail as the entrepreneur drops messages into it.
INBOX_URL = env.str("INBOX_URL", default=f"maildir://{VAR_DIR}/postbus")
INBOX_DOMAIN = env.str("INBOX_DOMAIN", default="post.impactloket.example")
INBOX_FALLBACK_MUNICIPALITY = env.str("INBOX_FALLBACK_MUNICIPALITY", default="vechtstede")
