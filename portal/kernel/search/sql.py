"""SQL of the search, installed after migrate as the owner of the tables.

The text operators are not leakproof, so under row-level security PostgreSQL may not use their index: it would
test each visible row. The search therefore runs as the owner, in a function that applies the scope itself,
first thing. It reads the scope from the settings, not from arguments, so no caller can widen it.

Two sets of candidates, each bounded so that cost does not grow with the table: rows that match the words
(Dutch stems, the last word as a prefix), and, when these are fewer than 5, the `alike` rows whose title resembles the
text most (typing errors).
"""

SEARCH_FUNCTIONS: tuple[str, ...] = (
    """
    DO $$ BEGIN
        IF NOT EXISTS (SELECT 1 FROM pg_ts_config WHERE cfgname = 'impactloket') THEN
            CREATE TEXT SEARCH CONFIGURATION impactloket (COPY = dutch);
            ALTER TEXT SEARCH CONFIGURATION impactloket
                ALTER MAPPING FOR hword, hword_part, word WITH unaccent, dutch_stem;
        END IF;
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION kernel_search_vector() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.vector := setweight(to_tsvector('impactloket', left(NEW.title, 300)), 'A')
            || setweight(to_tsvector('impactloket', NEW.subtitle), 'B')
            || setweight(to_tsvector('impactloket', left(NEW.body, 20000)), 'C');
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER kernel_search_vector BEFORE INSERT OR UPDATE OF title, subtitle, body
    ON kernel_searchdocument FOR EACH ROW EXECUTE FUNCTION kernel_search_vector()
    """,
    "DROP FUNCTION IF EXISTS kernel_search(text, text, text[], int)",
    """
    CREATE OR REPLACE FUNCTION kernel_search(words text, plain text, kinds text[], bound int, alike int DEFAULT 30)
    RETURNS TABLE (id bigint, score real)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public AS $$
        WITH scope AS MATERIALIZED (
            SELECT string_to_array(nullif(current_setting('impactloket.municipalities', true), ''), ',')::bigint[] AS towns,
                   coalesce(string_to_array(nullif(current_setting('impactloket.domains', true), ''), ','), '{{}}') AS domains
        ), town AS (
            SELECT unnest(towns) AS id FROM scope
        ), by_word AS (
            SELECT d.id, ts_rank_cd(d.vector, to_tsquery('impactloket', words)) + 1 AS score
            FROM town CROSS JOIN LATERAL (
                SELECT s.id, s.vector FROM kernel_searchdocument s, scope
                WHERE words <> '' AND s.municipality_id = town.id
                  AND s.vector @@ to_tsquery('impactloket', words)
                  AND (s.domain = '' OR s.domain = ANY (scope.domains))
                  AND (cardinality(kinds) = 0 OR s.kind = ANY (kinds))
                LIMIT bound
            ) d
        ), by_resemblance AS (
            SELECT d.id, word_similarity(plain, lower(d.title)) AS score
            FROM town CROSS JOIN LATERAL (
                SELECT s.id, s.title FROM kernel_searchdocument s, scope
                WHERE plain <> '' AND (SELECT count(*) FROM by_word) < 5 AND s.municipality_id = town.id AND plain <% lower(s.title)
                  AND (s.domain = '' OR s.domain = ANY (scope.domains))
                  AND (cardinality(kinds) = 0 OR s.kind = ANY (kinds))
                ORDER BY plain <<-> lower(s.title) LIMIT alike
            ) d
        )
        SELECT found.id, max(found.score)::real FROM (
            SELECT * FROM by_word UNION ALL SELECT * FROM by_resemblance
        ) found GROUP BY found.id ORDER BY 2 DESC, 1 DESC LIMIT bound
    $$
    """,
    "REVOKE ALL ON FUNCTION kernel_search(text, text, text[], int, int) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION kernel_search(text, text, text[], int, int) TO {role}",
)
