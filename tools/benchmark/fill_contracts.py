"""Contracts with social return for the benchmark: one for every 20 case files, each with 200 lines in the ledger.

At 100,000 case files that is 5,000 contracts and a million bookings, all of one municipality (issue 4).
"""

from __future__ import annotations

import json

from django.db import connection

from procurement.social_return.rulesets import tables

#: Works in municipality 1, as the contracts do.
COORDINATOR = 41
LINES = 200
TABLES = (
    "procurement_supplier", "procurement_contract", "procurement_contractentry", "procurement_ledgerentry",
)  # fmt: skip

STATEMENTS = (
    f"""
    UPDATE kernel_membership SET roles = '{{social_return_coordinator}}' WHERE person_id = {COORDINATOR}
    """,
    """
    INSERT INTO procurement_supplier (id, municipality_id, enterprise_id, contact_name, contact_email, contact_phone,
        created_at, version)
    SELECT n, 1, n, 'Contact ' || n, '', '', now(), 1 FROM generate_series(1, %(contracts)s / 5) n
    """,
    f"""
    INSERT INTO procurement_contract (id, municipality_id, supplier_id, reference, title, department, cpv_code, kind,
        awarded_on, starts_on, ends_on, value, coordinator_id, state, scheme_data, scheme_version, scheme_source,
        explanation, obligation, discount, last_submission_at, created_at, created_by_id, version)
    SELECT n, 1, 1 + n % (%(contracts)s / 5), 'C-' || n, 'Schoonmaak van gebouw ' || n, 'Afdeling ' || n % 12, '',
           (ARRAY['works','services','supplies'])[1 + n % 3], current_date - 400, current_date - 380 + n % 100,
           current_date + 30 + n % 700, 1000000, {COORDINATOR},
           (ARRAY['running','running','running','running','settled'])[1 + n % 5], $scheme$%(scheme)s$scheme$, 0,
           'meting',
           '[]', 50000, 0, now() - n % 300 * interval '1 day', now(), {COORDINATOR}, 1
    FROM generate_series(1, %(contracts)s) n
    """,
    f"""
    INSERT INTO procurement_ledgerentry (municipality_id, contract_id, account, amount, subject, text, by_id, at)
    SELECT 1, c.id, CASE WHEN k = 1 THEN 'obligation' ELSE (ARRAY['submitted','accepted'])[1 + k % 2] END,
           CASE WHEN k = 1 THEN 50000 ELSE 100 + c.id % 70 END,
           CASE WHEN k = 1 THEN 'obligation' ELSE 'effort-' || k END, 'Plaatsing', {COORDINATOR}, now()
    FROM procurement_contract c, generate_series(1, {LINES}) k
    """,
    f"""
    INSERT INTO procurement_contractentry (municipality_id, contract_id, at, kind, text, by_id, for_supplier)
    SELECT 1, c.id, now() - k * interval '5 days', 'contact', 'Gebeld over de voortgang', {COORDINATOR}, false
    FROM procurement_contract c, generate_series(1, 20) k
    """,
)


def fill(case_files: int) -> None:
    """Put the contracts in; the enterprises of the case files are their suppliers."""
    facts = {"contracts": str(case_files // 20), "scheme": json.dumps(tables()[0].data)}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in STATEMENTS:
            for name, value in facts.items():
                statement = statement.replace(f"%({name})s", value)
            cursor.execute(statement)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
