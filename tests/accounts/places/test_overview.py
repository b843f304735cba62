"""The overview, the page of an enterprise, corrections, bad input and figures: right for whom they are meant."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Agreement, Task, TimelineEntry
from accounts.places import actions
from accounts.places.corrections import changes_of
from accounts.places.tasks import judge_all
from portal.dashboards.engine import Quarter
from portal.dashboards.instruments import build_instruments
from portal.kernel.models import ReadLog
from portal.kernel.tenancy.scope import scoped
from tests.accounts.places.test_places import agree, deliver, months_ago
from tests.accounts.questions.conftest import make_case
from tests.factories import make_case_file, make_person


@pytest.fixture
def case(municipality):
    return make_case(municipality)


def offer(case, agreement, month, offered, version=0):
    return actions.register_enterprise(
        agreement=agreement, month=month, version=version, by=case.entrepreneur, offered=offered, asked=offered, filled=0
    )  # fmt: skip


def text_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_overview_shows_sums_of_ones_own_domain_and_promises_of_others(case, client_for):
    with case.scope():
        agreement = agree(case, starts_on=months_ago(3))
        for month in (3, 2, 1):
            deliver(case, agreement, months_ago(month), 333)
        offer(case, agreement, months_ago(3), 8)
    own = text_of(client_for(case.work), "/plekken/")
    assert "999 van 9" in own and "8 van 9" in own
    other = text_of(client_for(case.care), "/plekken/")
    assert "beloofd 9" in other
    assert "999" not in other and "8 van" not in other
    with case.scope():
        assert ReadLog.objects.filter(person=case.work, kind="places").exists()
        assert not ReadLog.objects.filter(person=case.care).exists()


FILTERS = (
    ("", {"running", "slow"}),
    ("?periode=voorbij", {"ended"}),
    ("?tekst=bestaat+niet", set()),
    ("?periode=alles", {"running", "slow", "ended"}),
    ("?instrument=no_risk", {"slow"}),
    ("?stand=gemeente", {"slow"}),
    ("?stand=achter", {"slow"}),
    ("?stand=onderneming", set()),
    ("?stand=invullen", {"running"}),
    ("?stand=onzin&instrument=x&periode=y&pagina=-3", {"running", "slow"}),
)


def test_filters_of_the_overview(case, client_for):
    with case.scope():
        running = agree(case)
        offer(case, running, months_ago(1), 3)
        slow = agree(case, instrument="no_risk", starts_on=months_ago(2))
        for month in (2, 1):
            offer(case, slow, months_ago(month), 3)
            deliver(case, slow, months_ago(month), 0)
        ended = agree(
            case,
            instrument="wage_subsidy",
            starts_on=months_ago(9),
            ends_on=months_ago(3) - dt.timedelta(days=1),
        )
    names = {"running": running, "slow": slow, "ended": ended}
    client = client_for(case.work)
    for query, found in FILTERS:
        rows = text_of(client, f"/plekken/{query}")
        assert {name for name, item in names.items() if f"/plekken/{item.pk}/" in rows} == found, query


def test_filters_on_a_side_tell_nothing_of_other_domains(case, client_for):
    with case.scope():
        agreement = agree(case, starts_on=months_ago(2))
        for month in (2, 1):
            deliver(case, agreement, months_ago(month), 0)
    client = client_for(case.care)
    link = f"/plekken/{agreement.pk}/"
    assert link in text_of(client, "/plekken/?stand=achter")
    for state in ("gemeente", "onderneming", "invullen", "wacht"):
        assert link not in text_of(client, f"/plekken/?stand={state}")


def test_the_export_keeps_to_the_domains_of_whoever_asks(case, client_for):
    with case.scope():
        agreement = agree(case, starts_on=months_ago(3))
        deliver(case, agreement, months_ago(1), 77)
    sent = {"format": "csv", "columns": ["enterprise", "delivered", "promised_candidates"]}

    def figures(person):
        answer = client_for(person).post("/exporteren/agreements/", sent)
        assert answer.status_code == 200
        body = b"".join(answer.streaming_content if answer.streaming else [answer.content])
        return body.decode("utf-8-sig").split("\r\n")[1].split(";")[1:]

    assert figures(case.work) == ["9", "77"]
    assert figures(case.care) == ["9", ""]


def test_nothing_outside_the_page_says_which_side_is_behind(case, client_for):
    with case.scope():
        agree(case)
    judge_all()
    with case.scope():
        words = [
            *Task.objects.values_list("title", flat=True),
            *TimelineEntry.objects.values_list("text", flat=True),
        ]
    assert len(words) == 5  # the agreement, and two signals in both
    assert not [text for text in words if "kandidaten dan" in text or "plekken dan" in text]
    page = text_of(client_for(case.care), f"/dossiers/{case.case_file.pk}/instrumenten/")
    assert "loopt achter" in page and "te weinig" not in page and "minder" not in page
    assert "te weinig kandidaten" in text_of(
        client_for(case.work), f"/dossiers/{case.case_file.pk}/instrumenten/"
    )


def test_the_page_of_an_enterprise_is_for_both_parties_and_no_others(
    case, client_for, staff, other_municipality, municipality
):
    with case.scope():
        agreement = agree(case, starts_on=months_ago(2))
        deliver(case, agreement, months_ago(2), 6)
    path = f"/plekken/onderneming/{case.case_file.pk}/"
    fill = f"/plekken/{agreement.pk}/{months_ago(1).year}/{months_ago(1).month}/"
    own = text_of(client_for(case.entrepreneur), path)
    assert "6 van 6" in own and fill in own
    work = text_of(client_for(case.work), path)
    assert "6 van 6" in work and fill in work and "data:image/svg" in work
    care = text_of(client_for(case.care), path)
    assert "6 van 6" not in care and "data:image/svg" not in care and "3 plekken per maand" in care
    assert client_for(make_person()).get(path).status_code == 404
    assert client_for(staff("alderman")).get(path).status_code == 403
    assert client_for(staff("account_manager", at=other_municipality)).get(path).status_code == 404
    other = make_case_file(municipality)
    assert client_for(case.entrepreneur).get(f"/plekken/onderneming/{other.pk}/").status_code == 404


def test_a_correction_stays_with_who_and_when(case, client_for):
    with case.scope():
        agreement = agree(case)
    with scoped([case.municipality.pk], domains=["work"], person=case.work.pk):
        deliver(case, agreement, months_ago(1), 6)
        deliver(case, agreement, months_ago(1), 8, version=1)
        deliver(case, agreement, months_ago(1), 8, version=2)
        offer(case, agreement, months_ago(2), 5)
        offer_, corrected, first = changes_of(agreement)
    assert (corrected.counts, corrected.first) == ([("geleverde kandidaten", "6", 8)], False)
    assert (first.counts[0][1:], first.who, first.first) == (("", 6), case.work.name, True)
    assert offer_.month == months_ago(2) and offer_.who == case.entrepreneur.name
    own = text_of(client_for(case.entrepreneur), f"/plekken/{agreement.pk}/")
    assert "6 → <strong>8</strong>" in own
    assert case.work.name not in own and "de gemeente" in own


def test_a_month_takes_whole_numbers_only_and_keeps_what_is_typed(case, client_for):
    with case.scope():
        agreement = agree(case)
    month = months_ago(1)
    path = f"/plekken/{agreement.pk}/{month.year}/{month.month}/"
    client = client_for(case.entrepreneur)
    for typed in ("drie", "-1", "1000", "9" * 400, "1\x00", "1,5", "x" * 10000, ""):
        answer = client.post(path, {"offered": typed, "asked": "2", "filled": "1", "version": "0"})
        assert answer.status_code == 422, typed[:20]
        assert 'value="2"' in answer.content.decode()
    with scoped([case.municipality.pk], domains=["work"]):
        assert changes_of(agreement) == []


BAD = (
    {"places_per_month": "0"}, {"starts_on": "01-01-1899"}, {"starts_on": "31-02-2026"}, {"months": "7"},
    {"candidates_per_month": "1e3"}, {"instrument": "magic"}, {"starts_on": "\x00"},
)  # fmt: skip


def test_an_agreement_with_bad_input_is_not_made(case, client_for):
    sent = {
        "instrument": "job_coach", "starts_on": "01-01-2026", "months": "12", "places_per_month": "2",
        "candidates_per_month": "2",
    }  # fmt: skip
    client = client_for(case.work)
    for changes in BAD:
        answer = client.post(f"/plekken/onderneming/{case.case_file.pk}/nieuw/", {**sent, **changes})
        assert answer.status_code == 422, changes
    with case.scope():
        assert not Agreement.objects.exists()


def test_the_promise_can_change_but_not_leave_out_what_is_registered(case, client_for):
    with case.scope():
        agreement = agree(case, starts_on=months_ago(4))
        deliver(case, agreement, months_ago(4), 3)
    client, path = client_for(case.work), f"/plekken/{agreement.pk}/wijzigen/"
    sent = {
        "starts_on": f"{months_ago(4):%d-%m-%Y}", "months": "12", "places_per_month": "5",
        "candidates_per_month": "4", "version": "1",
    }  # fmt: skip
    assert client.post(path, {**sent, "starts_on": f"{months_ago(2):%d-%m-%Y}"}).status_code == 422
    assert client.post(path, sent).status_code == 302
    assert client.post(path, sent).status_code == 302, "sent twice"
    assert client.post(path, {**sent, "places_per_month": "6"}).status_code == 409
    assert client_for(case.care).post(path, sent).status_code == 403
    with case.scope():
        assert Agreement.objects.get().places_per_month == 5


def test_the_alderman_sees_sums_per_instrument_and_no_small_ones(case):
    with case.scope():
        agreement = agree(case, starts_on=months_ago(6))
        offer(case, agreement, months_ago(1), 12)
        deliver(case, agreement, months_ago(1), 4)
        report = build_instruments(Quarter.of(months_ago(1)), timezone.localdate())
        earlier = build_instruments(Quarter.of(months_ago(1)).before(2), timezone.localdate())
    (row,) = report.places
    assert (row.label, row.offered.value, row.asked.value) == ("Jobcoach", 12, 12)
    assert (row.delivered.value, row.delivered.hidden, row.filled.value) == (None, "small", 0)
    assert earlier.places == []
