"""Handing over: all or nothing, within the receiver's domains, told to everyone it concerns, once."""

import pytest

from accounts.handover import actions
from accounts.models import CaseFile, DomainTrack, HandOver, QuestionRoute, Task, TimelineEntry
from accounts.worklist.queries import worklist
from portal.kernel.models import Mail, Membership
from portal.kernel.tenancy.scope import scoped
from tests.accounts.intake.test_same_moment import at_once
from tests.accounts.questions.conftest import make_case
from tests.accounts.worklist.test_worklist import actor_for, add_task, day
from tests.factories import make_case_file, make_municipality, make_question, make_staff

ALL = ["manager", "tracks", "tasks", "routes"]


def give(case, giver, receiver, parts=ALL, files=None):
    return actions.hand_over(
        municipality=case.municipality, giver=giver, receiver=receiver, parts=parts, note="Ik ga met pensioen",
        by=giver, files=files,
    )  # fmt: skip


@pytest.fixture
def other(case):
    return make_staff(case.municipality, "account_manager", domains=("economy",), name="Olga Nieuw")


def test_everything_moves_and_everyone_is_told(case, other):
    with case.scope():
        add_task(case, "Bellen", case.manager)
        active = CaseFile.objects.get().last_activity_at
        outcome = give(case, case.manager, other)
        file = CaseFile.objects.get()
        assert (file.account_manager, Task.objects.get().holder, outcome.left) == (other, other, 0)
        assert file.last_activity_at == active  # a silent file does not look alive because of it
        entry = TimelineEntry.objects.get(kind="hand-over")
        assert "Ik ga met pensioen" in entry.text and entry.by == case.manager
        [mail] = Mail.objects.filter(to=case.entrepreneur.email)
        assert "Olga Nieuw" in mail.text and "pensioen" not in mail.text
        group = worklist(actor_for(other)).groups[0]
        assert (group.code, group.items[0].case_file) == ("overdracht", "Ik ga met pensioen")


def test_what_the_receiver_may_not_have_stays_and_is_counted(case, other):
    with case.scope():
        DomainTrack.objects.filter(domain__in=["care", "economy"]).update(specialist=case.manager)
        question = make_question(case.case_file, state="routed")
        QuestionRoute.objects.create(
            municipality=case.municipality,
            question=question,
            domain="work",
            holder=case.manager,
            deadline=day(3),
        )
        assert give(case, case.manager, other).left == 2
        assert DomainTrack.objects.get(domain="care").specialist == case.manager
        assert DomainTrack.objects.get(domain="economy").specialist == other


def test_only_what_was_chosen_moves(case, other):
    second = make_case_file(case.municipality, account_manager=case.manager)
    with case.scope():
        add_task(case, "Bellen", case.manager)
        give(case, case.manager, other, ["manager"], [second.pk])
        assert CaseFile.objects.get(pk=case.case_file.pk).account_manager == case.manager
        assert Task.objects.get().holder == case.manager


def test_a_specialist_cannot_become_account_manager_by_it(case):
    with case.scope(), pytest.raises(actions.NotAManagerError):
        give(case, case.manager, case.work)


def test_a_second_click_finds_nothing_to_move(case, other):
    with case.scope():
        give(case, case.manager, other)
        with pytest.raises(actions.NothingToMoveError):
            give(case, case.manager, other)


@pytest.mark.django_db(transaction=True)
def test_two_hand_overs_at_once_give_the_work_to_one():
    case = make_case(make_municipality("Tegelijk overdragen"))
    receivers = [make_staff(case.municipality, "account_manager") for _n in range(2)]

    def run(receiver):
        def call():
            with scoped([case.municipality.pk]):
                try:
                    return give(case, case.manager, receiver, ["manager"]).hand_over.pk
                except actions.NothingToMoveError:
                    return "nothing"

        return call

    assert at_once(*map(run, receivers)).count("nothing") == 1
    with case.scope():
        assert HandOver.objects.count() == 1
        assert Mail.objects.filter(to=case.entrepreneur.email).count() == 1


def test_the_receiver_confirms_and_nobody_else(case, other, client_for, other_municipality):
    with case.scope():
        made = give(case, case.manager, other).hand_over
    assert client_for(case.manager).post(f"/overdragen/{made.pk}/bevestigen/").status_code == 403
    stranger = make_staff(other_municipality, "account_manager")
    assert client_for(stranger).get(f"/overdragen/{made.pk}/").status_code == 404
    client = client_for(other)
    assert "Ik ga met pensioen" in client.get(f"/overdragen/{made.pk}/").content.decode()
    client.post(f"/overdragen/{made.pk}/bevestigen/")
    assert "overdracht" not in [group.code for group in worklist_of(case, other)]


def worklist_of(case, person):
    with case.scope():
        return worklist(actor_for(person)).groups


def test_one_file_is_handed_over_from_its_page(case, other, client_for):
    client = client_for(case.care)
    address = f"/overdragen/?dossier={case.case_file.pk}"
    assert client.get(address).status_code == 200
    sent = {"giver": str(case.manager.pk), "receiver": str(other.pk), "parts": ["manager"], "note": ""}
    assert client.post(address, sent).status_code == 422
    sent["receiver"], sent["note"] = str(case.work.pk), "Wijkwissel"
    page = client.post(address, sent)
    assert page.status_code == 422 and "geen accountmanager" in page.content.decode()
    sent["receiver"] = str(other.pk)
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 422


def test_an_administrator_hands_over_the_work_of_who_left_without_seeing_case_files(
    case, other, client_for, staff
):
    ilse = staff("functional_administrator")
    with case.scope():
        Membership.objects.filter(person=case.manager).update(is_active=False)
        membership = Membership.objects.get(person=case.manager)
    client = client_for(ilse)
    page = client.get(f"/beheer/mensen/{membership.pk}/").content.decode()
    assert f"/overdragen/?van={case.manager.pk}" in page
    page = client.get(f"/overdragen/?van={case.manager.pk}").content.decode()
    assert case.case_file.name not in page
    sent = {"giver": str(case.manager.pk), "receiver": str(other.pk), "parts": ALL, "note": "Uit dienst"}
    assert client.post(f"/overdragen/?van={case.manager.pk}", sent).status_code == 302
    with case.scope():
        assert CaseFile.objects.get().account_manager == other
    assert client_for(case.care).get(f"/overdragen/?van={case.manager.pk}").status_code == 403
