"""Removing everything about one enterprise: nothing of it is found afterwards, in any table or file."""

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import CaseFile, Commitment, Contact, Enterprise
from portal.kernel.jobs.actions import run
from portal.kernel.models import LegalHold, Person, RemovalItem, RemovalOrder, SearchDocument
from portal.kernel.privacy import orders
from portal.kernel.privacy.holds import place_hold
from portal.kernel.search.queries import find
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_case_file, make_municipality, make_staff
from tests.kernel.privacy.everything import (
    CONTACT,
    EMAIL,
    NAME,
    TRACES,
    bytes_of,
    make_everything,
    make_newer_instruments,
    traces_in_all_tables,
)

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


def ask(municipality, officer, case_file):
    with scoped([municipality.pk], person=officer.pk):
        order = orders.ask_removal(
            municipality=municipality, kind="enterprise", target=str(case_file.pk), by=officer
        )
    run(str(order.job_id), municipality.pk)
    with scoped([municipality.pk]):
        order = RemovalOrder.objects.select_related("job").get(pk=order.pk)
        assert order.job.state == "succeeded", order.job.error
    return order


def carry_out(municipality, order, by):
    with scoped([municipality.pk], person=by.pk):
        orders.confirm(order=order, typed=orders.word_of(order), by=order.requested_by)
        order = orders.agree(order=order, by=by)
    run(str(order.job_id), municipality.pk)
    with scoped([municipality.pk]):
        order = RemovalOrder.objects.select_related("job").get(pk=order.pk)
        assert order.job.state == "succeeded", order.job.error
    return order


def test_nothing_of_the_enterprise_is_found_in_any_table_or_file(world):
    municipality, officer, manager, made = world
    make_newer_instruments(made, manager)
    with scoped([municipality.pk]):
        assert find(NAME)
    assert len(traces_in_all_tables(TRACES)) > 60
    order = ask(municipality, officer, made.case_file)
    assert order.state == "ready"
    goes = dict(map(tuple, order.preview["goes"]))
    assert (
        goes["documenten"] == 1
        and goes["privénotities" if "privénotities" in goes else "domeinnotities"] == 1
    )
    assert [line[0] for line in order.preview["stays"]] == ["verplichtingen", "dossiers"]
    order = carry_out(municipality, order, manager)
    assert order.state == "done" and order.report["people"] == {"kernel_person": 1}
    assert traces_in_all_tables(TRACES) == []
    assert bytes_of(made) == []
    with scoped([municipality.pk], domains=("care", "work")):
        assert not find(NAME)
        kept = Commitment.objects.select_related("case_file__enterprise").get()
        assert kept.purpose == f"Naaimachine voor verwijderde onderneming {order.number}"
        assert kept.case_file.name == kept.case_file.enterprise.name == "Verwijderde onderneming 1"
        assert Contact.objects.get().text.startswith("Deelt een hal met verwijderde onderneming 1")
        assert not RemovalItem.objects.exists()
    person = Person.objects.get(pk=made.person.pk)
    assert (person.is_active, person.name) == (False, f"Verwijderd persoon {person.pk}")


def test_the_same_holds_when_nothing_has_to_stay(world):
    municipality, officer, manager, made = world
    with scoped([municipality.pk]):
        long_ago = timezone.now() - timezone.timedelta(days=365 * 8)
        Commitment.objects.update(made_at=long_ago)
    order = carry_out(municipality, ask(municipality, officer, made.case_file), manager)
    assert order.preview["stays"] == []
    assert traces_in_all_tables(TRACES) == []
    with scoped([municipality.pk]):
        assert not CaseFile.objects.filter(pk=made.case_file.pk).exists()
        assert not Enterprise.objects.filter(pk=made.case_file.enterprise_id).exists()


def test_an_enterprise_of_another_municipality_too_keeps_its_public_facts_and_its_people(world):
    municipality, officer, manager, made = world
    other = make_municipality("Lindehaven")
    with scoped([other.pk]):
        from accounts.models import EnterpriseMember

        theirs = CaseFile.objects.create(
            municipality=other, enterprise=made.case_file.enterprise, name=NAME, reference="L-1"
        )
        EnterpriseMember.objects.create(municipality=other, case_file=theirs, person=made.person)
    order = carry_out(municipality, ask(municipality, officer, made.case_file), manager)
    assert [line[0] for line in order.preview["stays"]][-1] == "mensen"
    assert Person.objects.get(pk=made.person.pk).email == EMAIL
    with scoped([other.pk]):
        assert CaseFile.objects.select_related("enterprise").get().enterprise.name == NAME
    with scoped([municipality.pk]):
        assert not CaseFile.objects.filter(name=NAME).exists()


def test_the_database_removes_nothing_without_a_second_person(world):
    municipality, officer, _manager, made = world
    order = ask(municipality, officer, made.case_file)
    with scoped([municipality.pk]):
        for state in ("proposed", "running"):
            with pytest.raises(DatabaseError), transaction.atomic():
                _carry_out_without_agreement(order, state, officer)
        with pytest.raises(DatabaseError), transaction.atomic():  # what goes is frozen
            RemovalItem.objects.create(
                municipality=municipality, order=order, step=1, table="accounts_casefile", object_id="1"
            )
        with pytest.raises(DatabaseError), transaction.atomic():  # the report stays
            order.delete()
        orders.confirm(order=order, typed=NAME, by=officer)
        with pytest.raises(orders.RefusedError):
            orders.agree(order=order, by=officer)


def _carry_out_without_agreement(order, state, officer):
    RemovalOrder.objects.filter(pk=order.pk).update(state=state, agreed_by=officer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kernel_removal_step(%s, 10)", [order.pk])


def test_an_order_of_another_municipality_cannot_be_carried_out(world):
    municipality, officer, manager, made = world
    order = ask(municipality, officer, made.case_file)
    with scoped([municipality.pk], person=manager.pk):
        orders.confirm(order=order, typed=NAME, by=officer)
        orders.agree(order=order, by=manager)
    other = make_municipality()
    with pytest.raises(DatabaseError), scoped([other.pk]), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kernel_removal_step(%s, 10)", [order.pk])


def test_what_is_held_is_not_removed(world):
    municipality, officer, manager, made = world
    order = ask(municipality, officer, made.case_file)
    with scoped([municipality.pk], person=officer.pk):
        with pytest.raises(orders.RefusedError):
            orders.confirm(order=order, typed="iets anders", by=officer)
        orders.confirm(order=order, typed=NAME.lower(), by=officer)
        place_hold(
            municipality=municipality, subject_kind="enterprise", subject_id=str(made.case_file.pk),
            reason="Bezwaar tegen besluit 12", by=officer,
        )  # fmt: skip
        with pytest.raises(orders.RefusedError, match="Bezwaar tegen besluit 12"):
            orders.agree(order=order, by=manager)
        assert LegalHold.objects.count() == 1
        orders.withdraw(order=order, by=officer)
        with pytest.raises(orders.RefusedError):
            orders.ask_removal(
                municipality=municipality, kind="enterprise", target=str(made.case_file.pk), by=officer
            )


def test_a_person_of_an_enterprise_becomes_unrecognisable_and_the_enterprise_stays(world):
    municipality, officer, manager, made = world
    with scoped([municipality.pk], person=officer.pk):
        order = orders.ask_removal(
            municipality=municipality, kind="person", target=str(made.person.pk), by=officer
        )
    run(str(order.job_id), municipality.pk)
    with scoped([municipality.pk]):
        order.refresh_from_db()
    order = carry_out(municipality, order, manager)
    assert traces_in_all_tables((EMAIL, CONTACT)) == []
    with scoped([municipality.pk]):
        assert CaseFile.objects.filter(name=NAME).exists()


def test_a_colleague_who_holds_work_is_not_removed(world):
    municipality, officer, manager, _made = world
    make_case_file(municipality, account_manager=manager)
    with scoped([municipality.pk], person=officer.pk), pytest.raises(orders.RefusedError):
        orders.ask_removal(municipality=municipality, kind="person", target=str(manager.pk), by=officer)


def test_search_rows_are_gone_for_every_domain(world):
    municipality, officer, manager, made = world
    carry_out(municipality, ask(municipality, officer, made.case_file), manager)
    with scoped([municipality.pk], domains=("economy", "work", "care")):
        assert not SearchDocument.objects.filter(title__icontains=NAME).exists()
    assert settings.DATABASE_APP_ROLE
