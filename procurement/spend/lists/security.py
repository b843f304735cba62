"""Whom the rows of a creditor list are for, in the database itself; and what goes when a supplier or a term ends."""

from __future__ import annotations

from portal.kernel.tenancy.security import add_policy, register_statements

#: Of the municipality itself, or of a supplier this person works for.
MINE = (
    "supplier_id IS NULL OR supplier_id IN (SELECT mine.supplier_id FROM procurement_suppliermember mine"
    " WHERE mine.person_id = {person} AND mine.is_active)"
)

#: The lists of a supplier are seen by nobody else, so nobody else can remove them before the supplier goes.
FORGET_SUPPLIER = """
CREATE OR REPLACE FUNCTION procurement_spend_forget() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM procurement_spend_remove(array_agg(l.id)) FROM procurement_spendlist l WHERE l.supplier_id = OLD.id;
    DELETE FROM procurement_pairmemory WHERE supplier_id = OLD.id;
    DELETE FROM procurement_potentialstep WHERE supplier_id = OLD.id;
    RETURN OLD;
END $$
"""

#: An enterprise that is removed is a name only, in lists that whoever removes it cannot see.
FORGET_ENTERPRISE = """
CREATE OR REPLACE FUNCTION procurement_spend_forget_enterprise() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    UPDATE procurement_creditor SET enterprise_id = NULL, party_name = '' WHERE enterprise_id = OLD.id;
    DELETE FROM procurement_pair WHERE enterprise_id = OLD.id;
    DELETE FROM procurement_pairmemory WHERE enterprise_id = OLD.id;
    RETURN OLD;
END $$
"""

#: A request on the marketplace that goes takes along that a supplier made it from its lists, which others cannot see.
FORGET_REQUEST = """
CREATE OR REPLACE FUNCTION procurement_spend_forget_request() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    DELETE FROM procurement_potentialstep WHERE request_id = OLD.id;
    RETURN OLD;
END $$
"""

REMOVE = """
CREATE OR REPLACE FUNCTION procurement_spend_remove(lists bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    DELETE FROM procurement_pair p USING procurement_creditor c
        WHERE p.creditor_id = c.id AND c.source_id = ANY (lists);
    DELETE FROM procurement_spendsum WHERE source_id = ANY (lists);
    DELETE FROM procurement_badrow WHERE source_id = ANY (lists);
    DELETE FROM procurement_creditor WHERE source_id = ANY (lists);
    DELETE FROM procurement_spendlist WHERE id = ANY (lists);
END $$
"""

#: Lists of suppliers whose term has passed, in the municipalities in scope. Returns the files that go with them.
EXPIRE = """
CREATE OR REPLACE FUNCTION procurement_spend_expire(before timestamptz) RETURNS TABLE (lists bigint[], files bigint[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    SELECT coalesce(array_agg(l.id), '{{}}'), coalesce(array_agg(l.file_id) FILTER (WHERE l.file_id > 0), '{{}}')
        INTO lists, files FROM procurement_spendlist l
        WHERE l.supplier_id IS NOT NULL AND l.created_at < before AND l.municipality_id = ANY (
            string_to_array(nullif(current_setting('impactloket.municipalities', true), ''), ',')::bigint[]);
    PERFORM procurement_spend_remove(lists);
    RETURN NEXT;
END $$
"""


def statements() -> list[str]:
    """Run as the owner of the tables after every migrate; {role} is the application's."""
    return [
        REMOVE,
        "REVOKE ALL ON FUNCTION procurement_spend_remove(bigint[]) FROM PUBLIC",
        FORGET_SUPPLIER,
        FORGET_ENTERPRISE,
        "CREATE OR REPLACE TRIGGER procurement_spend_forget BEFORE DELETE ON procurement_supplier"
        " FOR EACH ROW EXECUTE FUNCTION procurement_spend_forget()",
        "CREATE OR REPLACE TRIGGER procurement_spend_forget BEFORE DELETE ON accounts_enterprise"
        " FOR EACH ROW EXECUTE FUNCTION procurement_spend_forget_enterprise()",
        FORGET_REQUEST,
        "CREATE OR REPLACE TRIGGER procurement_spend_forget BEFORE DELETE ON procurement_marketrequest"
        " FOR EACH ROW EXECUTE FUNCTION procurement_spend_forget_request()",
        EXPIRE,
        "REVOKE ALL ON FUNCTION procurement_spend_expire(timestamptz) FROM PUBLIC",
        "GRANT EXECUTE ON FUNCTION procurement_spend_expire(timestamptz) TO {role}",
    ]


def register() -> None:
    """Make the policy and the statements known."""
    add_policy("buyer", MINE)
    register_statements(statements)
