"""Guided sharpening: coaches, sessions with agreements, versions of the plan, the pitch, materials."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import TimelineEntry
from challenges.contests.coaching import actions, plan, queries, sessions, writing
from challenges.contests.coaching.actions import token_of
from challenges.contests.coaching.own_panel import own_panel
from challenges.contests.entries.actions import add_author
from challenges.contests.entries.actions import token_of as author_token
from challenges.contests.jury.actions import open_round
from challenges.models import (
    Agreement,
    Coach,
    Coaching,
    CoachingMaterial,
    CoachingSession,
    Entry,
    EntryAuthor,
    PlanVersion,
)
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Mail, StoredFile
from portal.kernel.tenancy.scope import scoped
from tests.challenges.coaching import (
    lead_of,
    make_coach,
    make_coached,
    make_session,
    whole_plan,
    write_plan,
)
from tests.challenges.jury import make_juror, make_selected
from tests.factories import make_case_file, make_person

pytestmark = pytest.mark.django_db
MANAGEMENT = {
    f"{prefix}-{name}": value
    for prefix in ("stap", "kosten", "meet")
    for name, value in (("TOTAL_FORMS", "2"), ("INITIAL_FORMS", "0"))
}


@pytest.fixture
def organiser(staff):
    return staff("account_manager", domains=("economy",))


@pytest.fixture
def coached(municipality, organiser):
    return make_coached(municipality, organiser)


def mine(name, coaching, municipality, *more):
    token = author_token(lead_of(coaching))
    return reverse(name, args=[municipality.slug, coaching.entry.challenge.slug, token, *more])


def of_coach(name, coach, municipality, *more):
    return reverse(name, args=[municipality.slug, coach.challenge.slug, token_of(coach), *more])


def typed(content, version, **more):
    answers = content["answers"]
    return {"title": content["title"], **answers, "note": "", "version": version, **MANAGEMENT, **more}


def test_what_was_sent_in_is_the_first_version(municipality, organiser, scope) -> None:
    challenge = make_selected(municipality, organiser, 2)
    with scope(municipality):
        first = PlanVersion.objects.filter(entry__challenge=challenge)
        assert {row.number for row in first} == {1} and first.count() == 2
        assert first[0].content["answers"] == Entry.objects.get(pk=first[0].entry_id).answers
        actions.begin(Entry.objects.filter(challenge=challenge))
        assert PlanVersion.objects.count() == Coaching.objects.count() == 2


def test_from_the_first_version_to_the_second_with_what_changed(client, coached, municipality, scope) -> None:
    coaching, coach = coached
    page = mine("entry_plan", coaching, municipality)
    with scope(municipality):
        content = plan.latest(coaching.entry).content
    change = {"solution": "Een tafel in vijf straten.", "note": "Wij beginnen kleiner"}
    rows = {"stap-0-what": "Ruimte zoeken", "stap-0-on": "15-01-2027", "kosten-0-what": "Huur"}
    wrong = client.post(page, typed(content, 1, **change, **rows, **{"kosten-0-amount": "veel"}))
    shown = wrong.content.decode()
    assert wrong.status_code == 422 and "Ruimte zoeken" in shown and "vijf straten" in shown
    right = typed(content, 1, **change, **rows, **{"kosten-0-amount": "1.200,50"})
    for _click in range(2):
        assert client.post(page, right).status_code == 302
    with scope(municipality):
        assert [row.number for row in queries.versions(coaching)] == [2, 1]
        second = plan.latest(coaching.entry)
        assert second.content["budget"] == [{"what": "Huur", "amount": "1200.50"}]
        assert second.author == lead_of(coaching)
        assert Mail.objects.filter(to=coach.email, key__startswith="coaching-plan").count() == 1
    for address in (
        mine("entry_versions", coaching, municipality),
        of_coach("coach_versions", coach, municipality, 1),
    ):
        shown = client.get(address).content.decode()
        assert '<del class="il-gone">elke straat.</del><ins class="il-new">vijf straten.</ins>' in shown
        assert "Wij beginnen kleiner" in shown and "Huur: EUR 1.200,50" in shown


def test_two_who_write_at_once_are_told_and_lose_nothing(client, coached, municipality, scope) -> None:
    coaching, _coach = coached
    with scope(municipality):
        content = plan.latest(coaching.entry).content
    write_plan(coaching, 1, solution="Van de eerste.")
    page = mine("entry_plan", coaching, municipality)
    told = client.post(page, typed(content, 1, solution="Van de tweede."))
    shown = told.content.decode()
    assert told.status_code == 409 and "Van de eerste." in shown and "Van de tweede." in shown
    assert client.post(page, typed(content, 2, solution="Van beiden.")).status_code == 302
    with scope(municipality):
        texts = [row.content["answers"]["solution"] for row in queries.versions(coaching)]
        assert texts == ["Van beiden.", "Van de eerste.", "Een tafel in elke straat."]
        author = lead_of(coaching)
        with pytest.raises(StaleVersionError):
            writing.write(author=author, base=1, content=content | {"title": "Oud"}, note="")
        with pytest.raises(IntegrityError), transaction.atomic():
            PlanVersion.objects.create(municipality=municipality, entry=coaching.entry, number=3, content={})


def test_a_coach_sees_only_whom_they_coach(client, coached, municipality, organiser) -> None:
    coaching, coach = coached
    other = make_coach(coaching.entry.challenge, organiser)
    assert "Plan 1" in client.get(of_coach("coach_home", coach, municipality)).content.decode()
    assert "Plan 1" not in client.get(of_coach("coach_home", other, municipality)).content.decode()
    for name, more in (("coach_entry", [1]), ("coach_versions", [1])):
        assert client.get(of_coach(name, other, municipality, *more)).status_code == 404
    session = make_session(coaching, coach)
    assert client.get(of_coach("coach_session", other, municipality, 1, session.pk)).status_code == 404


def test_a_session_from_the_appointment_to_the_agreements(client, coached, municipality, scope) -> None:
    coaching, coach = coached
    page = of_coach("coach_entry", coach, municipality, 1)
    wrong = client.post(page, {"day": "26-11-2026", "begins": "15:00", "ends": "14:00", "version": "0"})
    assert wrong.status_code == 422
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    good = {"day": f"{tomorrow:%d-%m-%Y}", "begins": "14:00", "ends": "15:00", "place": "Wijkcentrum"}
    for _click in range(2):
        client.post(page, good | {"version": "0"})
    with scope(municipality):
        session = CoachingSession.objects.get()
        lead = lead_of(coaching).email
        assert Mail.objects.filter(to=lead, key__startswith="coaching-session").count() == 1
    one = of_coach("coach_session", coach, municipality, 1, session.pk)
    said = {"doe": "verslag", "verslag-notes": "Het gaat goed.", "verslag-version": session.version,
            "punten-TOTAL_FORMS": "2", "punten-INITIAL_FORMS": "0", "punten-0-text": "Bel de wijkmanager",
            "punten-0-due_on": f"{tomorrow:%d-%m-%Y}"}  # fmt: skip
    early = client.post(one, said)
    assert early.status_code == 422 and "nog niet begonnen" in early.content.decode()
    with scope(municipality):
        past = timezone.now() - dt.timedelta(hours=2)
        CoachingSession.objects.update(starts_at=past, ends_at=past + dt.timedelta(hours=1))
    assert client.post(one, said).status_code == 302
    stale = client.post(one, said | {"verslag-notes": "Anders."})
    assert stale.status_code == 422 and "Anders." in stale.content.decode()
    shown = client.get(mine("entry_coaching", coaching, municipality)).content.decode()
    assert "Het gaat goed." in shown and "Bel de wijkmanager" in shown
    with scope(municipality):
        agreement = Agreement.objects.get()
    tick = mine("entry_tick", coaching, municipality)
    for _click in range(2):
        client.post(tick, {"afspraak": agreement.pk, "klaar": "1"})
    with scope(municipality):
        session.refresh_from_db()
        sessions.report(
            session=session, version=session.version, notes="Het gaat heel goed.",
            agreements=[("Bel de wijkmanager", None), ("Vraag een offerte", None)],
        )  # fmt: skip
        done = {row.text: row.done_at is not None for row in Agreement.objects.all()}
        assert done == {"Bel de wijkmanager": True, "Vraag een offerte": False}


def test_a_session_that_is_called_off_says_why(client, coached, municipality, scope) -> None:
    coaching, coach = coached
    session = make_session(coaching, coach)
    one = of_coach("coach_session", coach, municipality, 1, session.pk)
    off = {"doe": "afzeggen", "af-reason": "Griep", "af-version": session.version}
    assert client.post(one, off).status_code == 302
    assert "niet meer" in client.get(one).content.decode()
    with scope(municipality):
        told = Mail.objects.get(
            to=lead_of(coaching).email, key__startswith=f"coaching-session-{session.pk}-2"
        )
        assert "Griep" in told.text
    feed = client.get(mine("entry_sessions_feed", coaching, municipality)).content.decode()
    assert "STATUS:CANCELLED" in feed and "BEGIN:VCALENDAR" in feed
    assert "STATUS:CANCELLED" in client.get(of_coach("coach_feed", coach, municipality)).content.decode()


def test_the_pitch_has_one_entry_at_a_time(client, client_for, municipality, organiser, scope) -> None:
    make_coached(municipality, organiser, 2)
    with scope(municipality):
        first, second = Coaching.objects.select_related("entry__challenge").order_by("entry__number")
    browser = client_for(organiser)
    day = timezone.localdate() + dt.timedelta(days=20)

    def ask(coaching, time, version):
        data = {"pitch-day": f"{day:%d-%m-%Y}", "pitch-time": time, "pitch-minutes": "10"}
        address = reverse("coaching_pitch", args=[coaching.entry_id])
        return browser.post(address, data | {"pitch-version": version, "pitch-place": "Raadzaal"})

    for _click in range(2):
        with scope(municipality):
            first.refresh_from_db()
        assert ask(first, "10:00", first.version).status_code == 302
    taken = ask(second, "10:05", second.version)
    assert taken.status_code == 422 and "“Plan 1” pitcht dan" in taken.content.decode()
    stale = ask(first, "11:00", 1)
    assert stale.status_code == 422 and "11:00" in stale.content.decode()
    assert ask(second, "10:10", second.version).status_code == 302
    with scope(municipality):
        assert Mail.objects.filter(key__startswith=f"coaching-pitch-{first.pk}").count() == 1
    shown = client.get(mine("entry_coaching", second, municipality)).content.decode()
    assert "Raadzaal" in shown and "Hardop" not in shown


def test_the_organiser_sees_who_is_behind_and_why(client_for, municipality, organiser, scope) -> None:
    coaching, coach = make_coached(municipality, organiser, 2)
    make_session(coaching, coach)
    with scope(municipality):
        Coaching.objects.update(started_at=timezone.now() - dt.timedelta(days=40))
    page = reverse("coaching", args=[coaching.entry.challenge_id])
    shown = client_for(organiser).get(page).content.decode()
    assert "Heeft nog geen coach." in shown and "Geen sessie in 40 dagen" in shown
    with scope(municipality):
        rows = queries.progress(coaching.entry.challenge)
        codes = [[reason.code for reason in row.reasons] for row in rows]
        assert codes[1][:2] == ["coach", "session"] and "coach" not in codes[0] and "session" not in codes[0]


def test_the_overview_does_not_grow_with_the_entries(
    municipality, organiser, scope, django_assert_max_num_queries
) -> None:
    coaching, coach = make_coached(municipality, organiser, 5)
    make_session(coaching, coach)
    with scope(municipality), django_assert_max_num_queries(6):
        assert len(queries.progress(coaching.entry.challenge)) == 5


def test_materials_reach_who_was_selected_and_nobody_else(
    client, client_for, coached, municipality, organiser, scope
) -> None:
    coaching, coach = coached
    challenge = coaching.entry.challenge
    add = reverse("coaching_material_add", args=[challenge.pk])
    browser = client_for(organiser)
    neither = browser.post(add, {"stuk-title": "Niets", "stuk-url": ""})
    assert neither.status_code == 422 and "Niets" in neither.content.decode()
    assert browser.post(add, {"stuk-title": "Slim", "stuk-url": "javascript:alert(1)"}).status_code == 422
    assert browser.post(add, {"stuk-title": "Ftp", "stuk-url": "ftp://voorbeeld.example"}).status_code == 422
    link = {"stuk-title": "Pitchen", "stuk-url": "https://voorbeeld.example/pitch"}
    for _click in range(2):
        browser.post(add, link)
    upload = SimpleUploadedFile("tips.txt", b"Begin met een verhaal.", content_type="text/plain")
    browser.post(add, {"stuk-title": "Tips", "stuk-file": upload})
    with scope(municipality):
        assert CoachingMaterial.objects.count() == 2
        material = CoachingMaterial.objects.get(title="Tips")
    for address in (
        mine("entry_material", coaching, municipality, material.pk),
        of_coach("coach_material", coach, municipality, material.pk),
    ):
        assert b"".join(client.get(address).streaming_content) == b"Begin met een verhaal."
    other, _coach = make_coached(municipality, organiser)
    assert client.get(mine("entry_material", other, municipality, material.pk)).status_code == 404
    browser.post(reverse("coaching_material_remove", args=[material.pk]))
    with scope(municipality):
        assert not StoredFile.objects.filter(name="tips.txt").exists()


def test_a_colleague_or_someone_from_outside_coaches(
    client, client_for, municipality, organiser, staff, scope
) -> None:
    challenge = make_selected(municipality, organiser, 1)
    colleague = staff("specialist", domains=("care",))
    browser = client_for(organiser)
    ask = reverse("coaching_invite", args=[challenge.pk])
    nobody = browser.post(ask, {"coach-name": "Karel", "coach-email": ""})
    assert nobody.status_code == 422 and "Karel" in nobody.content.decode()
    for _click in range(2):
        browser.post(ask, {"coach-colleague": colleague.pk})
    with scope(municipality):
        author = EntryAuthor.objects.get(entry__challenge=challenge)
        coach = Coach.objects.select_related("challenge").get()
        assert coach.person == colleague and Mail.objects.filter(to=colleague.email).count() == 1
    refused = browser.post(ask, {"coach-name": "Sluw", "coach-email": author.email.upper()})
    assert refused.status_code == 422 and "zelf meedoet" in refused.content.decode()
    home = of_coach("coach_home", coach, municipality)
    assert client.get(home).status_code == 200
    for _click in range(2):
        browser.post(reverse("coaching_coach_remove", args=[coach.pk]))
    assert client.get(home).status_code == 404


def test_after_the_coaching_the_plan_stays_as_the_jury_reads_it(
    client, coached, municipality, organiser, scope
) -> None:
    coaching, _coach = coached
    write_plan(coaching, 1, solution="Een tafel in vijf straten.")
    challenge = coaching.entry.challenge
    juror = make_juror(challenge, organiser)
    with scope(municipality):
        content = plan.latest(coaching.entry).content
        open_round(challenge=challenge, finalists=[coaching.entry_id], by=organiser)
    late = client.post(mine("entry_plan", coaching, municipality), typed(content, 2, solution="Toch anders."))
    assert late.status_code == 422 and "Toch anders." in late.content.decode()
    with scope(municipality):
        from challenges.contests.jury.actions import token_of as juror_token

        token = juror_token(juror)
    page = reverse("juror_entry", args=[municipality.slug, challenge.slug, token, 1])
    shown = client.get(page).content.decode()
    assert "Een tafel in vijf straten." in shown and "elke straat" not in shown


def test_the_case_file_and_the_own_page_show_it(client_for, municipality, organiser, scope) -> None:
    coaching, coach = make_coached(municipality, organiser)
    case_file = make_case_file(municipality)
    person = make_person()
    with scope(municipality):
        Entry.objects.filter(pk=coaching.entry_id).update(case_file=case_file)
        assert own_panel(make_case_file(municipality), person) is None
        (row,) = own_panel(case_file, person)
        assert row.path == ""  # a colleague who does not write along
        entry = Entry.objects.select_related("challenge__municipality").get(pk=coaching.entry_id)
        EntryAuthor.objects.filter(entry=entry).update(email=person.email.upper())
        (row,) = own_panel(case_file, person)
        assert row.path.endswith("/coaching/")
        coaching.refresh_from_db()
    make_session(coaching, coach)
    write_plan(coaching, 1, solution="Anders.")
    with scope(municipality):
        texts = " ".join(TimelineEntry.objects.filter(case_file=case_file).values_list("text", flat=True))
        assert "versie 2 van het plan" in texts and "coachingsessie op" in texts
    page = client_for(organiser).get(reverse("case_file_instruments", args=[case_file.pk])).content.decode()
    assert coach.name in page and "versie 2" in page


def test_co_authors_each_write_with_their_own_link(client, municipality, organiser, scope) -> None:
    from tests.challenges.factories import make_challenge, make_entry

    challenge = make_challenge(municipality, organiser)
    entry = make_entry(challenge)
    with scope(municipality):
        second = add_author(entry=entry, name="Fenna", email="fenna@voorbeeld.example")
    early = reverse("entry_coaching", args=[municipality.slug, challenge.slug, author_token(second)])
    assert client.get(early).status_code == 404  # not selected
    assert client.get(early.replace(author_token(second), "x" * 43)).status_code == 404


def test_the_whole_pilot_plan_reads_well(municipality, organiser, coached, scope) -> None:
    coaching, _coach = coached
    with scope(municipality):
        content = whole_plan(plan.latest(coaching.entry).content)
        assert plan.missing_parts(content) == ()
        assert plan.lines(content, plan.STEPS) == ["Ruimte zoeken, door Ilse, voor 15-01-2027"]
        assert plan.lines(content, plan.BUDGET)[-1] == "Samen EUR 2.000,00"
        assert plan.lines(content, plan.INDICATORS) == ["Gasten per week: van 0 naar 40 (tellen)"]


def test_another_municipality_sees_nothing(
    client_for, coached, municipality, other_municipality, staff
) -> None:
    coaching, _coach = coached
    neighbour = client_for(staff("account_manager", at=other_municipality, domains=("economy",)))
    assert neighbour.get(reverse("coaching", args=[coaching.entry.challenge_id])).status_code == 404
    assert neighbour.get(reverse("coaching_entry", args=[coaching.entry_id])).status_code == 404
    with scoped([other_municipality.pk]):
        for model in (Coach, Coaching, PlanVersion, CoachingSession):
            assert not model.objects.exists()
