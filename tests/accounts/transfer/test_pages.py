"""The pages, for the right and the wrong people."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import CaseFile, Transfer, TransferOffer
from accounts.questions.actions import ask as ask_question
from accounts.timeline.actions import add_task
from tests.factories import make_person, make_staff


@pytest.fixture
def as_(client_for):
    return client_for


def test_from_the_case_file_to_the_other_municipality(move, as_):
    new = reverse("transfer_new", args=[move.file.pk])
    page = as_(move.manager).get(reverse("case_file", args=[move.file.pk]))
    assert new in page.content.decode()
    empty = as_(move.manager).post(new, {"to": "", "reason": "Kort"})
    assert empty.status_code == 422
    assert "Kort" in empty.content.decode()
    sent = as_(move.manager).post(new, {"to": str(move.there.pk), "reason": "Nieuwe hal"}, follow=True)
    assert "Wacht op de ondernemer" in sent.content.decode()
    assert as_(move.manager).get(new).status_code == 302  # to the one that is open

    assert "Mogen uw gegevens naar" in as_(move.owner).get(reverse("my_overview")).content.decode()
    with move.at_here():
        transfer = Transfer.objects.get()
    mine = reverse("my_transfer", args=[transfer.pk])
    assert as_(move.owner).post(mine, {"parts": ["nonsense"], "answer": "yes"}).status_code == 422
    assert as_(move.owner).post(mine, {"parts": ["documents"]}).status_code == 422
    done = as_(move.owner).post(mine, {"parts": ["documents"], "answer": "yes"}, follow=True)
    assert "Trek mijn toestemming in" in done.content.decode()

    for place in ("worklist", "triage_list"):
        assert move.file.name in as_(move.receiver).get(reverse(place)).content.decode()
    with move.at_there():
        offer = TransferOffer.objects.get()
    address = reverse("transfer_offer", args=[offer.pk])
    assert "Nieuwe hal" in as_(move.receiver).get(address).content.decode()
    assert as_(move.receiver).post(address, {"stap": "afwijzen", "reason": ""}).status_code == 422
    answer = {"stap": "overnemen", "into": "new", "account_manager": str(move.receiver.pk)}
    there = as_(move.receiver).post(address, answer, follow=True)
    assert "Kwam van" in there.content.decode()
    again = as_(move.receiver).post(address, answer)
    assert again.status_code in {302, 422}
    with move.at_there():
        assert CaseFile.objects.count() == 1

    left = as_(move.manager).get(reverse("case_file", args=[move.file.pk])).content.decode()
    assert "Dit dossier ging op" in left
    overview = as_(move.owner).get(reverse("my_overview")).content.decode()
    assert overview.count("vraag/") == 1  # only the new municipality is asked
    assert as_(move.owner).get(reverse("my_question_ask", args=[move.file.pk])).status_code == 302
    assert as_(move.owner).get(reverse("my_case_file", args=[move.file.pk])).status_code == 200


def test_who_may_not(move, as_):
    transfer = move.ask()
    offer = move.consent(transfer)
    specialist = make_staff(move.here, "specialist", domains=("care",))
    new, page = reverse("transfer_new", args=[move.file.pk]), reverse("transfer", args=[transfer.pk])
    stop, address = reverse("transfer_cancel", args=[transfer.pk]), reverse("transfer_offer", args=[offer.pk])
    assert as_(specialist).get(new).status_code == 403
    assert as_(specialist).get(page).status_code == 200
    assert as_(specialist).post(stop, {"reason": "x"}).status_code == 403
    # the right role in the other municipality
    for target in (new, page):
        assert as_(move.receiver).get(target).status_code == 404
    assert as_(move.receiver).post(stop, {"reason": "x"}).status_code == 404
    assert as_(move.manager).get(address).status_code == 404
    assert as_(make_person()).get(reverse("my_transfer", args=[transfer.pk])).status_code == 404
    assert as_(move.manager).post(stop, {"reason": ""}).status_code == 422
    assert as_(move.manager).post(stop, {"reason": "Toch niet"}).status_code == 302


@pytest.mark.parametrize("to", ["9" * 30, "abc", "\x00", "-1"])
def test_a_municipality_that_is_none_is_a_clear_message(move, as_, to):
    answer = as_(move.manager).post(
        reverse("transfer_new", args=[move.file.pk]), {"to": to, "reason": "Waarom"}
    )
    assert answer.status_code == 422


def test_reasons_that_are_too_long_keep_what_was_typed(move, as_):
    answer = as_(move.manager).post(
        reverse("transfer_new", args=[move.file.pk]), {"to": str(move.there.pk), "reason": "a" * 10_000}
    )
    assert answer.status_code == 422
    assert "a" * 10_000 in answer.content.decode()


def test_the_preview_takes_as_many_queries_with_more_rows(move, as_):
    new, client = reverse("transfer_new", args=[move.file.pk]), as_(move.manager)
    with CaptureQueriesContext(connection) as few:
        client.get(new)
    with move.at_here():
        for number in range(12):
            ask_question(case_file=move.file, text=f"Vraag {number}", by=move.owner)
            add_task(case_file=move.file, title="Bellen", holder=None, due_on=None, by=move.manager)
    with CaptureQueriesContext(connection) as many:
        client.get(new)
    assert len(many) == len(few) <= 80


def test_the_receiver_has_no_place_to_read_what_it_did_not_accept(move, as_):
    with move.at_here():
        ask_question(case_file=move.file, text="Iets vertrouwelijks", by=move.owner)
    offer = move.consent(move.ask())
    page = as_(move.receiver).get(reverse("transfer_offer", args=[offer.pk])).content.decode()
    assert "Iets vertrouwelijks" not in page
    assert as_(move.receiver).get(reverse("case_file", args=[move.file.pk])).status_code == 404


def test_past_its_last_day_the_entrepreneur_reads_so_and_has_no_buttons(move, as_):
    transfer = move.ask()
    with move.at_here():
        Transfer.objects.update(expires_on="2026-01-01")
    page = as_(move.owner).get(reverse("my_transfer", args=[transfer.pk])).content.decode()
    assert "De termijn is voorbij" in page
    assert "Ja, dit mag mee" not in page
