"""What happens to a question, and what may not happen any more."""

import datetime as dt
from itertools import product

import pytest

from accounts.models import Question, QuestionRoute, TimelineEntry
from accounts.questions import actions
from accounts.questions.models import QuestionState
from accounts.questions.states import TRANSITIONS, NotAllowedNowError, ensure
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Mail

STEPS = sorted(product(QuestionState.values, repeat=2))


@pytest.mark.parametrize(("current", "wanted"), STEPS)
def test_only_steps_of_the_table_are_allowed(current, wanted):
    if (current, wanted) in TRANSITIONS:
        ensure(current, wanted)
    else:
        with pytest.raises(NotAllowedNowError):
            ensure(current, wanted)


def test_from_question_to_answer_that_is_read(case):
    with case.scope():
        case.case_file.last_activity_at = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
        case.case_file.save()
        question = actions.ask(
            case_file=case.case_file, text="Waar mag mijn kraam staan?", by=case.entrepreneur
        )
        for domain, holder in (("care", case.care), ("work", case.work)):
            actions.route(question=question, domain=domain, holder=holder, by=case.manager)
        for route in question.routes.all():
            actions.answer_route(route=route, text=f"Deel van {route.domain}", version=1, by=route.holder)
        question.refresh_from_db()
        actions.answer_question(
            question=question, answer="Op het plein.", version=question.version, by=case.manager
        )
        actions.mark_seen(question=question, by=case.entrepreneur)
        actions.mark_seen(question=question, by=case.entrepreneur)
        question.refresh_from_db()
        assert (question.state, question.answer) == (QuestionState.ANSWERED, "Op het plein.")
        assert question.seen_at is not None
        kinds = list(TimelineEntry.objects.order_by("pk").values_list("kind", flat=True))
        assert kinds == [
            "question",
            *["question-routed"] * 2,
            *["question-contribution"] * 2,
            "question-answered",
            "question-seen",
        ]
        assert set(TimelineEntry.objects.filter(for_entrepreneur=True).values_list("kind", flat=True)) == {
            "question",
            "question-answered",
        }
        to = {mail.to: mail for mail in Mail.objects.all()}
        assert set(to) == {case.care.email, case.work.email, case.entrepreneur.email}
        assert f"/mijn/vragen/{question.pk}/" in to[case.entrepreneur.email].text
        assert "Deel van" not in to[case.entrepreneur.email].text
        case.case_file.refresh_from_db()
        assert case.case_file.last_activity_at.year > 2020


def test_the_same_click_twice_asks_lays_and_withdraws_once(case):
    with case.scope():
        once = actions.ask(case_file=case.case_file, text="Hoe?", by=case.entrepreneur)
        twice = actions.ask(case_file=case.case_file, text="Hoe?", by=case.entrepreneur)
        other = actions.ask(case_file=case.case_file, text="Waarom?", by=case.entrepreneur)
        assert once.pk == twice.pk != other.pk
        for _click in range(2):
            actions.route(question=once, domain="care", holder=case.care, by=case.manager)
        assert TimelineEntry.objects.filter(kind="question-routed").count() == 1
        for _click in range(2):
            actions.withdraw(question=once, by=case.entrepreneur)
        assert TimelineEntry.objects.filter(kind="question-withdrawn").count() == 1


def test_the_same_words_later_are_a_new_question(case):
    with case.scope():
        first = actions.ask(case_file=case.case_file, text="Hoe?", by=case.entrepreneur)
        Question.objects.filter(pk=first.pk).update(asked_at=first.asked_at - dt.timedelta(minutes=3))
        assert actions.ask(case_file=case.case_file, text="Hoe?", by=case.entrepreneur).pk != first.pk


def test_laying_it_there_again_changes_the_holder_and_mails_the_new_one(case):
    with case.scope():
        question = actions.ask(case_file=case.case_file, text="Hoe?")
        actions.route(question=question, domain="care", holder=None, by=case.manager)
        actions.route(question=question, domain="care", holder=case.care, by=case.manager)
        assert [route.holder for route in QuestionRoute.objects.all()] == [case.care]
        assert [mail.to for mail in Mail.objects.all()] == [case.care.email]


def test_who_is_second_is_told(case):
    with case.scope():
        question = actions.ask(case_file=case.case_file, text="Hoe?")
        route = actions.route(question=question, domain="care", holder=case.care, by=case.manager)
        actions.answer_route(route=route, text="Eerst", version=1, by=case.care)
        with pytest.raises(StaleVersionError) as stale:
            actions.answer_route(route=route, text="Tweede", version=1, by=case.manager)
        assert stale.value.current.answer == "Eerst"
        with pytest.raises(StaleVersionError):
            actions.answer_question(question=question, answer="Zo.", version=1, by=case.manager)


def test_a_closed_question_takes_no_more(case):
    with case.scope():
        question = actions.ask(case_file=case.case_file, text="Hoe?")
        route = actions.route(question=question, domain="care", holder=case.care, by=case.manager)
        question = actions.answer_question(question=question, answer="Zo.", version=2, by=case.manager)
        with pytest.raises(NotAllowedNowError):
            actions.answer_route(route=route, text="Te laat", version=1, by=case.care)
        with pytest.raises(NotAllowedNowError):
            actions.route(question=question, domain="work", holder=None, by=case.manager)
        with pytest.raises(NotAllowedNowError):
            actions.answer_question(
                question=question, answer="Anders", version=question.version, by=case.manager
            )
        with pytest.raises(NotAllowedNowError):
            actions.withdraw(question=question, by=case.entrepreneur)
        assert QuestionRoute.objects.get().answer == ""


def test_laying_a_question_starts_the_track_of_that_domain_only(case):
    with case.scope():
        question = actions.ask(
            case_file=case.case_file, text="Waar mag mijn kraam staan?", by=case.entrepreneur
        )
        actions.route(question=question, domain="care", holder=None, by=case.manager)
        states = dict(case.case_file.tracks.values_list("domain", "state"))
        assert states == {"care": "running", "work": "idle", "economy": "idle"}
        assert case.case_file.tracks.get(domain="care").ball_with == "municipality"


def test_a_specialist_picks_up_what_lies_with_the_domain_until_it_is_contributed(case):
    with case.scope():
        question = actions.ask(
            case_file=case.case_file, text="Waar mag mijn kraam staan?", by=case.entrepreneur
        )
        route = actions.route(question=question, domain="care", holder=None, by=case.manager)
        for _click in range(2):
            actions.take_route(route=route, by=case.care)
        route.refresh_from_db()
        assert route.holder == case.care
        assert TimelineEntry.objects.filter(kind="question-taken").count() == 1
        actions.answer_route(route=route, text="Op het plein.", version=route.version, by=case.care)
        with pytest.raises(NotAllowedNowError):
            actions.take_route(route=route, by=case.work)


def test_laying_it_again_asks_a_domain_that_contributed_to_look_again(case):
    with case.scope():
        question = actions.ask(
            case_file=case.case_file, text="Waar mag mijn kraam staan?", by=case.entrepreneur
        )
        route = actions.route(question=question, domain="care", holder=case.care, by=case.manager)
        actions.answer_route(route=route, text="Op het plein.", version=1, by=case.care)
        actions.route(
            question=question, domain="care", holder=case.care, by=case.manager, note="Ook in de winter?"
        )
        route.refresh_from_db()
        assert (route.answered_at, route.answer) == (None, "Op het plein.")
        assert Mail.objects.filter(to=case.care.email).count() == 2
