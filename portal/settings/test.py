"""Settings of the test suite: the embedded PostgreSQL, strict templates, no DEMO shortcuts unless a test asks."""

from portal.settings.embedded import *  # noqa: F403
from portal.settings.embedded import TEMPLATES
from tools.messages import compile_all

compile_all()  # only what changed; tests read Dutch pages

DEMO = False
STAFF_MFA_REQUIRED = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = ""
INBOX_URL = ""
INBOX_DOMAIN = "post.impactloket.example"
INBOX_FALLBACK_MUNICIPALITY = ""
#: Else each test client reads every static file there is before its first request.
WHITENOISE_AUTOREFRESH = True
