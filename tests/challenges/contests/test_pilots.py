"""Pilots: never more advanced than was won, two pairs of eyes, results that are checked, a record that stays."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Task, TimelineEntry
from challenges.contests.pilots import actions, advances
from challenges.contests.pilots.record import record_of
from challenges.models import (
    Entry,
    Pilot,
    PilotAdvance,
    PilotIndicator,
    PilotMeasurement,
    PilotMilestone,
    PilotNote,
)
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Mail
from portal.kernel.rulesets.actions import set_rules
from portal.kernel.tenancy.scope import scoped
from tests.challenges.jury import make_decided
from tests.challenges.pilots import entrepreneur_of, make_pilot, measure, paper
from tests.factories import make_case_file, make_person

pytestmark = pytest.mark.django_db
RefusedError = actions.RefusedError


@pytest.fixture
def organiser(staff):
    return staff("account_manager", domains=("economy",))


@pytest.fixture
def colleague(staff):
    return staff("account_manager", domains=("economy",))


@pytest.fixture
def pilot(municipality, organiser):
    return make_pilot(municipality, organiser)


def ask(pilot, amount=4000, **facts):
    given = {"purpose": "Pannen", "upload": None, "by": entrepreneur_of(pilot), **facts}
    with scoped([pilot.municipality_id]):
        return advances.ask(pilot=pilot, amount=Decimal(amount), **given)


def paid(pilot, by, amount=4000):
    """An advance that was approved and paid today."""
    found = ask(pilot, amount)
    with scoped([pilot.municipality_id]):
        found = advances.approve(advance=found, version=found.version, by=by)
        return advances.pay(advance=found, version=found.version, on=timezone.localdate(), by=by)


def test_a_winner_without_a_case_file_gets_one_and_a_page(client_for, municipality, organiser, scope) -> None:
    challenge = make_decided(municipality, organiser, entries=2)
    other = make_case_file(municipality)
    with scope(municipality):
        winner, loser = challenge.entries.order_by("number")
    browser = client_for(organiser)
    assert browser.get(reverse("pilot_start", args=[loser.pk])).status_code == 404
    page = reverse("pilot_start", args=[winner.pk])
    data = {
        "title": "De lange tafel", "plan": "Elke week", "starts_on": "01-12-2026", "ends_on": "01-06-2026",
        "reference": "D-1",
    }  # fmt: skip
    wrong = browser.post(page, data)
    assert wrong.status_code == 422
    assert "geen dossier “D-1”" in wrong.content.decode() and "Draai ze om" in wrong.content.decode()
    data |= {"ends_on": "01-06-2027", "reference": ""}
    for _click in range(2):
        assert browser.post(page, data).status_code == 302
    with scope(municipality):
        made = Pilot.objects.select_related("case_file", "entry").get()
        assert made.budget == 60000 and made.case_file != other and made.entry.case_file == made.case_file
        assert Mail.objects.filter(key=f"pilot-started-{made.pk}").count() == 1
        assert TimelineEntry.objects.filter(case_file=made.case_file, kind="pilot").exists()
    own = client_for(entrepreneur_of(made))
    assert "De lange tafel" in own.get(reverse("my_overview")).content.decode()
    assert own.get(reverse("my_pilot", args=[made.pk])).status_code == 200
    assert own.get(reverse("pilot", args=[made.pk])).status_code == 403
    stranger = client_for(make_person())
    assert stranger.get(reverse("my_pilot", args=[made.pk])).status_code == 404


def test_a_case_file_that_is_there_is_linked(municipality, organiser, scope) -> None:
    case_file = make_case_file(municipality)
    with scope(municipality):
        assert make_pilot(municipality, organiser, case_file=case_file).case_file == case_file


def test_more_than_was_won_cannot_be_asked_whoever_writes(pilot, scope, municipality) -> None:
    with pytest.raises(RefusedError, match="room") as refused:
        ask(pilot, "60000.01")
    assert refused.value.words["room"] == 60000
    ask(pilot, 60000)
    with pytest.raises(RefusedError, match="room"):
        ask(pilot, "0.01")
    with scope(municipality), pytest.raises(DatabaseError, match="overspent"), transaction.atomic():
        Pilot.objects.filter(pk=pilot.pk).update(advanced=Decimal("60000.01"))


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_the_same_moment_do_not_get_more_than_there_is(pilot) -> None:
    said = []

    def go():
        try:
            ask(pilot, 40000)
            said.append("asked")
        except RefusedError as refused:
            said.append(refused.code)
        connection.close()

    threads = [threading.Thread(target=go) for _one in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["asked", "room", "room"]
    with scoped([pilot.municipality_id]):
        assert Pilot.objects.get().advanced == 40000


def test_the_same_form_sent_twice_asks_once(pilot, scope, municipality) -> None:
    key = uuid.uuid4()
    assert ask(pilot, form_key=key) == ask(pilot, form_key=key)
    with scope(municipality):
        assert Pilot.objects.get().advanced == 4000


def test_above_the_limit_of_the_rules_a_colleague_has_to_agree(
    pilot, municipality, organiser, colleague, scope
) -> None:
    advance = ask(pilot, 6000)
    with scope(municipality):
        assert Task.objects.get(key=f"pilot-advance-{advance.pk}").holder == organiser
        advance = advances.approve(advance=advance, version=1, by=organiser)
        assert advance.state == "waiting"
        with pytest.raises(RefusedError, match="state"):
            advances.pay(advance=advance, version=2, on=timezone.localdate(), by=organiser)
        with pytest.raises(RefusedError, match="second"):
            advances.agree(advance=advance, version=2, by=organiser)
        with pytest.raises(StaleVersionError):
            advances.agree(advance=advance, version=1, by=colleague)
        with pytest.raises(DatabaseError, match="second_is_another"), transaction.atomic():
            PilotAdvance.objects.filter(pk=advance.pk).update(second_by=organiser)
        assert advances.agree(advance=advance, version=2, by=colleague).state == "approved"
        assert not Task.objects.filter(key=f"pilot-advance-{advance.pk}", done_at=None).exists()
        rules = {"second_pair_above": "10000.00", "most_without_proof": 2}
        set_rules(
            municipality=municipality, kind="pilots", name="Mandaat", valid_from=timezone.localdate(), data=rules, source="Mandaat",
            by=organiser,
        )  # fmt: skip
    second = ask(pilot, 6000)
    with scope(municipality):
        assert advances.approve(advance=second, version=1, by=organiser).state == "approved"


def test_a_refused_advance_comes_free_again(pilot, municipality, organiser, scope) -> None:
    advance = ask(pilot, 60000)
    with scope(municipality):
        advances.refuse(advance=advance, version=1, reason="Vraag het in delen", by=organiser)
        assert Pilot.objects.get().advanced == 0
    assert ask(pilot, 30000).state == "asked"


def test_proof_goes_before_the_next_advance(pilot, municipality, organiser, scope) -> None:
    advance = paid(pilot, organiser)
    with scope(municipality):
        assert Task.objects.get(key=f"pilot-proof-{advance.pk}").for_entrepreneur
        with pytest.raises(RefusedError, match="no_proof"):
            advances.prove(advance=advance, version=advance.version, by=organiser)
    with pytest.raises(RefusedError, match="proof"):
        ask(pilot)
    with scope(municipality):
        advance = advances.hand_in(advance=advance, upload=paper(), text="Pannen", by=entrepreneur_of(pilot))
        assert Task.objects.get(key=f"pilot-proof-{advance.pk}").done_at
    assert ask(pilot).state == "asked"
    with scope(municipality):
        assert advances.prove(advance=advance, version=advance.version, by=organiser).state == "proven"
        with pytest.raises(RefusedError, match="state"):
            advances.hand_in(advance=advance, upload=paper(), text="Nog iets", by=organiser)


def test_a_measurement_counts_once_a_colleague_saw_the_evidence(
    pilot, municipality, organiser, colleague, scope
) -> None:
    first = measure(pilot, entrepreneur_of(pilot), 3)
    again = measure(pilot, entrepreneur_of(pilot), 4, upload=paper())
    assert first == again  # one of a day: the second corrects it
    with scope(municipality):
        with pytest.raises(RefusedError, match="changed"):
            actions.check_measurement(measurement=first, value=Decimal(3), by=organiser)
        for _click in range(2):
            found = actions.check_measurement(measurement=again, value=Decimal(4), by=organiser)
        assert found.checked_by == organiser
    with pytest.raises(RefusedError, match="checked"):
        measure(pilot, organiser, 9)
    mine = measure(pilot, organiser, 2, on=timezone.localdate() - dt.timedelta(days=1))
    with scope(municipality):
        with pytest.raises(RefusedError, match="own"):
            actions.check_measurement(measurement=mine, value=Decimal(2), by=organiser)
        with pytest.raises(DatabaseError, match="checked_by_another"), transaction.atomic():
            PilotMeasurement.objects.filter(pk=mine.pk).update(checked_by=organiser)


def ended(pilot, by, outcome="stop", basis="", version=None):
    with scoped([pilot.municipality_id]):
        return actions.end(
            pilot=pilot, version=version or pilot.version, outcome=outcome, reason="Het werkt.", basis=basis,
            on=timezone.localdate(), by=by,
        )  # fmt: skip


def test_who_buys_without_a_tender_needs_a_ground_and_checked_results(
    pilot, municipality, organiser, scope
) -> None:
    with pytest.raises(RefusedError, match="basis"):
        ended(pilot, organiser, "procure")
    with pytest.raises(RefusedError, match="unmeasured"):
        ended(pilot, organiser, "scale_up", "Voorwaarde 3")
    advance = ask(pilot)
    with pytest.raises(RefusedError, match="open"):
        ended(pilot, organiser)
    with scope(municipality):
        advances.refuse(advance=advance, version=1, reason="Te laat", by=organiser)
        with pytest.raises(DatabaseError, match="ground"), transaction.atomic():
            Pilot.objects.filter(pk=pilot.pk).update(
                state="ended", outcome="procure", outcome_reason="Ja", decided_on="2026-11-26", decided_by=organiser
            )  # fmt: skip
    found = measure(pilot, entrepreneur_of(pilot))
    with scope(municipality):
        actions.check_measurement(measurement=found, value=Decimal(4), by=organiser)
    with pytest.raises(StaleVersionError):
        ended(pilot, organiser, "procure", "Voorwaarde 3", version=99)
    for _click in range(2):
        assert ended(pilot, organiser, "procure", "Voorwaarde 3").outcome == "procure"
    with scope(municipality):
        assert Mail.objects.filter(key__startswith="pilot-ended").count() == 1


def test_after_the_decision_nothing_that_it_rests_on_changes(pilot, municipality, organiser, scope) -> None:
    found = measure(pilot, entrepreneur_of(pilot))
    ended(pilot, organiser)
    with scope(municipality):
        with pytest.raises(RefusedError, match="ended"):
            measure(pilot, organiser, 9, on=dt.date(2026, 11, 1))
        with pytest.raises(RefusedError, match="ended"):
            actions.write_note(pilot=pilot, on=timezone.localdate(), text="Toch", by=organiser)
        writes = (
            lambda: PilotMeasurement.objects.filter(pk=found.pk).update(value=99),
            lambda: PilotIndicator.objects.filter(pilot=pilot).update(target=1),
            lambda: PilotNote.objects.create(
                municipality=municipality, pilot=pilot, on="2026-11-26", text="Later", by=organiser
            ),
            lambda: PilotMilestone.objects.create(
                municipality=municipality, pilot=pilot, title="Later", due_on="2026-12-01"
            ),
        )
        for write in writes:
            with pytest.raises(DatabaseError, match="has ended"), transaction.atomic():
                write()


def test_the_record_tells_what_happened_and_what_it_lacks(
    client_for, pilot, municipality, organiser, colleague, scope
) -> None:
    browser, page = client_for(organiser), reverse("pilot_record", args=[pilot.pk])
    assert "Niet elke indicator heeft een resultaat" in browser.get(page).content.decode()
    advance = paid(pilot, organiser)
    with scope(municipality):
        advances.hand_in(advance=advance, upload=paper(), text="Vier pannen", by=entrepreneur_of(pilot))
        advances.prove(advance=advance, version=advance.version + 1, by=organiser)
        actions.write_note(pilot=pilot, on=timezone.localdate(), text="Soep trekt meer mensen", by=organiser)
    for name, value in (("Tafels", 8), ("Mensen aan tafel", 3)):
        found = measure(pilot, entrepreneur_of(pilot), value, name)
        with scope(municipality):
            actions.check_measurement(measurement=found, value=Decimal(value), by=colleague)
    ended(pilot, organiser, "scale_up", "De voorwaarden noemden de vervolgopdracht.")
    shown = browser.get(page).content.decode()
    assert "Het pilotdossier is compleet" in shown
    for text in (
        "De challenge is gepubliceerd", "“Plan 1” is gekozen", "Het sterkste plan", "Vier pannen", colleague.name,
        "Soep trekt meer mensen", "Besluit: Opschalen", "De voorwaarden noemden de vervolgopdracht.",
    ):  # fmt: skip
        assert text in shown, text
    with scope(municipality):
        days = [step.on for step in record_of(Pilot.objects.get()).steps]
    assert days == sorted(days)
    printed = browser.get(reverse("pilot_record_pdf", args=[pilot.pk]))
    assert printed.status_code == 200 and printed.content.startswith(b"%PDF")
    public = client_for(make_person()).get(
        reverse("public_challenge", args=[municipality.slug, pilot.challenge.slug])
    )
    told = public.content.decode()
    assert "8 op" in told and "tot nu toe minder dan 5" in told and "Het werkt." in told
    assert "Soep trekt meer mensen" not in told and "vervolgopdracht" not in told


def test_a_page_asks_as_many_queries_however_long_the_pilot_ran(
    client_for, pilot, municipality, organiser, scope
) -> None:
    browser = client_for(organiser)

    def count(name):
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(reverse(name, args=[pilot.pk])).status_code == 200
        return len(seen)

    names = ("pilot", "pilot_record")
    measure(pilot, entrepreneur_of(pilot))
    ask(pilot, 1)
    few = [count(name) for name in ("pilot", *names)][1:]  # the first visit warms up
    for day in range(1, 6):
        measure(pilot, entrepreneur_of(pilot), day, on=timezone.localdate() - dt.timedelta(days=day))
        ask(pilot, 1)
    assert [count(name) for name in names] == few


def test_nobody_of_another_municipality_reaches_it(client_for, pilot, other_municipality) -> None:
    from tests.factories import make_staff

    neighbour = client_for(make_staff(other_municipality, "account_manager", domains=("economy",)))
    for name in ("pilot", "pilot_record", "pilot_advance_ask", "pilot_note"):
        assert neighbour.get(reverse(name, args=[pilot.pk])).status_code == 404


def test_bad_input_gets_an_answer_and_keeps_what_was_typed(
    client_for, pilot, municipality, organiser, scope
) -> None:
    own = client_for(entrepreneur_of(pilot))
    asked = own.post(
        reverse("pilot_advance_ask", args=[pilot.pk]), {"amount": "zestigduizend", "purpose": "Een keuken"}
    )
    assert asked.status_code == 422 and "Een keuken" in asked.content.decode()
    over = own.post(
        reverse("pilot_advance_ask", args=[pilot.pk]), {"amount": "70.000", "purpose": "Een keuken"}
    )
    assert over.status_code == 422 and "EUR 60.000,00" in over.content.decode()
    with scope(municipality):
        row = PilotIndicator.objects.filter(pilot=pilot).first()
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    early = own.post(
        reverse("pilot_measure", args=[row.pk]),
        {"value": "4", "on": f"{tomorrow:%d-%m-%Y}", "note": "Druk", "file": paper("plan.exe")},
    )
    text = early.content.decode()
    assert early.status_code == 422 and "nog komen" in text and "plan.exe" in text and "Druk" in text
    browser = client_for(organiser)
    empty = browser.post(reverse("pilot_end", args=[pilot.pk]), {"outcome": "procure", "reason": "Goed"})
    assert empty.status_code == 422 and "zonder grond" in empty.content.decode()
    stale = browser.post(
        reverse("pilot_edit", args=[pilot.pk]),
        {
            "title": "Anders", "plan": "Mijn plan", "starts_on": "01-12-2026", "ends_on": "01-06-2027",
            "version": pilot.version + 5,
        },
    )  # fmt: skip
    assert stale.status_code == 409 and "Mijn plan" in stale.content.decode()
    with scope(municipality):
        found = measure(pilot, organiser)
    assert (
        browser.post(reverse("pilot_measurement_check", args=[found.pk]), {"value": "x" * 60}).status_code
        == 302
    )
    with scope(municipality):
        assert PilotMeasurement.objects.get().checked_at is None
        assert Entry.objects.filter(state="winner").count() == 1
