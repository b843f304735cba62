"""Two people at the same moment, in real transactions."""

import pytest

from accounts.models import Question, QuestionRoute, TimelineEntry
from accounts.questions import actions
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Mail
from portal.kernel.tenancy.scope import scoped
from tests.accounts.intake.test_same_moment import at_once
from tests.accounts.questions.conftest import make_case
from tests.factories import make_municipality

pytestmark = pytest.mark.django_db(transaction=True)


def in_scope(case, call):
    """`call` in a scope of its own, as a request has; a stale version is a result too."""

    def run():
        with scoped([case.municipality.pk]):
            try:
                return call()
            except StaleVersionError:
                return "stale"

    return run


def test_the_same_question_sent_four_times_at_once_is_asked_once():
    case = make_case(make_municipality("Tegelijk vragen"))
    ask = in_scope(case, lambda: actions.ask(case_file=case.case_file, text="Hoe?", by=case.entrepreneur).pk)
    assert len(set(at_once(*[ask] * 4))) == 1
    with case.scope():
        assert Question.objects.count() == 1


def test_two_answers_at_once_give_one_answer_and_one_mail():
    case = make_case(make_municipality("Tegelijk antwoorden"))
    with case.scope():
        question = actions.ask(case_file=case.case_file, text="Hoe?", by=case.entrepreneur)

    def answer(text):
        return in_scope(
            case,
            lambda: (
                actions.answer_question(question=question, answer=text, version=1, by=case.manager).answer
            ),
        )

    results = at_once(answer("Zo."), answer("Anders."))
    assert "stale" in results
    with case.scope():
        assert Question.objects.get().answer == next(text for text in results if text != "stale")
        assert TimelineEntry.objects.filter(kind="question-answered").count() == 1
        assert Mail.objects.filter(to=case.entrepreneur.email).count() == 1


def test_the_same_domain_laid_twice_at_once_is_one_route():
    case = make_case(make_municipality("Tegelijk doorzetten"))
    with case.scope():
        question = actions.ask(case_file=case.case_file, text="Hoe?")
    lay = in_scope(
        case, lambda: actions.route(question=question, domain="care", holder=case.care, by=case.manager).pk
    )
    assert len(set(at_once(*[lay] * 3))) == 1
    with case.scope():
        assert QuestionRoute.objects.count() == 1
        assert Mail.objects.count() == 1
        assert Question.objects.get().version == 2
