"""Settings all environments share. What differs per environment is in embedded, test and production."""

import os
from pathlib import Path

import pghistory
from csp.constants import NONCE, SELF
from django.utils.translation import gettext_lazy as _

from portal.settings.sso import sign_on_origins, single_sign_on

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

DEBUG = False
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "portal.ui",
    "portal.kernel",
    "accounts",
    "procurement",
    "challenges",
    "portal.dashboards",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "rules",
    "pgtrigger",
    "pghistory",
    "crispy_forms",
    "django_htmx",
    "django_filters",
    "django_tables2",
    "django_celery_beat",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.kernel.tenancy.middleware.TenancyMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.ui.context.page",
            ],
            "builtins": [
                "portal.ui.templatetags.nlds",
                "django.templatetags.i18n",
                "django.templatetags.l10n",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "nlds"
CRISPY_TEMPLATE_PACK = "nlds"
DJANGO_TABLES2_TEMPLATE = "ui/table.html"

# --- people and log-in -------------------------------------------------------------------------
AUTH_USER_MODEL = "kernel.Person"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "sesame.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by invitation, which proves the address
ACCOUNT_ADAPTER = "portal.kernel.people.allauth_adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "portal.kernel.people.allauth_adapters.SocialAccountAdapter"
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser, or after SESSION_COOKIE_AGE
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to people who have no account
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or factor is mailed to its owner
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reset_password": "10/m/ip,3/15m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
# portal.kernel.people.sso decides who comes in and connects the account; allauth may not do it by itself, since
# it would wipe the password of people whose address it did not verify before.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = single_sign_on(os.environ)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Impactloket"
#: Staff must log in with a second factor. Only the demo switches this off, by this one setting.
STAFF_MFA_REQUIRED = True
SESAME_MAX_AGE = 30 * 60  # seconds a log-in link works
SESAME_ONE_TIME = True
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.ui.errors.csrf_failure"

# --- language and formats ------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["portal.formats"]
CHAPTERS = ("portal", "accounts", "procurement", "challenges")
LOCALE_PATHS = sorted(path for root in CHAPTERS for path in (BASE_DIR / root).glob("**/locale"))

# --- static files, uploads --------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
MEDIA_ROOT = VAR_DIR / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = ["portal.kernel.files.handlers.BoundedUploadHandler"]
#: The largest file a person may upload, bytes.
UPLOAD_MAX_BYTES = 10 * 1024 * 1024

# --- trust -----------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF, *sign_on_origins(os.environ)],  # browsers hold a form to its redirects too
        "frame-ancestors": ["'none'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

# --- history ------------------------------------------------------------------------------------------
# The context (who) is stored in each event row itself, so row-level security guards it too.
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())

# --- jobs and mail -------------------------------------------------------------------------------------
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
#: Kilobytes. A process that ever held more, say for a very large import, makes place for a new one after its task.
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_TASK_SERIALIZER = "json"
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# Publishing must fail fast when the broker is away: the sweep picks the work up from the database.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
#: Address of the site in mails, without a slash at the end.
SITE_URL = os.environ.get("SITE_URL", "http://localhost:8000").rstrip("/")
CELERY_BEAT_SCHEDULE = {
    "sweep-outbox": {"task": "portal.kernel.tasks.sweep_outbox", "schedule": 15.0},
    "fetch-mail": {"task": "portal.kernel.tasks.fetch_mail", "schedule": 20.0},
    "places-judge": {"task": "accounts.places.tasks.judge_all", "schedule": 24 * 3600.0},
    "sweep-jobs": {"task": "portal.kernel.tasks.sweep_jobs", "schedule": 10.0},
    "send-morning-mail": {"task": "accounts.tasks.send_morning_mail", "schedule": 600.0},
    "remove-expired-drafts": {"task": "accounts.tasks.remove_expired_drafts", "schedule": 6 * 3600.0},
    "expire-transfers": {"task": "accounts.tasks.expire_transfers", "schedule": 6 * 3600.0},
    "signal-recognition": {"task": "accounts.tasks.signal_recognition", "schedule": 6 * 3600.0},
    "remove-expired-exports": {"task": "portal.kernel.tasks.remove_expired_exports", "schedule": 3600.0},
    "remind-of-terms": {"task": "procurement.tasks.remind_of_terms", "schedule": 3600.0},
    "tell-followers": {"task": "challenges.tasks.tell_followers", "schedule": 3600.0},
    "go-on-asking": {"task": "procurement.tasks.go_on_asking", "schedule": 3600.0},
    "expire-creditor-lists": {"task": "procurement.tasks.expire_creditor_lists", "schedule": 6 * 3600.0},
}
CELERY_IMPORTS = ["portal.kernel.tasks", "accounts.tasks", "accounts.places.tasks", "procurement.tasks"]
#: Seconds without a sign of life after which a running job is taken to be dead and started again.
JOB_HEARTBEAT_TIMEOUT = 20
DEFAULT_FROM_EMAIL = "Impactloket <noreply@impactloket.example>"
EMAIL_TIMEOUT = 20
# Mail that comes in; docs/operations.md explains each.
#: maildir:///folder, mbox:///file or imaps://name:password@host/folder; empty: no mail comes in.
INBOX_URL = os.environ.get("INBOX_URL", "")
#: The domain of the addresses of case files, all of which arrive in that one mailbox.
INBOX_DOMAIN = os.environ.get("INBOX_DOMAIN", "")
#: The name our own mail server writes in Authentication-Results; empty: it does not check senders.
INBOX_AUTHSERV_ID = os.environ.get("INBOX_AUTHSERV_ID", "")
#: The municipality (its address part) that gets mail of which nobody can tell for whom it is.
INBOX_FALLBACK_MUNICIPALITY = os.environ.get("INBOX_FALLBACK_MUNICIPALITY", "")
#: Of a message larger than this, bytes, only subject and sender are taken in.
INBOX_MAX_BYTES = 30 * 1024 * 1024
#: Demo only: log-in buttons per role, the outbox readable in the browser, `/ontwerp/`.
DEMO = False
#: The log-in role of web and workers; row-level security and grants are made for it.
DATABASE_APP_ROLE = "impactloket_app"
#: Adapter that looks a KVK number up; see accounts/intake/kvk.py.
KVK_ADAPTER = "accounts.intake.kvk.RecordedKvk"
