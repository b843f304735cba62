"""The pages of the privacy officer's desk."""

import pytest
from django.urls import reverse

from portal.kernel.audit.actions import record_reads
from portal.kernel.models import Processing
from portal.kernel.privacy import reading
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_case_file
from tests.kernel.privacy.everything import NAME


@pytest.fixture
def officer(staff):
    return staff("privacy_officer", name="Raoul Biesheuvel")


def test_the_officer_sees_every_page_and_another_role_none(municipality, staff, client_for, officer):
    case_file = make_case_file(municipality, NAME)
    paths = [
        reverse(name)
        for name in (
            "privacy_desk", "processings", "processing_new", "read_log", "unusual_reading", "retention",
            "privacy_subjects", "removals",
        )
    ]  # fmt: skip
    paths += [
        reverse("processing_default", args=["case-files"]),
        reverse("processings_export", args=["xlsx"]),
        reverse("processings_export", args=["pdf"]),
        *[
            reverse("retention_list", args=[code])
            for code in ("case-files", "intakes", "documents", "commitments", "mail", "jobs", "read-log", "files", "history")
        ],
        reverse("privacy_subjects") + "?q=Zeldz",
        reverse("privacy_subject", args=["enterprise", case_file.pk]),
        reverse("privacy_subject", args=["person", officer.pk]),
    ]  # fmt: skip
    client, specialist = client_for(officer), client_for(staff("specialist", domains=("care",)))
    for path in paths:
        assert client.get(path).status_code == 200, path
        assert specialist.get(path).status_code == 403, path


def test_the_first_text_is_completed_and_versions_are_kept(municipality, client_for, officer):
    client = client_for(officer)
    path = reverse("processing_default", args=["case-files"])
    data = {name: value for name, value in client.get(path).context["form"].initial.items() if value}
    client.post(path, {**data, "recipients": "Alleen wij"})
    with scoped([municipality.pk]):
        entry = Processing.objects.get()
    edit = reverse("processing_edit", args=[entry.pk])
    client.post(edit, {**data, "recipients": "Ook de regio", "version": "1"})
    late = client.post(edit, {**data, "recipients": "Te laat", "version": "1"})
    assert late.status_code == 409 and "Te laat" in late.content.decode()
    text = client.get(reverse("processing", args=[entry.pk])).content.decode()
    assert "Versie 2" in text and "Versie 1" in text and "Ook de regio" in text


def test_the_read_log_is_searched_by_enterprise_person_kind_and_period(
    municipality, staff, client_for, officer
):
    reader = staff("specialist", domains=("care",), name="Kees Hoogland")
    first, second = (
        make_case_file(municipality, "Draad & Daad"),
        make_case_file(municipality, "Het Kruidenpad"),
    )
    with scoped([municipality.pk], person=reader.pk):
        for case_file in (first, second):
            record_reads(
                person=reader, municipality_id=municipality.pk, path="/x/", about=case_file.pk,
                reads=[("domain-notes", case_file.pk, case_file.name, "care")],
            )  # fmt: skip
    client = client_for(officer)

    def labels(**filters):
        return [read.label for read, _kind in client.get(reverse("read_log"), filters).context["rows"]]

    assert labels(over="Draad") == ["Draad & Daad"]
    assert labels(wie="Kees", domein="care") == ["Het Kruidenpad", "Draad & Daad"]
    assert labels(soort="export") == [] and labels(tot="01-01-2020") == []
    assert client.get(reverse("read_log"), {"van": "32-13-2026", "wie": "\0"}).status_code == 200


def test_reading_many_files_of_others_in_a_day_is_a_signal(municipality, staff):
    reader = staff("specialist", domains=("care",))
    with scoped([municipality.pk], person=reader.pk):
        for number in range(6):
            mine = make_case_file(municipality, account_manager=reader if number == 0 else None)
            record_reads(
                person=reader, municipality_id=municipality.pk, path="/x/", about=mine.pk,
                reads=[("domain-notes", mine.pk, mine.name, "care")],
            )  # fmt: skip
        assert [(one.what, one.number) for one in reading.signals(municipality.pk)] == [("foreign", 5)]


def test_who_looked_at_an_enterprise_stands_on_its_page_with_whose_work_it_is(
    municipality, staff, client_for, officer
):
    holder, stranger = (
        staff("account_manager", name="Sanne Verbeek"),
        staff("specialist", name="Kees Hoogland"),
    )
    case_file = make_case_file(municipality, NAME, account_manager=holder)
    with scoped([municipality.pk]):
        for reader in (holder, stranger, stranger):
            record_reads(
                person=reader, municipality_id=municipality.pk, path="/x/", about=case_file.pk,
                reads=[("document", 1, NAME, "")],
            )  # fmt: skip
    page = client_for(officer).get(reverse("privacy_subject", args=["enterprise", case_file.pk]))
    found = {str(reader.person): (reader.number, reader.own_work) for reader in page.context["readers"]}
    assert found == {"Sanne Verbeek": (1, True), "Kees Hoogland": (2, False)}


def test_figures_about_people_count_as_reads_and_others_do_not(municipality, staff, client_for, officer):
    from accounts.impact.models import Claim, Indicator

    manager = staff("account_manager", name="Sanne Verbeek")
    case_file = make_case_file(municipality, NAME)
    with scoped([municipality.pk], person=manager.pk):
        claims = [
            Claim.objects.create(
                municipality=municipality, case_file=case_file, quantity=3, starts_on="2026-01-01",
                ends_on="2026-03-31", claimed_by=manager,
                indicator=Indicator.objects.create(
                    municipality=municipality, name=f"Aantal {people}", unit="x", about_people=people
                ),
            )
            for people in (True, False)
        ]  # fmt: skip
    client = client_for(manager)
    for claim in claims:
        assert client.get(reverse("claim", args=[claim.pk])).status_code == 200
    with scoped([municipality.pk]):
        (read,) = reading.search(kind="people-figures")
        assert (read.object_id, read.about_id) == (str(claims[0].pk), str(case_file.pk))
