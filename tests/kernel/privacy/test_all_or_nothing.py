"""A removal goes as a whole or not at all, also when it fails, dies, or somebody works in the file meanwhile."""

import threading

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection
from django.urls import reverse

from accounts.models import CaseFile, Contact, Document
from accounts.timeline import actions as timeline
from portal.kernel.jobs.actions import retry_job, run
from portal.kernel.models import Job, Mail, RemovalItem, RemovalOrder, StoredFile
from portal.kernel.privacy import orders, removing
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_municipality, make_staff
from tests.kernel.privacy.everything import NAME, TRACES, bytes_of, make_everything, traces_in_all_tables
from tests.kernel.privacy.test_removal import ask, carry_out

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    municipality = make_municipality("Vechtstede")
    officer = make_staff(municipality, "privacy_officer", name="Raoul Biesheuvel")
    manager = make_staff(
        municipality, "account_manager", domains=("economy", "care", "work"), name="Sanne Verbeek"
    )
    return municipality, officer, manager, make_everything(municipality, manager)


def agreed(municipality, officer, manager, case_file):
    """An order that both agreed to and no worker began."""
    order = ask(municipality, officer, case_file)
    with scoped([municipality.pk], person=manager.pk):
        orders.confirm(order=order, typed=NAME, by=officer)
        return orders.agree(order=order, by=manager)


def rows_of(municipality):
    with scoped([municipality.pk], domains=("economy", "care", "work")):
        return {
            model: model.objects.count() for model in (CaseFile, Contact, Document, StoredFile, RemovalItem)
        }


@pytest.mark.parametrize("where", ["_some_rows", "_people", "_redact"])
def test_a_removal_that_fails_halfway_leaves_everything_and_can_be_tried_again(world, monkeypatch, where):
    municipality, officer, manager, made = world
    order = agreed(municipality, officer, manager, made.case_file)
    before, traces = rows_of(municipality), traces_in_all_tables(TRACES)
    real, calls = getattr(removing._Removal, where), []

    def fails(self, *args):
        calls.append(1)
        if len(calls) == (4 if where == "_some_rows" else 1):
            real(self, *args)
            raise RuntimeError("de stekker eruit")
        return real(self, *args)

    monkeypatch.setattr(removing._Removal, where, fails)
    run(str(order.job_id), municipality.pk)
    assert rows_of(municipality) == before
    assert traces_in_all_tables(TRACES) == traces
    assert bytes_of(made) == made.file_names
    monkeypatch.setattr(removing._Removal, where, real)
    with scoped([municipality.pk]):
        order.refresh_from_db()
        assert (order.state, order.job.state) == ("running", "failed")
        assert order.report == {}
        retry_job(job=order.job)
    run(str(order.job_id), municipality.pk)
    assert traces_in_all_tables(TRACES) == []
    assert bytes_of(made) == []


def test_a_worker_that_dies_leaves_everything_and_the_next_does_it_all(world, monkeypatch):
    municipality, officer, manager, made = world
    order = agreed(municipality, officer, manager, made.case_file)
    before, real = rows_of(municipality), removing._Removal._people

    def dies(self):
        raise SystemExit

    monkeypatch.setattr(removing._Removal, "_people", dies)
    with pytest.raises(SystemExit):
        run(str(order.job_id), municipality.pk)
    assert rows_of(municipality) == before
    monkeypatch.setattr(removing._Removal, "_people", real)
    with scoped([municipality.pk]):
        Job.objects.filter(pk=order.job_id).update(state="queued", run_token=None)
    run(str(order.job_id), municipality.pk)
    with scoped([municipality.pk]):
        order.refresh_from_db()
        assert (order.state, order.report["removed"]["accounts_document"]) == ("done", 1)


def test_bytes_that_could_not_go_yet_go_the_next_time(world, monkeypatch):
    municipality, officer, manager, made = world
    order = agreed(municipality, officer, manager, made.case_file)
    real = removing._remove_bytes
    monkeypatch.setattr(removing, "_remove_bytes", lambda run: 1 / 0)
    run(str(order.job_id), municipality.pk)
    assert bytes_of(made) == made.file_names
    with scoped([municipality.pk]):
        order.refresh_from_db()
        assert order.state == "running" and order.report["gone"]
        assert not CaseFile.objects.filter(name=NAME).exists()
        with pytest.raises(orders.RefusedError):
            orders.withdraw(order=order, by=officer)
        retry_job(job=order.job)
    monkeypatch.setattr(removing, "_remove_bytes", real)
    run(str(order.job_id), municipality.pk)
    assert bytes_of(made) == []
    assert traces_in_all_tables(TRACES) == []


def test_a_removal_that_failed_can_be_taken_back(world, monkeypatch):
    municipality, officer, manager, made = world
    order = agreed(municipality, officer, manager, made.case_file)
    monkeypatch.setattr(removing._Removal, "_people", lambda self: 1 / 0)
    run(str(order.job_id), municipality.pk)
    with scoped([municipality.pk]):
        assert orders.withdraw(order=order, by=officer).state == "withdrawn"
        assert CaseFile.objects.filter(name=NAME).exists()
        assert not RemovalItem.objects.exists()


def test_what_was_added_after_they_looked_is_not_removed_unseen(world, client_for):
    municipality, officer, manager, made = world
    order = agreed(municipality, officer, manager, made.case_file)
    with scoped([municipality.pk], person=manager.pk):
        timeline.log_contact(
            case_file=made.case_file, by=manager, channel="phone", on=made.case_file.opened_at.date(),
            with_whom="", text="Belde: er komt een bezwaar",
        )  # fmt: skip
    run(str(order.job_id), municipality.pk)
    with scoped([municipality.pk]):
        order.refresh_from_db()
        assert (order.state, order.agreed_by) == ("ready", None)
        assert ["contactmomenten", 1] in order.preview["added"]
        assert CaseFile.objects.filter(name=NAME).exists()
        assert Mail.objects.filter(to=officer.email, subject__startswith="Kijk nog een keer").count() == 1
    assert (
        "Er is iets veranderd"
        in client_for(officer).get(reverse("removal", args=[order.pk])).content.decode()
    )
    assert carry_out(municipality, order, manager).state == "done"
    assert traces_in_all_tables(TRACES) == []


def test_someone_who_saves_in_the_very_same_moment_stops_it_and_loses_nothing(world, monkeypatch):
    municipality, officer, manager, made = world
    order = agreed(municipality, officer, manager, made.case_file)
    real, once = removing._Removal._people, []

    def meanwhile(self):
        if not once:
            once.append(1)
            thread = threading.Thread(target=_add_document, args=(municipality, made.case_file, manager))
            thread.start()
            thread.join(5)
            once.append(thread)
        return real(self)

    monkeypatch.setattr(removing._Removal, "_people", meanwhile)
    run(str(order.job_id), municipality.pk)
    once[1].join(10)
    with scoped([municipality.pk]):
        order.refresh_from_db()
        added = Document.objects.filter(title="Bezwaar").exists()
        assert added == CaseFile.objects.filter(name=NAME).exists()
        assert order.state == ("ready" if added else "done")


def _add_document(municipality, case_file, manager):
    try:
        with scoped([municipality.pk], person=manager.pk):
            Document.objects.create(
                municipality=municipality, case_file_id=case_file.pk, title="Bezwaar", added_by=manager,
                file=StoredFile.objects.create(municipality=municipality, name="b", content_type="x", size=1, sha256="0"),
            )  # fmt: skip
    except (IntegrityError, ObjectDoesNotExist):
        pass  # the file went first: told so by its key, or by the search that reads it
    finally:
        connection.close()


def test_a_form_that_was_open_when_the_file_went_gets_an_answer_and_no_fault(world, client_for):
    municipality, officer, manager, made = world
    client = client_for(manager)
    page = reverse("case_file", args=[made.case_file.pk])
    assert client.get(page).status_code == 200
    carry_out(municipality, ask(municipality, officer, made.case_file), manager)
    assert client.get(page).status_code == 404
    answer = client.post(reverse("case_file_edit", args=[made.case_file.pk]), {"name": NAME, "version": "1"})
    assert answer.status_code == 404
    assert traces_in_all_tables((NAME,)) == []


def test_a_closed_file_that_was_opened_again_does_not_go_with_the_list(world):
    municipality, officer, manager, made = world
    with scoped([municipality.pk], person=officer.pk):
        long_ago = made.case_file.opened_at.replace(year=2015)
        CaseFile.objects.filter(pk=made.case_file.pk).update(state="closed", last_activity_at=long_ago)
        order = orders.ask_removal(
            municipality=municipality, kind="retention", target="case-files", by=officer
        )
    run(str(order.job_id), municipality.pk)
    with scoped([municipality.pk], person=manager.pk):
        order.refresh_from_db()
        orders.confirm(order=order, typed=str(orders.WORD), by=officer)
        orders.agree(order=order, by=manager)
        CaseFile.objects.filter(pk=made.case_file.pk).update(state="active")
        order.refresh_from_db()
    run(str(order.job_id), municipality.pk)
    with scoped([municipality.pk]):
        assert RemovalOrder.objects.get(pk=order.pk).state == "ready"
        assert CaseFile.objects.filter(name=NAME).exists()
