"""The register: nothing without consent, gone at once after withdrawal, found with a typing error, open data."""

import csv
import datetime as dt
import io
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import EnterpriseMember, Mark, Publication, RegisterConsent, RegisterEntry, Task
from accounts.recognition.marks import add_mark, change_mark
from accounts.recognition.rulesets import DEFAULT
from accounts.register import actions
from accounts.register.engine import TEXTS, only_takes_away
from accounts.register.figures import register_size
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Mail
from portal.kernel.rulesets.actions import set_rules
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_case_file, make_person
from tests.samples.register import SHOWN

LIST = "/register/vechtstede/"
JSON = "/api/v1/gemeenten/vechtstede/sociale-ondernemingen"
CSV = JSON + ".csv"


def shown(**changes):
    return {**SHOWN, **changes}


@pytest.fixture
def case(municipality, staff):
    sanne, case_file, boris = (
        staff("account_manager"),
        make_case_file(municipality, "Fietswerk"),
        make_person(),
    )
    with scoped([municipality.pk]):
        EnterpriseMember.objects.create(municipality=municipality, case_file=case_file, person=boris)
    return municipality, sanne, case_file, boris


def published(case, **changes):
    municipality, sanne, case_file, boris = case
    with scoped([municipality.pk]):
        entry = actions.ask(case_file=case_file, shown=shown(**changes), by=boris)
        return actions.publish(entry=entry, version=entry.version, by=sanne)


def body(answer):
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


def test_who_withdraws_is_gone_from_page_search_csv_and_json_at_the_same_moment(case, client_for):
    _municipality, _sanne, case_file, boris = case
    entry = published(case, name="Rijwielhal")
    visitor = Client()
    detail = f"{LIST}ondernemingen/{entry.slug}/"
    places = (LIST, f"{LIST}?zoek=rijwielhal", CSV, JSON, f"{JSON}?zoek=rijwielhal", f"{LIST}sitemap.xml")
    assert all("rijwielhal" in body(visitor.get(path)).lower() for path in places)
    etag = visitor.get(JSON)["ETag"]
    assert visitor.get(JSON, headers={"If-None-Match": etag}).status_code == 304
    assert visitor.get(detail).status_code == 200
    client_for(boris).post(f"/mijn/register/{case_file.pk}/intrekken/")
    for path in (LIST, CSV, JSON, f"{LIST}sitemap.xml"):
        assert "rijwielhal" not in body(visitor.get(path)).lower()
    assert "Niets gevonden" in body(visitor.get(f"{LIST}?zoek=rijwielhal"))
    assert json.loads(body(visitor.get(f"{JSON}?zoek=rijwielhal")))["ondernemingen"] == []
    assert visitor.get(JSON, headers={"If-None-Match": etag}).status_code == 200
    assert visitor.get(detail).status_code == 404
    assert visitor.get(f"{JSON}/{entry.slug}").status_code == 404


def test_nothing_is_public_before_the_municipality_agrees_and_consent_is_kept(case, client_for):
    municipality, sanne, case_file, boris = case
    browser = client_for(boris)
    path = f"/mijn/register/{case_file.pk}/"
    typed = {**SHOWN, "show_marks": "on", "version": 0}
    page = browser.post(path, {**typed, "voorbeeld": "1"}).content.decode()
    assert "Dit zien bezoekers" in page
    without = browser.post(path, {**typed, "vraag": "1"})
    assert without.status_code == 422
    assert "Wij maken fietsen." in without.content.decode()
    with scoped([municipality.pk]):
        assert not RegisterEntry.objects.exists()
    for _click in range(2):
        assert browser.post(path, {**typed, "vraag": "1", "consent": "on"}).status_code == 302
    assert "Fietswerk" not in body(Client().get(LIST))
    with scoped([municipality.pk]):
        entry = RegisterEntry.objects.get()
        assert RegisterConsent.objects.get().shown == SHOWN
        assert Task.objects.filter(done_at=None).count() == 1
    staff_browser = client_for(sanne)
    staff_browser.post(f"/vermeldingen/{entry.pk}/", {"version": entry.version, "publiceren": "1"})
    assert "Fietswerk" in body(Client().get(LIST))
    with scoped([municipality.pk]):
        assert not Task.objects.filter(done_at=None).exists()
        assert Mail.objects.filter(to=boris.email).count() == 1
        assert register_size([timezone.now() - dt.timedelta(days=1), timezone.now()]) == [0, 1]


def test_leaving_out_stands_at_once_and_new_text_waits(case):
    municipality, _sanne, case_file, boris = case
    entry = published(case)
    with scoped([municipality.pk]):
        entry = actions.ask(case_file=case_file, shown=shown(website=""), by=boris, version=entry.version)
        assert entry.state == "published"
        assert Publication.objects.get().ended_at is None
        with pytest.raises(StaleVersionError):
            actions.ask(case_file=case_file, shown=shown(name="Anders"), by=boris, version=1)
        entry = actions.ask(case_file=case_file, shown=shown(name="Nieuw"), by=boris, version=entry.version)
        assert entry.state == "asked"
        assert Publication.objects.get().ended_at
    assert "Nieuw" not in body(Client().get(LIST))


def test_by_rule_only_enterprises_with_a_positive_check_are_published(case):
    municipality, sanne, case_file, boris = case
    with scoped([municipality.pk]):
        set_rules(
            municipality=municipality, kind="recognition", name="Proef", source="Proef", by=None,
            data={**DEFAULT, "register_needs_check": True}, valid_from=timezone.localdate(),
        )  # fmt: skip
        entry = actions.ask(case_file=case_file, shown=shown(), by=boris)
        with pytest.raises(actions.NeedsCheckError):
            actions.publish(entry=entry, version=entry.version, by=sanne)


@pytest.mark.parametrize("words", ["fietswerk", "fietsen", "fietsreperatie", "fietswrek"])
def test_it_is_found_by_word_stem_and_with_typing_errors(case, words):
    published(case, products="fietsreparatie", summary="Wij maken fietsen.")
    page = body(Client().get(LIST, {"zoek": words}))
    assert "ondernemingen/fietswerk/" in page


def test_filters_work_on_page_and_open_data(case):
    municipality, sanne, case_file, _boris = case
    published(case)
    with scoped([municipality.pk]):
        today = timezone.localdate()
        mark = add_mark(
            case_file=case_file, by=sanne, kind="bcorp", issued_by="B Lab", valid_from=today,
            valid_to=today + dt.timedelta(days=300), checked_on=today,
        )  # fmt: skip
    visitor = Client()
    for query, there in (("thema=work", True), ("thema=care", False), ("wijk=Noord", True), ("keurmerk=bcorp", True), ("keurmerk=pso", False)):  # fmt: skip
        assert ("fietswerk/" in body(visitor.get(f"{LIST}?{query}"))) is there, query
        assert (len(json.loads(body(visitor.get(f"{JSON}?{query}")))["ondernemingen"]) == 1) is there, query
    etag = visitor.get(JSON)["ETag"]
    with scoped([municipality.pk]):
        change_mark(mark=Mark.objects.get(pk=mark.pk), version=1, by=sanne, valid_from=today - dt.timedelta(days=9), valid_to=today - dt.timedelta(days=1))  # fmt: skip
    assert visitor.get(JSON)["ETag"] != etag
    assert "B Corp" not in body(visitor.get(LIST)).split("</form>")[-1]


def test_open_data_follows_the_design_rules(case):
    published(case, name="=1+1")
    visitor = Client()
    answer = visitor.get(JSON)
    assert answer["API-Version"] == "1.0.0"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "no-cache" in answer["Cache-Control"]
    record = json.loads(body(answer))["ondernemingen"][0]
    rows = list(csv.DictReader(io.StringIO(body(visitor.get(CSV)))))
    assert rows[0].keys() == record.keys()
    assert (record["naam"], rows[0]["naam"]) == ("=1+1", "'=1+1")
    assert json.loads(body(visitor.get(f"{JSON}/{record['id']}"))) == record
    openapi = json.loads(body(visitor.get("/api/v1/openapi.json")))
    assert set(openapi["components"]["schemas"]["Onderneming"]["properties"]) == set(record)
    assert all(name in body(visitor.get(f"{LIST}gegevens/")) for name in record)
    assert visitor.options(JSON).status_code == 204


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", f"{JSON}?onbekend=1", 400),
        ("get", f"{JSON}?thema=niets", 400),
        ("get", f"{JSON}?zoek=a%00b", 400),
        ("get", f"{JSON}/", 404),
        ("get", f"{JSON}/niemand", 404),
        ("get", "/api/v1/gemeenten/nergens/sociale-ondernemingen", 404),
        ("get", "/api/v1/iets", 404),
        ("post", JSON, 405),
        ("delete", CSV, 405),
    ],
)
def test_mistakes_are_problem_details(municipality, method, path, status):
    answer = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["API-Version"] == "1.0.0"
    assert json.loads(answer.content)["status"] == status


def test_bad_input_on_the_public_page_is_no_error(municipality):
    for query in ("zoek=%00", "zoek=" + "x" * 10_000, "thema=zzz", "pagina=99999999999", "wijk=%27%3B--"):
        assert Client().get(f"{LIST}?{query}").status_code == 200


def test_the_page_of_an_enterprise_speaks_to_search_engines_and_cannot_be_broken_out_of(case):
    entry = published(case, summary="Kijk </script><script>alert(1)</script>")
    page = body(Client().get(f"{LIST}ondernemingen/{entry.slug}/"))
    assert "<script>alert" not in page
    text = page.split("application/ld+json")[1].split(">", 1)[1].split("</script>")[0]
    facts = json.loads(text)
    assert (facts["@type"], facts["name"]) == ("Organization", "Fietswerk")


def test_another_municipality_shows_nothing_of_it(case, other_municipality, staff, client_for):
    entry = published(case)
    assert "Fietswerk" not in body(Client().get("/register/lindehaven/"))
    assert Client().get(f"/register/lindehaven/ondernemingen/{entry.slug}/").status_code == 404
    assert client_for(staff("account_manager", at=other_municipality)).get(f"/vermeldingen/{entry.pk}/").status_code == 404  # fmt: skip
    assert client_for(make_person()).get(f"/mijn/register/{entry.case_file_id}/").status_code == 404


def test_more_entries_take_no_more_queries(case, municipality):
    def count(path):
        with CaptureQueriesContext(connection) as captured:
            body(Client().get(path))
        return len(captured)

    def add(number):
        other = make_case_file(municipality, f"Onderneming {number}")
        with scoped([municipality.pk]):
            entry = actions.ask(case_file=other, shown=shown(name=f"Fietswerk {number}"), by=case[3])
            actions.publish(entry=entry, version=entry.version, by=case[1])

    published(case)
    before = [count(path) for path in (LIST, f"{LIST}?zoek=fietswerk", JSON, CSV)]
    for number in range(8):
        add(number)
    assert [count(path) for path in (LIST, f"{LIST}?zoek=fietswerk", JSON, CSV)] == before
    assert max(before[:2]) <= 12
    assert max(before[2:]) <= 16  # with the savepoints and settings of the scopes it opens itself


texts = st.fixed_dictionaries({name: st.sampled_from(["", "a", "b"]) for name in TEXTS})
choices = st.fixed_dictionaries(
    {"themes": st.lists(st.sampled_from(["work", "care"])), "show_marks": st.booleans()}
)


@given(texts, choices, texts, choices)
def test_what_only_takes_away_shows_nothing_new(before, chosen, after, then):
    one, two = {**before, **chosen}, {**after, **then}
    if only_takes_away(one, two):
        assert {value for value in after.values() if value} <= {value for value in before.values() if value}
        assert set(two["themes"]) <= set(one["themes"])
    assert only_takes_away(one, one)
