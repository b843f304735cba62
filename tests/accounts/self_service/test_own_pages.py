"""The entrepreneur's own pages: only their own case files, and nothing internal."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Document, EnterpriseMember, Question, Task, TimelineEntry
from accounts.questions import actions
from accounts.self_service import panels
from accounts.timeline.actions import add_document, add_entry, add_task
from portal.kernel.files.actions import store_bytes
from portal.kernel.tenancy.scope import scoped
from tests.accounts.questions.conftest import Case, make_case
from tests.factories import make_case_file, make_person

SECRET = "Dit is alleen voor collega's"
MAXIMUM = 13
PER_INSTRUMENT = 4


@pytest.fixture
def case(municipality) -> Case:
    return make_case(municipality)


def fill(case: Case, municipality, shared: bool = True):
    """A question, a task and a document; shared with the entrepreneur or not."""
    with scoped([municipality.pk]):
        question = actions.ask(
            case_file=case.case_file, text="Waar mag mijn kraam staan?", by=case.entrepreneur
        )
        actions.route(question=question, domain="care", holder=case.care, note=SECRET, by=case.manager)
        route = question.routes.get()
        actions.answer_route(route=route, text=SECRET, version=1, by=case.care)
        task = add_task(
            case_file=case.case_file,
            title="Stuur het jaarplan" if shared else SECRET,
            holder=case.manager,
            due_on=dt.date(2030, 1, 1),
            by=case.manager,
            for_entrepreneur=shared,
        )
        stored = store_bytes(
            content=b"inhoud",
            name="plan.txt",
            content_type="text/plain",
            municipality=municipality,
            by=case.manager,
        )
        document = add_document(
            case_file=case.case_file,
            title="Plan" if shared else SECRET,
            file=stored,
            by=case.manager,
            for_entrepreneur=shared,
        )
    return question, task, document


def addresses(case, question, task, document):
    """Every own page with a number in it: (method, address)."""
    return [
        ("get", reverse("my_case_file", args=[case.case_file.pk])),
        ("post", reverse("my_case_file", args=[case.case_file.pk])),
        ("get", reverse("my_question_ask", args=[case.case_file.pk])),
        ("post", reverse("my_question_ask", args=[case.case_file.pk])),
        ("get", reverse("my_document_add", args=[case.case_file.pk])),
        ("post", reverse("my_document_add", args=[case.case_file.pk])),
        ("get", reverse("my_question", args=[question.pk])),
        ("post", reverse("my_question_withdraw", args=[question.pk])),
        ("post", reverse("my_task_done", args=[task.pk])),
        ("get", reverse("my_document", args=[document.pk])),
    ]


def test_another_entrepreneur_in_the_same_municipality_finds_nothing(case, municipality, client_for):
    made = fill(case, municipality)
    stranger = client_for(make_case(municipality).entrepreneur)
    for method, address in addresses(case, *made):
        assert getattr(stranger, method)(address, {"text": "x"}).status_code == 404, address
    overview = stranger.get(reverse("my_overview")).content.decode()
    assert "Waar mag mijn kraam" not in overview
    assert case.case_file.name not in overview
    with case.scope():
        assert Task.objects.get(pk=made[1].pk).done_at is None
        assert Question.objects.filter(case_file=case.case_file).count() == 1


@pytest.mark.parametrize("who", ["other municipality", "no longer a member", "no member at all", "staff"])
def test_who_is_no_member_finds_nothing(case, municipality, other_municipality, client_for, staff, who):
    made = fill(case, municipality)
    person = make_person()
    if who == "other municipality":
        person = make_case(other_municipality).entrepreneur
    elif who == "no longer a member":
        person = case.entrepreneur
        with case.scope():
            EnterpriseMember.objects.filter(person=person).update(is_active=False)
    elif who == "staff":
        person = staff("account_manager", domains=("economy", "care", "work"))
    client = client_for(person)
    for method, address in addresses(case, *made):
        assert getattr(client, method)(address, {"text": "x"}).status_code in (403, 404), address


def test_nobody_is_asked_to_log_in_first(case, municipality, client):
    for method, address in addresses(case, *fill(case, municipality)):
        response = getattr(client, method)(address)
        assert response.status_code == 302
        assert "inloggen" in response["Location"]


def test_nothing_internal_is_shown(case, municipality, client_for):
    question, task, document = fill(case, municipality, shared=False)
    with case.scope():
        add_entry(case_file=case.case_file, kind="note", text=SECRET, by=case.manager)
    client = client_for(case.entrepreneur)
    for address in (
        reverse("my_overview"),
        reverse("my_case_file", args=[case.case_file.pk]),
        reverse("my_question", args=[question.pk]),
    ):
        html = client.get(address).content.decode()
        assert "alleen voor collega" not in html
        assert str(case.care) not in html
    assert client.get(reverse("my_document", args=[document.pk])).status_code == 404
    assert client.post(reverse("my_task_done", args=[task.pk])).status_code == 404
    assert client.get(reverse("question", args=[question.pk])).status_code in (403, 404)


def test_a_new_answer_is_marked_until_it_is_read(case, municipality, client_for):
    question, _task, _document = fill(case, municipality)
    with case.scope():
        question.refresh_from_db()
        actions.answer_question(
            question=question,
            answer="Zie https://voorbeeld.example",
            version=question.version,
            by=case.manager,
        )
    client = client_for(case.entrepreneur)
    assert "Nieuw antwoord" in client.get(reverse("my_overview")).content.decode()
    html = client.get(reverse("my_question", args=[question.pk])).content.decode()
    assert 'href="https://voorbeeld.example"' in html
    assert "Nieuw antwoord" not in client.get(reverse("my_overview")).content.decode()
    with case.scope():
        assert Question.objects.get(pk=question.pk).seen_at is not None


def test_asking_twice_and_doing_a_task_twice_is_no_mistake(case, municipality, client_for):
    _question, task, _document = fill(case, municipality)
    client = client_for(case.entrepreneur)
    for _click in range(2):
        data = {"text": "Mag een 🌻 op het dak?", "need": ""}
        assert client.post(reverse("my_question_ask", args=[case.case_file.pk]), data).status_code == 302
        assert client.post(reverse("my_task_done", args=[task.pk])).status_code == 302
    with case.scope():
        assert Question.objects.filter(text__contains="🌻").count() == 1
        assert TimelineEntry.objects.filter(kind="task-done").count() == 1


@pytest.mark.parametrize(
    "data",
    [
        {"text": ""},
        {"text": "  "},
        {"text": "x" * 5001},
        {"text": "Hoe?", "need": "geld"},
        {"text": "a\x00b"},
    ],
)
def test_a_question_that_cannot_be_sent_is_told_and_kept(case, client_for, data):
    response = client_for(case.entrepreneur).post(reverse("my_question_ask", args=[case.case_file.pk]), data)
    assert response.status_code == 422
    html = response.content.decode()
    assert 'role="alert"' in html
    assert data["text"].strip().replace("\x00", "")[:20] in html.replace("\x00", "")


def test_withdrawing_twice_and_after_the_answer(case, municipality, client_for):
    question, _task, _document = fill(case, municipality)
    client = client_for(case.entrepreneur)
    address = reverse("my_question_withdraw", args=[question.pk])
    assert [client.post(address).status_code for _click in range(2)] == [302, 302]
    assert "ingetrokken" in client.get(reverse("my_question", args=[question.pk])).content.decode()


def test_a_document_goes_in_and_comes_out(case, client_for):
    client = client_for(case.entrepreneur)
    address = reverse("my_document_add", args=[case.case_file.pk])
    pdf = SimpleUploadedFile("jaarplan.pdf", b"%PDF-1.7\n%%EOF\n", content_type="application/pdf")
    assert client.post(address, {"file": pdf}).status_code == 302
    with case.scope():
        document = Document.objects.get()
    response = client.get(reverse("my_document", args=[document.pk]))
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert b"".join(response).startswith(b"%PDF")
    program = SimpleUploadedFile(
        "jaarplan.pdf", b"MZ\x90\x00" + b"\x00" * 200, content_type="application/pdf"
    )
    for upload in (program, None):
        response = client.post(address, {"file": upload} if upload else {})
        assert response.status_code == 422
    with case.scope():
        assert Document.objects.count() == 1


def test_a_correction_becomes_a_question(case, client_for):
    address = reverse("my_case_file", args=[case.case_file.pk])
    response = client_for(case.entrepreneur).post(address, {"text": "Wij zijn verhuisd."})
    assert response.status_code == 302
    with case.scope():
        assert "Wij zijn verhuisd." in Question.objects.get().text


def test_case_files_of_two_municipalities_on_one_page(case, other_municipality, client_for):
    elsewhere = make_case_file(other_municipality, name="Fietsenmaker Elders")
    with scoped([other_municipality.pk]):
        EnterpriseMember.objects.create(
            municipality=other_municipality, case_file=elsewhere, person=case.entrepreneur
        )
    client = client_for(case.entrepreneur)
    html = client.get(reverse("my_overview")).content.decode()
    assert case.case_file.name in html
    assert "Fietsenmaker Elders" in html
    assert client.post(reverse("my_question_ask", args=[elsewhere.pk]), {"text": "Hoe?"}).status_code == 302
    with scoped([other_municipality.pk]):
        assert Question.objects.get().municipality_id == other_municipality.pk


def test_pages_take_a_fixed_number_of_queries(case, municipality, client_for):
    fill(case, municipality)
    with case.scope():
        question = actions.ask(case_file=case.case_file, text="Vraag", by=case.entrepreneur)
    addresses = (
        reverse("my_overview"),
        reverse("my_case_file", args=[case.case_file.pk]),
        reverse("my_question", args=[question.pk]),
        reverse("my_question_ask", args=[case.case_file.pk]),
    )
    client = client_for(case.entrepreneur)
    few = [queries_of(client, address) for address in addresses]
    for _number in range(5):
        fill(case, municipality)
    with case.scope():
        for number in range(20):
            actions.ask(case_file=case.case_file, text=f"Vraag {number}", by=case.entrepreneur)
    assert [queries_of(client, address) for address in addresses] == few
    # the overview also shows what each instrument has for the entrepreneur, at a bounded price each
    assert few[0] <= MAXIMUM + PER_INSTRUMENT * len(panels.registered())
    assert max(few[1:]) <= MAXIMUM


def queries_of(client, address):
    """How many queries a page takes. The savepoints are of the test's own transaction."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len([query for query in queries if "SAVEPOINT" not in query["sql"]])
