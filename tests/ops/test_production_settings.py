"""Production refuses to start on an unsafe configuration: real processes, real messages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal.settings.environment import judge

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD = {
    "SECRET_KEY": "q8Zp2LwX7vNc4RtY9bKd1MfG6hJs3QaE5uTi0oPz-WxCyBnVm_Lk",
    "ALLOWED_HOSTS": "loket.vechtstede.nl",
    "SITE_URL": "https://loket.vechtstede.nl",
    "DATABASE_URL": "postgres://impactloket_app:x@db:5432/impactloket",
    "CELERY_BROKER_URL": "rediss://redis:6379/0",
    "CACHE_URL": "rediss://redis:6379/1",
    "EMAIL_HOST": "mail.vechtstede.nl",
    "DEFAULT_FROM_EMAIL": "loket@vechtstede.nl",
    "MEDIA_ROOT": "/srv/uploads",
}


def start(
    environment: dict[str, str], code: str = "import django; django.setup()"
) -> subprocess.CompletedProcess[str]:
    clean = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        **environment,
    }
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, timeout=60)


def test_an_empty_environment_names_everything_at_once() -> None:
    result = start({})
    assert result.returncode != 0
    for name in GOOD:
        assert f"- {name}" in result.stderr or f"or {name}:" in result.stderr, name
    assert "9 setting(s)" in result.stderr


SHOW = """
import django; django.setup()
from django.conf import settings as s
print(s.DEBUG, s.DEMO, s.STAFF_MFA_REQUIRED, s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.DATABASE_APP_ROLE)
"""
DEPLOY = """
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "check", "--deploy", "--fail-level", "WARNING"])
"""


def test_a_good_environment_starts_with_safe_settings() -> None:
    result = start(GOOD, SHOW)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1].split() == [
        "False",
        "False",
        "True",
        "True",
        "True",
        "impactloket_app",
    ]


def test_djangos_own_deployment_check_is_clean() -> None:
    result = start(GOOD, DEPLOY)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY: is too short"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY: is too short or too simple"),
        ({"SECRET_KEY": "change-me-" + GOOD["SECRET_KEY"]}, "SECRET_KEY: looks like an example"),
        ({"DEBUG": "True"}, "DEBUG: must be off"),
        ({"IMPACTLOKET_DEMO": "1"}, "IMPACTLOKET_DEMO: must be off"),
        ({"STAFF_MFA_REQUIRED": "false"}, "STAFF_MFA_REQUIRED: must stay on"),
        ({"SECURE_SSL_REDIRECT": "0"}, "SECURE_SSL_REDIRECT: must stay on"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS: may not hold *"),
        ({"SITE_URL": "http://loket.vechtstede.nl"}, "SITE_URL: must start with https://"),
        ({"SITE_URL": "https://other.nl"}, "SITE_URL: its host is not one of"),
        ({"CSRF_TRUSTED_ORIGINS": "http://loket.vechtstede.nl"}, "CSRF_TRUSTED_ORIGINS"),
        ({"DATABASE_URL": "sqlite:///db"}, "DATABASE_URL: must be PostgreSQL"),
        ({"DATABASE_OWNER_URL": GOOD["DATABASE_URL"]}, "DATABASE_URL: has the same role"),
        ({"DATABASE_URL": "postgres://postgres:x@db/impactloket"}, "DATABASE_URL: role postgres"),
        ({"DATABASE_ROLE": "owner"}, "DATABASE_OWNER_URL: is missing"),
        ({"CELERY_BROKER_URL": "filesystem://"}, "CELERY_BROKER_URL: must start with"),
        ({"CELERY_BROKER_URL": "amqp://x"}, "CELERY_BROKER_URL: must start with"),
        ({"CACHE_URL": "locmem://"}, "CACHE_URL: must start with"),
        ({"EMAIL_HOST": ""}, "EMAIL_HOST: is missing"),
        ({"EMAIL_USE_TLS": "0"}, "EMAIL_USE_TLS: must stay on"),
        (
            {"DEFAULT_FROM_EMAIL": "noreply@impactloket.example"},
            "DEFAULT_FROM_EMAIL: is the address of the example",
        ),
        ({"MEDIA_ROOT": ""}, "S3_BUCKET or MEDIA_ROOT: is missing"),
        ({"OIDC_SERVER_URL": "https://login.nl"}, "OIDC_CLIENT_ID"),
    ],
)
def test_each_unsafe_setting_is_named(change: dict[str, str], expected: str) -> None:
    found = judge({**GOOD, **change})
    assert len(found.problems) == 1
    assert expected in found.message()


def test_the_good_environment_has_no_problems() -> None:
    assert judge(GOOD).problems == []
