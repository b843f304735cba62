"""Fills a database with case files over 20 municipalities, set-based, as the owner of the tables.

History triggers are off meanwhile: the benchmark measures reading, and filling through the actions would take hours.
"""

from __future__ import annotations

import time

from django.db import connection

from tools.benchmark import fill_budgets, fill_contracts

MUNICIPALITIES = 20
TABLES = (
    "kernel_municipality", "kernel_person", "kernel_membership", "accounts_enterprise", "accounts_casefile",
    "accounts_domaintrack", "accounts_question", "accounts_questionroute", "accounts_task", "accounts_timelineentry",
    "accounts_snooze", "accounts_absence", "accounts_handover", "accounts_registerentry", "accounts_mark",
    "kernel_searchdocument",
)  # fmt: skip

WORDS = (
    "ARRAY['Draad','Soep','Fiets','Stroom','Hout','Tuin','Taal','Hal','Koffie','Was','Oogst','Thuis','Code','Witgoed',"
    "'Imker','Buur','Theater','Vecht','Klus','Bakker']"
)
#: Names differ as real ones do: when every name shares a word, a typing error resembles them all.
ENDINGS = (
    "ARRAY['werk','huis','lab','makers','fabriek','goed','kracht','wijs','plein','spoor','loket','bank']"
)

PEOPLE = (
    f"""
    INSERT INTO kernel_municipality (id, cbs_code, name, slug, theme, contact_email, contact_phone)
    SELECT n, lpad((7000 + n)::text, 4, '0'), 'Meetstad ' || n, 'meetstad-' || n, 'vechtstede', '', ''
    FROM generate_series(1, {MUNICIPALITIES}) n
    """,
    f"""
    INSERT INTO kernel_person (id, email, name, phone, password, is_active, created_at)
    SELECT n, 'meting' || n || '@voorbeeld.example', 'Medewerker ' || n, '', '!', true, now()
    FROM generate_series(1, {MUNICIPALITIES * 20}) n
    """,
    f"""
    INSERT INTO kernel_membership (person_id, municipality_id, roles, domains, is_active, created_at)
    SELECT n, 1 + (n - 1) % {MUNICIPALITIES}, '{{account_manager}}', '{{economy,work,care}}', true, now()
    FROM generate_series(1, {MUNICIPALITIES * 20}) n
    """,
)

CASE_FILES = (
    f"""
    INSERT INTO accounts_enterprise (id, kvk_number, name, legal_form, sbi_code, street, postcode, city, website, created_at)
    SELECT n, lpad(n::text, 8, '0'), ({WORDS})[1 + abs(hashint4(n)) % 20] || ({ENDINGS})[1 + abs(hashint4(n + 7)) % 12] || ' ' || ({WORDS})[1 + abs(hashint4(-n)) % 20] || ' ' || n, 'bv', '',
           'Straat ' || n % 200, (1000 + n % 9000) || ' AB', 'Plaats ' || n % 50, '', now()
    FROM generate_series(1, %(rows)s) n
    """,
    f"""
    INSERT INTO accounts_casefile (id, municipality_id, enterprise_id, reference, name, state, account_manager_id, phase,
        themes, spectrum, definition_check, district, summary, offer, last_activity_at, opened_at, version)
    SELECT e.id, 1 + e.id % {MUNICIPALITIES}, e.id, 'D-2026-' || e.id, e.name,
           (ARRAY['active','active','active','resting','closed'])[1 + abs(hashint4(e.id::int)) / 64 % 5],
           CASE WHEN e.id % {MUNICIPALITIES} = 0 AND e.id / {MUNICIPALITIES} <= 300 THEN 1  -- one officer has 300 files
                ELSE 1 + e.id % {MUNICIPALITIES} + {MUNICIPALITIES} * (e.id / {MUNICIPALITIES} % 19 + 1) END,
           (ARRAY['idea','start_up','growth','scale_up','mature'])[1 + e.id / 7 % 5],
           ARRAY[(ARRAY['work','circular','care','sustainable','cohesion'])[1 + e.id / 3 % 5]], 'social', '{{{{}}}}',
           'Wijk ' || e.id % 9, 'Wij maken dingen.', '', now() - (abs(hashint4(e.id::int)) % 1000000) * interval '1 minute',
           now() - (abs(hashint4(-e.id::int)) % 1300000) * interval '1 minute', 1
    FROM accounts_enterprise e
    """.replace("{{}}", "{}"),
    """
    INSERT INTO accounts_domaintrack (municipality_id, case_file_id, domain, specialist_id, state, goal, next_action,
        next_action_on, ball_with, ball_since, version)
    SELECT c.municipality_id, c.id, d, c.account_manager_id, 'running', 'Doel', 'Bellen', current_date + (abs(hashint4(c.id::int)) %% 60) - 20,
           'municipality', current_date, 1
    FROM accounts_casefile c, unnest(ARRAY['economy','work','care']) d
    """,
    """
    INSERT INTO accounts_question (id, municipality_id, case_file_id, need, text, state, asked_at, deadline, answer,
        answered_at, version)
    SELECT 2 * c.id + k, c.municipality_id, c.id, 'space', 'Waar vinden wij een werkplaats?',
           CASE WHEN k = 0 THEN 'routed' ELSE 'answered' END, now() - (abs(hashint4(c.id::int)) %% 400) * interval '1 day',
           current_date + (abs(hashint4(c.id::int)) %% 40) - 15, CASE WHEN k = 0 THEN '' ELSE 'In de hal.' END,
           CASE WHEN k = 0 THEN NULL ELSE now() END, 1
    FROM accounts_casefile c, generate_series(0, 1) k
    """,
    """
    INSERT INTO accounts_questionroute (municipality_id, question_id, domain, holder_id, deadline, note, answer, routed_at,
        answered_at, version)
    SELECT q.municipality_id, q.id, d, c.account_manager_id, q.deadline, '', '', q.asked_at,
           CASE WHEN q.state = 'answered' THEN q.answered_at END, 1
    FROM accounts_question q JOIN accounts_casefile c ON c.id = q.case_file_id, unnest(ARRAY['economy','work']) d
    """,
    """
    INSERT INTO accounts_task (municipality_id, case_file_id, title, holder_id, for_entrepreneur, due_on, domain, url, key,
        created_by_id, created_at)
    SELECT c.municipality_id, c.id, 'Terugbellen', c.account_manager_id, false, current_date + (abs(hashint4(c.id::int)) %% 30) - 5,
           '', '', '', c.account_manager_id, now()
    FROM accounts_casefile c
    """,
    """
    INSERT INTO accounts_timelineentry (municipality_id, case_file_id, at, kind, text, url, domain, by_id, for_entrepreneur)
    SELECT c.municipality_id, c.id, now() - k * interval '9 days', 'contact', 'Telefoongesprek over de voortgang', '', '',
           c.account_manager_id, false
    FROM accounts_casefile c, generate_series(1, 10) k
    """,
    """
    INSERT INTO accounts_snooze (municipality_id, person_id, key, until, reason, stamp, was_late, text, case_file_name, url, made_at)
    SELECT t.municipality_id, 1, 'task-' || t.id, current_date + 9, 'Wacht op de raad', t.due_on || '|' || t.title,
           t.due_on < current_date, t.title, '', '', now()
    FROM accounts_task t WHERE t.holder_id = 1 ORDER BY t.id LIMIT 20
    """,
    """
    INSERT INTO accounts_absence (municipality_id, person_id, replacement_id, from_on, until_on, note, made_by_id, made_at)
    SELECT 1, 21, 1, current_date - 1, current_date + 9, '', 21, now()
    """,
    """
    INSERT INTO kernel_searchdocument (municipality_id, kind, object_id, title, subtitle, body, url, domain, updated_at)
    SELECT c.municipality_id, 'case-file', c.id::text, c.name, c.reference, c.summary, '/dossiers/' || c.id || '/', '', now()
    FROM accounts_casefile c
    """,
    """
    INSERT INTO accounts_registerentry (municipality_id, case_file_id, slug, state, name, summary, products, themes, district,
        city, website, show_marks, refusal, asked_at, published_at, updated_at, decided_by_id, version)
    SELECT c.municipality_id, c.id, 'onderneming-' || c.id, 'published', c.name, c.summary, 'koffie', c.themes, c.district,
           'Plaats', '', true, '', now(), now(), now(), c.account_manager_id, 1
    FROM accounts_casefile c
    """,
    """
    INSERT INTO accounts_mark (municipality_id, case_file_id, kind, name, level, thirty_plus, number, issued_by, valid_from,
        valid_to, checked_by_id, checked_on, version)
    SELECT c.municipality_id, c.id, 'bcorp', '', '', false, '', 'B Lab', current_date - 100, current_date + 100,
           c.account_manager_id, current_date, 1
    FROM accounts_casefile c WHERE c.id %% 3 = 0
    """,
    """
    INSERT INTO kernel_searchdocument (municipality_id, kind, object_id, title, subtitle, body, url, domain, updated_at)
    SELECT e.municipality_id, 'register', e.id::text, e.name || ': ' || e.products, e.district, e.summary, '/', '', now()
    FROM accounts_registerentry e
    """,
)


def fill(rows: int) -> None:
    """Empty the tables and put `rows` case files in, with what belongs to them."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
        tracked = [table for table in TABLES if table != "kernel_searchdocument"]
        for table in tracked:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in PEOPLE:
            cursor.execute(statement)
        for statement in CASE_FILES:
            cursor.execute(statement.replace("%(rows)s", str(rows)).replace("%%", "%"))
        for table in tracked:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        fill_budgets.fill()
        fill_contracts.fill(rows)
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT 1 FROM pg_stat_activity WHERE backend_type = 'autovacuum worker'")
        while cursor.fetchall():  # measuring beside a vacuum measures the vacuum
            time.sleep(1)
            cursor.execute("SELECT 1 FROM pg_stat_activity WHERE backend_type = 'autovacuum worker'")
