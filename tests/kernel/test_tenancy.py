"""Raw SQL as the application's role, in the context of municipality A, returns nothing of B."""

import threading

import pytest
from django.db import ProgrammingError, connection, transaction

from accounts.models import CaseFile, DomainNote
from portal.kernel.models import ReadLog
from portal.kernel.tenancy.scope import NoScopeError, scoped
from portal.kernel.tenancy.security import guarded_models
from tests.factories import make_case_file, make_municipality, make_person, make_question


def fill(municipality):
    """Rows of many kinds in one municipality, history included."""
    person = make_person()
    case_file = make_case_file(municipality)
    make_question(case_file)
    with scoped([municipality.pk], domains=["care"]):
        DomainNote.objects.create(
            municipality=municipality, case_file=case_file, domain="care", text="geheim", written_by=person
        )
        ReadLog.objects.create(
            municipality=municipality, person=person, kind="x", object_id="1", label="x", path="/"
        )
    return case_file


def count(table, municipality_id=None):
    with connection.cursor() as cursor:
        where = "" if municipality_id is None else f" WHERE municipality_id = {municipality_id}"
        cursor.execute(f"SELECT count(*) FROM {table}{where}")
        return cursor.fetchone()[0]


def test_the_tests_run_as_the_application_role(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("impactloket_app", False)


def test_every_table_with_a_municipality_has_row_level_security(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name FROM information_schema.columns c JOIN pg_class t ON t.relname = c.table_name"
            " WHERE c.column_name = 'municipality_id' AND c.table_schema = 'public' AND NOT t.relrowsecurity"
        )
        assert cursor.fetchall() == []


def test_no_table_shows_rows_of_another_municipality(municipality, other_municipality):
    fill(municipality)
    fill(other_municipality)
    shown = 0
    with scoped([municipality.pk], domains=["care", "work", "economy"]):
        for model, _policy, _append_only in guarded_models():
            table = model._meta.db_table
            assert count(table, other_municipality.pk) == 0, table
            shown += count(table, municipality.pk)
    assert shown > 10, "the test must have rows that could leak"


def test_private_notes_and_their_history_need_the_domain(municipality):
    fill(municipality)
    with scoped([municipality.pk], domains=["work"]):
        assert count("accounts_domainnote") == 0
        assert count("accounts_domainnoteevent") == 0
        assert not DomainNote.objects.exists()
    with scoped([municipality.pk], domains=["care"]):
        assert count("accounts_domainnote") == 1
        assert count("accounts_domainnoteevent") == 1


def test_without_a_scope_nothing_is_shown_and_managers_refuse(municipality):
    fill(municipality)
    assert count("accounts_casefile") == 0
    with pytest.raises(NoScopeError):
        CaseFile.objects.count()


def test_writing_into_another_municipality_is_refused(municipality, other_municipality):
    case_file = fill(other_municipality)
    with scoped([municipality.pk]), pytest.raises(ProgrammingError), transaction.atomic():
        ReadLog.objects.create(
            municipality=other_municipality,
            person=make_person(),
            kind="x",
            object_id="1",
            label="x",
            path="/",
        )
    with scoped([municipality.pk]):
        assert CaseFile._base_manager.filter(pk=case_file.pk).update(name="gekaapt") == 0


@pytest.mark.parametrize("statement", ["UPDATE kernel_readlog SET label = 'x'", "DELETE FROM kernel_readlog"])
def test_the_read_log_can_only_grow(municipality, statement):
    fill(municipality)
    with scoped([municipality.pk]), pytest.raises(ProgrammingError), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement)


def test_scopes_nest_and_an_exception_leaves_nothing_behind(municipality, other_municipality):
    fill(municipality)
    fill(other_municipality)
    with scoped([municipality.pk]):
        with scoped([other_municipality.pk]):
            assert count("accounts_casefile", other_municipality.pk) == 1
        assert count("accounts_casefile", other_municipality.pk) == 0
        with pytest.raises(ValueError, match="stuk"), scoped([other_municipality.pk]):
            raise ValueError("stuk")
        assert count("accounts_casefile", other_municipality.pk) == 0
        assert count("accounts_casefile", municipality.pk) == 1


@pytest.mark.django_db(transaction=True)
def test_a_connection_reused_for_another_municipality_carries_nothing_over():
    first, second = make_municipality(), make_municipality()
    fill(first)
    fill(second)
    with scoped([first.pk]):
        assert count("accounts_casefile") == 1
    assert count("accounts_casefile") == 0  # same connection, no scope
    seen = []

    def elsewhere():
        with scoped([second.pk]):
            seen.append(count("accounts_casefile", first.pk))
        connection.close()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert seen == [0]
