"""One database with all migrations applied, from which each process copies its own: copying takes a second, not thirty."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "impactloket_template_"
APPS = ("portal", "accounts", "procurement", "challenges")
LOCK = 5_471_001


def _makes_the_database(path: Path) -> bool:
    """Migrations, and what installs policies, functions and triggers after them."""
    return path.parent.name in ("migrations", "tenancy") or path.name in (
        "sql.py",
        "security.py",
        "triggers.py",
    )


def _fingerprint() -> str:
    """Changes with everything a new database is made from."""
    files = [
        ROOT / "requirements" / "dev.txt",
        *(path for app in APPS for path in (ROOT / app).rglob("*.py") if _makes_the_database(path)),
    ]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def template_database() -> str:
    """The name of the template for the migrations as they are now; made by whoever comes first, the others wait."""
    name = PREFIX + _fingerprint()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
        there = {row[0] for row in cursor.fetchall()}
        if name not in there:
            for old in there:
                cursor.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
            making = f"{PREFIX}making"
            cursor.execute(f'CREATE DATABASE "{making}"')
            _migrate(making)
            cursor.execute(f'ALTER DATABASE "{making}" RENAME TO "{name}"')
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    return name


def _migrate(database: str) -> None:
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        call_command("migrate", interactive=False, verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
