"""The selection round: after the bell, everyone decided, reasons by mail."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.timeline.models import TimelineEntry
from challenges.contests.design.actions import RefusedError
from challenges.contests.selection import actions
from challenges.models import Entry
from portal.kernel.models import Mail
from tests.challenges.factories import make_challenge, make_entry, ring_the_bell, submit_entry
from tests.factories import make_case_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(staff):
    return staff("account_manager", domains=("economy",))


@pytest.fixture
def challenge(organiser, municipality):
    return make_challenge(municipality, organiser)


def test_a_round_from_the_bell_to_the_mails(client_for, organiser, challenge, municipality, scope) -> None:
    case_file = make_case_file(municipality)
    good, poor = (
        submit_entry(challenge, title="Goed", case_file=case_file),
        submit_entry(challenge, title="Zwak"),
    )
    draft = make_entry(challenge, title="Nooit ingestuurd")
    browser = client_for(organiser)
    listed = reverse("challenge_entries", args=[challenge.pk])
    assert browser.post(reverse("selection_start", args=[challenge.pk])).status_code == 302
    with scope(municipality):
        challenge.refresh_from_db()
        assert challenge.state == "open"  # too early
    ring_the_bell(challenge)
    for _click in range(2):
        browser.post(reverse("selection_start", args=[challenge.pk]))
    page = browser.get(listed).content.decode()
    assert "Goed" in page and "Nooit ingestuurd" not in page and "2 inzendingen wachten" in page
    assert browser.get(reverse("challenge_entry", args=[draft.pk])).status_code == 404

    def decide(entry, outcome, reason):
        data = {"outcome": outcome, "reason": reason, "version": entry.version}
        return browser.post(reverse("challenge_entry", args=[entry.pk]), data)

    assert decide(good, "selected", "").status_code == 302
    browser.post(reverse("selection_finish", args=[challenge.pk]))
    assert decide(poor, "not_selected", "").status_code == 422
    assert decide(poor, "not_selected", "Het plan noemt geen bewoners.").status_code == 302
    assert decide(poor, "selected", "").status_code == 422  # someone decided meanwhile
    with scope(municipality):
        Mail.objects.all().delete()
    for _click in range(2):
        browser.post(reverse("selection_finish", args=[challenge.pk]))
    with scope(municipality):
        challenge.refresh_from_db()
        assert challenge.state == "coaching"
        mails = {mail.subject: mail.text for mail in Mail.objects.all()}
        assert len(mails) == 2
        refusal = next(text for text in mails.values() if "Het plan noemt geen bewoners." in text)
        assert reverse("intake_start", args=[municipality.slug]) in refusal
        assert TimelineEntry.objects.filter(case_file=case_file, kind="challenge").count() == 1
        entry = Entry.objects.select_related("challenge").get(pk=poor.pk)
        with pytest.raises(RefusedError, match="state"):
            actions.decide(entry=entry, version=entry.version, outcome="selected", reason="", by=organiser)


def test_an_entrant_reads_no_decision_before_the_round_ends(
    client, challenge, organiser, municipality, scope
) -> None:
    from challenges.contests.entries.actions import token_of
    from challenges.models import EntryAuthor

    entry = submit_entry(challenge)
    ring_the_bell(challenge)
    with scope(municipality):
        actions.start(challenge=challenge, by=organiser)
        actions.decide(
            entry=entry, version=entry.version, outcome="not_selected", reason="Geheim.", by=organiser
        )
        token = token_of(EntryAuthor.objects.get(entry=entry))
    link = reverse("entry", args=[municipality.slug, challenge.slug, token])
    assert "Geheim." not in client.get(link).content.decode()
    assert "Niet geselecteerd" not in client.get(link).content.decode()


def test_a_list_costs_the_same_with_more_entries(
    client_for, organiser, challenge, django_assert_max_num_queries
) -> None:
    browser = client_for(organiser)
    for _number in range(12):
        submit_entry(challenge)
    with django_assert_max_num_queries(14):
        assert browser.get(reverse("challenge_entries", args=[challenge.pk])).status_code == 200
