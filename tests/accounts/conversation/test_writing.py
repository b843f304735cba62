"""Writing, answering, sorting and templates: through the pages, by the right people."""

import uuid

import pytest
from django.core import mail as django_mail

from accounts.conversation import actions, engine
from accounts.models import Document, Message, MessageDraft, MessageTemplate, Question, Task
from portal.kernel.files.actions import store_bytes
from portal.kernel.inbox.compose import small_pdf
from portal.kernel.models import IncomingMail, Mail
from portal.kernel.outbox.delivery import deliver
from tests.accounts.conversation.conftest import answer, take
from tests.accounts.intake.test_same_moment import at_once
from tests.accounts.questions.conftest import make_case
from tests.accounts.questions.test_same_moment import in_scope
from tests.factories import make_municipality


@pytest.fixture
def document(case):
    with case.scope():
        file = store_bytes(
            content=small_pdf("Plan"),
            name="plan.pdf",
            content_type="application/pdf",
            municipality=case.municipality,
        )
        return Document.objects.create(
            municipality=case.municipality, case_file=case.case_file, title="Plan", file=file
        )


def form(case, member, **changes):
    return {
        "to": [member.pk], "subject": "Dag {onderneming}", "text": "Beste {contactpersoon},", "how": "attached",
        "form_key": str(uuid.uuid4()), **changes,
    }  # fmt: skip


def test_a_message_is_previewed_then_sent_with_its_attachment_and_reply_address(
    case, member, document, client_for
):
    client, path = client_for(case.manager), f"/dossiers/{case.case_file.pk}/berichten/nieuw/"
    typed = form(case, member, documents=[document.pk])
    page = client.post(path, {**typed, "preview": "1"}).content.decode()
    assert f"Dag {case.case_file.name}" in page
    with case.scope():
        assert Mail.objects.count() == 0
        assert MessageDraft.objects.get().typed["subject"] == "Dag {onderneming}"
    assert client.post(path, {**typed, "send": "1"}).status_code == 302
    assert client.post(path, {**typed, "send": "1"}).status_code == 302  # a double click
    with case.scope():
        mail = Mail.objects.get()
        assert MessageDraft.objects.count() == 0
        assert Document.objects.get().for_entrepreneur
    assert deliver(str(mail.pk), case.municipality.pk)
    sent = django_mail.outbox[-1]
    assert sent.reply_to == [mail.reply_to]
    assert sent.from_email == mail.reply_to
    assert mail.reply_to.startswith(f"{case.municipality.slug}+")
    assert [(item[0], item[2]) for item in sent.attachments] == [("plan.pdf", "application/pdf")]
    assert sent.message()["Message-ID"] == mail.message_id
    assert "Auto-Submitted" not in sent.message()


def test_an_answer_refers_to_the_mail_it_answers_and_ends_the_signal(case, mail, member, client_for):
    take(answer(mail))
    with case.scope():
        asked = Message.objects.get(direction="in")
    client = client_for(case.manager)
    page = client.get(f"/dossiers/{case.case_file.pk}/berichten/nieuw/?antwoord={asked.pk}").content.decode()
    assert "Re: Terras" in page
    typed = form(case, member, subject="Re: Terras", text="Fijn.", answers=asked.pk, send="1")
    client.post(f"/dossiers/{case.case_file.pk}/berichten/nieuw/", typed)
    with case.scope():
        sent = Mail.objects.get(subject="Re: Terras")
        assert sent.in_reply_to == asked.incoming.message_id
        assert sent.references == f"{mail.message_id} {asked.incoming.message_id}"
        assert not Task.objects.filter(done_at=None).exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"text": "Beste {klant},"}, "{klant} kennen we niet"),
        ({"to": []}, "verplicht"),
        ({"to": [999999]}, "geldige keuze"),
        ({"subject": "x" * 300}, "200"),
        ({"form_key": "niets"}, "UUID"),
    ],
)
def test_bad_input_is_explained_and_kept(case, member, client_for, changes, message):
    path = f"/dossiers/{case.case_file.pk}/berichten/nieuw/"
    response = client_for(case.manager).post(path, form(case, member, send="1", **changes))
    page = response.content.decode()
    assert response.status_code == 422
    if "form_key" not in changes:
        assert message in page
    with case.scope():
        assert Message.objects.count() == 0


def test_a_message_becomes_a_question_once_and_stands_with_the_domains(case, mail, client_for):
    take(answer(mail, "Mag ik een terras?"))
    with case.scope():
        message = Message.objects.get(direction="in")
    client = client_for(case.manager)
    for _click in range(2):
        client.post(f"/berichten/{message.pk}/vraag/", {"text": "Mag ik een terras?", "domains": ["care"]})
    with case.scope():
        question = Question.objects.get()
        assert question.asked_by == case.entrepreneur
        assert [route.domain for route in question.routes.all()] == ["care"]
        assert not Task.objects.filter(done_at=None, key__startswith="message-").exists()


def test_a_message_becomes_a_task(case, mail, client_for):
    take(answer(mail))
    with case.scope():
        message = Message.objects.get(direction="in")
    client_for(case.manager).post(
        f"/berichten/{message.pk}/taak/", {"title": "Bellen", "holder": case.care.pk}
    )
    with case.scope():
        assert Task.objects.get(title="Bellen").holder == case.care


def test_the_entrepreneur_writes_and_reads_on_the_own_page(case, mail, client_for):
    client, path = client_for(case.entrepreneur), f"/mijn/berichten/{case.case_file.pk}/"
    assert "Wilt u?" in client.get(path).content.decode()
    typed = {"text": "Ik kom langs.", "form_key": str(uuid.uuid4())}
    client.post(path, typed)
    client.post(path, typed)
    with case.scope():
        assert Message.objects.get(direction="in").text == "Ik kom langs."
        assert Message.objects.get(direction="out").seen_at
        assert Task.objects.get(done_at=None).holder == case.manager


def test_who_may_read_a_conversation(case, mail, staff, client_for, other_municipality):
    path = f"/dossiers/{case.case_file.pk}/berichten/"
    assert client_for(case.care).get(path).status_code == 200
    assert client_for(staff("alderman")).get(path).status_code == 403
    assert client_for(staff("account_manager", at=other_municipality)).get(path).status_code == 404
    stranger = make_case(case.municipality).entrepreneur
    assert client_for(stranger).get(f"/mijn/berichten/{case.case_file.pk}/").status_code == 404


def test_messages_are_found_by_who_may_read_them_only(case, mail, staff, client_for):
    assert "Terras" in client_for(case.manager).get("/zoeken/?q=terras").content.decode()
    page = client_for(staff("alderman")).get("/zoeken/?q=terras").content.decode()
    assert f"/dossiers/{case.case_file.pk}/berichten/" not in page


def test_the_tray_is_sorted_by_an_account_manager_with_a_reason(case, mail, client_for):
    take(answer(mail, "Nieuw adres", sender="a@elders.example"))
    take(answer(mail, "Reclame", sender="b@elders.example"))
    client = client_for(case.manager)
    with case.scope():
        first, second = IncomingMail.objects.order_by("pk")
    assert client_for(case.care).get("/post/").status_code == 403
    assert "Nieuw adres" in client.get(f"/post/{first.pk}/").content.decode()
    assert client.post(f"/post/{first.pk}/koppelen/", {"reference": "D-0"}).status_code == 422
    client.post(f"/post/{first.pk}/koppelen/", {"reference": case.case_file.reference})
    assert client.post(f"/post/{second.pk}/weg/", {"reason": ""}).status_code == 422
    client.post(f"/post/{second.pk}/weg/", {"reason": "reclame"})
    with case.scope():
        assert Message.objects.get(direction="in").text == "Nieuw adres"
    assert "reclame" in client.get("/post/?stand=discarded").content.decode()


def test_a_template_with_an_unknown_placeholder_is_refused_and_a_second_editor_is_told(case, client_for):
    client = client_for(case.manager)
    typed = {"name": "Dag", "subject": "Dag", "text": "Beste {klant}", "is_active": "on", "version": 1}
    assert "kennen we niet" in client.post("/sjablonen/nieuw/", typed).content.decode()
    client.post("/sjablonen/nieuw/", {**typed, "text": "Beste {contactpersoon}"})
    with case.scope():
        template = MessageTemplate.objects.get()
        actions.change_template(template=template, version=1, changes={"subject": "Hoi"})
    response = client.post(f"/sjablonen/{template.pk}/", {**typed, "text": "Beste,"})
    assert response.status_code == 409
    assert "Hoi" in response.content.decode()


def test_a_page_of_the_conversation_asks_a_fixed_number_of_queries(
    case, mail, client_for, django_assert_max_num_queries
):
    for number in range(12):
        take(answer(mail, f"Bericht {number}"))
    client = client_for(case.manager)
    path = f"/dossiers/{case.case_file.pk}/berichten/"
    client.get(path)
    with django_assert_max_num_queries(18):
        assert client.get(path).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_three_times_at_once_is_one_message_and_one_mail():
    case = make_case(make_municipality("Drie kliks"))
    key = uuid.uuid4()
    send = in_scope(
        case,
        lambda: (
            actions.send_message(
                case_file=case.case_file, by=case.manager, subject="Dag", text="Dag", form_key=key
            ).pk
        ),
    )
    assert len(set(at_once(*[send] * 3))) == 1
    with case.scope():
        assert Mail.objects.count() == 1


def test_placeholders_are_filled_in_once_and_lone_braces_stay():
    filled = engine.fill("{Naam} { en {leeg {x}", {"naam": "{x}"})
    assert (filled.text, filled.unknown) == ("{x} { en {leeg {x}", ("{x}",))
    assert engine.answer_subject("RE: Antw: Fwd: Terras") == "Re: Terras"
    token = "a" * 26
    assert engine.token_of(f"Stad+{token}@Post.example", "post.example") == ("stad", token)
    assert engine.token_of("stad+kort@post.example", "post.example") == ("stad", "")
    assert engine.token_of("stad@elders.example", "post.example") == ("", "")
