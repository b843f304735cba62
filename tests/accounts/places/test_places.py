"""Agreements and months: both sides register, small counts stay with the parties, a signal comes and goes."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Agreement, DomainTrack, MunicipalityMonth, Task, TimelineEntry
from accounts.places import actions, engine
from accounts.places.engine import MonthFact, Rules
from accounts.places.figures import places_by_quarter
from accounts.places.tasks import judge_all
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Mail
from portal.kernel.tenancy.scope import scoped
from tests.accounts.intake.test_same_moment import at_once
from tests.accounts.questions.conftest import make_case
from tests.factories import make_municipality, make_person

RULES = Rules(months=2, share=80, wait_days=10)
counts = st.lists(st.integers(0, 20), min_size=2, max_size=8)


def months_ago(number):
    day = timezone.localdate().replace(day=1)
    for _step in range(number):
        day = (day - dt.timedelta(days=1)).replace(day=1)
    return day


def agree(case, instrument="job_coach", **changes):
    facts = {
        "starts_on": months_ago(6), "ends_on": timezone.localdate() + dt.timedelta(days=150),
        "places_per_month": 3, "candidates_per_month": 3, **changes,
    }  # fmt: skip
    return actions.agree(case_file=case.case_file, by=case.manager, instrument=instrument, **facts)


def deliver(case, agreement, month, number, version=0):
    return actions.register_municipality(
        agreement=agreement, month=month, version=version, by=case.work, delivered=number
    )


def facts(*done, promised=5):
    return [MonthFact(dt.date(2026, 1 + place, 1), promised, value) for place, value in enumerate(done)]


def test_behind_is_less_than_the_share_of_the_last_months_that_count():
    today = dt.date(2026, 4, 2)
    assert engine.judge(facts(5, 3, 4), today, RULES).behind
    assert not engine.judge(facts(5, 4, 4), today, RULES).behind
    assert not engine.judge(facts(None, None, None), dt.date(2026, 2, 11), RULES).behind
    assert engine.judge(facts(None, None, None), dt.date(2026, 3, 12), RULES).behind


def test_what_comes_in_the_running_month_catches_up():
    assert engine.judge(facts(0, 4, 0), dt.date(2026, 3, 20), RULES).behind
    assert not engine.judge(facts(0, 4, 4), dt.date(2026, 3, 20), RULES).behind


def test_who_fills_in_a_year_is_not_told_halfway_that_the_rest_is_missing():
    today = dt.date(2026, 4, 12)
    halfway = engine.judge(facts(5, None, None), today, RULES)
    assert halfway.behind and halfway.missing == 2
    assert not engine.is_behind(halfway, was=False, daily=False)
    assert engine.is_behind(halfway, was=False, daily=True)
    assert engine.is_behind(halfway, was=True, daily=False), "filling in one month is not catching up"
    assert engine.is_behind(engine.judge(facts(5, 1, 1), today, RULES), was=False, daily=False)


@given(counts)
def test_who_keeps_every_promise_is_never_behind(promises):
    rows = [MonthFact(dt.date(2026, 1 + place, 1), value, value) for place, value in enumerate(promises)]
    assert not engine.judge(rows, dt.date(2027, 1, 1), RULES).behind


@pytest.fixture
def case(municipality):
    return make_case(municipality)


def test_a_signal_goes_to_both_sides_once_and_ends_when_caught_up(case):
    with case.scope():
        DomainTrack.objects.filter(domain="work").update(specialist=case.work)
        agreement = agree(case)
        for month in range(6, 0, -1):
            actions.register_enterprise(
                agreement=agreement, month=months_ago(month), version=0, by=case.entrepreneur, offered=3, asked=3,
                filled=0,
            )  # fmt: skip
            deliver(case, agreement, months_ago(month), 0 if month < 3 else 3)
        agreement.refresh_from_db()
        assert agreement.municipality_behind_since == timezone.localdate()
        assert agreement.enterprise_behind_since is None
        assert Task.objects.get(domain="work", done_at=None).holder == case.work
        assert Task.objects.filter(for_entrepreneur=True, done_at=None).count() == 1
    judge_all()
    with case.scope():
        assert Mail.objects.filter(to=case.entrepreneur.email).count() == 1
        assert Mail.objects.filter(to=case.work.email).count() == 1
        assert "0" not in TimelineEntry.objects.filter(kind="signal", for_entrepreneur=False).get().text
        deliver(case, agreement, months_ago(0), 6)
        agreement.refresh_from_db()
        assert agreement.municipality_behind_since is None
        assert not Task.objects.filter(done_at=None).exists()


def test_the_daily_look_finds_what_nobody_registered(case):
    with case.scope():
        agreement = agree(case)
    judge_all()
    with case.scope():
        agreement.refresh_from_db()
        assert agreement.municipality_behind_since and agreement.enterprise_behind_since


def test_who_sees_exact_counts(case, client_for, staff, other_municipality):
    with case.scope():
        agreement = agree(case, starts_on=months_ago(9))
        for month in range(9, 0, -1):
            deliver(case, agreement, months_ago(month), 1)
    path, month = f"/plekken/{agreement.pk}/", months_ago(1)
    exact = 'data-label="Geleverde kandidaten" class="il-number">1<'
    sanne = staff("account_manager", domains=("economy",))
    assert exact in client_for(case.work).get(path).content.decode()
    assert exact in client_for(case.entrepreneur).get(path).content.decode()
    for other in (case.care, sanne):
        page = client_for(other).get(path).content.decode()
        assert exact not in page
        assert "&lt; 5" in page
        assert "lopen achter" in page and "minder kandidaten" not in page and "te weinig" not in page, (
            "which side it is, is for both parties"
        )
        assert client_for(other).get(f"{path}{month.year}/{month.month}/").status_code == 403
    assert client_for(make_person()).get(path).status_code == 404
    assert client_for(staff("alderman")).get(path).status_code == 403
    assert client_for(staff("account_manager", at=other_municipality)).get(path).status_code == 404
    with scoped([case.municipality.pk], domains=["care"]):
        assert not MunicipalityMonth._base_manager.exists(), "the database hides counts of another domain"


def test_both_sides_register_a_month_on_their_own_page(case, client_for):
    with case.scope():
        agreement = agree(case)
    month = months_ago(1)
    path = f"/plekken/{agreement.pk}/{month.year}/{month.month}/"
    own = client_for(case.entrepreneur)
    assert own.post(path, {"offered": "3", "asked": "2", "filled": "4", "version": 0}).status_code == 422
    assert own.post(path, {"offered": "drie", "asked": "2", "filled": "1", "version": 0}).status_code == 422
    assert own.post(path, {"offered": "3", "asked": "2", "filled": "1", "version": 0}).status_code == 302
    assert own.post(path, {"offered": "3", "asked": "2", "filled": "1", "version": 0}).status_code == 302, (
        "twice"
    )
    assert own.post(path, {"offered": "9", "asked": "2", "filled": "1", "version": 0}).status_code == 409
    assert own.post(path, {"offered": "9", "asked": "2", "filled": "1", "version": 7}).status_code == 409
    assert client_for(case.work).post(path, {"delivered": "2", "version": 0}).status_code == 302
    assert own.get("/mijn/").status_code == 200
    assert own.get(f"/plekken/{agreement.pk}/2031/1/").status_code == 404
    with case.scope():
        ((key, found),) = places_by_quarter(month, months_ago(0)).items()
        assert key == ((month.year, (month.month + 2) // 3), "job_coach")
        assert (found.offered, found.asked, found.delivered, found.filled) == (3, 2, 2, 1)


def test_an_instrument_has_one_agreement_at_a_time(case, client_for):
    with case.scope():
        agree(case)
        with pytest.raises(actions.OverlapError):
            agree(case)
        agree(case, instrument="day_activities")
    sent = {
        "instrument": "job_coach", "starts_on": "15-01-2026", "months": 12, "places_per_month": "2",
        "candidates_per_month": "2",
    }  # fmt: skip
    path = f"/plekken/onderneming/{case.case_file.pk}/nieuw/"
    answer = client_for(case.manager).post(path, {**sent, "starts_on": f"{months_ago(1):%d-%m-%Y}"})
    assert answer.status_code == 422
    assert "al een afspraak" in answer.content.decode()
    assert client_for(case.care).post(path, {**sent, "instrument": "no_risk"}).status_code == 422


def test_pages_ask_a_fixed_number_of_queries(case, client_for, django_assert_max_num_queries):
    with case.scope():
        agreement = agree(case)
        for instrument in ("day_activities", "no_risk", "wage_subsidy"):
            agree(case, instrument=instrument)
        for month in range(5):
            deliver(case, agreement, months_ago(month), 2)
    client = client_for(case.work)
    enterprise = f"/plekken/onderneming/{case.case_file.pk}/"
    for path in (
        "/plekken/",
        "/plekken/?stand=invullen&tekst=onderneming",
        enterprise,
        f"/plekken/{agreement.pk}/",
    ):
        client.get(path)
        with django_assert_max_num_queries(18):
            assert client.get(path).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_specialists_who_register_one_month_at_once_are_told():
    case = make_case(make_municipality("Tegelijk registreren"))
    with case.scope():
        agreement = agree(case)

    def send(number):
        def run():
            with scoped([case.municipality.pk], domains=["work"]):
                try:
                    deliver(case, agreement, months_ago(1), number)
                except StaleVersionError:
                    return "stale"
            return "saved"

        return run

    assert sorted(at_once(send(1), send(2))) == ["saved", "stale"]
    with scoped([case.municipality.pk], domains=["work"]):
        assert MunicipalityMonth.objects.count() == 1
        assert Agreement.objects.count() == 1
