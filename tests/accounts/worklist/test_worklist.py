"""The worklist: reasons, snoozing, several lines at once, the team's numbers."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import DomainTrack, QuestionRoute, Snooze, Task
from accounts.worklist import actions
from accounts.worklist.queries import MOST, worklist
from accounts.worklist.team import team
from portal.kernel.models import Membership
from portal.kernel.permissions import Actor
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_case_file, make_question, make_staff


def actor_for(person):
    return Actor(person, Membership.objects.select_related("municipality").get(person=person))


def texts(actor):
    return [item.text for group in worklist(actor).groups for item in group.items]


def day(days):
    return timezone.localdate() + dt.timedelta(days=days)


def add_task(case, title, holder, **facts):
    return Task.objects.create(
        municipality=case.municipality, case_file=case.case_file, title=title, holder=holder, created_by=holder,
        **facts,
    )  # fmt: skip


def test_every_reason_stands_in_the_worklist_of_who_it_concerns(case):
    with case.scope():
        add_task(case, "Bellen", case.care, due_on=day(-1))
        question = make_question(case.case_file, state="routed")
        QuestionRoute.objects.create(
            municipality=case.municipality, question=question, domain="care", deadline=day(2)
        )
        DomainTrack.objects.filter(case_file=case.case_file, domain="care").update(
            specialist=case.care, next_action="Langsgaan", next_action_on=day(3)
        )
        make_question(case.case_file, "Nieuwe vraag")
        assert set(texts(actor_for(case.care))) == {"Bellen", "Waar vind ik een werkplaats?", "Langsgaan"}
        assert "Nieuwe vraag" in texts(actor_for(case.manager))
        assert texts(actor_for(case.work)) == []


def test_a_snoozed_line_stays_away_until_its_day_and_only_for_who_snoozed_it(case):
    with case.scope():
        task = add_task(case, "Bellen", case.care, due_on=day(20))
        actor = actor_for(case.care)
        result = actions.snooze(actor=actor, keys=[f"task-{task.pk}"], until=day(5), reason="Vakantie")
        assert result.done == ["Bellen"]
        assert texts(actor) == []
        Snooze.objects.update(until=timezone.localdate())
        assert texts(actor) == ["Bellen"]


def test_a_snoozed_line_comes_back_when_it_changes_or_becomes_late(case):
    with case.scope():
        moved, late = (add_task(case, title, case.care, due_on=day(2)) for title in ("Verzet", "Laat"))
        actor = actor_for(case.care)
        actions.snooze(
            actor=actor, keys=[f"task-{moved.pk}", f"task-{late.pk}"], until=day(9), reason="Later"
        )
        Task.objects.filter(pk=moved.pk).update(due_on=day(3))
        assert texts(actor) == ["Verzet"]
        Task.objects.filter(pk=late.pk).update(due_on=day(-1))
        Snooze.objects.filter(key=f"task-{late.pk}").update(stamp=f"{day(-1)}|Laat")
        assert set(texts(actor)) == {"Verzet", "Laat"}


def test_what_was_late_already_can_be_snoozed(case):
    with case.scope():
        task = add_task(case, "Oud", case.care, due_on=day(-9))
        actor = actor_for(case.care)
        actions.snooze(actor=actor, keys=[f"task-{task.pk}"], until=day(5), reason="Wacht")
        assert texts(actor) == []


def test_several_tasks_at_once_say_which_could_not_be_done_and_why(case):
    with case.scope():
        open_, done = add_task(case, "Open", case.care), add_task(case, "Gedaan", case.care)
        Task.objects.filter(pk=done.pk).update(done_at=timezone.now(), done_by=case.work)
        signal = add_task(case, "Signaal", case.care, key="budget-1")
        keys = [f"task-{task.pk}" for task in (open_, done, signal)] + [f"silent-{case.case_file.pk}"]
        actor = actor_for(case.care)
        result = actions.move_tasks(actor=actor, keys=keys, due_on=day(4))
        assert result.done == ["Open"]
        assert [text for text, _why in result.refused][:2] == ["Gedaan", "Signaal"]
        assert len(result.refused) == 3
        assert Task.objects.get(pk=open_.pk).due_on == day(4)


def test_a_task_of_a_domain_goes_only_to_who_works_for_it(case):
    with case.scope():
        task = add_task(case, "Zorg", case.care, domain="care")
        actor = actor_for(case.care)
        assert not actions.give_tasks(actor=actor, keys=[f"task-{task.pk}"], holder=case.work).done
        assert actions.give_tasks(actor=actor, keys=[f"task-{task.pk}"], holder=case.manager).done == ["Zorg"]


def test_ticked_lines_in_the_browser_give_one_message_and_keep_what_was_typed(case, client_for):
    with case.scope():
        task = add_task(case, "Bellen", case.care)
    client = client_for(case.care)
    address = "/werkvoorraad/actie/"
    assert client.get(f"{address}?actie=uitstellen").status_code == 302
    page = client.get(f"{address}?actie=uitstellen&lijn=task-{task.pk}&lijn=onzin&lijn=task-99999999")
    assert page.status_code == 200 and "Bellen" in page.content.decode()
    wrong = client.post(
        address, {"actie": "uitstellen", "lijn": f"task-{task.pk}", "until": "01-01-1899", "reason": "Omdat"}
    )
    assert wrong.status_code == 422 and "Omdat" in wrong.content.decode()
    sent = {
        "actie": "uitstellen",
        "lijn": f"task-{task.pk}",
        "until": f"{day(3):%d-%m-%Y}",
        "reason": "Omdat",
    }
    page = client.post(address, sent, follow=True).content.decode()
    assert "1 regel is uitgesteld." in page
    page = client.get("/werkvoorraad/uitgesteld/").content.decode()
    assert "Omdat" in page
    with case.scope():
        snooze = Snooze.objects.get()
    assert client_for(case.work).post(f"/werkvoorraad/uitgesteld/{snooze.pk}/terug/").status_code == 404
    client.post(f"/werkvoorraad/uitgesteld/{snooze.pk}/terug/")
    assert "Bellen" in client.get("/werkvoorraad/").content.decode()


@pytest.mark.parametrize("until", ["", "morgen", "31-02-2027", "01-01-1899", "31-12-9999", "\x00"])
def test_a_day_that_cannot_be_is_explained(case, client_for, until):
    with case.scope():
        task = add_task(case, "Bellen", case.care)
    sent = {"actie": "uitstellen", "lijn": f"task-{task.pk}", "until": until, "reason": "x" * 10_000}
    assert client_for(case.care).post("/werkvoorraad/actie/", sent).status_code == 422


def test_the_worklist_takes_twelve_queries_whatever_there_is_to_do(case, client_for):
    client = client_for(case.manager)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/werkvoorraad/").status_code == 200
        # Inside the transaction of a test the scope is told a second time when it ends; a real request ends there.
        return sum(not q["sql"].startswith(("SAVEPOINT", "RELEASE")) for q in captured.captured_queries) - 1

    few = queries()
    with case.scope():
        for number in range(MOST + 5):
            add_task(case, f"Taak {number}", case.manager, due_on=day(number - 3))
        actions.snooze(
            actor=actor_for(case.manager),
            keys=[f"task-{pk}" for pk in Task.objects.values_list("pk", flat=True)[:4]],
            until=day(30),
            reason="Later",
        )
    assert queries() == few <= 12


def test_the_numbers_of_the_team_are_those_of_the_lists(case, client_for):
    with case.scope():
        for number in range(3):
            add_task(case, f"Taak {number}", case.care, due_on=day(number - 1))
        loads = {load.person: load for load in team(case.municipality, timezone.localdate(), order="laat")}
        assert loads[case.care.pk].number("taken") == 3
        assert loads[case.care.pk].total_late == 1
        assert loads[case.manager.pk].number("dossiers") == 1
    client = client_for(case.manager)
    assert client.get("/team/?volgorde=laat").status_code == 200
    page = client.get(f"/werkvoorraad/lijst/?reden=taken&wie={case.care.pk}&laat=1").content.decode()
    assert "Taak 0" in page and "Taak 1" not in page
    assert client_for(case.care).get("/team/").status_code == 403
    assert client_for(case.care).get(f"/werkvoorraad/lijst/?wie={case.manager.pk}").status_code == 403


def test_the_page_of_the_team_has_a_fixed_number_of_queries(case, client_for):
    client = client_for(case.manager)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get("/team/")
        return len(captured.captured_queries)

    few = queries()
    for _number in range(6):
        person = make_staff(case.municipality, "account_manager", domains=("work",))
        make_case_file(case.municipality, account_manager=person)
    assert queries() == few


def test_another_municipality_sees_nothing_of_it(case, other_municipality, client_for):
    with case.scope():
        task = add_task(case, "Geheim", case.care)
    stranger = make_staff(other_municipality, "account_manager", domains=("care",))
    with scoped([other_municipality.pk]):
        actor = actor_for(stranger)
        assert actions.finish_tasks(actor=actor, keys=[f"task-{task.pk}"]).done == []
    assert client_for(stranger).get(f"/werkvoorraad/lijst/?wie={case.care.pk}").status_code == 404
