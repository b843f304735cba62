"""Certificates: the register of the staff, one certificate beside article 2.82, and what buyers may see."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.recognition.marks import add_mark
from accounts.register.actions import ask, publish, withdraw
from accounts.timeline.actions import add_document
from portal.kernel.files.actions import store_bytes
from portal.kernel.models import ReadLog
from portal.kernel.tenancy.scope import scoped
from procurement.pso.assessments.actions import share
from tests.factories import make_case_file, make_staff
from tests.samples.register import SHOWN

COORDINATOR = "social_return_coordinator"
PUBLIC = "/register/vechtstede/pso/"


def certificate(case_file, by, *, starts=-100, ends=400, level="2", number="PSO-1", **facts):
    """A PSO mark from `starts` to `ends` days from today."""
    today = timezone.localdate()
    return add_mark(
        case_file=case_file, by=by, kind="pso", level=level, issued_by="PSO-Nederland", number=number,
        valid_from=today + dt.timedelta(days=starts), valid_to=today + dt.timedelta(days=ends), checked_on=today,
        **facts,
    )  # fmt: skip


@pytest.fixture
def sanne(staff):
    return staff("account_manager", name="Sanne")


def shown_in_register(case_file, by, **changes):
    entry = ask(case_file=case_file, shown={**SHOWN, "name": case_file.name, **changes}, by=by)
    return publish(entry=entry, version=entry.version, by=by)


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("", {"Geldig", "Bijna", "Straks", "Voorbij"}),
        ("valid", {"Geldig", "Bijna"}),
        ("expiring", {"Bijna"}),
        ("future", {"Straks"}),
        ("expired", {"Voorbij"}),
        ("onzin", {"Geldig", "Bijna", "Straks", "Voorbij"}),
    ],
)
def test_the_staff_filter_on_validity(municipality, sanne, staff, client_for, state, names):
    days = {"Geldig": (-1, 400), "Bijna": (-700, 20), "Straks": (5, 500), "Voorbij": (-700, -1)}
    for name, (starts, ends) in days.items():
        case_file = make_case_file(municipality, name)
        with scoped([municipality.pk]):
            certificate(case_file, sanne, starts=starts, ends=ends, number=name.upper())
    text = client_for(staff(COORDINATOR)).get(f"/pso/certificaten/?stand={state}").content.decode()
    assert {name for name in days if f">{name}<" in text} == names


@pytest.mark.parametrize(
    ("role", "status"), [(COORDINATOR, 200), ("account_manager", 200), ("specialist", 403), ("alderman", 403)]
)
def test_only_coordinators_and_account_managers_open_certificates_and_their_evidence(
    municipality, other_municipality, sanne, staff, client_for, role, status
):
    case_file = make_case_file(municipality)
    with scoped([municipality.pk]):
        paper = store_bytes(
            content=b"certificaat", name="pso.txt", content_type="text/plain", municipality=municipality
        )
        document = add_document(case_file=case_file, title="Certificaat", file=paper, by=sanne)
        mark = certificate(case_file, sanne, evidence_id=document.pk)
    client = client_for(staff(role, domains=("care",) if role == "specialist" else ()))
    for name in ("pso_certificate", "pso_evidence"):
        assert client.get(reverse(name, args=[mark.pk])).status_code == status
    stranger = client_for(make_staff(other_municipality, COORDINATOR))
    for name in ("pso_certificate", "pso_evidence"):
        assert stranger.get(reverse(name, args=[mark.pk])).status_code == 404


def test_a_30_plus_certificate_is_laid_beside_the_shared_assessment(case, sanne, staff, client_for):
    with case.scope():
        mark = certificate(case.case_file, sanne, level="3", thirty_plus=True)
        private = case.submitted()
    client = client_for(staff(COORDINATOR))
    page = reverse("pso_certificate", args=[mark.pk])
    text = client.get(page).content.decode()
    assert "Dat alleen voldoet niet aan artikel 2.82" in text
    assert "heeft geen zelftoets gedeeld" in text and "trede 2" not in text
    with case.scope():
        assert not ReadLog.objects.filter(kind="pso-assessment").exists()
        share(assessment=private, by=case.entrepreneur)
    text = client.get(page).content.decode()
    assert "volgens de gedeelde zelftoets past de onderneming daar niet bij" in text
    with case.scope():
        assert ReadLog.objects.filter(kind="pso-assessment").count() == 1


def test_buyers_see_only_valid_certificates_of_who_chose_to_be_shown(municipality, sanne):
    shows = {"Toont": {}, "Verbergt": {"show_marks": False}, "Verlopen": {}}
    entries = {}
    for name, changes in shows.items():
        case_file = make_case_file(municipality, name)
        with scoped([municipality.pk]):
            certificate(case_file, sanne, ends=-1 if name == "Verlopen" else 400, starts=-600)
            entries[name] = shown_in_register(case_file, sanne, **changes)
    other = make_case_file(municipality, "Niet in register")
    with scoped([municipality.pk]):
        certificate(other, sanne)
    assert f'href="{PUBLIC}"' in Client().get("/register/vechtstede/").content.decode()
    text = Client().get(PUBLIC).content.decode()
    assert "Toont" in text
    assert "Verbergt" not in text and "Verlopen<" not in text and "Niet in register" not in text
    with scoped([municipality.pk]):
        withdraw(entry=entries["Toont"], by=sanne)
    assert "Toont" not in Client().get(PUBLIC).content.decode()


def test_buyers_ask_for_a_certificate_that_is_valid_throughout(municipality, sanne):
    case_file = make_case_file(municipality, "Toont")
    with scoped([municipality.pk]):
        mark = certificate(case_file, sanne, level="3", thirty_plus=True)
        shown_in_register(case_file, sanne)
    last, after = mark.valid_to, mark.valid_to + dt.timedelta(days=1)
    found = {
        query: "Toont" in Client().get(PUBLIC + query).content.decode()
        for query in (
            f"?tot={last:%d-%m-%Y}",
            f"?tot={after:%d-%m-%Y}",
            "?trede=3&dertig=on",
            "?trede=1",
            "?zoek=toon",
        )
    }
    assert list(found.values()) == [True, False, True, False, True]


@pytest.mark.parametrize(
    "query", ["?tot=morgen", "?tot=31-12-1899", "?trede=zz", "?zoek=a%00b", "?zoek=" + "x" * 5000]
)
def test_a_filter_that_makes_no_sense_is_told(municipality, query):
    assert Client().get(PUBLIC + query).status_code == 422


def test_the_lists_take_the_same_queries_with_more_rows(municipality, sanne, client_for):
    client = client_for(sanne)

    def price(address, browser):
        with CaptureQueriesContext(connection) as taken:
            assert browser.get(address).status_code == 200
        return len(taken)

    def add(number):
        case_file = make_case_file(municipality, f"Bedrijf {number}")
        with scoped([municipality.pk]):
            certificate(case_file, sanne, number=f"PSO-{number}")
            shown_in_register(case_file, sanne)

    add(0)
    few = price("/pso/certificaten/", client), price(PUBLIC, Client())
    for number in range(1, 6):
        add(number)
    assert (price("/pso/certificaten/", client), price(PUBLIC, Client())) == few
