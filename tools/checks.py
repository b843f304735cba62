"""All checks that need no running application: `python -m tools.checks [name …]`. Shows every failure."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "-W", "error::DeprecationWarning:portal", "manage.py"]
CHECKS: dict[str, list[str]] = {
    "lint": [str(BIN / "ruff"), "check", "--quiet", "."],
    "layers": [str(BIN / "lint-imports"), "--no-cache"],
    "translations": [sys.executable, "-m", "tools.messages", "check"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "django": [*MANAGE, "check", "--fail-level", "WARNING"],
    "types": [str(BIN / "mypy")],
}


def main(names: list[str]) -> int:
    """Run the named checks, or all; gives how many failed."""
    failed = []
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    for name in names or list(CHECKS):
        began = time.monotonic()
        result = subprocess.run(CHECKS[name], cwd=ROOT, env=environment, capture_output=True, text=True)
        print(
            f"{'ok  ' if result.returncode == 0 else 'FAIL'} {name} ({time.monotonic() - began:.1f} s)",
            flush=True,
        )
        if result.returncode:
            failed.append(name)
            print(result.stdout + result.stderr, flush=True)
    print("All checks pass." if not failed else f"Failed: {', '.join(failed)}")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
