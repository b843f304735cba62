"""Goals and claims in the browser: who sees what, bad input, and a fixed number of queries."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.impact import actions
from accounts.models import Claim, Indicator
from portal.kernel.tenancy.scope import scoped
from tests.accounts.impact.conftest import claim_of, goal_of
from tests.factories import make_case_file, make_person

GOAL = {
    "title": "Doel", "theme": "work", "starts_on": "01-01-2026", "ends_on": "31-12-2026", "baseline": "0",
    "target": "1.250", "source": "Akkoord",
}  # fmt: skip


def sent_claim(goal, **changes):
    file = SimpleUploadedFile("telling.txt", b"week 1: 10 kg", content_type="text/plain")
    return {
        "kind": "impact", "indicator": goal.indicator_id, "quantity": "1.250,5", "starts_on": "01-02-2026",
        "ends_on": "28-02-2026", "file": file, **changes,
    }  # fmt: skip


def test_the_entrepreneur_claims_for_the_own_enterprise_only(world, client_for, other_municipality, staff):
    case, goal = world
    client, path = client_for(case.entrepreneur), f"/impact/onderneming/{case.case_file.pk}/nieuw/"
    answer = client.post(path, sent_claim(goal))
    assert answer.status_code == 302
    with case.scope():
        made = Claim.objects.get()
        assert made.quantity == Decimal("1250.5")
        assert made.evidence.count() == 1
        strange = make_case_file(case.municipality)
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert "Ja, dit telt mee" not in page.content.decode()
    assert client.get("/mijn/").status_code == 200
    assert client.post(f"/impact/onderneming/{strange.pk}/nieuw/", sent_claim(goal)).status_code == 404
    assert client.post(f"/impact/{made.pk}/akkoord/", {"version": 1}).status_code == 403
    assert client_for(make_person()).get(f"/impact/{made.pk}/").status_code == 404
    assert client_for(staff("alderman")).get(f"/impact/{made.pk}/").status_code == 403
    elsewhere = client_for(staff("account_manager", at=other_municipality))
    assert elsewhere.get(f"/impact/{made.pk}/").status_code == 404
    assert elsewhere.get(f"/doelen/{goal.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"quantity": "veel"}, "Vul een getal in"),
        ({"quantity": "-5"}, "Vul een getal in"),
        ({"quantity": "99999999999999999"}, "te hoog"),
        ({"starts_on": "01-01-1899"}, "tussen 01-01-2000"),
        ({"ends_on": "01-01-2026"}, "voor de eerste dag"),
        ({"ends_on": "31-12-2099"}, "voorbij"),
        ({"kind": "limitation"}, "schade beperkt"),
        ({"indicator": "999999"}, "Selecteer een geldige keuze"),
        ({"explanation": "a\0b"}, "Null"),
        ({"explanation": "x" * 10_000}, "4000"),
        ({"file": ""}, "Kies eerst een bestand"),
    ],
)
def test_bad_input_is_explained_and_kept(world, client_for, changes, message):
    case, goal = world
    path = f"/impact/onderneming/{case.case_file.pk}/nieuw/"
    answer = client_for(case.entrepreneur).post(path, sent_claim(goal, **changes))
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert 'value="1.250,5"' in answer.content.decode() or "quantity" in changes


def test_a_second_claim_on_the_same_days_is_told_which_one_is_there(world, client_for):
    case, goal = world
    with case.scope():
        claim_of(case, goal, starts_on=dt.date(2026, 2, 10), ends_on=dt.date(2026, 3, 31))
    path = f"/impact/onderneming/{case.case_file.pk}/nieuw/"
    answer = client_for(case.entrepreneur).post(path, sent_claim(goal))
    assert answer.status_code == 422
    assert "van 10-02-2026 tot en met 31-03-2026" in answer.content.decode()


def test_a_manager_writes_goals_and_a_specialist_does_not(world, client_for):
    case, goal = world
    manager = client_for(case.manager)
    sent = {**GOAL, "indicator": goal.indicator_id}
    assert manager.post("/doelen/nieuw/", sent).status_code == 302
    assert "EUR" not in manager.get("/doelen/").content.decode()
    again = manager.post("/doelen/nieuw/", sent)
    assert (again.status_code, "al een doel" in again.content.decode()) == (422, True)
    low = manager.post("/doelen/nieuw/", {**sent, "title": "Laag", "baseline": "1.250"})
    assert "hoger zijn dan de beginstand" in low.content.decode()
    assert client_for(case.care).post("/doelen/nieuw/", sent).status_code == 403


def test_both_sides_show_the_fit(world, client_for):
    case, goal = world
    client = client_for(case.manager)
    assert case.case_file.name in client.get(f"/doelen/{goal.pk}/").content.decode()
    panel = client.get(f"/dossiers/{case.case_file.pk}/instrumenten/").content.decode()
    assert "zelfde thema" in panel
    with case.scope():
        made = claim_of(case, goal)
    client.post(f"/impact/{made.pk}/akkoord/", {"version": 1})
    assert "draagt bij" in client.get(f"/dossiers/{case.case_file.pk}/instrumenten/").content.decode()
    assert "50%" in client.get(f"/doelen/{goal.pk}/").content.decode()


def test_an_alderman_sees_sums_and_no_enterprises_or_small_numbers_of_people(world, client_for, staff):
    case, goal = world
    with case.scope():
        people = actions.make_indicator(
            municipality=case.municipality, by=case.manager, name="Mensen", unit="mensen", about_people=True
        )
        small = goal_of(case.municipality, case.manager, "Werk", people, baseline=Decimal(0), theme="work")
        for of, quantity in ((goal, "400"), (small, "3")):
            made = claim_of(case, of, quantity)
            actions.check_claim(claim=made, version=1, by=case.manager)
    client = client_for(staff("alderman"))
    pages = [
        client.get(path).content.decode()
        for path in ("/doelen/", f"/doelen/{goal.pk}/", f"/doelen/{small.pk}/")
    ]
    assert all(case.case_file.name not in page for page in pages)
    assert "50%" in pages[1]
    assert "&lt; 5" in pages[0] and "&lt; 5" in pages[2]
    assert "0%" not in pages[2]
    assert "&lt; 5" not in client_for(case.manager).get(f"/doelen/{small.pk}/").content.decode()


def test_a_second_editor_of_a_goal_sees_both_versions(world, client_for):
    case, goal = world
    with case.scope():
        actions.change_goal(goal=goal, version=1, changes={"source": "Eerste"}, by=case.manager)
    sent = {**GOAL, "indicator": goal.indicator_id, "source": "Tweede", "version": 1}
    answer = client_for(case.manager).post(f"/doelen/{goal.pk}/wijzigen/", sent)
    assert answer.status_code == 409
    assert "Eerste" in answer.content.decode()


def test_more_than_the_claim_is_refused_with_what_may(world, client_for):
    case, goal = world
    with case.scope():
        made = claim_of(case, goal)
    answer = client_for(case.manager).post(
        f"/impact/{made.pk}/doelen/", {"share-version": 1, f"share-goal_{goal.pk}": "400,01"}
    )
    assert answer.status_code == 422
    assert "hoogstens 400 kg" in answer.content.decode()


def test_pages_ask_a_fixed_number_of_queries(world, client_for, django_assert_max_num_queries):
    case, goal = world
    with case.scope():
        for month in range(1, 11):
            claim_of(
                case, goal, starts_on=dt.date(2026, month, 1), ends_on=dt.date(2026, month, 28), quantity="1"
            )
            goal_of(case.municipality, case.manager, f"Doel {month}", goal.indicator)
        claim = Claim.objects.first()
        assert Indicator.objects.count() == 1
    client = client_for(case.manager)
    for path in (
        "/doelen/", f"/doelen/{goal.pk}/", "/impact/", f"/impact/{claim.pk}/", "/doelen/indicatoren/",
        f"/dossiers/{case.case_file.pk}/instrumenten/",
    ):  # fmt: skip
        client.get(path)
        # two are the savepoint of the test; the tab with the instruments adds a bounded price for each of them
        with django_assert_max_num_queries(30 if "instrumenten" in path else 16):
            assert client.get(path).status_code == 200
    with scoped([case.municipality.pk]):
        assert Claim.objects.count() == 10
