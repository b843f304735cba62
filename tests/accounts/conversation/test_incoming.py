"""Mail that comes in: into the conversation, into the tray, or handled without a person. Never lost, never twice."""

import mailbox

import pytest

from accounts.conversation.addresses import address_of
from accounts.models import Document, Message, Task
from portal.kernel.inbox import actions as inbox
from portal.kernel.inbox.adapters import open_inbox
from portal.kernel.inbox.compose import EXAMPLES
from portal.kernel.models import IncomingMail, Mail
from tests.accounts.conversation.conftest import answer, take
from tests.accounts.questions.conftest import make_case
from tests.factories import make_municipality
from tests.kernel.inbox import corpus


def test_an_answer_by_mail_joins_the_thread_with_its_good_file_and_a_signal(case, mail):
    assert take(answer(mail, files=[EXAMPLES["good"], EXAMPLES["bad"]]))
    with case.scope():
        message = Message.objects.get(direction="in")
        assert (message.text, message.author, message.answers.subject) == (
            "Ja, graag.",
            case.entrepreneur,
            "Terras",
        )
        assert "Wilt u?" in message.quoted
        assert [row.document.title for row in message.documents.all()] == ["offerte.pdf"]
        assert Document.objects.get().for_entrepreneur
        assert message.incoming.left_out == [{"name": "factuur.pdf", "problem": "content"}]
        task = Task.objects.get(done_at=None)
        assert (task.holder, task.key) == (case.manager, f"message-{case.case_file.pk}")


def test_the_same_message_twice_is_stored_once(case, mail):
    message = answer(mail)
    assert take(message)
    assert not take(message)
    with case.scope():
        assert Message.objects.filter(direction="in").count() == 1


def test_a_stranger_who_knows_the_address_comes_in_the_tray_with_a_suggestion(case, mail):
    take(answer(mail, sender="vreemd@elders.example"))
    with case.scope():
        incoming = IncomingMail.objects.get()
        assert (incoming.state, incoming.reason, incoming.suggestion) == (
            "unsorted",
            "sender",
            case.case_file.pk,
        )
        assert not Message.objects.filter(direction="in").exists()


def test_a_member_who_mails_the_wrong_address_comes_in_the_tray_of_the_municipality(case):
    raw = corpus.raw(
        f"From: {case.entrepreneur.email}\nTo: {case.municipality.slug}+aaaaaaaaaaaaaaaaaaaaaaaaaa@post.impactloket.example"
        "\nMessage-ID: <fout@x.example>\nSubject: Vraag",
        "Hallo",
    )
    take(raw)
    with case.scope():
        incoming = IncomingMail.objects.get()
        assert (incoming.reason, incoming.suggestion) == ("address", case.case_file.pk)


def test_a_member_of_one_enterprise_cannot_write_into_the_file_of_another(case, mail):
    other = make_case(case.municipality)
    take(answer(mail, sender=other.entrepreneur.email))
    with case.scope():
        assert not Message.objects.filter(direction="in").exists()
        assert IncomingMail.objects.get().reason == "sender"


def test_a_colleague_who_mails_the_case_file_is_read_by_colleagues_only(case, mail, client_for):
    take(answer(mail, "Pas op met deze.", sender=case.care.email))
    with case.scope():
        assert Message.objects.get(direction="internal").author == case.care
    page = client_for(case.entrepreneur).get(f"/mijn/berichten/{case.case_file.pk}/").content.decode()
    assert "Pas op met deze" not in page
    assert "Wilt u?" in page


def test_an_out_of_office_answer_asks_nobody_for_attention(case, mail):
    message = answer(mail, "Ik ben er niet.")
    message["Auto-Submitted"] = "auto-replied"
    take(message)
    with case.scope():
        assert Message.objects.get(direction="in").is_automatic
        assert not Task.objects.exists()


def test_our_own_mail_that_comes_round_is_not_answered_or_stored_as_a_message(case, mail):
    message = answer(mail)
    message["X-Impactloket-Mail"] = str(mail.pk)
    take(message)
    with case.scope():
        assert IncomingMail.objects.get().state == "automatic"
        assert Message.objects.count() == 1


def test_a_mail_that_comes_back_is_marked_and_signalled_once(case, mail):
    with case.scope():
        Mail.objects.update(state="sent")
    take(corpus.bounce(str(mail.pk)))
    take(corpus.bounce(str(mail.pk), "5.2.2"))
    with case.scope():
        mail.refresh_from_db()
        assert (mail.state, "550" in mail.last_error) == ("not_arrived", True)
        assert Task.objects.filter(holder=case.manager, key=f"not-arrived-{mail.pk}").count() == 1


def test_a_mail_that_is_only_late_is_left_alone(case, mail):
    with case.scope():
        Mail.objects.update(state="sent")
    take(corpus.bounce(str(mail.pk), "4.4.1", "delayed"))
    with case.scope():
        assert Mail.objects.get(pk=mail.pk).state == "sent"


def test_a_forged_sender_goes_to_the_tray_and_an_unproven_one_is_shown(case, mail, settings, client_for):
    settings.INBOX_AUTHSERV_ID = "mx.stad.example"
    forged = answer(mail, "Maak geld over.")
    forged["Authentication-Results"] = "mx.stad.example; dmarc=fail"
    take(forged)
    take(answer(mail, "Zonder bewijs."))
    with case.scope():
        assert IncomingMail.objects.get(reason="failed").state == "unsorted"
    page = client_for(case.manager).get(f"/dossiers/{case.case_file.pk}/berichten/").content.decode()
    assert "Zonder bewijs." in page
    assert "Afzender niet geverifieerd" in page
    assert "Maak geld over." not in page


def test_html_of_a_stranger_is_never_shown_as_html(case, mail, client_for):
    raw = corpus.HTML_ONLY.replace(b"boris@buurtkok.example", case.entrepreneur.email.encode())
    with case.scope():
        raw = raw.replace(b"vechtstede+abc@post.impactloket.example", address_of(case.case_file).encode())
    take(raw)
    page = client_for(case.manager).get(f"/dossiers/{case.case_file.pk}/berichten/").content.decode()
    assert "kwaad.example" in page
    assert "steal()" not in page
    assert "spion.example" not in page


def test_a_flood_of_one_sender_goes_to_the_tray(case, mail, monkeypatch):
    monkeypatch.setattr(inbox, "MOST_PER_HOUR", 2)
    for number in range(4):
        take(answer(mail, f"Bericht {number}"))
    with case.scope():
        assert Message.objects.filter(direction="in").count() == 2
        assert IncomingMail.objects.filter(reason="many").count() == 2


def test_mail_for_nobody_stays_in_the_mailbox_and_holds_up_nothing(case, mail, tmp_path, other_municipality):
    box = mailbox.Maildir(str(tmp_path / "post"), create=True)
    box.add(corpus.raw("From: x@y.example\nTo: z@y.example\nMessage-ID: <1@y>\nSubject: ?", "?"))
    box.add(answer(mail).as_bytes())
    box.close()
    assert inbox.fetch_all(open_inbox(f"maildir://{tmp_path / 'post'}")) == 1
    left = mailbox.Maildir(str(tmp_path / "post"))
    assert sorted(message.get_flags() for message in left) == ["FS", "S"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_before_the_mark_takes_the_message_in_once(tmp_path, monkeypatch):
    case = make_case(make_municipality("Halverwege"))
    with case.scope():
        to = address_of(case.case_file)
    box = mailbox.Maildir(str(tmp_path / "post"), create=True)
    box.add(
        corpus.raw(
            f"From: {case.entrepreneur.email}\nTo: {to}\nMessage-ID: <1@y.example>\nSubject: Dag", "Dag"
        )
    )
    url = f"maildir://{tmp_path / 'post'}"
    dying = open_inbox(url)
    monkeypatch.setattr(dying, "done", lambda key: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        inbox.fetch_all(dying)
    assert inbox.fetch_all(open_inbox(url)) == 0
    assert inbox.fetch_all(open_inbox(url)) == 0
    with case.scope():
        assert Message.objects.count() == 1
