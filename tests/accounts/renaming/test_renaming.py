"""An enterprise that goes on under another name or number keeps its history, here and in other municipalities."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import CaseFile, Enterprise, FormerIdentity, TimelineEntry
from accounts.renaming import actions
from accounts.renaming.actions import Identity
from portal.kernel.jobs.actions import run
from portal.kernel.models import Job
from portal.kernel.search.queries import find
from portal.kernel.tenancy.scope import scoped
from tests.accounts.intake.test_same_moment import at_once
from tests.factories import make_case_file, make_municipality, make_staff

DAY = dt.date(2026, 7, 1)


@pytest.fixture
def by(municipality):
    return make_staff(municipality, "account_manager")


@pytest.fixture
def case_file(municipality):
    return make_case_file(municipality, "Bouwbuur", kvk_number="90880001")


def change(case_file, by, *, name="Bouwbuur Coöperatie", number="90880002", form="cooperative", was=None):
    with scoped([case_file.municipality_id]):
        return actions.rename(
            case_file=case_file, was=was or Identity.of(Enterprise.objects.get(pk=case_file.enterprise_id)),
            to=Identity(name, number, form), on=DAY, reason="Om leden te laten meebeslissen", by=by,
        )  # fmt: skip


def test_the_former_name_and_number_are_kept_told_and_found(municipality, case_file, by):
    change(case_file, by)
    with scoped([municipality.pk]):
        case_file.refresh_from_db()
        assert (case_file.name, case_file.enterprise.kvk_number) == ("Bouwbuur Coöperatie", "90880002")
        former = FormerIdentity.objects.get()
        assert (former.name, former.kvk_number, former.until, former.by) == ("Bouwbuur", "90880001", DAY, by)
        assert [document.kind for document in find("90880001")] == ["former-name"]
        assert [document.kind for document in find("90880002")] == ["case-file"]
        told = TimelineEntry.objects.get(kind="renamed").text
        assert "90880001" in told and "01-07-2026" in told and "meebeslissen" in told


def test_a_double_submit_does_it_once_and_a_colleague_before_you_is_told(municipality, case_file, by):
    with scoped([municipality.pk]):
        was = Identity.of(case_file.enterprise)
    change(case_file, by, was=was)
    assert change(case_file, by, was=was) is None
    with pytest.raises(actions.ChangedMeanwhileError):
        change(case_file, by, was=was, name="Heel anders")
    with scoped([municipality.pk]):
        assert FormerIdentity.objects.count() == 1


def test_a_number_of_another_case_file_here_is_refused_as_a_double(municipality, case_file, by):
    other = make_case_file(municipality, kvk_number="90880003")
    with pytest.raises(actions.NumberInUseError) as refused:
        change(case_file, by, number="90880003")
    assert refused.value.case_file == other


def test_a_number_that_only_others_know_is_taken_over_and_theirs_stays_as_it_was(municipality, case_file, by):
    elsewhere = make_case_file(make_municipality("Elders"), "Zoals daar", kvk_number="90880004")
    change(case_file, by, number="90880004")
    with scoped([municipality.pk]):
        case_file.refresh_from_db()
        assert case_file.enterprise_id == elsewhere.enterprise_id
        assert Enterprise.objects.get(kvk_number="90880001").name == "Bouwbuur"
        assert Enterprise.objects.get(pk=elsewhere.enterprise_id).name == "Zoals daar"


@pytest.mark.django_db(transaction=True)
def test_other_municipalities_that_know_the_enterprise_are_told_without_the_reason(
    municipality, case_file, by
):
    town = make_municipality("Elders")
    with scoped([town.pk]):
        theirs = CaseFile.objects.create(
            municipality=town, enterprise=case_file.enterprise, name="Bouwbuur", reference="E-1"
        )
    change(case_file, by)
    with scoped([municipality.pk]):
        job = Job.objects.get(kind=actions.KIND)
    run(str(job.pk), municipality.pk)
    with scoped([town.pk]):
        theirs.refresh_from_db()
        assert theirs.name == "Bouwbuur Coöperatie"
        former = FormerIdentity.objects.get()
        assert (former.name, former.reason, former.by) == ("Bouwbuur", "", None)
        told = TimelineEntry.objects.get(case_file=theirs, kind="renamed")
        assert "meebeslissen" not in told.text and told.by is None
    with scoped([municipality.pk]):  # started once more, it tells nobody twice
        Job.objects.filter(pk=job.pk).update(state="queued")
        assert FormerIdentity.objects.count() == 1
    run(str(job.pk), municipality.pk)
    with scoped([town.pk]):
        assert FormerIdentity.objects.count() == 1


def sent(**changes):
    return {
        "was_name": "Bouwbuur", "was_kvk_number": "90880001", "was_legal_form": "other",
        "name": "Bouwbuur Coöperatie", "kvk_number": "90880001", "legal_form": "cooperative",
        "on": "01-07-2026", "reason": "Leden beslissen mee", **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"kvk_number": "12"}, "acht cijfers"),
        ({"kvk_number": "twaalf34"}, "acht cijfers"),
        ({"kvk_number": ""}, "niet verdwijnen"),
        ({"kvk_number": "12345678"}, "Handelsregister kent dit nummer niet"),
        ({"on": "31-12-1899"}, "te lang geleden"),
        ({"on": "01-01-2199"}, "in de toekomst"),
        ({"on": "gisteren"}, "datum"),
        ({"reason": ""}, "verplicht"),
        ({"name": "a" * 10_000}, "200"),
        ({"name": "Bouwbuur", "legal_form": "other"}, "niets anders"),
    ],
)
def test_bad_input_is_explained_and_kept(case_file, by, client_for, wrong, told):
    answer = client_for(by).post(reverse("enterprise_rename", args=[case_file.pk]), sent(**wrong))
    assert answer.status_code == 422
    assert told.lower() in answer.text.lower()
    assert "01-07-2026" in answer.text or "on" in wrong


def test_on_screen_who_is_sure_of_the_number_goes_on(municipality, case_file, by, client_for):
    page = reverse("enterprise_rename", args=[case_file.pk])
    browser = client_for(by)
    assert browser.get(page).status_code == 200
    answer = browser.post(page, sent(kvk_number="12345678", sure="on"))
    assert answer.headers["Location"] == reverse("case_file", args=[case_file.pk])
    assert "Bouwbuur, KVK 90880001" in browser.get(answer.headers["Location"]).text
    assert browser.post(page, sent(name="Te laat")).status_code == 409
    other = make_case_file(municipality, kvk_number="90880009")
    now = {"was_name": "Bouwbuur Coöperatie", "was_kvk_number": "12345678", "was_legal_form": "cooperative"}
    shown = browser.post(page, sent(**now, kvk_number="90880009", sure="on"))
    assert reverse("merge_preview", args=[case_file.pk, other.pk]) in shown.text
    assert client_for(make_staff(municipality, "alderman")).get(page).status_code == 403
    assert client_for(make_staff(make_municipality(), "account_manager")).get(page).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_at_once_one_changes_it_and_the_other_is_told():
    town = make_municipality("Tegelijk hernoemen")
    by, case_file = (
        make_staff(town, "account_manager"),
        make_case_file(town, "Bouwbuur", kvk_number="90880005"),
    )
    with scoped([town.pk]):
        was = Identity.of(case_file.enterprise)

    def one(name):
        def call():
            try:
                return change(case_file, by, was=was, name=name, number="90880005")
            except actions.ChangedMeanwhileError:
                return "told"

        return call

    results = at_once(one("Eerste"), one("Tweede"))
    assert results.count("told") == 1
    with scoped([town.pk]):
        assert FormerIdentity.objects.count() == 1
