"""The panel: by invitation, sealed until it begins, independent until it is closed, locked after."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Mail
from portal.kernel.tenancy.scope import scoped
from procurement.models import CircularBallot, CircularConflict, CircularPanelMember, CircularTender
from procurement.tenders.circular.errors import RefusedError
from procurement.tenders.circular.panel import actions, queries
from procurement.tenders.circular.programme.engine import CRITERIA
from tests.procurement.tenders.circular.made import (
    give,
    make_closed,
    make_member,
    make_scoring,
    make_tender,
    ring_the_bell,
    send_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(staff):
    return staff("account_manager", domains=("economy",))


@pytest.fixture
def scoring(municipality, buyer):
    return make_scoring(municipality, buyer)


def page_of(member, municipality, name="circular_panel_home", **more):
    place = {"municipality_slug": municipality.slug, "slug": member.tender.slug, "token": member.token}
    return reverse(name, kwargs=place | more)


def filled(value="7", version="0", why="Goed onderbouwd"):
    return {"version": version} | {
        name: text for code in CRITERIA for name, text in ((code, value), (f"why_{code}", why))
    }


def parts(tender):
    with scoped([tender.municipality_id]):
        return list(tender.panel.select_related("tender__municipality")), list(
            tender.submissions.order_by("number")
        )


def test_from_the_invitation_to_the_ranking(client, client_for, buyer, municipality, scope):
    tender = make_tender(municipality, buyer)
    send_in(tender, "De Prutmeesters")
    send_in(tender, "Kop en Schotel")
    browser = client_for(buyer)
    page, begin = (
        reverse("circular_panel", args=[tender.pk]),
        reverse("circular_panel_open", args=[tender.pk]),
    )
    ask = {"nieuw-name": "Joris Keurder", "nieuw-email": "joris@voorbeeld.example"}
    for _click in range(2):
        assert browser.post(reverse("circular_panel_invite", args=[tender.pk]), ask).url == page
    with scope(municipality):
        member = CircularPanelMember.objects.select_related("tender").get()
        assert Mail.objects.filter(to="joris@voorbeeld.example").count() == 1
    assert "blijft verzegeld" in browser.post(begin, follow=True).content.decode()
    ring_the_bell(tender)
    one = page_of(member, municipality, "circular_panel_submission", number=1)
    assert client.get(one).status_code == 404  # the seal is still on it
    assert "minstens twee mensen" in browser.post(begin, follow=True).content.decode()
    second = make_member(tender, buyer)
    for _click in range(2):
        assert "Het panel scoort" in browser.post(begin, follow=True).content.decode()
    home = page_of(member, municipality)
    assert "2 inschrijvingen wachten op uw score" in client.get(home).content.decode()

    wrong = client.post(one, filled("11"))
    assert wrong.status_code == 422 and "Goed onderbouwd" in wrong.content.decode()
    assert client.post(one, filled("8")).url == home
    stale = client.post(one, filled("2", why="In een ander venster"))
    assert stale.status_code == 409 and "In een ander venster" in stale.content.decode()
    hand_in = page_of(member, municipality, "circular_panel_hand_in")
    assert "Geef eerst elke inschrijving een score" in client.post(hand_in, follow=True).content.decode()
    back = page_of(member, municipality, "circular_panel_conflict", number=2)
    assert client.post(back, {"belang-reason": ""}).status_code == 422
    for _click in range(2):
        assert client.post(back, {"belang-reason": "Mijn zus werkt er."}).url == home
    assert client.get(one.replace("/1/", "/2/")).status_code == 404
    for _click in range(2):
        assert "staan vast" in client.post(hand_in, follow=True).content.decode()
    late = client.post(one, filled("1", "1"))
    assert late.status_code == 422 and "er is niets gewijzigd" in late.content.decode()

    rows = parts(tender)[1]
    for row in rows:
        give(second, row, 5)
    browser.post(reverse("circular_panel_remind", args=[tender.pk]))
    with scope(municipality):  # who handed in is left alone
        assert list(
            Mail.objects.filter(key__startswith="circular-reminder").values_list("to", flat=True)
        ) == [second.email]
    close = reverse("circular_panel_close", args=[tender.pk])
    assert "Niet iedereen heeft ingeleverd" in browser.post(close, {"missing_reason": ""}).content.decode()
    for _click in range(2):
        browser.post(close, {"missing_reason": "Ziek geworden"})
    shown = browser.get(page).content.decode()
    assert "Rangorde" in shown and "Goed onderbouwd" in shown and "Ziek geworden" in shown
    with scope(municipality):
        result = queries.result(tender)
    # 8 on a scale of 1 to 10 is 77.8 of 100, 5 is 44.4; on the second only one scored.
    assert [(str(row.submission), str(row.shown_total)) for row in result.rows] == [
        ("1. De Prutmeesters", "61.1"),
        ("2. Kop en Schotel", "44.4"),
    ]


def test_nobody_sees_another_score_before_the_closing(
    client, client_for, buyer, scoring, municipality, scope
):
    """By page, search, export, the link of someone else, or a guessed address."""
    (first, second), rows = parts(scoring)
    give(first, rows[0], 9, why="Verklikkerswoord over kaneelstokken")
    browser = client_for(buyer)
    looks = [
        (browser, reverse("circular_panel", args=[scoring.pk])),
        (browser, reverse("circular_tender", args=[scoring.pk])),
        (browser, reverse("circular_choice", args=[scoring.pk])),
        (browser, reverse("circular_tenders")),
        (browser, reverse("search") + "?q=kaneelstokken"),
        (client, page_of(second, municipality)),
        (client, page_of(second, municipality, "circular_panel_submission", number=1)),
        (client, reverse("public_circular", args=[municipality.slug, scoring.slug])),
        (client, rows[0].path(scoring)),
    ]
    for visitor, place in looks:
        answer = visitor.get(place, follow=True)
        text = answer.content.decode()
        assert answer.status_code == 200, place
        assert "Verklikkerswoord" not in text and 'value="9"' not in text, place
    # Its own maker does see it.
    own = client.get(page_of(first, municipality, "circular_panel_submission", number=1)).content.decode()
    assert "Verklikkerswoord" in own
    # The link of one tender opens nothing of another, and a member who left has no link.
    other = make_scoring(municipality, buyer)
    strange = page_of(first, municipality).replace(scoring.slug, other.slug)
    assert client.get(strange).status_code == 404
    with scope(municipality):
        actions.remove(member=first, reason="Verhuisd", by=buyer)
    assert client.get(page_of(first, municipality)).status_code == 404


def test_the_database_locks_scores_whoever_writes_them(buyer, municipality, scope):
    tender = make_closed(municipality, buyer)
    with scope(municipality):
        with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
            CircularBallot.objects.filter(member__tender=tender).update(vision=10)
        with pytest.raises(RefusedError, match="scoring"):
            actions.stand_back(
                member=tender.panel.first(), submission=tender.submissions.first(), reason="Laat"
            )


def test_handing_in_locks_before_the_closing_and_scores_stay_in_the_scale(scoring, municipality, scope):
    (first, _second), rows = parts(scoring)
    with scope(municipality):
        for changes in ({"vision": 11}, {"why_vision": ""}):
            ballot = give(first, rows[0], 7, CircularBallot.objects.filter(member=first).count() and 1)
            with pytest.raises(IntegrityError), transaction.atomic():
                CircularBallot.objects.filter(pk=ballot.pk).update(**changes)
            CircularBallot.objects.filter(pk=ballot.pk).delete()
        for row in rows:
            ballot = give(first, row, 7)
        with pytest.raises(StaleVersionError):
            give(first, rows[1], 8, 0)
        actions.hand_in(member=first)
        with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
            CircularBallot.objects.filter(pk=ballot.pk).update(vision=10)


def test_who_takes_part_does_not_judge_and_this_is_told_only_after_the_closing(buyer, municipality, scope):
    tender = make_tender(municipality, buyer)
    row = send_in(tender)
    writer = make_member(tender, buyer, name="Stiekem", email=row.email.upper())
    make_member(tender, buyer)
    ring_the_bell(tender)
    with scope(municipality):
        with pytest.raises(RefusedError, match="takes_part"):
            actions.open_round(tender=tender, by=buyer)
        actions.remove(member=writer, reason="Doet zelf mee", by=buyer)
        with pytest.raises(RefusedError, match="members"):
            actions.open_round(tender=tender, by=buyer)


def test_set_aside_is_out_of_the_ranking_and_a_conflict_takes_scores_away(
    client_for, buyer, municipality, scope
):
    tender = make_closed(municipality, buyer, submissions=3)
    rows = parts(tender)[1]
    browser = client_for(buyer)
    aside = reverse("circular_set_aside", args=[rows[0].pk])
    assert browser.post(aside, {"reason": ""}).status_code == 422
    for _click in range(2):
        browser.post(aside, {"reason": "Niet ingeschreven bij de KVK."})
    with scope(municipality):
        assert [row.submission for row in queries.result(tender).rows] == rows[1:]
        member = tender.panel.first()
        CircularConflict.objects.create(
            municipality=municipality, member=member, submission=rows[1], reason="Klant"
        )
        assert queries.counted(tender).count() == 3
        assert queries.result(tender).rows[0].place.jurors == 1
        assert CircularTender.objects.get(pk=tender.pk).state == "panel"
