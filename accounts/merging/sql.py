"""SQL with which rows follow a case file, installed after migrate as the owner of the tables (decision 0012).

The application may not change timeline entries and may not see private notes of other domains; a merge moves both.
So the moving is done as the owner, by functions that first check that both case files are of one municipality in
scope, and that the column is a foreign key to the case file. They change that one column and nothing else.
"""

MERGE_FUNCTIONS: tuple[str, ...] = (
    """
    CREATE OR REPLACE FUNCTION accounts_row_mark(whole jsonb, cols text[]) RETURNS text
    LANGUAGE sql IMMUTABLE AS $$
        SELECT md5(coalesce(jsonb_object_agg(key, value), '{{}}'::jsonb)::text) FROM jsonb_each(whole)
        WHERE key = ANY (cols)
    $$
    """,
    """
    CREATE OR REPLACE FUNCTION accounts_case_file_link(tbl text, col text) RETURNS text
    LANGUAGE plpgsql STABLE SET search_path = public AS $$
    DECLARE key text;
    BEGIN
        IF tbl = 'accounts_casefile' OR NOT EXISTS (
            SELECT 1 FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
            WHERE c.contype = 'f' AND c.confrelid = 'accounts_casefile'::regclass
              AND c.conrelid = tbl::regclass AND a.attname = col
        ) THEN
            RAISE EXCEPTION '%.% does not belong to a case file', tbl, col USING ERRCODE = 'insufficient_privilege';
        END IF;
        SELECT a.attname INTO key FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid
            AND a.attnum = i.indkey[0] WHERE i.indrelid = tbl::regclass AND i.indisprimary;
        RETURN key;
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION accounts_same_town(one bigint, other bigint) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
    BEGIN
        IF NOT EXISTS (
            SELECT 1 FROM accounts_casefile a JOIN accounts_casefile b ON a.municipality_id = b.municipality_id
            WHERE a.id = one AND b.id = other AND a.municipality_id = ANY (
                string_to_array(nullif(current_setting('impactloket.municipalities', true), ''), ',')::bigint[])
        ) THEN
            RAISE EXCEPTION 'not of one municipality in scope' USING ERRCODE = 'insufficient_privilege';
        END IF;
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION accounts_move_rows(source bigint, target bigint, tbl text, col text, careful boolean,
                                                  cols text[], ids text[], marks text[], really boolean)
    RETURNS TABLE (id text, mark text)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
    DECLARE key text; which text; found text;
    BEGIN
        PERFORM accounts_same_town(source, target);
        key := accounts_case_file_link(tbl, col);
        which := format('t.%1$I = $1', col);
        IF ids IS NOT NULL THEN
            which := which || format(' AND EXISTS (SELECT 1 FROM unnest($4, $5) AS w(i, m) WHERE w.i = t.%I::text'
                                     ' AND w.m = accounts_row_mark(to_jsonb(t), $3))', key);
        END IF;
        IF really AND careful THEN  -- row by row: a row whose twin is in the target stays where it is
            FOR found IN EXECUTE format('SELECT t.%I::text FROM %I t WHERE %s ORDER BY t.%I', key, tbl, which, key)
                    USING source, target, cols, ids, marks LOOP
                BEGIN
                    RETURN QUERY EXECUTE format('UPDATE %I t SET %I = $1 WHERE t.%I::text = $2 RETURNING t.%I::text,'
                        ' accounts_row_mark(to_jsonb(t), $3)', tbl, col, key, key) USING target, found, cols;
                EXCEPTION WHEN unique_violation OR exclusion_violation THEN
                    NULL;
                END;
            END LOOP;
            RETURN;
        END IF;
        IF really THEN
            RETURN QUERY EXECUTE format('UPDATE %I t SET %I = $2 WHERE %s RETURNING t.%I::text,'
                ' accounts_row_mark(to_jsonb(t), $3)', tbl, col, which, key) USING source, target, cols, ids, marks;
        ELSE
            RETURN QUERY EXECUTE format('SELECT t.%I::text, accounts_row_mark(to_jsonb(t), $3) FROM %I t WHERE %s',
                key, tbl, which) USING source, target, cols, ids, marks;
        END IF;
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION accounts_rows_of(case_file bigint, tables text[], columns text[])
    RETURNS TABLE (tbl text, number bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
    BEGIN
        PERFORM accounts_same_town(case_file, case_file);
        FOR place IN 1 .. coalesce(cardinality(tables), 0) LOOP
            PERFORM accounts_case_file_link(tables[place], columns[place]);
            RETURN QUERY EXECUTE format('SELECT %L::text, count(*) FROM %I WHERE %I = $1',
                tables[place], tables[place], columns[place]) USING case_file;
        END LOOP;
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION accounts_follow_merge() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
    DECLARE onward bigint; now_at bigint;
    BEGIN
        now_at := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
        IF now_at IS NULL THEN RETURN NEW; END IF;
        -- waits for a merge that is under way, and then sees what it did
        SELECT f.merged_into_id INTO onward FROM accounts_casefile f WHERE f.id = now_at FOR KEY SHARE;
        IF onward IS NULL THEN RETURN NEW; END IF;
        RETURN jsonb_populate_record(NEW, jsonb_build_object(TG_ARGV[0], onward));
    END $$
    """,
    *(f"REVOKE ALL ON FUNCTION accounts_{name} FROM PUBLIC" for name in (
        "same_town(bigint, bigint)",
        "move_rows(bigint, bigint, text, text, boolean, text[], text[], text[], boolean)",
        "rows_of(bigint, text[], text[])",
        "follow_merge()",
    )),
    "GRANT EXECUTE ON FUNCTION accounts_same_town(bigint, bigint) TO {role}",
    "GRANT EXECUTE ON FUNCTION accounts_move_rows(bigint, bigint, text, text, boolean, text[], text[], text[], boolean)"
    " TO {role}",
    "GRANT EXECUTE ON FUNCTION accounts_rows_of(bigint, text[], text[]) TO {role}",
)  # fmt: skip

#: What is written to a merged file at the moment of merging lands in the file that remains.
FOLLOW_TRIGGER = (
    "CREATE OR REPLACE TRIGGER accounts_follow_merge BEFORE INSERT ON {table} FOR EACH ROW"
    " EXECUTE FUNCTION accounts_follow_merge('{column}')"
)
