"""Taking part: drafts, limits, co-authors, files, and the bell of the database's clock."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from challenges.contests.entries import actions
from challenges.models import Entry, EntryAuthor, EntryFile
from portal.kernel.models import Mail
from tests.challenges.factories import (
    ANSWERS,
    make_challenge,
    make_concept,
    make_entry,
    ring_the_bell,
    submit_entry,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def challenge(staff, municipality):
    return make_challenge(municipality, staff("account_manager", domains=("economy",)))


def address(name, challenge, municipality, **more):
    return reverse(name, kwargs={"municipality_slug": municipality.slug, "slug": challenge.slug, **more})


def of(entry, municipality, scope, name="entry", **more):
    with scope(municipality):
        author = EntryAuthor.objects.get(entry=entry, is_lead=True)
        challenge = entry.challenge
    return address(name, challenge, municipality, token=actions.token_of(author), **more)


def test_someone_without_an_account_takes_part(client, challenge, municipality, scope) -> None:
    start = address("entry_start", challenge, municipality)
    assert client.post(start, {"name": "", "email": "geen adres"}).status_code == 422
    page = client.post(start, {"name": "Ans", "email": "ans@voorbeeld.example", "organisation": "De Tafel"})
    with scope(municipality):
        assert page.url in Mail.objects.get().text
    kept = client.post(page.url, {"title": "Tafel", "version": "1", "solution": "Samen eten"}, follow=True)
    assert "Je concept" in kept.content.decode() or "Uw concept is bewaard" in kept.content.decode()
    refused = client.post(
        page.url, {"title": "Tafel", "version": "2", "insturen": "1", "solution": "Samen eten!"}
    )
    assert refused.status_code == 422 and "Samen eten!" in refused.content.decode()
    sent = {"title": "Tafel", "version": "3", "insturen": "1", **ANSWERS}
    for _click in range(2):
        assert client.post(page.url, sent).status_code == 302
    with scope(municipality):
        entry = Entry.objects.get()
        assert entry.state == "submitted" and entry.answers == ANSWERS
        assert Mail.objects.count() == 2


def test_a_second_begin_with_one_address_gives_no_second_entry_but_a_mail(
    client, staff, municipality, scope
) -> None:
    by = staff("account_manager", domains=("economy",))
    challenge = make_challenge(municipality, by, several_entries=False)
    data = {"name": "Ans", "email": "ans@voorbeeld.example"}
    for email in ("ans@voorbeeld.example", "ANS@voorbeeld.example"):
        client.post(address("entry_start", challenge, municipality), data | {"email": email})
    with scope(municipality):
        assert Entry.objects.count() == 1 and Mail.objects.count() == 2


def test_several_entries_when_the_challenge_allows_them(challenge, scope, municipality) -> None:
    entries = [
        make_entry(challenge, email="ans@voorbeeld.example") for _number in range(actions.MOST_ENTRIES)
    ]
    assert [entry.number for entry in entries] == [1, 2, 3, 4, 5]
    with pytest.raises(actions.RefusedError, match="second"):
        make_entry(challenge, email="ans@voorbeeld.example")


def test_too_many_words_are_counted_and_kept(client, challenge, municipality, scope) -> None:
    entry = make_entry(challenge)
    text = "woord " * 301
    page = client.post(
        of(entry, municipality, scope), {"title": "Tafel", "version": entry.version, "solution": text}
    )
    assert (
        page.status_code == 422 and "301 woorden" in page.content.decode() and text in page.content.decode()
    )


def test_after_the_bell_the_text_stays_a_draft_and_that_is_said(
    client, challenge, municipality, scope
) -> None:
    entry = make_entry(challenge)
    ring_the_bell(challenge)
    sent = {"title": "Net te laat", "version": entry.version, "insturen": "1", **ANSWERS}
    page = client.post(of(entry, municipality, scope), sent, follow=True).content.decode()
    assert "te laat" in page and "Net te laat" in page
    with scope(municipality):
        entry.refresh_from_db()
        assert (entry.state, entry.title) == ("draft", "Net te laat")
        with pytest.raises(actions.RefusedError, match="closed"):
            actions.withdraw(entry=entry)


def test_withdrawn_and_sent_in_again_before_the_bell(client, challenge, municipality, scope) -> None:
    entry = submit_entry(challenge)
    withdraw = of(entry, municipality, scope, "entry_withdraw")
    states = []
    for _click in range(2):
        client.post(withdraw)
        with scope(municipality):
            entry.refresh_from_db()
            states.append(entry.state)
    assert states == ["withdrawn", "draft"]
    with scope(municipality):
        assert actions.submit(entry=entry).state == "submitted"


def test_co_authors_get_links_of_their_own_and_lose_nothing(client, challenge, municipality, scope) -> None:
    entry = make_entry(challenge)
    data = {"wie-name": "Bo", "wie-email": "bo@voorbeeld.example"}
    for _click in range(2):
        client.post(of(entry, municipality, scope, "entry_author_add"), data)
    with scope(municipality):
        bo = EntryAuthor.objects.get(entry=entry, email="bo@voorbeeld.example")
    link = address("entry", challenge, municipality, token=actions.token_of(bo))
    mine = {"title": "Van Bo", "version": entry.version, **ANSWERS}
    assert client.post(link, mine).status_code == 302
    late = client.post(of(entry, municipality, scope), mine | {"title": "Van Ans"})
    assert late.status_code == 409
    assert "Van Bo" in late.content.decode() and "Van Ans" in late.content.decode()


def test_files_are_checked_and_counted(client, challenge, municipality, scope) -> None:
    entry = make_entry(challenge)
    add = of(entry, municipality, scope, "entry_file_add")

    def post(name, content):
        return client.post(add, {"stuk-file": SimpleUploadedFile(name, content)})

    assert post("virus.exe", b"MZ").status_code == 422
    for number in range(4):
        assert post(f"plan{number}.txt", b"ons plan").status_code == 302
    with scope(municipality):
        assert EntryFile.objects.count() == 3
        first = EntryFile.objects.first()
    client.post(of(entry, municipality, scope, "entry_file_remove", pk=first.pk))
    with scope(municipality):
        assert EntryFile.objects.count() == 2


def test_a_guessed_token_a_concept_and_another_challenge_open_nothing(
    client, challenge, municipality, staff, scope
) -> None:
    entry = make_entry(challenge)
    other = make_challenge(municipality, staff("account_manager", domains=("economy",)))
    concept = make_concept(municipality, staff("account_manager", domains=("economy",)))
    good = of(entry, municipality, scope)
    assert client.get(good).status_code == 200
    assert client.get(good[:-2] + "x/").status_code == 404
    assert client.get(good.replace(challenge.slug, other.slug)).status_code == 404
    assert client.get(address("entry_start", concept, municipality)).status_code == 404


def test_cancelling_tells_who_takes_part(client, challenge, municipality, scope, staff) -> None:
    from challenges.contests.design.actions import cancel

    make_entry(challenge, email="ans@voorbeeld.example")
    with scope(municipality):
        Mail.objects.all().delete()
        cancel(challenge=challenge, version=challenge.version, reason="Geen budget.", by=challenge.created_by)
        mail = Mail.objects.get()
    assert mail.to == "ans@voorbeeld.example" and "Geen budget." in mail.text
