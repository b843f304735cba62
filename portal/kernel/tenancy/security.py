"""Row-level security and grants, derived from the models after every migrate.

Deriving instead of writing each policy in a migration means a new table cannot be forgotten: whatever has a
`municipality_id` column gets a policy, history tables included (docs/decisions/0003-tenancy.md). The tables
belong to the owner role, which row-level security does not bind; the application logs in as another role.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, models

from portal.kernel.search.sql import SEARCH_FUNCTIONS

_MUNICIPALITIES = (
    "(SELECT string_to_array(nullif(current_setting('impactloket.municipalities', true), ''), ','))::bigint[]"
)
_DOMAINS = "(SELECT string_to_array(nullif(current_setting('impactloket.domains', true), ''), ','))::text[]"
_PERSON = "(SELECT nullif(current_setting('impactloket.person', true), '')::bigint)"

IN_SCOPE = f"municipality_id = ANY ({_MUNICIPALITIES})"

POLICIES = {
    "tenant": IN_SCOPE,
    "tenant_or_public": f"({IN_SCOPE} OR municipality_id IS NULL)",
    "tenant_or_own": f"({IN_SCOPE} OR person_id = {_PERSON})",
    "domain": f"({IN_SCOPE} AND domain = ANY ({_DOMAINS}))",
    "search": f"({IN_SCOPE} AND (domain = '' OR domain = ANY ({_DOMAINS})))",
}


def add_policy(name: str, beside_scope: str) -> None:
    """A chapter's own policy: in scope and this condition, in which {person} is the person of the scope."""
    if name in POLICIES:
        raise ValueError(f"policy {name!r} is there already")
    POLICIES[name] = f"({IN_SCOPE} AND ({beside_scope.format(person=_PERSON)}))"


#: Which memberships a person has, asked at log-in before any scope exists. Runs as the owner of the tables.
MEMBERSHIPS_OF = (
    """
    CREATE OR REPLACE FUNCTION kernel_memberships_of(person bigint)
    RETURNS TABLE (id bigint, municipality_id bigint, roles varchar[], domains varchar[], cbs_code varchar,
                   municipality_name varchar, slug varchar, theme varchar, contact_email varchar,
                   contact_phone varchar)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
        SELECT m.id, m.municipality_id, m.roles, m.domains, g.cbs_code, g.name, g.slug, g.theme,
               g.contact_email, g.contact_phone
        FROM kernel_membership m JOIN kernel_municipality g ON g.id = m.municipality_id
        WHERE m.person_id = person AND m.is_active
        ORDER BY g.name
    $$
    """,
    "REVOKE ALL ON FUNCTION kernel_memberships_of(bigint) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION kernel_memberships_of(bigint) TO {role}",
)


_statements: list[Callable[[], Iterable[str]]] = []


def register_statements(make: Callable[[], Iterable[str]]) -> None:
    """A chapter adds SQL of its own (functions, triggers), run as owner after every migrate; {role} is filled in."""
    _statements.append(make)


def guarded_models() -> list[tuple[type[models.Model], str, bool]]:
    """Every concrete model with a municipality: (model, policy name, append-only)."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed:
            continue
        if not any(field.column == "municipality_id" for field in model._meta.concrete_fields):
            continue
        tracked = getattr(model, "pgh_tracked_model", None)
        source: Any = tracked or model
        policy = getattr(source, "row_policy", "tenant")
        append_only = tracked is not None or getattr(source, "append_only", False)
        found.append((model, policy, append_only))
    return found


def apply_security(using: str = "default", **kwargs: Any) -> None:
    """Bring policies, grants and the search functions in step with the models (signal: post_migrate).

    Runs once per migrate, after the last app, as the owner of the tables.
    """
    sender = kwargs.get("sender")
    last_app = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
    if sender is not None and sender is not last_app:
        return
    role = connections[using].ops.quote_name(settings.DATABASE_APP_ROLE)
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_userbyid(relowner) = current_user FROM pg_class WHERE relname = 'kernel_person'"
        )
        row = cursor.fetchone()
        if row is None or not row[0]:
            return  # a flush by the application role: nothing changed
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
        cursor.execute(
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}"
        )
        cursor.execute(
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}"
        )
        existing = set(connections[using].introspection.table_names(cursor))
        for model, policy, append_only in guarded_models():
            table_name = model._meta.db_table
            if table_name not in existing:
                continue
            table = connections[using].ops.quote_name(table_name)
            condition = POLICIES[policy]
            cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            cursor.execute(f"DROP POLICY IF EXISTS impactloket_scope ON {table}")
            cursor.execute(f"CREATE POLICY impactloket_scope ON {table} USING ({condition})")
            if append_only:
                cursor.execute(f"REVOKE UPDATE, DELETE ON {table} FROM {role}")
        for model in apps.get_models():  # history without a municipality (people): write only
            if getattr(model, "pgh_tracked_model", None) and model._meta.db_table in existing:
                if not any(field.column == "municipality_id" for field in model._meta.concrete_fields):
                    table = connections[using].ops.quote_name(model._meta.db_table)
                    cursor.execute(f"REVOKE SELECT, UPDATE, DELETE ON {table} FROM {role}")
        own = [statement for make in _statements for statement in make()]
        for statement in (*MEMBERSHIPS_OF, *SEARCH_FUNCTIONS, *own):
            cursor.execute(statement.format(role=role))
        if "kernel_removalorder" in existing:
            from portal.kernel.privacy.sql import statements

            for statement in statements(role):
                cursor.execute(statement)
