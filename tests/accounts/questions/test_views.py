"""Staff pages of questions: who may, what is told, and how many queries it takes."""

import pytest
from django.urls import reverse

from accounts.models import Question, QuestionRoute
from accounts.questions import actions
from tests.accounts.questions.conftest import make_case

MAXIMUM = 12


@pytest.fixture
def question(case):
    with case.scope():
        found = actions.ask(case_file=case.case_file, text="Waar mag mijn kraam staan?", by=case.entrepreneur)
        actions.route(question=found, domain="care", holder=case.care, by=case.manager)
        found.refresh_from_db()
    return found


def page(question, name="question"):
    return reverse(name, args=[question.pk])


def route_of(case, question):
    with case.scope():
        return QuestionRoute.objects.get(question=question)


def contribution(route, text, version=1):
    return {f"route{route.pk}-text": text, f"route{route.pk}-version": version}


def test_answer_is_prefilled_with_the_contributions(case, question, client_for):
    route = route_of(case, question)
    client = client_for(case.care)
    response = client.post(reverse("route_answer", args=[route.pk]), contribution(route, "Op het plein."))
    assert response.status_code == 302
    response = client_for(case.manager).get(page(question))
    assert response.context["answer_form"].initial["answer"] == "Op het plein."


def test_answering_twice_answers_once(case, question, client_for):
    client = client_for(case.manager)
    data = {"answer": "Op het plein.", "version": question.version}
    responses = [client.post(page(question, "question_answer"), data) for _click in range(2)]
    assert [response.status_code for response in responses] == [302, 302]
    with case.scope():
        assert Question.objects.get(pk=question.pk).version == question.version + 1


@pytest.mark.parametrize(("is_active", "told"), [(True, "krijgt een mail"), (False, "Bel de ondernemer")])
def test_staff_are_told_whether_a_mail_went_out(case, question, client_for, is_active, told):
    with case.scope():
        case.case_file.members.update(is_active=is_active)
    data = {"answer": "Op het plein.", "version": question.version}
    response = client_for(case.manager).post(page(question, "question_answer"), data, follow=True)
    assert told in response.content.decode()


def test_the_second_to_answer_sees_both_texts(case, question, client_for):
    for text, status in (("Op het plein.", 302), ("Bij de kerk <script>alert(1)</script>", 409)):
        response = client_for(case.manager).post(
            page(question, "question_answer"), {"answer": text, "version": question.version}
        )
        assert response.status_code == status
    html = response.content.decode()
    assert "Op het plein." in html
    assert "Bij de kerk &lt;script&gt;" in html
    assert "<script>alert" not in html


def test_a_contribution_after_the_answer_is_told_and_not_lost(case, question, client_for):
    route = route_of(case, question)
    with case.scope():
        actions.answer_question(question=question, answer="Zo.", version=question.version, by=case.manager)
    response = client_for(case.care).post(
        reverse("route_answer", args=[route.pk]), contribution(route, "Mijn lange bijdrage")
    )
    assert response.status_code == 409
    assert "Mijn lange bijdrage" in response.content.decode()
    assert route_of(case, question).answer == ""


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("question_answer", {"answer": "   ", "version": "1"}),
        ("question_answer", {"answer": "x" * 10_001, "version": "1"}),
        ("question_answer", {"answer": "Zo.", "version": "abc"}),
        ("question_answer", {"answer": "nul\x00teken", "version": "1"}),
        ("question_route", {"domains": ["care"], "deadline": "01-01-1899"}),
        ("question_route", {"domains": ["tuin"], "deadline": "31-12-2030"}),
        ("question_route", {"domains": [], "deadline": "31-12-2030"}),
        ("question_route", {"domains": ["care"], "deadline": "gisteren", "holder": "999999"}),
    ],
)
def test_bad_input_is_told_and_kept(case, question, client_for, name, data):
    response = client_for(case.manager).post(page(question, name), data)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()


def test_new_question_keeps_emoji_and_starts_at_the_case_file(case, client_for):
    client = client_for(case.manager)
    address = f"{reverse('question_new')}?dossier={case.case_file.pk}"
    assert client.get(address).status_code == 200
    response = client.post(address, {"text": "Mag een 🌻 op het dak?", "need": ""})
    assert response.status_code == 302
    with case.scope():
        assert Question.objects.get().text == "Mag een 🌻 op het dak?"
    for wrong in ("", "abc", "0", "9" * 30, "²"):
        assert client.get(reverse("question_new"), {"dossier": wrong}).status_code == 404


def test_a_specialist_of_another_domain_does_not_contribute(case, question, client_for):
    route = route_of(case, question)
    client = client_for(case.work)
    response = client.post(reverse("route_answer", args=[route.pk]), contribution(route, "Van een ander"))
    assert response.status_code == 403
    assert route_of(case, question).answer == ""


@pytest.mark.parametrize("role", ["account_manager", "specialist"])
def test_the_right_role_in_another_municipality_finds_nothing(
    case, question, other_municipality, client_for, staff, role
):
    route = route_of(case, question)
    client = client_for(staff(role, domains=("care", "work", "economy"), at=other_municipality))
    assert client.get(page(question)).status_code == 404
    assert client.post(page(question, "question_answer"), {"answer": "Nee", "version": 2}).status_code == 404
    assert client.post(page(question, "question_route"), {"domains": ["care"]}).status_code == 404
    response = client.post(reverse("route_answer", args=[route.pk]), contribution(route, "Nee"))
    assert response.status_code == 404
    assert "Waar mag mijn kraam" not in client.get(reverse("questions")).content.decode()
    address = f"{reverse('question_new')}?dossier={case.case_file.pk}"
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("role", ["administrator", "alderman", "privacy_officer"])
def test_who_does_not_work_on_case_files_is_kept_out(case, question, client_for, staff, role):
    client = client_for(staff(role))
    assert client.get(page(question)).status_code == 403
    assert client.get(reverse("questions")).status_code == 403
    assert client_for(case.entrepreneur).get(page(question)).status_code in (403, 404)


def test_filters_of_the_list(case, question, client_for):
    with case.scope():
        late = actions.ask(case_file=case.case_file, text="Deze is te laat")
        Question.objects.filter(pk=late.pk).update(deadline="2020-01-02")
    client = client_for(case.care)

    def listed(**params):
        rows = client.get(reverse("questions"), params).context["page"].rows
        return {row.pk for row in rows}

    assert listed() == {question.pk, late.pk}
    assert listed(stand="te-laat") == {late.pk}
    assert listed(stand="routed", domein="care", van="mij") == {question.pk}
    assert listed(van="niemand") == {late.pk}
    assert listed(domein="work") == set()
    assert listed(dossier="9" * 30) == {question.pk, late.pk}


def test_pages_take_a_fixed_number_of_queries(case, question, client_for, django_assert_max_num_queries):
    client = client_for(case.manager)
    with case.scope():
        for number in range(25):
            made = actions.ask(case_file=case.case_file, text=f"Vraag {number}")
            for domain, holder in (("care", case.care), ("work", case.work)):
                actions.route(question=made, domain=domain, holder=holder, by=case.manager)
    with django_assert_max_num_queries(MAXIMUM):
        assert client.get(reverse("questions")).status_code == 200
    with django_assert_max_num_queries(MAXIMUM):
        assert client.get(page(made)).status_code == 200


def test_two_cases_in_one_municipality_stay_apart(case, question, client_for):
    other = make_case(case.municipality)
    client = client_for(other.entrepreneur)
    assert client.get(reverse("my_question", args=[question.pk])).status_code == 404


def test_a_late_question_proposes_a_day_that_is_accepted(case, question, client_for):
    with case.scope():
        Question.objects.filter(pk=question.pk).update(deadline="2020-01-02")
    client = client_for(case.manager)
    proposed = client.get(page(question)).context["route_form"].initial["deadline"]
    response = client.post(page(question, "question_route"), {"domains": ["work"], "deadline": proposed})
    assert response.status_code == 302
