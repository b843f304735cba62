"""The choice: the first in the ranking, decided by two people, told in letters; then the standstill."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Document
from portal.kernel.jobs.actions import run as run_job
from portal.kernel.models import Job, Mail
from portal.kernel.tenancy.scope import scoped
from procurement.models import CircularChoice, CircularLetter, CircularSubmission, CircularTender
from procurement.tenders.circular.choice import actions
from procurement.tenders.circular.choice.engine import is_over
from procurement.tenders.circular.choice.term import days_off, last_day
from procurement.tenders.circular.errors import RefusedError
from tests.factories import make_case_file, make_municipality, make_staff
from tests.procurement.tenders.circular.made import make_closed, make_proposed, make_scoring

VECTORS = (
    # (letters sent, last day of twenty days, why)
    ("2026-03-02", "2026-03-23", "the twentieth day is a Sunday"),
    ("2026-03-03", "2026-03-23", "an ordinary Monday"),
    ("2026-03-14", "2026-04-07", "Good Friday, the weekend and Easter Monday"),
    ("2026-04-07", "2026-04-28", "King's Day"),
    ("2026-04-15", "2026-05-06", "5 May, in a year in which it is no day off for most"),
    ("2026-04-24", "2026-05-15", "Ascension Day"),
    ("2026-12-05", "2026-12-28", "Christmas and the weekend after it"),
    ("2026-12-12", "2027-01-04", "New Year's Day and the weekend after it"),
)


@pytest.mark.parametrize(("sent", "until", "why"), VECTORS, ids=[row[2] for row in VECTORS])
def test_the_standstill_ends_on_a_working_day(sent, until, why):
    assert last_day(dt.date.fromisoformat(sent), 20) == dt.date.fromisoformat(until)


@settings(max_examples=40)
@given(st.dates(dt.date(2024, 1, 1), dt.date(2031, 12, 31)), st.integers(20, 90))
def test_the_standstill_is_never_short_never_ends_on_a_day_off_and_is_over_the_day_after(sent, days):
    until = last_day(sent, days)
    assert dt.timedelta(days=days) <= until - sent <= dt.timedelta(days=days + 5)
    assert until.weekday() < 5 and until not in days_off(until.year)
    assert not is_over(until, until) and is_over(until, until + dt.timedelta(days=1))


@pytest.mark.django_db
def test_only_the_first_can_be_chosen_and_by_two_people(client_for, municipality, staff, scope):
    buyer, director = staff("account_manager", domains=("economy",)), staff("alderman")
    tender = make_scoring(municipality, buyer)
    browser = client_for(buyer)
    page = reverse("circular_choice", args=[tender.pk])
    assert browser.get(page).url == reverse("circular_panel", args=[tender.pk])  # the panel still scores
    tender = make_closed(municipality, buyer)
    page = reverse("circular_choice", args=[tender.pk])
    with scope(municipality):
        first, second = tender.submissions.order_by("number")
    data = {"winner": first.pk, "motivation": "Scherp plan", "director": director.pk}
    short = browser.post(page, data)
    assert short.status_code == 422
    assert "Vertel waarom Onderneming 2 niet is gekozen" in short.content.decode()
    data[f"why_{second.pk}"] = "Minder uitgewerkt"
    for changes in ({"winner": second.pk}, {"director": buyer.pk}):
        assert browser.post(page, data | changes).status_code == 422
    for _click in range(2):
        assert browser.post(page, data).status_code == 302
    with scope(municipality):
        choice = CircularChoice.objects.get()
        assert Mail.objects.filter(to=director.email, key=f"circular-choice_asked-{choice.pk}").count() == 1
        CircularChoice.objects.filter(pk=choice.pk).update(state="sent_back", reason="x")
        for who, code in ((first, "self"), (second, "not_first")):
            told = {"winner": who.pk, "motivation": "m", "director": buyer, "whys": {second.pk: "w"}}
            with pytest.raises(RefusedError, match=code):
                actions.propose(tender=tender, by=buyer, **told)
        CircularChoice.objects.filter(pk=choice.pk).update(state="proposed", reason="")
        with pytest.raises(IntegrityError), transaction.atomic():
            CircularChoice.objects.filter(pk=choice.pk).update(director=buyer)
    # The buyer cannot agree in the director's place; a colleague who was not asked does not even see it.
    decide = reverse("circular_decide", args=[choice.pk])
    refused = browser.post(decide, {"version": "1"}, follow=True).content.decode()
    assert "Alleen de directeur aan wie het is gevraagd" in refused
    stranger = client_for(staff("alderman"))
    assert stranger.get(reverse("circular_decision", args=[choice.pk])).status_code == 403
    assert stranger.get(reverse("circular_letter", args=[choice.pk, 1])).status_code == 403
    asked = client_for(director)
    shown = asked.get(reverse("circular_decision", args=[choice.pk])).content.decode()
    assert "Scherp plan" in shown and "Akkoord, verstuur de brieven" in shown
    concept = asked.get(reverse("circular_letter", args=[choice.pk, 2]))
    assert concept.content.startswith(b"%PDF")
    back = reverse("circular_choice_back", args=[choice.pk])
    assert asked.post(back, {"version": "1", "reason": ""}).status_code == 422
    assert asked.post(back, {"version": "1", "reason": "Leg de innovatie uit."}).status_code == 302
    again = browser.get(page).content.decode()
    assert (
        "Leg de innovatie uit." in again and "Minder uitgewerkt" in again
    )  # what was typed is there to improve


@pytest.mark.django_db(transaction=True)
def test_letters_go_out_once_and_the_standstill_begins_that_day(client, client_for):
    municipality = make_municipality("Vechtstede")
    buyer = make_staff(municipality, "account_manager", domains=("economy",))
    director = make_staff(municipality, "alderman")
    tender = make_closed(municipality, buyer, submissions=3)
    case_file = make_case_file(municipality)
    with scoped([municipality.pk]):
        rows = list(tender.submissions.order_by("number"))
        CircularSubmission.objects.filter(pk=rows[1].pk).update(case_file=case_file)
    choice = make_proposed(tender, buyer, director)
    with scoped([municipality.pk]):
        for _click in range(2):
            choice = actions.decide(choice=choice, version=choice.version, by=director)
        with pytest.raises(RefusedError, match="letters"):
            actions.withdraw(choice=choice, version=choice.version, reason="Bezwaar", by=buyer)
        job = Job.objects.get(kind="circular-letters")
    for _time in range(2):
        with scoped([municipality.pk]):
            Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED)
        run_job(str(job.pk), municipality.pk)
        with scoped([municipality.pk]):
            assert Job.objects.get(pk=job.pk).state == Job.State.SUCCEEDED
            choice.refresh_from_db()
            assert Mail.objects.filter(key__startswith="circular-letter-").count() == 3
            assert CircularLetter.objects.exclude(file=None).count() == 3
            assert Document.objects.filter(case_file=case_file, for_entrepreneur=True).count() == 1
    assert choice.standstill_until == last_day(choice.letters_on, 20)
    with scoped([municipality.pk]):
        tender = CircularTender.objects.select_related("municipality").get(pk=tender.pk)
        assert tender.state == "choice"
    own = reverse("circular_own_letter", args=[municipality.slug, tender.slug, rows[1].token])
    assert b"".join(client.get(own).streaming_content).startswith(b"%PDF")
    assert "Onze brief aan u" in client.get(rows[1].path(tender)).content.decode()
    browser = client_for(buyer)
    shown = browser.get(reverse("circular_tender", args=[tender.pk])).content.decode()
    assert "de opschortende termijn duurt tot en met" in shown

    # An objection is right: everyone hears why, and it is chosen again from the same scores.
    page = reverse("circular_decision", args=[choice.pk])
    reason = {"version": str(choice.version), "reason": "De rechter geeft Onderneming 2 gelijk."}
    assert browser.post(reverse("circular_choice_back", args=[choice.pk]), reason).url == page
    with scoped([municipality.pk]):
        assert Mail.objects.filter(key__startswith="circular-withdrawn").count() == 3
        tender.refresh_from_db()
        assert tender.state == "panel"
    assert "Wij hebben deze keuze ingetrokken" in client.get(rows[1].path(tender)).content.decode()
    make_proposed(tender, buyer, director)
