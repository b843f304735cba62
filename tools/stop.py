"""Stop the built-in PostgreSQL: `python -m tools.stop`."""

import os
from pathlib import Path

from portal import embedded

ROOT = Path(__file__).resolve().parent.parent

if __name__ == "__main__":
    var_dir = Path(os.environ.get("IMPACTLOKET_VAR") or ROOT / "var")
    print("PostgreSQL stopped" if embedded.stop(var_dir / "postgres") else "PostgreSQL was not running")
