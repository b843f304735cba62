"""Runs scripts inside a stack, one JSON line each: starting Django anew for every script takes seconds.

Started by `Stack.tell`. In: the script. Out: what it left in `answer`, or the traceback.
"""

from __future__ import annotations

import contextlib
import json
import sys
import traceback

import django


def main() -> None:
    """Until the pipe closes."""
    django.setup()
    from django.db import connections

    for line in sys.stdin:
        found: dict[str, object] = {"__name__": "__told__"}
        try:
            with contextlib.redirect_stdout(sys.stderr):
                exec(json.loads(line), found)
            told = {"answer": found.get("answer")}
        except Exception:
            told = {"error": traceback.format_exc()}
        connections.close_all()  # a journey may restart the database
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
