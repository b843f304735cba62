"""Difficult messages are read: charsets, parts, quotations, machines, and mails that came back."""

import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.kernel.inbox.authenticity import judge
from portal.kernel.inbox.parse import parse
from portal.kernel.inbox.text import from_html, split
from tests.kernel.inbox import corpus


def test_encoded_headers_and_an_old_charset_are_read_and_the_outlook_quotation_is_folded():
    mail = parse(corpus.OUTLOOK)
    assert (mail.from_name, mail.from_address) == ("Borís de Vriës", "boris@buurtkok.example")
    assert mail.subject == "Re: Café én terras"
    assert mail.recipients == ("vechtstede+abc@post.impactloket.example",)
    assert "€ 1.200,–" in mail.words.text
    assert "Kunt u de huur doorgeven" not in mail.words.text
    assert "Kunt u de huur doorgeven" in mail.words.quoted


def test_of_text_and_html_the_text_is_taken_and_a_quotation_over_two_lines_is_folded():
    mail = parse(corpus.GMAIL)
    assert mail.words.text == "Ja, graag!"
    assert "Wilt u een terras?" in mail.words.quoted
    assert "alert" not in mail.words.text


def test_answers_between_quoted_lines_stay_where_they_are():
    assert "120." in parse(corpus.BETWEEN).words.text
    assert "Welke dagen?" in parse(corpus.BETWEEN).words.text


def test_html_of_strangers_becomes_plain_text_that_shows_where_links_lead():
    mail = parse(corpus.HTML_ONLY)
    assert "html-only" in mail.notes
    assert "hier bij de bank (https://kwaad.example/in)" in mail.words.text
    assert "- een" in mail.words.text
    for word in ("<", "cookie", "javascript", "spion", "color"):
        assert word not in mail.words.text


def test_files_are_found_in_nested_parts_with_their_names_made_harmless():
    mail = parse(corpus.NESTED)
    assert mail.words.text == "Zie bijlage."
    assert [item.name for item in mail.attachments] == ["logo.png", "plan één.pdf", "factuur.pdf"]
    assert mail.attachments[2].content.startswith(b"MZ")


def test_an_invitation_is_read_as_text_and_winmail_is_named():
    invitation = parse(corpus.INVITATION)
    assert "Bezoek aan de keuken\n09-12-2026 13:30\nMarktplein 1, Vechtstede" in invitation.words.text
    assert invitation.attachments == ()
    assert parse(corpus.WINMAIL).notes == ("winmail",)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (corpus.AWAY, "automatic"), (corpus.AWAY_OLD, "automatic"), (corpus.LIST, "list"), (corpus.GMAIL, "normal"),
        (corpus.bounce("x"), "bounce"),
        (corpus.raw(corpus.HEAD + "\nX-Impactloket-Mail: 1\nSubject: Terug", "x"), "own"),
    ],
)  # fmt: skip
def test_machines_are_told_from_people(raw, kind):
    assert parse(raw).kind == kind


def test_a_returned_mail_says_which_mail_whose_address_and_why():
    key = str(uuid.uuid4())
    bounce = parse(corpus.bounce(key)).bounce
    assert (bounce.mail, bounce.recipient, bounce.status) == (key, "weg@buurtkok.example", "5.1.1")
    assert "550 No such user" in bounce.reason
    assert bounce.permanent
    assert not parse(corpus.bounce(key, "4.4.1", "delayed")).bounce.permanent


def test_broken_messages_are_read_as_far_as_possible():
    mail = parse(corpus.BROKEN)
    assert "één vraag" in mail.words.text
    assert "\0" not in mail.words.text
    assert mail.date is None
    assert parse(corpus.NO_ENCODING).words.text == "Groet, Zoë"
    assert parse(corpus.EMPTY).subject == ""


def test_the_same_message_by_two_ways_is_the_same_and_a_stolen_message_id_is_not():
    one = parse(corpus.GMAIL)
    other_way = parse(b"Received: by mx2.example\r\nDelivered-To: iemand@x.example\r\n" + corpus.GMAIL)
    assert one.fingerprint == other_way.fingerprint
    assert parse(corpus.GMAIL.replace(b"Ja, graag!", b"Betaal mij")).fingerprint != one.fingerprint


@given(st.binary(max_size=2000))
@settings(max_examples=150, deadline=None)
def test_no_bytes_break_the_reader(raw):
    mail = parse(raw)
    assert "\0" not in mail.words.text + mail.subject + mail.from_address


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_folding_never_loses_everything_someone_wrote(text):
    words = split(text)
    assert bool(words.text) == bool(split(words.text).text)
    assert "<script" not in from_html(text)


@pytest.mark.parametrize(
    ("header", "verdict"),
    [
        ("mx.stad.example; dmarc=pass header.from=buurtkok.example", "verified"),
        ("mx.stad.example; spf=pass smtp.mailfrom=boris@buurtkok.example; dkim=none", "verified"),
        ("mx.stad.example; dkim=pass header.d=mailbedrijf.example", "unverified"),
        ("mx.stad.example; dmarc=fail (p=REJECT) header.from=buurtkok.example", "failed"),
        ("mx.kwaad.example; dmarc=pass", "unverified"),
        ("", "unverified"),
    ],
)
def test_only_what_our_own_server_says_about_the_sender_counts(header, verdict):
    given_header = (header,) if header else ()
    assert judge(given_header, server="mx.stad.example", from_address="boris@buurtkok.example") == verdict
    assert judge(given_header, server="", from_address="boris@buurtkok.example") == ""
