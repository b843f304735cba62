"""Who looks along with a challenge: questions, followers, and the feed."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET

import pytest
from django.urls import reverse
from django.utils import timezone

from challenges.contests.audience import actions, news
from challenges.contests.audience.links import token_of
from challenges.contests.design.actions import cancel
from challenges.contests.selection.actions import start
from challenges.models import Challenge, ChallengeFollower, ChallengeNews, ChallengeQuestion, Phase
from challenges.privacy import old_rows
from portal.kernel.jobs.actions import run_inside
from portal.kernel.models import Job, Mail
from portal.kernel.tenancy.scope import scoped
from tests.challenges.audience import make_follower, make_question
from tests.challenges.factories import make_challenge, make_concept, ring_the_bell, submit_entry
from tests.challenges.jury import make_decided

pytestmark = pytest.mark.django_db
WHO = "nieuwsgierig@voorbeeld.example"


@pytest.fixture
def organiser(staff):
    return staff("account_manager", domains=("economy",))


@pytest.fixture
def challenge(organiser, municipality):
    return make_challenge(municipality, organiser)


def page(name, challenge, municipality, *more):
    return reverse(name, args=[municipality.slug, challenge.slug, *more])


def mailed_link(to):
    """The path of the first link in the newest mail to someone."""
    text = Mail.objects.filter(to=to).latest("created_at").text
    return next(line for line in text.splitlines() if line.startswith("http")).split("/", 3)[3]


def test_a_question_is_asked_confirmed_answered_and_read_without_a_name(
    client, client_for, challenge, organiser, municipality, scope
) -> None:
    ask = page("challenge_ask", challenge, municipality)
    wrong = client.post(ask, {"text": "Mag een stichting?", "email": "geen adres"})
    assert wrong.status_code == 422 and "Mag een stichting?" in wrong.content.decode()
    for _click in range(2):
        client.post(ask, {"text": "Mag een stichting meedoen?", "email": WHO})
    desk = reverse("challenge_questions", args=[challenge.pk])
    assert "stichting" not in client_for(organiser).get(desk).content.decode()  # not confirmed yet
    with scope(municipality):
        link = "/" + mailed_link(WHO)
        assert ChallengeQuestion.objects.count() == Mail.objects.filter(to=WHO).count() == 1
    assert "verstuur mijn vraag" in client.get(link).content.decode()
    for _click in range(2):
        assert client.post(link).url == link
    assert "stichting" in client_for(organiser).get(desk).content.decode()
    with scope(municipality):
        question = ChallengeQuestion.objects.get()
    one = reverse("challenge_question", args=[question.pk])
    short = client_for(organiser).post(one, {"what": "antwoord", "text": "", "version": question.version})
    assert short.status_code == 422
    data = {"what": "antwoord", "text": "Ja, elke rechtsvorm mag.", "version": question.version}
    assert client_for(organiser).post(one, data).url == desk
    for address in (ask, page("public_challenge", challenge, municipality)):
        shown = client.get(address).content.decode()
        assert "elke rechtsvorm" in shown and WHO not in shown
    with scope(municipality):
        assert "elke rechtsvorm" in Mail.objects.filter(to=WHO).latest("created_at").text


def test_two_organisers_who_answer_at_once_lose_nothing(
    client_for, challenge, organiser, municipality, scope
) -> None:
    with scope(municipality):
        question = actions.confirm_question(question=make_question(challenge))
        actions.answer(question=question, version=question.version, text="Ja.", by=organiser)
    data = {"what": "antwoord", "text": "Nee, helaas.", "version": question.version}
    one = reverse("challenge_question", args=[question.pk])
    told = client_for(organiser).post(one, data)
    shown = told.content.decode()
    assert told.status_code == 409 and "Ja." in shown and "Nee, helaas." in shown
    with scope(municipality):
        assert ChallengeQuestion.objects.get().answer == "Ja."


def test_a_hidden_question_is_read_only_by_who_asked_with_the_reason(
    client, challenge, organiser, municipality, scope
) -> None:
    with scope(municipality):
        question = actions.confirm_question(question=make_question(challenge, text="Is Piet een oplichter?"))
        actions.hide(
            question=question, version=question.version, reason="Dit gaat over een mens.", by=organiser
        )
    public = client.get(page("challenge_ask", challenge, municipality)).content.decode()
    assert "Piet" not in public
    mine = client.get(page("challenge_question_mine", challenge, municipality, token_of(question)))
    assert "Dit gaat over een mens." in mine.content.decode()


def test_who_is_logged_in_confirms_nothing(client_for, challenge, municipality, staff, scope) -> None:
    colleague = staff("specialist", domains=("care",))
    client_for(colleague).post(page("challenge_ask", challenge, municipality), {"text": "Wanneer?"})
    client_for(colleague).post(page("challenge_follow", challenge, municipality))
    with scope(municipality):
        assert ChallengeQuestion.objects.get().state == "asked"
        assert ChallengeFollower.objects.get().confirmed_at is not None


def test_one_address_does_not_flood_the_organiser(client, challenge, municipality, scope) -> None:
    ask = page("challenge_ask", challenge, municipality)
    for number in range(actions.MOST_WAITING):
        client.post(ask, {"text": f"Vraag {number}", "email": WHO})
    many = client.post(ask, {"text": "Nog een vraag", "email": WHO})
    assert many.status_code == 422 and "Nog een vraag" in many.content.decode()
    robot = {"text": "Koop nu", "email": "robot@voorbeeld.example", "website": "https://voorbeeld.example"}
    client.post(ask, robot, REMOTE_ADDR="192.0.2.7")
    with scope(municipality):
        assert ChallengeQuestion.objects.count() == actions.MOST_WAITING
    answers = [client.post(ask, {"text": ""}, REMOTE_ADDR="192.0.2.8").status_code for _click in range(61)]
    assert answers == [422] * 60 + [429]


def _work() -> None:
    """What the worker does."""
    for job in Job.objects.filter(kind=news.JOB, state="queued"):
        run_inside(job=job)


def test_followers_hear_each_phase_until_they_sign_off(
    client, challenge, organiser, municipality, scope
) -> None:
    client.post(page("challenge_follow", challenge, municipality), {"email": WHO})
    with scope(municipality):
        link = "/" + mailed_link(WHO)
        assert ChallengeFollower.objects.get().confirmed_at is None
    for _click in range(2):
        client.post(link, {"bevestigen": "1"})
    loyal = make_follower(challenge)
    submit_entry(challenge)
    ring_the_bell(challenge)
    with scope(municipality):
        start(challenge=challenge, by=organiser)
        _work()
        for to in (WHO, loyal.email):
            text = Mail.objects.get(to=to, key__startswith="challenge-news").text
            assert "de selectie is begonnen" in text and "Meld u af" in text
    for _click in range(2):
        assert client.post(link, {"afmelden": "1"}).url == link
    assert "volgt deze challenge niet" in client.get(link).content.decode()
    with scope(municipality):
        challenge.refresh_from_db()
        cancel(challenge=challenge, version=challenge.version, reason="Geen geld meer.", by=organiser)
        _work()
        last = Mail.objects.filter(key__startswith="challenge-cancelled")
        assert WHO not in set(last.values_list("to", flat=True))
        assert "Geen geld meer." in last.get(to=loyal.email).text


def test_who_takes_part_and_follows_hears_of_a_cancelling_once(
    challenge, organiser, municipality, scope
) -> None:
    entry = submit_entry(challenge)
    with scope(municipality):
        make_follower(challenge, entry.authors.get().email)
        cancel(challenge=challenge, version=challenge.version, reason="Geen geld meer.", by=organiser)
        _work()
        told = Mail.objects.filter(to=entry.authors.get().email, key__startswith="challenge-cancelled")
        assert told.count() == 1


def test_what_the_clock_begins_is_told_once(challenge, organiser, municipality, scope) -> None:
    decided = make_decided(municipality, organiser)
    now = timezone.localtime()
    with scope(municipality):
        Phase.objects.filter(challenge=decided, kind="pilot").update(starts_on=now.date(), ends_on=now.date())
        for _run in range(2):
            news.tell_what_is_due(now=now, today=now.date())
        told = set(ChallengeNews.objects.values_list("challenge_id", "moment"))
        assert {(challenge.pk, "entries"), (decided.pk, "pilot")} <= told
        assert (challenge.pk, "pilot") not in told


def test_what_nobody_confirms_goes_after_a_week(challenge, municipality, scope) -> None:
    question, follower = make_question(challenge), make_follower(challenge)
    now = timezone.now()
    with scope(municipality):
        actions.follow(challenge=challenge, email=WHO)
        assert news.forget_unconfirmed(now=now + dt.timedelta(days=6)) == 0
        assert news.forget_unconfirmed(now=now + dt.timedelta(days=8)) == 2
        assert not ChallengeQuestion.objects.filter(pk=question.pk).exists()
        assert ChallengeFollower.objects.get() == follower


def test_addresses_go_when_the_challenge_is_long_over(challenge, municipality, scope) -> None:
    make_question(challenge), make_follower(challenge)
    long_ago = timezone.now() - dt.timedelta(days=800)
    with scope(municipality):
        assert not old_rows(ChallengeFollower, long_ago).exists()
        Challenge.objects.update(opens_at=long_ago - dt.timedelta(days=2), closes_at=long_ago)
        after = long_ago + dt.timedelta(days=1)
        assert old_rows(ChallengeFollower, after).count() == old_rows(ChallengeQuestion, after).count() == 1


def test_the_feed_has_phases_and_answers_and_no_names(
    client, challenge, organiser, municipality, scope
) -> None:
    with scope(municipality):
        asked = make_question(challenge, email=WHO, text="Mag <b>alles</b> & \x0bmeer?")
        asked = actions.confirm_question(question=asked)
        actions.answer(question=asked, version=asked.version, text="Bijna alles.", by=organiser)
    answer = client.get(page("public_challenge_news", challenge, municipality))
    assert answer["Content-Type"].startswith("application/atom+xml")
    space = {"a": "http://www.w3.org/2005/Atom"}
    root = ET.fromstring(answer.content)
    titles = [node.text for node in root.findall("a:entry/a:title", space)]
    assert any("staat op de openbare pagina" in title for title in titles)
    assert any("Mag <b>alles</b>" in title for title in titles)
    text = answer.content.decode()
    assert "Bijna alles." in text and WHO not in text and organiser.name not in text


def test_concepts_and_ended_challenges_take_no_questions(client, organiser, municipality) -> None:
    concept = make_concept(municipality, organiser)
    for name in ("challenge_ask", "challenge_follow", "public_challenge_news"):
        assert client.get(page(name, concept, municipality)).status_code == 404
    decided = make_decided(municipality, organiser)
    ask = page("challenge_ask", decided, municipality)
    assert "voorbij" in client.get(ask).content.decode()
    assert client.post(ask, {"text": "Nog iets?", "email": WHO}).status_code == 422


def test_another_municipality_sees_no_question(
    client_for, challenge, municipality, other_municipality, staff, scope
) -> None:
    with scope(municipality):
        question = actions.confirm_question(question=make_question(challenge))
    neighbour = client_for(staff("account_manager", at=other_municipality, domains=("economy",)))
    assert neighbour.get(reverse("challenge_question", args=[question.pk])).status_code == 404
    assert neighbour.get(reverse("challenge_questions", args=[challenge.pk])).status_code == 404
    with scoped([other_municipality.pk]):
        assert not ChallengeFollower.objects.exists() and not ChallengeQuestion.objects.exists()
