"""The whole test suite, in two processes: `python -m tools.suite [pytest arguments]`."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"  # before `portal` names the embedded settings
from portal import embedded

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """Run pytest; a PostgreSQL that was not running before is stopped again."""
    var_dir = Path(os.environ.get("IMPACTLOKET_VAR") or ROOT / "var" / "test")
    os.environ["IMPACTLOKET_VAR"] = str(var_dir)
    try:
        with _seed(arguments):
            return int(
                pytest.main(
                    ["-n", os.environ.get("TEST_PROCESSES", "2"), "--dist", "loadgroup", "-q", *arguments]
                )
            )
    finally:
        if not os.environ.get("DATABASE_URL"):
            embedded.stop(var_dir / "postgres")


def _has_journeys(arguments: list[str]) -> bool:
    paths = [path for path in (Path(argument.split("::")[0]) for argument in arguments) if path.exists()]
    return not paths or any("journeys" in path.parts or path == Path("tests") for path in paths)


@contextmanager
def _seed(arguments: list[str]) -> Iterator[None]:
    """The demo data of the journeys, made while the first tests run: nobody waits for it half-way."""
    if not _has_journeys(arguments):
        yield
        return
    folder = Path(tempfile.mkdtemp(prefix="impactloket-seed-"))
    seed = folder / "var"
    os.environ["IMPACTLOKET_SEED"] = str(seed)
    making = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.stack", str(seed)], cwd=ROOT, start_new_session=True
    )
    try:
        yield
    finally:
        if making.poll() is None:
            os.killpg(making.pid, signal.SIGKILL)
        embedded.stop(seed / "postgres")
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
