"""Recognition in the browser: who may, bad input that is explained and kept, and a fixed number of queries."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import CriterionVerdict, DefinitionCheck, EnterpriseMember, Evidence, Mark, Question
from accounts.recognition import checks
from accounts.recognition.marks import add_mark
from portal.kernel.tenancy.scope import scoped
from tests.accounts.recognition.test_checks import judged
from tests.factories import make_case_file, make_person

PDF = b"%PDF-1.4 statuten"
MARK = {"kind": "bcorp", "issued_by": "B Lab", "valid_from": "01-01-2026", "valid_to": "31-12-2027", "checked_on": "02-01-2026"}  # fmt: skip


@pytest.fixture
def case(municipality, staff, client_for):
    sanne = staff("account_manager")
    case_file = make_case_file(municipality, definition_check={"product": "partly"})
    return municipality, sanne, case_file, client_for(sanne)


def test_a_criterion_with_uploaded_evidence_leads_to_the_next(case):
    municipality, _sanne, case_file, browser = case
    browser.post(f"/dossiers/{case_file.pk}/erkenning/toets/")
    with scoped([municipality.pk]):
        check = DefinitionCheck.objects.get()
    path = f"/erkenning/toets/{check.pk}/criterium/product/"
    assert "Bij de aanmelding" in (page := browser.get(path).content.decode())
    assert "Deels" in page
    answer = browser.post(
        path,
        {
            "answer": "yes",
            "motivation": "Winkel",
            "version": 0,
            "upload": SimpleUploadedFile("statuten.pdf", PDF),
        },
    )
    assert answer["Location"].endswith("/criterium/independent/")
    with scoped([municipality.pk]):
        assert Evidence.objects.get().document.title == "statuten.pdf"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"answer": "yes", "motivation": ""}, "verplicht"),
        ({"answer": "misschien", "motivation": "Zo"}, "Selecteer een geldige keuze"),
        ({"answer": "yes", "motivation": "x" * 10_000}, "4.000"),
        ({"answer": "yes", "motivation": "nul\0byte"}, "Null"),
    ],
)
def test_a_wrong_verdict_is_explained_and_what_was_typed_is_kept(case, data, message):
    municipality, sanne, case_file, browser = case
    with scoped([municipality.pk]):
        check = checks.start_check(case_file=case_file, by=sanne)
    answer = browser.post(f"/erkenning/toets/{check.pk}/criterium/product/", {**data, "version": 0})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page or "4000" in page
    assert data["motivation"][:50].replace("\0", "\0") in page
    with scoped([municipality.pk]):
        assert not CriterionVerdict.objects.exists()


def test_the_second_of_two_who_judge_sees_both_versions(case):
    municipality, sanne, case_file, browser = case
    with scoped([municipality.pk]):
        check = checks.start_check(case_file=case_file, by=sanne)
        checks.judge(
            check=check,
            code="product",
            answer="no",
            motivation="Van een collega",
            documents=[],
            version=0,
            by=sanne,
        )
    path = f"/erkenning/toets/{check.pk}/criterium/product/"
    answer = browser.post(path, {"answer": "yes", "motivation": "Van mij", "version": 0})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Van een collega" in page
    assert "Van mij" in page
    again = browser.post(path, {"answer": "yes", "motivation": "Van mij", "version": 1})
    assert again.status_code == 302


def test_the_entrepreneur_reads_the_outcome_and_objects_and_a_stranger_does_not(case, client_for):
    municipality, sanne, case_file, browser = case
    boris, stranger = make_person(), make_person()
    with scoped([municipality.pk]):
        EnterpriseMember.objects.create(municipality=municipality, case_file=case_file, person=boris)
        check = judged(case_file, sanne)
    path = f"/mijn/erkenning/{check.pk}/"
    assert client_for(boris).get(path).status_code == 404  # not concluded yet
    with scoped([municipality.pk]):
        checks.conclude(check=check, summary="U zet uw doel op één.", version=1, by=sanne)
    page = client_for(boris).get(path).content.decode()
    assert "U zet uw doel op één." in page
    assert "Gezien: product" in page
    assert "U zet uw doel" not in client_for(boris).get("/mijn/").content.decode()
    assert "Sociale onderneming" in client_for(boris).get("/mijn/").content.decode()
    assert client_for(stranger).get(path).status_code == 404
    assert client_for(boris).post(path, {"text": ""}).status_code == 422
    assert client_for(boris).post(path, {"text": "Klopt niet"}).status_code == 302
    with scoped([municipality.pk]):
        question = Question.objects.get()
    assert f"/vragen/{question.pk}/" in browser.get(f"/erkenning/toets/{check.pk}/").content.decode()
    assert f"/erkenning/toets/{check.pk}/" in browser.get(f"/vragen/{question.pk}/").content.decode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"valid_from": "01-01-1899"}, "tussen 2000 en 2100"),
        ({"valid_from": "morgen"}, "geldige datum"),
        ({"valid_to": "01-01-2020"}, "voor de eerste dag"),
        ({"kind": "other"}, "Hoe heet dit keurmerk"),
        ({"kind": "pso"}, "Welke trede"),
        ({"kind": "pso", "level": "3", "valid_to": "31-12-2030"}, "hoogstens 24 maanden"),
        ({"checked_on": "01-01-2099"}, "in de toekomst"),
        ({"document": "999999"}, "geldige keuze"),
    ],
)
def test_a_mark_that_cannot_be_is_explained_and_kept(case, changes, message):
    municipality, _sanne, case_file, browser = case
    answer = browser.post(f"/dossiers/{case_file.pk}/erkenning/keurmerk/", {**MARK, **changes})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert "B Lab" in page
    with scoped([municipality.pk]):
        assert not Mark.objects.exists()


def test_a_mark_is_kept_once_when_sent_twice(case):
    municipality, _sanne, case_file, browser = case
    path = f"/dossiers/{case_file.pk}/erkenning/keurmerk/"
    assert browser.post(path, MARK).status_code == 302
    again = browser.post(path, MARK)
    assert again.status_code == 422
    assert "heeft dit keurmerk al" in again.content.decode()
    with scoped([municipality.pk]):
        assert Mark.objects.count() == 1


def test_recognition_of_another_municipality_is_not_found(case, other_municipality, staff, client_for):
    municipality, sanne, case_file, _browser = case
    with scoped([municipality.pk]):
        check = checks.start_check(case_file=case_file, by=sanne)
    stranger = client_for(staff("account_manager", at=other_municipality))
    for path in (f"/dossiers/{case_file.pk}/erkenning/", f"/erkenning/toets/{check.pk}/"):
        assert stranger.get(path).status_code == 404


def test_the_wrong_role_may_not(case, staff, client_for):
    _municipality, _sanne, case_file, _browser = case
    assert client_for(staff("alderman")).get(f"/dossiers/{case_file.pk}/erkenning/").status_code == 403


def test_more_checks_marks_and_places_take_no_more_queries(case):
    municipality, sanne, case_file, browser = case

    def count():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert browser.get(f"/dossiers/{case_file.pk}/erkenning/").status_code == 200
        return len(captured)

    def add(number):
        with scoped([municipality.pk]):
            checks.conclude(check=judged(case_file, sanne), summary="Goed.", version=1, by=sanne)
            start = timezone.localdate() - dt.timedelta(days=100 * number)
            add_mark(
                case_file=case_file, by=sanne, kind="code", issued_by="Code", valid_from=start,
                valid_to=start + dt.timedelta(days=50), checked_on=start,
            )  # fmt: skip

    add(1)
    count()
    first = count()
    for number in range(2, 6):
        add(number)
    assert count() == first <= 12
