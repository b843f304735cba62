"""SQL that removes what the application itself may not: rows of append-only tables, history, account details.

Installed after migrate as the owner of the tables, which row-level security does not bind. Every function first asks
`kernel_removal_open`: there is an order, in scope, being carried out, that a second person agreed to. What is removed
are the items of that order, frozen when it was proposed, and only in the order's municipality
(docs/decisions/0016-removal.md). Tables, keys and columns come from the models, so a new table cannot be forgotten.
"""

from __future__ import annotations

import json
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import connections, models
from pghistory.trigger import Event as HistoryTrigger

#: Never searched for names: the order itself holds what is looked for.
NOT_SEARCHED = ("kernel_removalorder", "kernel_removalitem", "kernel_privacyexport")


def text_columns(model: type[models.Model]) -> list[list[Any]]:
    """Columns with free text: [name, "text" or "json", longest length or 0]."""
    found: list[list[Any]] = []
    for field in model._meta.concrete_fields:
        kind = field.get_internal_type()
        if kind == "JSONField":
            found.append([field.column, "json", 0])
        elif isinstance(field, models.TextField) or (
            isinstance(field, models.CharField) and kind != "FileField" and not field.choices
        ):
            found.append([field.column, "text", getattr(field, "max_length", 0) or 0])
    return found


def tables(using: str = "default") -> dict[str, dict[str, Any]]:
    """Every table of a municipality's rows: key, its type, history table, texts, and what keeps a public row.

    "quiet" are the triggers that refuse changes (the ledger's, concluded verdicts): an order sets them aside, for
    texts and whole rows only. Triggers that write history stay on.
    """
    from portal.kernel.tenancy.security import guarded_models

    connection = connections[using]
    history = {
        tracked._meta.db_table: model._meta.db_table
        for model in apps.get_models()
        if (tracked := getattr(model, "pgh_tracked_model", None)) is not None
    }
    guards: dict[Any, list[str]] = {}
    for owner, trigger in pgtrigger.registered():
        if not isinstance(trigger, HistoryTrigger):
            guards.setdefault(owner, []).append(trigger.get_pgid(owner))
    found = {}
    for model, policy, _append_only in guarded_models():
        meta = model._meta
        key: Any = meta.pk
        tracked = getattr(model, "pgh_tracked_model", None)
        found[meta.db_table] = {
            "key": key.column,
            "type": key.rel_db_type(connection),
            "history": history.get(meta.db_table, ""),
            "event": tracked is not None,
            "quiet": "{" + ",".join(guards.get(model, [])) + "}",
            "links": [
                field.column
                for field in meta.concrete_fields
                if isinstance(field, models.ForeignKey) and field.null
            ],
            "texts": [] if meta.db_table in NOT_SEARCHED else text_columns(model),
            "public": policy == "tenant_or_public" and tracked is None,
            "referred": [
                [relation.related_model._meta.db_table, relation.field.column]
                for relation in meta.related_objects
                if relation.related_model._meta.managed and getattr(relation.field, "db_constraint", False)
            ],
        }
    return found


def _own_tables() -> list[str]:
    """Tables that tie a person to a municipality."""
    from portal.kernel.tenancy.security import guarded_models

    return [
        model._meta.db_table
        for model, policy, _append_only in guarded_models()
        if policy == "tenant_or_own" and not hasattr(model, "pgh_tracked_model")
    ]


OPEN = """
CREATE OR REPLACE FUNCTION kernel_removal_open(wanted uuid) RETURNS kernel_removalorder
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE o kernel_removalorder;
BEGIN
    SELECT * INTO o FROM kernel_removalorder x WHERE x.id = wanted AND x.municipality_id = ANY (
        string_to_array(nullif(current_setting('impactloket.municipalities', true), ''), ',')::bigint[]
    ) FOR UPDATE;
    IF NOT FOUND THEN RAISE EXCEPTION 'no such removal order in scope'; END IF;
    IF o.state <> 'running' OR o.agreed_by_id IS NULL OR o.agreed_by_id = o.requested_by_id THEN
        RAISE EXCEPTION 'this removal order was not agreed to';
    END IF;
    RETURN o;
END $$
"""

#: Removes the next rows of an order. Returns table, column, rows and history rows done; nothing at the end.
STEP = """
CREATE OR REPLACE FUNCTION kernel_removal_step(wanted uuid, bound int)
RETURNS TABLE (table_name text, column_name text, rows_done int, history_done int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    o kernel_removalorder;
    item record;
    ids text[];
    gone text[];
    t jsonb;
    scope text;
    reference jsonb;
BEGIN
    o := kernel_removal_open(wanted);
    SELECT i.step, i."table", i."column" INTO item FROM kernel_removalitem i
        WHERE i.order_id = o.id AND i."table" NOT IN ('kernel_person', 'storage')
        ORDER BY i.step, i."table", i."column" LIMIT 1;
    IF NOT FOUND THEN RETURN; END IF;
    SELECT array_agg(x.object_id) INTO ids FROM (
        SELECT i.object_id FROM kernel_removalitem i
        WHERE i.order_id = o.id AND i.step = item.step AND i."table" = item."table" AND i."column" = item."column"
        ORDER BY i.object_id LIMIT bound
    ) x;
    t := kernel_removal_tables() -> item."table";
    IF t IS NULL THEN RAISE EXCEPTION 'rows of % are never removed', item."table"; END IF;
    scope := 'municipality_id = $2';
    IF (t ->> 'public')::boolean THEN
        scope := scope || ' OR (municipality_id IS NULL';
        FOR reference IN SELECT * FROM jsonb_array_elements(t -> 'referred') LOOP
            scope := scope || format(' AND NOT EXISTS (SELECT 1 FROM %I r WHERE r.%I = x.%I)',
                                     reference ->> 0, reference ->> 1, t ->> 'key');
        END LOOP;
        scope := scope || ')';
    END IF;
    rows_done := 0;
    history_done := 0;
    PERFORM set_config('pgtrigger.ignore', t ->> 'quiet', true);
    IF item."column" = '*' THEN
        gone := ids;
    ELSIF item."column" <> '' THEN
        IF NOT (t -> 'links') ? item."column" THEN RAISE EXCEPTION '% is not a link', item."column"; END IF;
        EXECUTE format('UPDATE %I x SET %I = NULL WHERE x.%I = ANY ($1::%s[]) AND (%s)',
                       item."table", item."column", t ->> 'key', t ->> 'type', scope) USING ids, o.municipality_id;
        GET DIAGNOSTICS rows_done = ROW_COUNT;
        gone := NULL;
    ELSE
        EXECUTE format('WITH d AS (DELETE FROM %I x WHERE x.%I = ANY ($1::%s[]) AND (%s) RETURNING x.%I::text AS id)'
                       ' SELECT array_agg(id) FROM d',
                       item."table", t ->> 'key', t ->> 'type', scope, t ->> 'key')
            INTO gone USING ids, o.municipality_id;
        rows_done := coalesce(cardinality(gone), 0);
    END IF;
    IF t ->> 'history' <> '' AND gone IS NOT NULL THEN
        EXECUTE format('DELETE FROM %I WHERE pgh_obj_id = ANY ($1::%s[])'
                       ' AND (municipality_id = $2 OR municipality_id IS NULL)', t ->> 'history', t ->> 'type')
            USING gone, o.municipality_id;
        GET DIAGNOSTICS history_done = ROW_COUNT;
    END IF;
    PERFORM set_config('pgtrigger.ignore', '{}', true);
    DELETE FROM kernel_removalitem i WHERE i.order_id = o.id AND i.step = item.step AND i."table" = item."table"
        AND i."column" = item."column" AND i.object_id = ANY (ids);
    table_name := item."table";
    column_name := item."column";
    RETURN NEXT;
END $$
"""

#: Replaces the names and numbers of an order in all texts of one table. Returns how many rows changed.
REDACT = """
CREATE OR REPLACE FUNCTION kernel_removal_redact(wanted uuid, in_table text) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    o kernel_removalorder;
    t jsonb;
    part jsonb;
    n int;
    total int := 0;
    fits text;
BEGIN
    o := kernel_removal_open(wanted);
    t := kernel_removal_tables() -> in_table;
    IF t IS NULL OR o.pattern = '' THEN RETURN 0; END IF;
    PERFORM set_config('pgtrigger.ignore', t ->> 'quiet', true);
    FOR part IN SELECT * FROM jsonb_array_elements(t -> 'texts') LOOP
        IF part ->> 1 = 'json' THEN
            EXECUTE format('UPDATE %I SET %I = regexp_replace(%I::text, $2, $3, ''gi'')::jsonb'
                           ' WHERE municipality_id = $1 AND %I::text ~* $2',
                           in_table, part ->> 0, part ->> 0, part ->> 0)
                USING o.municipality_id, o.json_pattern, o.replacement;
        ELSE
            fits := o.replacement;
            IF (part ->> 2)::int BETWEEN 1 AND length(o.replacement) - 1 THEN fits := ''; END IF;
            EXECUTE format('UPDATE %I SET %I = CASE WHEN $4 = 0 THEN regexp_replace(%I, $2, $3, ''gi'')'
                           ' ELSE left(regexp_replace(%I, $2, $3, ''gi''), $4) END'
                           ' WHERE municipality_id = $1 AND %I ~* $2',
                           in_table, part ->> 0, part ->> 0, part ->> 0, part ->> 0)
                USING o.municipality_id, o.pattern, fits, (part ->> 2)::int;
        END IF;
        GET DIAGNOSTICS n = ROW_COUNT;
        total := total + n;
    END LOOP;
    PERFORM set_config('pgtrigger.ignore', '{}', true);
    RETURN total;
END $$
"""

#: Makes the people of an order unrecognisable, unless something still ties them to a municipality.
PEOPLE = """
CREATE OR REPLACE FUNCTION kernel_removal_people(wanted uuid, pseudonym text)
RETURNS TABLE (person_id bigint, removed boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    o kernel_removalorder;
    who bigint;
    address text;
BEGIN
    o := kernel_removal_open(wanted);
    FOR who IN SELECT i.object_id::bigint FROM kernel_removalitem i
               WHERE i.order_id = o.id AND i."table" = 'kernel_person' LOOP
        person_id := who;
        removed := NOT kernel_person_tied(who, 0);
        IF removed THEN
            SELECT p.email INTO address FROM kernel_person p WHERE p.id = who FOR UPDATE;
            UPDATE kernel_person SET name = pseudonym || ' ' || who,
                email = 'verwijderd-' || who || '@verwijderd.invalid',
                phone = '', password = '!', is_active = false, last_login = NULL WHERE id = who;
            DELETE FROM kernel_personevent WHERE pgh_obj_id = who;
            DELETE FROM kernel_mail WHERE municipality_id IS NULL AND lower("to") = lower(address);
        END IF;
        DELETE FROM kernel_removalitem i
            WHERE i.order_id = o.id AND i."table" = 'kernel_person' AND i.object_id = who::text;
        RETURN NEXT;
    END LOOP;
END $$
"""

#: Items cannot be added once an order is proposed, and a person who agreed cannot be written in beforehand.
FREEZE = (
    """
    CREATE OR REPLACE FUNCTION kernel_removal_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM kernel_removalorder o WHERE o.id = NEW.order_id AND o.state = 'preparing') THEN
            RAISE EXCEPTION 'what a removal order removes is frozen';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER kernel_removal_frozen BEFORE INSERT OR UPDATE ON kernel_removalitem
    FOR EACH ROW EXECUTE FUNCTION kernel_removal_frozen()
    """,
)


def statements(role: str) -> list[str]:
    """All statements, for the application's (quoted) role."""
    described = json.dumps(tables()).replace("'", "''")
    ties = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} t WHERE t.person_id = who AND t.municipality_id <> besides)"  # noqa: S608
        for table in _own_tables()
    )
    functions = {
        "kernel_removal_open(uuid)": OPEN,
        "kernel_removal_step(uuid, int)": STEP,
        "kernel_removal_redact(uuid, text)": REDACT,
        "kernel_removal_people(uuid, text)": PEOPLE,
    }
    found = [
        f"CREATE OR REPLACE FUNCTION kernel_removal_tables() RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$"
        f" SELECT '{described}'::jsonb $$",
        # Only yes or no, so that it tells nothing about where.
        f"CREATE OR REPLACE FUNCTION kernel_person_tied(who bigint, besides bigint) RETURNS boolean"
        f" LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$ SELECT {ties} $$",
        *functions.values(),
        *FREEZE,
        f"REVOKE DELETE ON kernel_removalorder FROM {role}",
    ]
    for name in ("kernel_person_tied(bigint, bigint)", *functions):
        found += [
            f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC",
            f"GRANT EXECUTE ON FUNCTION {name} TO {role}",
        ]
    return found
