"""Coalitions: nobody promises for another, what is agreed is what was read, and only a ready coalition presents."""

from __future__ import annotations

import threading
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import TimelineEntry
from challenges.contests.coalition import actions, pledges, queries
from challenges.contests.coalition.presenting import present
from challenges.contests.design.actions import RefusedError
from challenges.models import CoalitionMeeting, CoalitionParty, CoalitionPledge, Entry, JointPlan, Pilot
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Mail
from portal.kernel.tenancy.scope import scoped
from tests.challenges.coalition import (
    make_gathering,
    make_party,
    make_ready,
    make_role,
    plan_of,
    promise,
)
from tests.challenges.jury import make_selected
from tests.factories import make_case_file, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(staff):
    return staff("account_manager", domains=("economy",))


@pytest.fixture
def challenge(municipality, organiser):
    return make_gathering(municipality, organiser)


def page_of(party: CoalitionParty, name: str = "coalition_party", *more: object) -> str:
    with scoped([party.municipality_id]):
        place = [party.municipality.slug, party.challenge.slug, actions.token_of(party), *more]
    return reverse(name, args=place)


def asked(party, role, by, amount=40):
    with scoped([party.municipality_id]):
        return pledges.ask(party=party, role=role, amount=Decimal(amount), text="Op dinsdag", by=by)


def show(challenge, plan=None, **changes):
    """Present the plan; the first party does the pilot."""
    with scoped([challenge.municipality_id]):
        today = timezone.localdate()
        lead = CoalitionParty.objects.filter(challenge=challenge, left_at=None).order_by("pk").first()
        facts = {
            "lead": lead.pk,
            "case_file": None,
            "notes": "Aan de raad",
            "presented_on": today,
            "ends_on": today,
        }
        return present(plan=plan or plan_of(challenge), **{**facts, **changes})  # fmt: skip


def test_a_party_reads_its_mail_and_says_yes_and_no(
    client_for, challenge, organiser, scope, municipality
) -> None:
    case_file = make_case_file(municipality)
    role, other = make_role(challenge, organiser), make_role(challenge, organiser, "Geld", "money", 500)
    party = make_party(challenge, organiser, "De Werkplaats", case_file=case_file)
    hours, money = asked(party, role, organiser), asked(party, other, organiser, 500)
    with scope(municipality):
        mails = list(Mail.objects.filter(to=party.email))
        assert sorted(mail.subject for mail in mails) == [
            f"Doet u mee met {challenge.title}?",
            *[f"{challenge.title}: er wordt iets van u gevraagd"] * 2,
        ]
        assert all(page_of(party) in mail.text for mail in mails)
        assert queries.board(challenge).roles[0].short == 40  # nothing counts until the party says yes
    visitor = client_for(make_person())
    shown = visitor.get(page_of(party)).content.decode()
    assert "Uren: 40 uur" in shown and "Op dinsdag" in shown and "Geld: EUR 500,00" in shown
    answer = visitor.post(
        page_of(party, "coalition_answer", hours.pk), {"answer": "yes", "version": 1}, follow=True
    )
    assert "“Uren” is toegezegd" in answer.content.decode()
    refused = visitor.post(page_of(party, "coalition_answer", money.pk), {"version": 1})
    assert refused.status_code == 422 and "Waarom?" in refused.content.decode()
    no = {f"nee{money.pk}-reason": "De kas is leeg", "version": 1}
    assert visitor.post(page_of(party, "coalition_answer", money.pk), no).status_code == 302
    with scope(municipality):
        assert queries.board(challenge).roles[0].short == 0 and queries.board(challenge).roles[1].short == 500
        told = list(TimelineEntry.objects.filter(case_file=case_file).values_list("text", flat=True))
    assert any("zegt toe: Uren (40 uur)" in text for text in told)
    staff = client_for(organiser).get(reverse("coalition", args=[challenge.pk])).content.decode()
    assert "De kas is leeg" in staff and "Voor “Geld” ontbreekt nog EUR 500,00." in staff


def test_nobody_else_answers_for_a_party(client_for, challenge, organiser, municipality, scope) -> None:
    role = make_role(challenge, organiser)
    party, stranger = make_party(challenge, organiser), make_party(challenge, organiser)
    pledge = asked(party, role, organiser)
    visitor = client_for(make_person())
    address = page_of(stranger, "coalition_answer", pledge.pk)
    assert visitor.post(address, {"answer": "yes", "version": 1}).status_code == 404
    wrong = page_of(party).replace(page_of(party).split("/")[-2], "geraden")
    assert visitor.get(wrong).status_code == 404
    with scope(municipality):
        actions.leave(party=stranger, reason="Geen tijd")
        assert CoalitionPledge.objects.get().state == "asked"
    assert visitor.get(page_of(stranger)).status_code == 404


def test_who_says_yes_says_it_to_what_was_read(challenge, organiser, municipality, scope) -> None:
    role, party = make_role(challenge, organiser), make_party(challenge, organiser)
    pledge = asked(party, role, organiser)
    asked(party, role, organiser, 400)
    with scope(municipality):
        with pytest.raises(RefusedError, match="changed"):
            pledges.answer(pledge=pledge, version=pledge.version, yes=True)
        pledges.answer(pledge=pledge, version=2, yes=True)
        with pytest.raises(RefusedError, match="answered"):  # an organiser does not change a promise
            pledges.ask(party=party, role=role, amount=Decimal(9), text="", by=organiser)
        plan = actions.write_plan(challenge=challenge, revision=0, title="Plan", text="Een", by=organiser)
        assert (
            actions.write_plan(
                challenge=challenge, revision=0, title="Plan", text="Een", by=organiser
            ).revision
            == 1
        )
        with pytest.raises(StaleVersionError):
            actions.write_plan(challenge=challenge, revision=0, title="Plan", text="Twee", by=organiser)
        actions.agree(party=party, revision=plan.revision)
        actions.write_plan(challenge=challenge, revision=1, title="Plan", text="Twee", by=organiser)
        with pytest.raises(RefusedError, match="changed"):
            actions.agree(party=party, revision=1)
        codes = {gap.code for gap in queries.board(challenge).gaps if gap.key == party.pk}
        assert codes == {"disagrees"}


def test_a_party_offers_by_itself_and_can_leave(
    client_for, challenge, organiser, municipality, scope
) -> None:
    role, party = make_role(challenge, organiser), make_party(challenge, organiser, "De Werkplaats")
    visitor = client_for(make_person())
    data = {"inbreng-role": role.pk, "inbreng-amount": "-3", "inbreng-text": "Elke dinsdag"}
    refused = visitor.post(page_of(party, "coalition_offer"), data)
    assert refused.status_code == 422 and "Elke dinsdag" in refused.content.decode()
    for amount in ("12,5", "12,5", "40"):  # sent twice, then changed
        assert (
            visitor.post(page_of(party, "coalition_offer"), data | {"inbreng-amount": amount}).status_code
            == 302
        )
    with scope(municipality):
        pledge = CoalitionPledge.objects.get()
        assert (pledge.amount, pledge.version, pledge.state) == (40, 2, "accepted")
    public = reverse("public_challenge", args=[municipality.slug, challenge.slug])
    shown = visitor.get(public).content.decode()
    assert "De Werkplaats" in shown and "40 uur van 40 uur toegezegd" in shown and "Buurthuis" not in shown
    assert visitor.post(page_of(party, "coalition_leave"), {"weg-reason": ""}).status_code == 422
    assert visitor.post(page_of(party, "coalition_leave"), {"weg-reason": "Geen tijd"}).status_code == 302
    with scope(municipality):
        assert queries.board(challenge).roles[0].short == 40
    assert "De Werkplaats" not in visitor.get(public).content.decode()


def test_roles_are_changed_and_taken_away_until_someone_is_asked(client_for, challenge, organiser) -> None:
    browser = client_for(organiser)
    add = reverse("coalition_role_add", args=[challenge.pk])
    for data in (
        {"name": "Plek", "kind": "space", "wanted": ""},
        {"name": "Plek", "kind": "space", "wanted": "0"},
    ):
        assert browser.post(add, data).status_code == 422
    assert browser.post(add, {"name": "Plek", "kind": "space", "wanted": "60"}).status_code == 302
    twice = browser.post(add, {"name": "plek", "kind": "money", "wanted": "60"})
    assert twice.status_code == 422 and "Er is al een rol met deze naam" in twice.content.decode()
    role = make_role(challenge, organiser, "Weg ermee")
    assert browser.post(reverse("coalition_role_drop", args=[role.pk])).status_code == 302
    role = make_role(challenge, organiser)
    asked(make_party(challenge, organiser), role, organiser)
    kept = browser.post(reverse("coalition_role_drop", args=[role.pk]), follow=True).content.decode()
    assert "Zij kan niet meer weg" in kept
    changed = browser.post(
        reverse("coalition_role", args=[role.pk]), {"name": "Uren", "kind": "money", "wanted": "9"}
    )
    assert changed.status_code == 422


def test_meetings_are_called_once_and_minutes_are_not_overwritten(
    client_for, challenge, organiser, municipality, scope
) -> None:
    browser, party = client_for(organiser), make_party(challenge, organiser)
    data = {
        "day": "01-12-2026", "time": "19:30", "place": "Buurthuis", "agenda": "Wie doet wat?",
        "form_key": "1fd0dc70-3c8a-4cb8-8b2a-5a7c5e9c6f10",
    }  # fmt: skip
    add = reverse("coalition_meeting_add", args=[challenge.pk])
    assert browser.post(add, data | {"time": "half acht"}).status_code == 422
    for _again in range(2):
        assert browser.post(add, data).status_code == 302
    with scope(municipality):
        meeting = CoalitionMeeting.objects.get()
        assert Mail.objects.filter(to=party.email, subject__contains="wij komen bij elkaar").count() == 1
        assert timezone.localtime(meeting.starts_at).strftime("%H:%M") == "19:30"
    page = reverse("coalition_meeting", args=[meeting.pk])
    assert browser.post(page, {"notes": "Wij beginnen in maart", "version": 1}).status_code == 302
    stale = browser.post(page, {"notes": "Iets anders", "version": 1})
    assert stale.status_code == 409 and "Wij beginnen in maart" in stale.content.decode()
    assert "Wij beginnen in maart" in client_for(make_person()).get(page_of(party)).content.decode()


def test_selected_initiatives_come_to_the_table_once(municipality, organiser, scope) -> None:
    challenge = make_selected(municipality, organiser, 2, variant="coalition")
    with scope(municipality):
        assert actions.seat_selected(challenge=challenge, by=organiser) == 2
        party = CoalitionParty.objects.order_by("pk").first()
        assert party.email == Entry.objects.get(number=1).authors.get().email
        actions.leave(party=party, reason="Geen tijd")
        assert actions.seat_selected(challenge=challenge, by=organiser) == 0


def test_only_a_ready_coalition_presents_and_then_the_pilot_begins(
    client_for, municipality, organiser, scope
) -> None:
    challenge = make_ready(municipality, organiser)
    extra = make_role(challenge, organiser, "Ruimte", "space", 30)
    with pytest.raises(RefusedError, match="gaps"):
        show(challenge, by=organiser)
    page = reverse("coalition_present", args=[challenge.pk])
    with scope(municipality):
        first = CoalitionParty.objects.order_by("pk").first()
        data = {
            "lead": first.pk,
            "presented_on": "26-11-2026",
            "ends_on": "01-06-2027",
            "notes": "Aan de raad",
        }
    shown = client_for(organiser).post(page, data)
    assert shown.status_code == 422 and "Aan de raad" in shown.content.decode()
    promise(first, extra, 30)
    assert client_for(organiser).post(page, data).status_code == 302
    assert client_for(organiser).post(page, data).status_code == 302
    with scope(municipality):
        pilot = Pilot.objects.select_related("case_file", "joint_plan").get()
        assert (pilot.title, pilot.budget, pilot.case_file.name) == ("Samen leren", 5000, "Buurthuis")
        challenge.refresh_from_db()
        assert challenge.state == "decided"
        assert (
            Mail.objects.filter(subject__contains="de pilot begint").count() == 1
        )  # the lead has that of the pilot
        first.refresh_from_db()
        assert first.is_lead and first.case_file == pilot.case_file
        with pytest.raises(RefusedError, match="presented"):
            pledges.offer(party=first, role=extra, amount=Decimal(9), text="")
        with pytest.raises(DatabaseError, match="has presented"), transaction.atomic():
            CoalitionPledge.objects.filter(role=extra).update(amount=1)
    record = client_for(organiser).get(reverse("pilot_record", args=[pilot.pk])).content.decode()
    for text in (
        "Toegezegd: Ruimte (30 m²)",
        "“Samen leren” is gepresenteerd",
        "Aan de raad",
        "De Werkplaats",
    ):
        assert text in record, text
    assert "Er is geen besluit van een jury" not in record
    assert client_for(make_person()).get(page_of(first)).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_who_present_at_once_begin_one_pilot(municipality, organiser) -> None:
    challenge = make_ready(municipality, organiser)
    plan, found = plan_of(challenge), []

    def click() -> None:
        try:
            found.append(show(challenge, plan, by=organiser).pk)
        except RefusedError as error:  # the second came while the first was busy
            found.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with scoped([municipality.pk]):
        pilot = Pilot.objects.get(joint_plan=plan)
        assert JointPlan.objects.get().presented_at is not None
    assert pilot.pk in found and set(found) <= {pilot.pk, "presented"}


def test_the_page_is_as_quick_with_many_parties(client_for, challenge, organiser) -> None:
    def count() -> int:
        browser = client_for(organiser)
        with CaptureQueriesContext(connection) as seen:
            browser.get(reverse("coalition", args=[challenge.pk]))
        return len(seen)

    role = make_role(challenge, organiser)
    promise(make_party(challenge, organiser), role)
    few = count()
    for _number in range(4):
        promise(make_party(challenge, organiser), role)
    assert count() == few


def test_a_call_for_action_is_no_coalition(client_for, municipality, organiser, scope) -> None:
    challenge = make_selected(municipality, organiser, 1)
    assert client_for(organiser).get(reverse("coalition", args=[challenge.pk])).status_code == 404
    with scope(municipality), pytest.raises(RefusedError, match="state"):
        actions.invite(
            challenge=challenge, organisation="A", name="B", email="c@voorbeeld.example", by=organiser
        )
