"""The demo in one process: `python -m tools.demo` prepares the data, then runs web, worker and beat.

A child that dies is started again; Ctrl-C or SIGTERM stops them all, and the built-in PostgreSQL too.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import types
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from portal import embedded
from tools import messages
from tools.bootstrap import digest, stamped

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
GRACE = 15.0


@dataclass
class Child:
    """One program of the demo. Restarts wait longer each time, up to half a minute."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    again_at: float = 0.0
    failures: int = 0
    log: Path = field(default_factory=Path)

    def start(self, log_dir: Path) -> None:
        self.log = log_dir / f"{self.name}.log"
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
            )
        self.started = time.monotonic()

    def watch(self, log_dir: Path) -> None:
        """Start again when it died."""
        if self.process is not None and self.process.poll() is not None:
            if time.monotonic() - self.started > 60:
                self.failures = 0
            wait = min(2.0**self.failures, 30.0)
            self.failures += 1
            print(
                f"{self.name} stopped (code {self.process.returncode}); again in {wait:.0f} s. See {self.log}",
                flush=True,
            )
            self.process, self.again_at = None, time.monotonic() + wait
        if self.process is None and time.monotonic() >= self.again_at:
            self.start(log_dir)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        """Wait for the end; what does not stop in time is ended with all it started."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def children(port: int, var_dir: Path) -> list[Child]:
    celery = [str(BIN / "celery"), "-A", "portal"]
    queues = os.environ.get("IMPACTLOKET_QUEUES", "default,celery")
    web = ["--bind", f"0.0.0.0:{port}", "--workers", "2", "--threads", "4", "--worker-class", "gthread"]
    beat = ["--loglevel", "WARNING", "--pidfile", ""]
    return [
        Child(
            "web",
            [str(BIN / "gunicorn"), "portal.wsgi", *web, "--graceful-timeout", "5", "--no-control-socket"],
        ),
        Child(
            "worker",
            [*celery, "worker", "-Q", queues, "--concurrency", "2", "--loglevel", "INFO", "-n", "demo@%h"],
        ),
        Child("beat", [*celery, "beat", *beat]),
    ]


def free_port() -> int:
    """The port asked for, or an end with a clear message when it is taken."""
    try:
        port = int(os.environ.get("PORT") or 8000)
    except ValueError:
        sys.exit("PORT must be a number, such as 8000.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except OSError as error:
            sys.exit(
                f"Port {port} cannot be used ({error.strerror}). Choose another one:  make demo PORT=8080"
            )
    return port


def manage(*arguments: str) -> None:
    if subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT).returncode:
        sys.exit(f"This failed: manage.py {' '.join(arguments)}. Its own message is above.")


def prepare(var_dir: Path) -> None:
    """Texts, tables, static files and fictional data: each only what is not there yet."""
    messages.compile_all()
    if subprocess.run([sys.executable, "-m", "tools.prepare"], cwd=ROOT).returncode:
        sys.exit("The database could not be prepared; the message is above.")
    stamp = ROOT / "staticfiles" / ".impactloket"
    static = digest(ROOT / "portal/ui/static", ROOT / "requirements/embedded.txt")
    if not stamped(stamp, static):
        manage("collectstatic", "--noinput", "--verbosity", "0")
        stamp.write_text(static)
    if list(ROOT.glob("*/management/commands/demo_data.py")) + list(
        ROOT.glob("*/*/management/commands/demo_data.py")
    ):
        manage("demo_data")


def log_ins() -> list[dict[str, str]]:
    import django

    django.setup()
    from django.utils.translation import override

    from portal.kernel.people.demo import demo_people

    with override("nl"):
        return demo_people()


def wait_until_up(port: int, seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/gezondheid/live", timeout=2).close()
            return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.2)
    return False


def announce(port: int, var_dir: Path) -> None:
    print(
        f"\nImpactloket runs at  http://localhost:{port}/   (stop with Ctrl-C; logs in {var_dir / 'log'})\n"
    )
    people = log_ins()
    if people:
        print(f"Log in as, password {people[0]['password']!r}, or with the buttons on the log-in page:")
        width = max(len(person["email"]) for person in people)
        for person in people:
            place = f", {person['municipality']}" if person.get("municipality") else ""
            print(f"  {person['email']:<{width}}  {person['name']} ({person['role_label']}{place})")
    print(flush=True)


def main() -> int:
    """Run until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.embedded")
    os.environ["DATABASE_ROLE"] = "app"
    var_dir = Path(os.environ.get("IMPACTLOKET_VAR") or ROOT / "var").resolve()
    log_dir = var_dir / "log"
    log_dir.mkdir(parents=True, exist_ok=True)
    port = free_port()
    stopping = False

    def ask_to_stop(_number: int, _frame: types.FrameType | None) -> None:
        nonlocal stopping
        if not stopping:
            stopping = True
            raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask_to_stop)
    running = children(port, var_dir)
    try:
        prepare(var_dir)
        for child in running:
            child.start(log_dir)
        if not wait_until_up(port):
            print(f"The web server does not answer; see {log_dir / 'web.log'}", flush=True)
        announce(port, var_dir)
        while True:
            time.sleep(0.5)
            for child in running:
                child.watch(log_dir)
    except KeyboardInterrupt:
        print("\nStopping …", flush=True)
    finally:
        stopping = True
        for child in running:
            child.stop()
        until = time.monotonic() + GRACE
        for child in running:
            child.wait(until)
        if not os.environ.get("DATABASE_URL"):
            embedded.stop(var_dir / "postgres")
    return 0


if __name__ == "__main__":
    sys.exit(main())
