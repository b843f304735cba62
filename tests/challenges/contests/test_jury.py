"""The jury: by invitation, independent until it is closed, fixed after, and a budget divided to the cent."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from challenges.contests.design.actions import RefusedError, cancel
from challenges.contests.entries.actions import token_of
from challenges.contests.jury import actions, queries
from challenges.models import Award, Challenge, Criterion, Entry, Juror, JurorConflict, JuryBallot, JuryScore
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Mail
from portal.kernel.tenancy.scope import scoped
from tests.challenges.jury import give, make_decided, make_juror, make_scoring, make_selected

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(staff):
    return staff("account_manager", domains=("economy",))


@pytest.fixture
def scoring(municipality, organiser):
    return make_scoring(municipality, organiser)


def address(name, juror, municipality, **more):
    place = {"municipality_slug": municipality.slug, "slug": juror.challenge.slug}
    return reverse(name, kwargs=place | {"token": actions.token_of(juror), **more})


def filled(challenge, value="7", version="0"):
    data = {"version": version}
    for row in Criterion.objects.filter(challenge=challenge):
        data |= {f"score_{row.pk}": value, f"why_{row.pk}": "Goed onderbouwd"}
    return data


def parts(scoring):
    return list(Juror.objects.select_related("challenge").filter(challenge=scoring)), list(
        scoring.entries.order_by("number")
    )


def test_from_the_invitation_to_the_decision(client, client_for, organiser, municipality, scope) -> None:
    challenge = make_selected(municipality, organiser)
    browser = client_for(organiser)
    page = reverse("jury", args=[challenge.pk])
    for _click in range(2):
        sent = browser.post(
            reverse("jury_invite", args=[challenge.pk]),
            {"nieuw-name": "Joris Keurder", "nieuw-email": "joris@voorbeeld.example"},
        )
        assert sent.url == page
    with scope(municipality):
        juror = Juror.objects.select_related("challenge").get()
        entries = list(challenge.entries.order_by("number"))
        assert Mail.objects.filter(to="joris@voorbeeld.example").count() == 1
    home = address("juror_home", juror, municipality)
    assert "zodra u kunt scoren" in client.get(home).content.decode()
    assert (
        client.get(address("juror_entry", juror, municipality, number=1)).status_code == 404
    )  # no final yet
    chosen = [entries[0].pk, entries[1].pk]
    for _click in range(2):
        browser.post(reverse("jury_open", args=[challenge.pk]), {"finalists": chosen})
    assert "2 inzendingen wachten op uw score" in client.get(home).content.decode()
    assert client.get(address("juror_entry", juror, municipality, number=3)).status_code == 404
    with scope(municipality):
        data = filled(challenge, "11")
    wrong = client.post(address("juror_entry", juror, municipality, number=1), data)
    assert wrong.status_code == 422 and "Goed onderbouwd" in wrong.content.decode()
    for number, value in ((1, "8"), (2, "6")):
        with scope(municipality):
            data = filled(challenge, value)
        assert client.post(address("juror_entry", juror, municipality, number=number), data).url == home
    assert (
        "Goed onderbouwd" not in browser.get(page).content.decode()
    )  # nobody sees a score before the closing
    browser.post(reverse("jury_close", args=[challenge.pk]), {"missing_reason": ""})
    shown = browser.get(page).content.decode()
    assert "Rangorde" in shown and "Goed onderbouwd" in shown
    with scope(municipality):
        late = filled(challenge, "1", "1")
    assert (
        "niet gewijzigd"
        in client.post(address("juror_entry", juror, municipality, number=1), late).content.decode()
    )
    decision = {f"amount_{chosen[0]}": "40.000", f"why_{chosen[0]}": "Sterk", "notes": "Eensgezind"}
    short = browser.post(reverse("jury_decide", args=[challenge.pk]), decision)
    assert (
        short.status_code == 422 and "20.000,00 van het budget is nog niet verdeeld" in short.content.decode()
    )
    decision |= {f"amount_{chosen[1]}": "20.000", f"why_{chosen[1]}": "Warm"}
    for _click in range(2):
        assert browser.post(reverse("jury_decide", args=[challenge.pk]), decision).status_code == 302
    with scope(municipality):
        assert sorted(Award.objects.values_list("amount", flat=True)) == [20000, 40000]
        assert Challenge.objects.get(pk=challenge.pk).state == "decided"
        assert [entry.state for entry in challenge.entries.order_by("number")] == [
            "winner",
            "winner",
            "selected",
        ]
    public = reverse("public_challenge", args=[municipality.slug, challenge.slug])
    assert "EUR 40.000,00" in client.get(public).content.decode()
    with scope(municipality):
        author = entries[0].authors.get()
        own = reverse("entry", args=[municipality.slug, challenge.slug, token_of(author)])
    told = client.get(own).content.decode()
    assert "EUR 40.000,00" in told and "Winnaar" in told
    report = browser.get(reverse("jury_report", args=[challenge.pk]))
    assert report.status_code == 200 and report.content.startswith(b"%PDF")


def test_who_stands_back_reads_and_scores_it_no_more(client, municipality, scoring, scope) -> None:
    with scope(municipality):
        jurors, entries = parts(scoring)
    give(jurors[0], entries[0], 10)
    give(jurors[1], entries[0], 4)
    back = address("juror_conflict", jurors[0], municipality, number=1)
    assert client.post(back, {"belang-reason": ""}).status_code == 422
    for _click in range(2):
        assert client.post(back, {"belang-reason": "Mijn zus werkt er"}).status_code == 302
    page = address("juror_entry", jurors[0], municipality, number=1)
    with scope(municipality):
        data = filled(scoring)
    assert client.get(page).status_code == client.post(page, data).status_code == 404
    with scope(municipality):
        assert JurorConflict.objects.get().reason == "Mijn zus werkt er"
        assert {row.juror_id for row in queries.counted(scoring)} == {jurors[1].pk}
        with pytest.raises(RefusedError, match="conflict"):
            give(jurors[0], entries[0], 9, 1)


def test_after_the_closing_the_database_refuses_a_score(municipality, scoring, organiser, scope) -> None:
    with scope(municipality):
        jurors, entries = parts(scoring)
        ballot = give(jurors[0], entries[0], 7)
        with pytest.raises(RefusedError, match="missing"):
            actions.close_round(challenge=scoring, missing_reason="", by=organiser)
        for _click in range(2):
            actions.close_round(challenge=scoring, missing_reason="Ziek", by=organiser)
        with pytest.raises(RefusedError, match="closed"):
            give(jurors[0], entries[0], 9, 1)
        for write in (
            lambda: JuryScore.objects.filter(ballot=ballot).update(value=10),
            lambda: JuryBallot.objects.create(municipality=municipality, juror=jurors[1], entry=entries[0]),
        ):
            with pytest.raises(DatabaseError, match="closed"), transaction.atomic():
                write()


def test_closing_without_any_score_is_refused(municipality, scoring, organiser, scope) -> None:
    with scope(municipality), pytest.raises(RefusedError, match="none"):
        actions.close_round(challenge=scoring, missing_reason="Vergeten", by=organiser)


def test_a_juror_who_leaves_midway_counts_no_more(
    client, client_for, municipality, scoring, organiser, scope
) -> None:
    with scope(municipality):
        jurors, entries = parts(scoring)
    give(jurors[0], entries[0], 10)
    browser = client_for(organiser)
    leave = reverse("juror", args=[jurors[0].pk])
    assert browser.post(leave, {"reason": ""}).status_code == 422
    browser.post(leave, {"reason": "Verhuisd"})
    assert client.get(address("juror_home", jurors[0], municipality)).status_code == 404
    with scope(municipality):
        assert not queries.counted(scoring).exists() and JuryBallot.objects.count() == 1
    assert "Verhuisd" in browser.get(reverse("jury", args=[scoring.pk])).content.decode()


def test_a_challenge_that_is_cancelled_is_not_judged_any_more(
    client, municipality, scoring, organiser, scope
) -> None:
    with scope(municipality):
        jurors, entries = parts(scoring)
        cancel(challenge=scoring, version=scoring.version, reason="De opdrachtgever stopt.", by=organiser)
        with pytest.raises(RefusedError, match="closed"):
            give(jurors[0], entries[0], 8)
        with pytest.raises(RefusedError, match="closed"):
            actions.close_round(challenge=scoring, missing_reason="Toch", by=organiser)
        told = Mail.objects.filter(to=jurors[0].email, key__startswith="challenge-cancelled")
        assert told.count() == 1
    home = client.get(address("juror_home", jurors[0], municipality)).content.decode()
    assert "De opdrachtgever stopt." in home and "Te doen" not in home
    page = client.get(address("juror_entry", jurors[0], municipality, number=1)).content.decode()
    assert "Mijn scores bewaren" not in page


def test_who_is_asked_while_the_jury_scores_hears_that_it_can(
    municipality, scoring, organiser, scope
) -> None:
    late = make_juror(scoring, organiser)
    with scope(municipality):
        assert "U kunt scoren" in Mail.objects.get(to=late.email).subject


def test_another_municipality_sees_nothing_of_a_jury(
    client_for, municipality, other_municipality, scoring, staff
) -> None:
    neighbour = staff("account_manager", at=other_municipality, domains=("economy",))
    browser = client_for(neighbour)
    assert browser.get(reverse("jury", args=[scoring.pk])).status_code == 404
    assert browser.post(reverse("jury_close", args=[scoring.pk]), {"missing_reason": "x"}).status_code == 404
    with scoped([other_municipality.pk]):
        assert not Juror.objects.exists()


def test_whoever_takes_part_does_not_judge(municipality, organiser, scope) -> None:
    challenge = make_selected(municipality, organiser)
    with scope(municipality):
        email = challenge.entries.first().authors.get().email
        with pytest.raises(RefusedError, match="author"):
            actions.invite(challenge=challenge, name="Sluw", email=email.upper(), by=organiser)
        with pytest.raises(RefusedError, match="jurors"):
            actions.open_round(challenge=challenge, finalists=[challenge.entries.first().pk], by=organiser)


def test_two_windows_of_one_juror_are_told(client, municipality, scoring, scope) -> None:
    with scope(municipality):
        jurors, entries = parts(scoring)
    give(jurors[0], entries[0], 5)
    with scope(municipality):
        data = filled(scoring, "9")
    answer = client.post(address("juror_entry", jurors[0], municipality, number=1), data)
    assert answer.status_code == 409 and "intussen ergens anders" in answer.content.decode()
    with scope(municipality):
        with pytest.raises(StaleVersionError):
            give(jurors[0], entries[0], 9)
        assert set(JuryScore.objects.values_list("value", flat=True)) == {5}


def test_reminders_go_once_a_day_and_only_to_who_is_late(
    client_for, municipality, scoring, organiser, scope
) -> None:
    with scope(municipality):
        jurors, entries = parts(scoring)
    for entry in entries:
        give(jurors[0], entry, 8)
    for _click in range(2):
        client_for(organiser).post(reverse("jury_remind", args=[scoring.pk]))
    with scope(municipality):
        reminded = Mail.objects.filter(key__startswith="jury-reminder-")
        assert [mail.to for mail in reminded] == [jurors[1].email]


def test_the_result_says_how_firm_it_is(client_for, municipality, scoring, organiser, scope) -> None:
    with scope(municipality):
        jurors, entries = parts(scoring)
        for juror, values in zip(jurors, ((9, 8, 3), (4, 6, 3)), strict=True):
            for entry, value in zip(entries, values, strict=True):
                give(juror, entry, value)
        actions.close_round(challenge=scoring, missing_reason="", by=organiser)
        found = queries.result(scoring, 1)
        assert [row.entry.title for row in found.rows] == ["Plan 2", "Plan 1", "Plan 3"]
        assert found.shaky == (("juror", jurors[1].name),)
    shown = client_for(organiser).get(reverse("jury", args=[scoring.pk]) + "?winnaars=1").content.decode()
    assert f"Zonder de scores van {jurors[1].name} wonnen anderen." in shown


def test_a_decision_stays(municipality, organiser, scope) -> None:
    challenge = make_decided(municipality, organiser, jurors=2, entries=3)
    with scope(municipality):
        entries = list(Entry.objects.filter(challenge=challenge))
        actions.decide(
            challenge=challenge, awards={entries[1].pk: (Decimal(60000), "Toch")}, notes="", by=organiser
        )
        assert Award.objects.get().entry_id == entries[0].pk
        with pytest.raises(RefusedError, match="state"):
            actions.invite(challenge=challenge, name="Laat", email="laat@voorbeeld.example", by=organiser)


def test_a_juror_of_one_challenge_opens_no_other(client, municipality, organiser, scope) -> None:
    first, second = make_scoring(municipality, organiser), make_selected(municipality, organiser)
    other = make_juror(second, organiser)
    with scope(municipality):
        juror = Juror.objects.select_related("challenge").filter(challenge=first).first()
    place = {"municipality_slug": municipality.slug, "slug": second.slug, "token": actions.token_of(juror)}
    assert client.get(reverse("juror_home", kwargs=place)).status_code == 404
    place |= {"token": actions.token_of(other), "slug": first.slug}
    assert client.get(reverse("juror_home", kwargs=place)).status_code == 404
