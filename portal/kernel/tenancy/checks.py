"""System check: the role web and workers log in with must be bound by row-level security."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.utils import DatabaseError

ROLE_QUERY = """
    SELECT r.rolsuper, r.rolbypassrls,
           EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                   WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
                     AND pg_has_role(r.oid, c.relowner, 'MEMBER'))
    FROM pg_roles r WHERE r.rolname = current_user
"""


def check_database_role(
    app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Neither superuser, nor BYPASSRLS, nor owner of a table. Runs where Django checks the database, and at start."""
    if os.environ.get("DATABASE_ROLE") == "owner" or not databases or "default" not in databases:
        return []
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute(ROLE_QUERY)
            row = cursor.fetchone()
    except DatabaseError:
        return []  # no database yet: readiness says so, and nothing can leak
    labels = ("is a superuser", "has BYPASSRLS", "owns tables")
    wrong = [label for label, holds in zip(labels, row or (), strict=False) if holds]
    if not wrong:
        return []
    return [
        Error(
            f"The application's database role {' and '.join(wrong)}, so row-level security does not bind it.",
            hint="Log in with a role of its own (DATABASE_URL) and migrate as the owner (DATABASE_OWNER_URL).",
            id="kernel.E001",
        )
    ]


def refuse_unsafe_role(**kwargs: Any) -> None:
    """Called when web and workers start: end the process when the check fails."""
    from django.core.exceptions import ImproperlyConfigured

    for problem in check_database_role(databases=["default"]):
        raise ImproperlyConfigured(f"{problem.msg} {problem.hint}")
    connections["default"].close()  # no connection is shared with processes forked later
