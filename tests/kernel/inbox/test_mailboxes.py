"""The three kinds of mailbox: each message is given once, marked only when it is stored, and left when unreadable."""

import imaplib
import mailbox

import pytest

from portal.kernel.inbox.adapters import open_inbox
from tests.kernel.inbox import corpus
from tests.kernel.inbox.imap_server import ImapServer, Mailbox


def take(url, *, mark="done"):
    inbox = open_inbox(url)
    found = list(inbox.fetch())
    for item in found:
        getattr(inbox, mark)(item.key)
    inbox.close()
    return found


@pytest.fixture(params=["maildir", "mbox", "imap"])
def url(request, tmp_path):
    messages = [corpus.GMAIL, corpus.AWAY]
    if request.param == "imap":
        with ImapServer(Mailbox(*messages)) as server:
            yield server.url
        return
    kind = mailbox.Maildir if request.param == "maildir" else mailbox.mbox
    box = kind(str(tmp_path / "post"), create=True)
    for message in messages:
        box.add(message.replace(b"\r\n", b"\n"))
    box.close()
    yield f"{request.param}://{tmp_path / 'post'}"


@pytest.mark.parametrize("mark", ["done", "failed"])
def test_a_message_is_given_until_it_is_marked(url, mark):
    inbox = open_inbox(url)
    first = list(inbox.fetch())
    inbox.close()
    assert len(first) == 2
    assert {item.raw.replace(b"\r\n", b"\n").strip() for item in first} == {
        raw.replace(b"\r\n", b"\n").strip() for raw in (corpus.GMAIL, corpus.AWAY)
    }
    assert len(take(url, mark=mark)) == 2
    assert take(url) == []


def test_of_a_message_that_is_too_large_only_the_headers_are_taken(url, settings):
    settings.INBOX_MAX_BYTES = 300
    found = take(url)
    assert all(item.cut for item in found if item.size > 300)
    assert all(b"Ja, graag" not in item.raw for item in found if item.cut)
    assert any(item.cut for item in found)


def test_a_wrong_password_is_an_error_that_says_so():
    with ImapServer(Mailbox()) as server, pytest.raises(imaplib.IMAP4.error, match="wrong password"):
        open_inbox(server.url.replace("geheim", "fout"))


def test_no_setting_is_no_mailbox(settings):
    settings.INBOX_URL = ""
    assert open_inbox() is None
    with pytest.raises(ValueError, match="pop3"):
        open_inbox("pop3://x")
