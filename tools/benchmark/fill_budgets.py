"""Budgets for the benchmark: sixty of one municipality, and four commitments for each of its case files.

The commitments are of two of the budgets: at 100,000 case files 20,000, 10,000 of a budget (issue 3).
"""

from __future__ import annotations

from django.db import connection

BUDGETS, USED = 60, 2
#: An account manager of municipality 1.
OFFICER = 1
TABLES = ("accounts_budgetline", "accounts_commitment")

STATEMENTS = (
    f"""
    INSERT INTO accounts_budgetline (id, municipality_id, domain, kind, name, year, amount, committed, source, version)
    SELECT n, 1, (ARRAY['economy','work','care'])[1 + n % 3],
           (ARRAY['participation','care','subsidy','innovation','impact_fund'])[1 + n % 5], 'Budget ' || n,
           extract(year FROM current_date), 100000000, 0, 'meting', 1
    FROM generate_series(1, {BUDGETS}) n
    """,
    f"""
    INSERT INTO accounts_commitment (municipality_id, line_id, case_file_id, amount, purpose, state, made_by_id,
        made_at, reason, version)
    SELECT 1, 1 + (c.n + k) % {USED}, c.id, 500 + c.n % 900, 'Aanloop van de werkplaats',
           (ARRAY['reserved','granted','released'])[1 + (c.n + k) / 2 % 3], {OFFICER},
           now() - c.n % 300 * interval '1 day', CASE WHEN (c.n + k) / 2 % 3 = 2 THEN 'Niet meer nodig' ELSE '' END, 1
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM accounts_casefile WHERE municipality_id = 1) c,
         generate_series(1, 4) k
    """,
    """
    UPDATE accounts_budgetline b SET committed = coalesce((
        SELECT sum(c.amount) FROM accounts_commitment c WHERE c.line_id = b.id AND c.state <> 'released'), 0)
    """,
)


def fill() -> None:
    """Put the budgets in, and what is committed of them to enterprises of the municipality."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in STATEMENTS:
            cursor.execute(statement)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
