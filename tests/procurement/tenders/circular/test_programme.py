"""A programme of ambition: complete before it is published, fixed after, and public with its questions and answers."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.models import Mail
from portal.kernel.tenancy.scope import scoped
from procurement.models import CircularAmbition, CircularQuestion, CircularTender
from procurement.tenders.circular.consultation import actions as asking
from procurement.tenders.circular.errors import RefusedError
from procurement.tenders.circular.programme import actions, engine
from procurement.tenders.circular.rules_form import CircularRulesForm
from procurement.tenders.circular.rulesets import default
from tests.procurement.tenders.circular.made import make_concept, make_draft, make_tender, ring_the_bell

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(staff):
    return staff("account_manager", domains=("economy",))


def programme(tender, **changes):
    start = timezone.localdate() + dt.timedelta(days=10)
    return {
        "title": tender.title, "department": "Facilitair", "background": "Afval", "brief": "Koffie", "conditions": "KVK",
        "budget": "240.000", "weight_vision": "40", "weight_expertise": "30", "weight_innovation": "30",
        "looks_at_vision": "Visie", "looks_at_expertise": "Kunnen", "looks_at_innovation": "Nieuw",
        "most_words": "300", "most_files": "2", "questions_day": f"{start:%d-%m-%Y}", "questions_time": "12:00",
        "closes_day": f"{start + dt.timedelta(days=7):%d-%m-%Y}", "closes_time": "17:00",
        "version": str(tender.version), **changes,
    }  # fmt: skip


def test_from_a_title_to_the_public_page(client, client_for, buyer, municipality, scope):
    browser = client_for(buyer)
    assert browser.get(reverse("circular_new")).status_code == 200
    made = browser.post(reverse("circular_new"), {"title": "Koffie zonder afval", "department": "Facilitair"})
    with scope(municipality):
        tender = CircularTender.objects.get()
    assert made.url == reverse("circular_web", args=[tender.pk])
    public = reverse("public_circular", args=[municipality.slug, tender.slug])
    assert client.get(public).status_code == 404  # a concept does not exist for visitors
    page = browser.get(reverse("circular_tender", args=[tender.pk])).content.decode()
    assert "Vul het maximale budget in" in page and "minstens drie thema" in page

    two = {"version": "1", "level_materialen": "3", "level_energie": "2", "wish_materialen": "Geen afval"}
    few = browser.post(made.url, two)
    assert few.status_code == 422 and "Geen afval" in few.content.decode()
    assert browser.post(made.url, two | {"level_sociaal": "3"}).status_code == 302

    edit = reverse("circular_edit", args=[tender.pk])
    wrong = browser.post(edit, programme(tender, version="2", weight_vision="50"))
    assert wrong.status_code == 422 and "tellen op tot 110: dat is 10 te veel" in wrong.content.decode()
    assert browser.post(edit, programme(tender, version="2")).status_code == 302
    stale = browser.post(edit, programme(tender, version="2", brief="Thee"))
    assert stale.status_code == 409 and "Thee" in stale.content.decode()

    publish = reverse("circular_publish", args=[tender.pk])
    for _click in range(2):
        assert browser.post(publish).status_code == 302
    shown = client.get(public).content.decode()
    assert "EUR 240.000,00" in shown and "Geen afval" in shown and "data:image/svg+xml" in shown
    assert "Materialen: ambitie 3" in shown  # the drawing in words
    assert tender.slug in client.get(reverse("circular_sitemap", args=[municipality.slug])).content.decode()
    fixed = browser.post(edit, programme(tender, version="4", budget="1"))
    assert fixed.status_code == 422
    with scope(municipality):
        assert CircularTender.objects.get().budget == 240000


def test_the_database_keeps_weights_at_a_hundred_and_levels_in_the_web(buyer, municipality, scope):
    tender = make_concept(municipality, buyer)
    with scope(municipality):
        for changes in ({"weight_vision": 41}, {"weight_vision": 70, "weight_expertise": 0}, {"budget": 0}):
            with pytest.raises(IntegrityError), transaction.atomic():
                CircularTender.objects.filter(pk=tender.pk).update(**changes)
        with pytest.raises(IntegrityError), transaction.atomic():
            CircularAmbition.objects.filter(tender=tender).update(level=4)


def test_moments_may_become_later_never_sooner_and_everyone_hears(buyer, municipality, scope):
    tender = make_tender(municipality, buyer)
    row = make_draft(tender)
    day = dt.timedelta(days=1)
    with scope(municipality):
        moments = {"questions_until": tender.questions_until, "closes_at": tender.closes_at - day}
        with pytest.raises(RefusedError, match="sooner"):
            actions.give_time(tender=tender, version=tender.version, by=buyer, **moments)
        moments["closes_at"] += 2 * day
        later = actions.give_time(tender=tender, version=tender.version, by=buyer, **moments)
        assert Mail.objects.filter(to=row.email, key__startswith="circular-time").count() == 1
    ring_the_bell(later)
    with scope(municipality), pytest.raises(RefusedError, match="state"):
        actions.give_time(tender=later, version=later.version, by=buyer, **moments)


def test_a_question_counts_once_its_address_is_confirmed_and_the_answer_names_nobody(
    client, client_for, buyer, municipality, scope
):
    tender = make_tender(municipality, buyer)
    place = [municipality.slug, tender.slug]
    asked = {
        "text": "Mogen wij van Prut BV ook thee aanbieden?",
        "name": "Vera Vraagt",
        "email": "vera@prut.example",
    }
    for _click in range(2):
        assert client.post(reverse("circular_question_ask", args=place), asked).status_code == 302
    with scope(municipality):
        question = CircularQuestion.objects.get()
        assert Mail.objects.filter(to="vera@prut.example").count() == 1
    browser = client_for(buyer)
    page = reverse("circular_tender", args=[tender.pk])
    assert "Prut BV" not in browser.get(page).content.decode()
    assert browser.get(reverse("circular_question", args=[question.pk])).status_code == 404
    confirm = reverse("circular_question_confirm", args=[*place, question.token])
    assert "Prut BV" in client.get(confirm).content.decode()
    with scope(municipality):  # opening the link alone, as a mail scanner does, confirms nothing
        assert CircularQuestion.objects.get().confirmed_at is None
    for _click in range(2):
        assert client.post(confirm).status_code == 302
    assert "Prut BV" in browser.get(page).content.decode()
    answer = {"public_text": "Mag er ook thee bij?", "answer": "Ja, graag.", "version": "2"}
    assert browser.post(reverse("circular_question", args=[question.pk]), answer).status_code == 302
    public = client.get(reverse("public_circular", args=place)).content.decode()
    assert "Mag er ook thee bij?" in public and "Ja, graag." in public
    for secret in ("Vera", "vera@", "Prut BV"):
        assert secret not in public
    again = browser.post(reverse("circular_question", args=[question.pk]), answer | {"version": "3"})
    assert again.status_code == 422
    with scope(municipality):
        assert Mail.objects.filter(to="vera@prut.example").count() == 2


def test_who_is_logged_in_need_not_confirm(client_for, buyer, municipality, scope):
    tender = make_tender(municipality, buyer)
    with scope(municipality):
        assert asking.ask(
            tender=tender, name="Ik", email=buyer.email, text="Mag het?", person=buyer
        ).confirmed_at
        other = asking.ask(
            tender=tender, name="Ik", email="ander@voorbeeld.example", text="Mag het?", person=buyer
        )
        assert other.confirmed_at is None


def test_the_clock_closes_the_consultation(client, buyer, municipality, scope):
    tender = make_tender(municipality, buyer)
    with scope(municipality):
        question = asking.ask(tender=tender, name="Vera", email="vera@prut.example", text="Mag het?")
    ring_the_bell(tender)
    with scope(municipality):
        with pytest.raises(RefusedError, match="closed"):
            asking.confirm(question=question)
    late = {"text": "Nog een vraag", "name": "Vera", "email": "vera@prut.example"}
    answer = client.post(reverse("circular_question_ask", args=[municipality.slug, tender.slug]), late)
    assert answer.status_code == 422 and "te laat" in answer.content.decode()


def test_cancelling_says_why_and_tells_who_takes_part(client, client_for, buyer, municipality, scope):
    tender = make_tender(municipality, buyer)
    row = make_draft(tender)
    browser = client_for(buyer)
    for _click in range(2):
        browser.post(
            reverse("circular_cancel", args=[tender.pk]),
            {"reason": "Het geld is op.", "version": str(tender.version)},
        )
    with scope(municipality):
        assert CircularTender.objects.get().state == "cancelled"
        assert Mail.objects.filter(to=row.email, key__startswith="circular-cancelled").count() == 1
    public = client.get(reverse("public_circular", args=[municipality.slug, tender.slug])).content.decode()
    assert "Het geld is op." in public and "Meedoen" not in public


def test_other_municipalities_see_nothing(client_for, buyer, municipality, other_municipality, staff):
    tender = make_tender(municipality, buyer)
    stranger = client_for(staff("account_manager", domains=("economy",), at=other_municipality))
    assert stranger.get(reverse("circular_tender", args=[tender.pk])).status_code == 404
    assert (
        stranger.get(reverse("public_circular", args=[other_municipality.slug, tender.slug])).status_code
        == 404
    )


def test_the_rules_can_be_edited_and_come_back_the_same():
    form = CircularRulesForm(CircularRulesForm.load(default()))
    assert form.is_valid(), form.errors
    assert form.dump() == {**default()}
    short = CircularRulesForm(
        {**CircularRulesForm.load(default()), "standstill_days": 19, "levels": "een\ntwee"}
    )
    assert not short.is_valid() and {"standstill_days", "levels"} <= set(short.errors)


@given(st.lists(st.integers(0, 3), min_size=3, max_size=16))
def test_a_web_is_as_far_from_the_middle_as_its_levels(levels):
    for (x, y), level in zip(engine.web(levels), levels, strict=True):
        assert abs((x * x + y * y) ** 0.5 - level) < 1e-9
    assert engine.web([3, 3, 3])[0] == pytest.approx((0, 3))


def test_a_list_can_be_filtered_and_exported(client_for, buyer, municipality):
    make_concept(municipality, buyer)
    published = make_tender(municipality, buyer)
    with scoped([municipality.pk]):
        CircularTender.objects.filter(pk=published.pk).update(title="Anders dan de rest")
    browser = client_for(buyer)
    page = browser.get(reverse("circular_tenders"), {"stand": "open"}).content.decode()
    assert "Anders dan de rest" in page and "Koffie zonder afval" not in page
