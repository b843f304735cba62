"""Submissions: sealed until the bell, in time by the clock of the database, and nothing that was typed is lost."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import EnterpriseMember
from portal.kernel.models import Mail
from procurement.models import CircularSubmission, CircularTender
from procurement.tenders.circular.errors import RefusedError
from procurement.tenders.circular.submissions import actions
from tests.factories import make_case_file, make_person
from tests.procurement.tenders.circular.made import TEXTS, make_draft, make_tender, ring_the_bell, send_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(staff):
    return staff("account_manager", domains=("economy",))


@pytest.fixture
def tender(municipality, buyer):
    return make_tender(municipality, buyer)


def page_of(row, tender, municipality, name="circular_submission", **more):
    place = {"municipality_slug": municipality.slug, "slug": tender.slug, "token": row.token}
    return reverse(name, kwargs=place | more)


def typed(row, **changes):
    return {"organisation": row.organisation, "version": str(row.version), **TEXTS, **changes}


def test_from_the_start_to_sent_in_and_changed_again(client, tender, municipality, scope):
    start = reverse("circular_begin", args=[municipality.slug, tender.slug])
    who = {"organisation": "De Prutmeesters", "name": "Iris", "email": "iris@prut.example"}
    made = client.post(start, who)
    with scope(municipality):
        row = CircularSubmission.objects.get()
    page = page_of(row, tender, municipality)
    assert made.url == page
    again = client.post(start, who | {"email": "IRIS@prut.example"})
    assert again.url == reverse(
        "public_circular", args=[municipality.slug, tender.slug]
    )  # the link is only mailed
    assert client.post(page, typed(row, vision="Eerst dit")).status_code == 302
    short = client.post(page, typed(row, version="2", expertise="", insturen="1"))
    assert short.status_code == 422
    with scope(municipality):  # what could be kept, is kept
        assert CircularSubmission.objects.get().vision == TEXTS["vision"]
    long = client.post(page, typed(row, version="3", vision="woord " * 501))
    assert long.status_code == 422 and "Dit zijn 501 woorden" in long.content.decode()
    for _click in range(2):
        assert client.post(page, typed(row, version="3", insturen="1")).status_code == 302
    assert "Ingestuurd op" in client.get(page).content.decode()
    with scope(municipality):
        assert Mail.objects.filter(to="iris@prut.example", key__startswith="circular-sent").count() == 1
    turn = page_of(row, tender, municipality, "circular_turn")
    client.post(turn, {"verder": "1"})
    with scope(municipality):
        assert CircularSubmission.objects.get().state == "draft"
    for _click in range(2):
        client.post(turn)
    with scope(municipality):
        assert CircularSubmission.objects.get().state == "withdrawn"


def test_a_late_click_keeps_the_text_and_says_so(client, tender, municipality, scope):
    row = make_draft(tender)
    ring_the_bell(tender)
    page = page_of(row, tender, municipality)
    late = client.post(page, typed(row, vision="Op de valreep", insturen="1"), follow=True)
    assert "het was te laat om dit in te sturen" in late.content.decode()
    assert "Op de valreep" in late.content.decode()
    with scope(municipality):
        kept = CircularSubmission.objects.get()
        assert (kept.state, kept.vision) == ("draft", "Op de valreep")
        with pytest.raises(RefusedError, match="closed"):
            actions.withdraw(row=kept)
        # Whoever goes past our own code meets the clock of the database.
        with pytest.raises(DatabaseError, match="nothing is sent in any more"), transaction.atomic():
            CircularSubmission.objects.filter(pk=kept.pk).update(
                state="submitted", submitted_at=timezone.now()
            )


def test_the_bell_rings_between_opening_the_page_and_the_click(tender, municipality, scope):
    """The clock is read at the click, not at the start of the transaction or on the web server."""
    row = make_draft(tender)
    with scope(municipality):
        CircularTender.objects.filter(pk=tender.pk).update(
            questions_until=timezone.now(), closes_at=timezone.now() + dt.timedelta(seconds=0.15)
        )
        with transaction.atomic():
            from django.db import connection

            connection.cursor().execute("SELECT pg_sleep(0.3)")
            with pytest.raises(RefusedError, match="closed"):
                actions.submit(row=row)


def test_what_is_sent_in_is_sealed_until_the_bell(client_for, buyer, tender, municipality):
    send_in(tender, "De Geheime Brander")
    browser = client_for(buyer)
    pages = [
        reverse("circular_tender", args=[tender.pk]),
        reverse("circular_tenders"),
        reverse("search") + "?q=Geheime",
        reverse("public_circular", args=[municipality.slug, tender.slug]),
    ]
    for page in pages:
        assert "Geheime Brander" not in browser.get(page).content.decode(), page
    ring_the_bell(tender)
    assert "Geheime Brander" in browser.get(pages[0]).content.decode()


def test_two_windows_lose_nothing(client, tender, municipality):
    row = make_draft(tender)
    page = page_of(row, tender, municipality)
    client.post(page, typed(row, vision="In het ene venster"))
    other = client.post(page, typed(row, vision="In het andere venster"))
    assert other.status_code == 409
    text = other.content.decode()
    assert "In het ene venster" in text and "In het andere venster" in text


def test_files_come_along_are_bounded_and_can_be_taken_out(client, tender, municipality, scope):
    row = make_draft(tender)
    add = page_of(row, tender, municipality, "circular_file_add")
    for number in range(4):
        client.post(add, {"stuk-file": SimpleUploadedFile(f"plan{number}.txt", b"plan", "text/plain")})
    with scope(municipality):
        files = list(row.files.all())
    assert len(files) == tender.most_files
    mine = page_of(row, tender, municipality, "circular_file", pk=files[0].pk)
    assert b"plan" in b"".join(client.get(mine).streaming_content)
    other = make_draft(tender)
    assert (
        client.get(page_of(other, tender, municipality, "circular_file", pk=files[0].pk)).status_code == 404
    )
    client.post(page_of(row, tender, municipality, "circular_file_remove", pk=files[0].pk))
    with scope(municipality):
        assert row.files.count() == 2


def test_an_enterprise_finds_its_draft_on_its_own_page(client_for, client, tender, municipality, scope):
    case_file, person = make_case_file(municipality, "De Koffiekar"), make_person()
    with scope(municipality):
        EnterpriseMember.objects.create(municipality=municipality, case_file=case_file, person=person)
    browser = client_for(person)
    start = reverse("circular_begin", args=[municipality.slug, tender.slug])
    assert "De Koffiekar" in browser.get(start).content.decode()
    browser.post(
        start,
        {"organisation": "De Koffiekar", "case_file": case_file.pk, "name": "Aafke", "email": person.email},
    )
    with scope(municipality):
        row = CircularSubmission.objects.get()
        assert row.case_file == case_file
    assert page_of(row, tender, municipality) in browser.get(reverse("my_overview")).content.decode()
    # Someone else cannot hang a submission on this case file.
    client.post(
        start,
        {
            "organisation": "Vals",
            "case_file": case_file.pk,
            "name": "Vals",
            "email": "vals@voorbeeld.example",
        },
    )
    with scope(municipality):
        assert CircularSubmission.objects.get(organisation="Vals").case_file is None


def test_the_token_of_another_tender_or_municipality_opens_nothing(
    client, tender, municipality, other_municipality, buyer
):
    row = make_draft(tender)
    other = make_tender(municipality, buyer)
    assert client.get(page_of(row, other, municipality)).status_code == 404
    assert client.get(page_of(row, tender, other_municipality)).status_code == 404
