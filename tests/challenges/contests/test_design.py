"""Designing a challenge on screen: complete before it opens, and fixed after."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from challenges.contests.design import actions
from challenges.models import Challenge, Phase
from portal.kernel.conflicts import StaleVersionError
from tests.challenges.factories import make_challenge, make_concept

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(staff):
    return staff("account_manager", domains=("economy",))


def criteria_form(weights, version, names=("Waarde", "Haalbaarheid")):
    data = {"form-TOTAL_FORMS": len(weights) + 1, "form-INITIAL_FORMS": 0, "version": version}
    for number, (name, weight) in enumerate(zip(names, weights, strict=True)):
        row = {"name": name, "weight": weight, "scale_min": 1, "scale_max": 10}
        data |= {f"form-{number}-{key}": value for key, value in row.items()}
    last = f"form-{len(weights)}"
    return data | {f"{last}-scale_min": 1, f"{last}-scale_max": 10}


def test_from_a_ready_made_design_to_the_public_page(
    client_for, organiser, municipality, client, scope
) -> None:
    browser = client_for(organiser)
    today = timezone.localdate()
    page = browser.post(
        reverse("challenge_new"),
        {"template": "oproep", "title": "Niemand eet alleen", "starts_on": today.strftime("%d-%m-%Y")},
    )
    with scope(municipality):
        made = Challenge.objects.get()
        assert made.phases.count() == 6 and sum(made.criteria.values_list("weight", flat=True)) == 100
    assert page.url == reverse("challenge_edit", args=[made.pk])
    public = reverse("public_challenge", args=[municipality.slug, made.slug])
    assert client.get(public).status_code == 404
    shown = browser.get(reverse("challenge", args=[made.pk])).content.decode()
    assert "Schrijf de vraag op." in shown and "Challenge openen" not in shown
    browser.post(reverse("challenge_launch", args=[made.pk]))
    assert client.get(public).status_code == 404  # not complete
    texts = {
        "title": "Niemand eet alleen", "question": "Hoe eet niemand alleen?", "story": "Veel ouderen eten alleen.",
        "target_group": "Ouderen", "variant": "call", "amount": "60.000", "conditions": "Nieuw in de stad",
        "tie_rule": "heaviest", "most_words": "300", "most_files": "3", "version": "1",
    }  # fmt: skip
    assert browser.post(reverse("challenge_edit", args=[made.pk]), texts).status_code == 302
    assert (
        "Hoe eet niemand alleen?"
        in browser.get(reverse("challenge_preview", args=[made.pk])).content.decode()
    )
    for _click in range(2):
        browser.post(reverse("challenge_launch", args=[made.pk]))
    assert "60.000,00" in client.get(public).content.decode()
    assert (
        "Niemand eet alleen"
        in client.get(reverse("public_challenges", args=[municipality.slug])).content.decode()
    )


@pytest.mark.parametrize(
    ("weights", "words"),
    [((40, 55), "tellen op tot 95: er ontbreekt nog 5"), ((70, 60), "tellen op tot 130: dat is 30 te veel")],
)
def test_weights_that_do_not_add_up_are_told_and_kept(
    client_for, organiser, municipality, weights, words, scope
) -> None:
    challenge = make_concept(municipality, organiser)
    answer = client_for(organiser).post(
        reverse("challenge_criteria", args=[challenge.pk]), criteria_form(weights, challenge.version)
    )
    assert answer.status_code == 422
    assert words in answer.content.decode() and f'value="{weights[1]}"' in answer.content.decode()
    with scope(municipality):
        assert challenge.criteria.count() == 4


def test_criteria_that_add_up_replace_the_old_ones(client_for, organiser, municipality, scope) -> None:
    challenge = make_concept(municipality, organiser)
    answer = client_for(organiser).post(
        reverse("challenge_criteria", args=[challenge.pk]), criteria_form((30, 70), challenge.version)
    )
    assert answer.status_code == 302
    with scope(municipality):
        assert list(challenge.criteria.values_list("name", "weight")) == [
            ("Waarde", 30),
            ("Haalbaarheid", 70),
        ]


@pytest.mark.parametrize(
    "bad",
    [
        {"starts_on": "01-01-1899"}, {"starts_on": "morgen"}, {"title": "a" * 10_000}, {"title": "\0"},
        {"template": "bestaat-niet"}, {"title": ""},
    ],
)  # fmt: skip
def test_bad_input_is_told_and_makes_nothing(client_for, organiser, municipality, bad, scope) -> None:
    good = {"template": "kort", "title": "Wijk", "starts_on": timezone.localdate().strftime("%d-%m-%Y")}
    answer = client_for(organiser).post(reverse("challenge_new"), good | bad)
    assert answer.status_code == 422
    with scope(municipality):
        assert not Challenge.objects.exists()


def test_only_organisers_of_the_municipality_get_in(
    client_for, organiser, staff, municipality, other_municipality
):
    from tests.factories import make_staff

    challenge = make_concept(municipality, organiser)
    address = reverse("challenge", args=[challenge.pk])
    assert client_for(organiser).get(address).status_code == 200
    assert client_for(staff("alderman", domains=())).get(address).status_code == 403
    assert client_for(make_staff(other_municipality, "account_manager")).get(address).status_code == 404


def test_moving_a_phase_pushes_the_rest_and_the_closing_moment(organiser, municipality, scope) -> None:
    challenge = make_concept(municipality, organiser)
    with scope(municipality):
        phase = challenge.phases.get(kind="entries")
        after = challenge.phases.get(kind="pilot").ends_on
        week = dt.timedelta(days=7)
        moved = actions.move_phase(
            phase=phase, version=challenge.version, starts_on=phase.starts_on, ends_on=phase.ends_on + week,
            with_later=True, closing=dt.time(12, 30), by=organiser,
        )  # fmt: skip
        assert timezone.localtime(moved.closes_at).strftime("%H:%M") == "12:30"
        assert timezone.localtime(moved.closes_at).date() == phase.ends_on + week
        assert challenge.phases.get(kind="pilot").ends_on == after + week
        with pytest.raises(StaleVersionError):
            actions.move_phase(
                phase=phase, version=challenge.version, starts_on=phase.starts_on, ends_on=phase.ends_on,
                with_later=True, by=organiser,
            )  # fmt: skip


def test_after_the_launch_the_rules_stay_and_closing_only_gets_later(organiser, municipality, scope) -> None:
    challenge = make_challenge(municipality, organiser)
    with scope(municipality):
        with pytest.raises(actions.RefusedError, match="state"):
            actions.change(
                challenge=challenge, version=challenge.version, changes={"tie_rule": "shared"}, by=organiser
            )
        with pytest.raises(actions.RefusedError, match="state"):
            actions.set_criteria(challenge=challenge, version=challenge.version, rows=[], by=organiser)
        phase = Phase.objects.get(challenge=challenge, kind="entries")
        for days, refused in ((-7, True), (7, False)):
            call = {
                "phase": phase, "version": challenge.version, "starts_on": phase.starts_on,
                "ends_on": phase.ends_on + dt.timedelta(days=days), "with_later": True, "by": organiser,
            }  # fmt: skip
            if refused:
                with pytest.raises(actions.RefusedError, match="late"):
                    actions.move_phase(**call)
            else:
                actions.move_phase(**call)


def test_a_cancelled_challenge_says_why_and_ends(client_for, organiser, municipality, client, scope) -> None:
    challenge = make_challenge(municipality, organiser)
    browser = client_for(organiser)
    address = reverse("challenge_cancel", args=[challenge.pk])
    assert browser.post(address, {"reason": "", "version": challenge.version}).status_code == 422
    browser.post(address, {"reason": "Het budget is ingetrokken.", "version": challenge.version})
    shown = client.get(reverse("public_challenge", args=[municipality.slug, challenge.slug])).content.decode()
    assert "Het budget is ingetrokken." in shown
    with scope(municipality):
        challenge.refresh_from_db()
        with pytest.raises(actions.RefusedError, match="state"):
            actions.launch(challenge=challenge, by=organiser)


def test_the_plan_is_a_calendar_feed(organiser, municipality, client) -> None:
    challenge = make_challenge(municipality, organiser)
    feed = client.get(reverse("public_challenge_feed", args=[municipality.slug, challenge.slug]))
    text = feed.content.decode().replace("\r\n ", "")
    assert feed["Content-Type"].startswith("text/calendar")
    assert text.count("BEGIN:VEVENT") == 7 and f"{challenge.title} sluit" in text
