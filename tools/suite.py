"""The whole test suite, in two processes: `python -m tools.suite [pytest arguments]`."""

import os
import sys
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
        return int(
            pytest.main(
                ["-n", os.environ.get("TEST_PROCESSES", "2"), "--dist", "loadgroup", "-q", *arguments]
            )
        )
    finally:
        if not os.environ.get("DATABASE_URL"):
            embedded.stop(var_dir / "postgres")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
