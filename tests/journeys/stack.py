"""A whole Impactloket for the journeys: Redis, PostgreSQL, web server, Celery worker and beat, as real processes."""

from __future__ import annotations

import fcntl
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import psycopg2

from portal import embedded

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = Path(sys.executable).parent


#: Below the ports the kernel gives to outgoing connections: one of those could take ours before the server starts.
PORTS = range(20_000, 30_000)
#: In a seed whose making did not fail half-way.
WHOLE = "whole"


def free_port() -> int:
    """A port nothing listens on, and that stays free until our own process takes it."""
    while True:
        port = random.choice(PORTS)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


class Stack:
    """Starts and stops each part, so a journey can kill one and see what the others do."""

    def __init__(self, var_dir: Path) -> None:
        self.var_dir = var_dir
        self.port, self.redis_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = {
            **os.environ,
            "IMPACTLOKET_VAR": str(var_dir),
            "IMPACTLOKET_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "portal.settings.embedded",
            "CELERY_BROKER_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "SITE_URL": self.url,
            "DATABASE_ROLE": "app",
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def run(self, *command: str, role: str = "app") -> None:
        env = {**self.env, "DATABASE_ROLE": role}
        # To a file, not a pipe: the database server started here would keep a pipe open for ever.
        with (self.var_dir / "prepare.log").open("ab") as log:
            subprocess.run(
                [sys.executable, *command], cwd=ROOT, env=env, check=True, stdout=log, stderr=log, timeout=180
            )

    def tell(self, script: str) -> Any:
        """Run `script` in one process of this stack that stays; gives what it leaves in `answer`."""
        if "teller" not in self.processes:
            with (self.var_dir / "teller.log").open("ab") as log:
                self.processes["teller"] = subprocess.Popen(
                    [sys.executable, "-m", "tests.journeys.teller"], cwd=ROOT, env=self.env, start_new_session=True,
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
                )  # fmt: skip
        teller = self.processes["teller"]
        assert teller.stdin is not None and teller.stdout is not None
        teller.stdin.write(json.dumps(script).encode() + b"\n")
        teller.stdin.flush()
        told = json.loads(teller.stdout.readline())
        if "error" in told:
            raise RuntimeError(told["error"])
        return told["answer"]

    def execute(self, sql: str, *values: object) -> None:
        """Something that happens in the database at this very moment: starting a shell would take seconds."""
        folder = (
            (self.var_dir / "postgres" / "postmaster.pid").read_text().splitlines()[4]
        )  # where its socket is
        connection = psycopg2.connect(host=folder, dbname=embedded.DATABASE, user="postgres")
        with connection, connection.cursor() as cursor:
            cursor.execute(sql, values)
        connection.close()

    def start(self, name: str) -> None:
        commands = {
            "redis": [
                shutil.which("redis-server") or "redis-server",
                "--port", str(self.redis_port), "--bind", "127.0.0.1", "--dir", str(self.var_dir), "--appendonly", "yes",
            ],
            "web": [str(BIN / "gunicorn"), "portal.wsgi", "-b", f"127.0.0.1:{self.port}", "-k", "gthread",
                    "--threads", "4", "--no-control-socket"],
            "worker": [str(BIN / "celery"), "-A", "portal", "worker", "-Q", "default,celery", "-c", "1", "-l", "INFO"],
            "beat": [str(BIN / "celery"), "-A", "portal", "beat", "-l", "WARNING", "--pidfile", ""],
        }  # fmt: skip
        with (self.var_dir / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                commands[name], cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self, name: str) -> None:
        """SIGKILL to the process and all its children: no goodbye."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self, name: str) -> None:
        """Ask the process to end, and wait until it has."""
        process = self.processes.pop(name)
        process.terminate()
        process.wait(timeout=30)

    def restart_database(self) -> None:
        embedded.stop(self.var_dir / "postgres")
        embedded.start(self.var_dir / "postgres")

    def prepare(self) -> None:
        """Make the database and the demo data, and stop what that needed: a folder to copy."""
        self.var_dir.mkdir(parents=True, exist_ok=True)
        self.start("redis")
        self.run("-m", "tools.prepare", role="owner")
        self.run("manage.py", "collectstatic", "--noinput", role="app")
        self.run("manage.py", "demo_data")
        self.stop("redis")  # in peace: what waits in it is part of the demo
        embedded.stop(self.var_dir / "postgres")

    def up(self, seed: Path) -> None:
        """Start on a copy of `seed`, which is made when it is not there yet: copying takes a second."""
        make_seed(seed)
        subprocess.run(["cp", "-a", str(seed), str(self.var_dir)], check=True)
        for name in ("redis", "web", "worker", "beat"):
            self.start(name)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{self.url}/gezondheid/live", timeout=2).close()
                return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError((self.var_dir / "web.log").read_text()[-2000:])

    def down(self) -> None:
        for name in list(self.processes):
            self.kill(name)
        embedded.stop(self.var_dir / "postgres")


def make_seed(seed: Path) -> None:
    """The database with the demo data, made once: whoever comes first makes it while the others wait."""
    seed.parent.mkdir(parents=True, exist_ok=True)
    with seed.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (seed / WHOLE).exists():
            Stack(seed).prepare()
            (seed / WHOLE).touch()


if __name__ == "__main__":  # the suite starts this beside its first tests
    make_seed(Path(sys.argv[1]))
