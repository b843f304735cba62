"""A case file becomes two: what was chosen goes, the rest stays, and undoing brings all of it back."""

import pytest
from django.urls import reverse

from accounts.casefile.actions import add_member, write_note
from accounts.merging.moving import RefusedError
from accounts.models import (
    CaseFile,
    Contact,
    DomainNote,
    EnterpriseMember,
    FormerIdentity,
    Split,
    TimelineEntry,
)
from accounts.splitting import actions
from accounts.splitting.parts import parts_of
from accounts.timeline.actions import add_task, log_contact
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.search.queries import find
from portal.kernel.tenancy.scope import scoped
from tests.accounts.intake.test_same_moment import at_once
from tests.factories import make_case_file, make_municipality, make_person, make_question, make_staff

FACTS = {"name": "Buurtkeuken", "kvk_number": "90990001", "legal_form": "foundation"}


@pytest.fixture
def by(municipality):
    return make_staff(municipality, "account_manager")


@pytest.fixture
def case_file(municipality, by):
    made = make_case_file(municipality, "Buurthuis", themes=["care"], account_manager=by)
    fill(made, by)
    return made


def fill(made, by):
    make_question(made)
    with scoped([made.municipality_id], domains=("care",)):
        for text in ("Over de keuken", "Over het huis"):
            log_contact(case_file=made, by=by, channel="phone", on="2026-05-01", with_whom="", text=text)
        add_task(case_file=made, title="Keuken keuren", holder=by, due_on=None, by=by)
        add_member(case_file=made, person=make_person("Kokkie Koster"), by=by)
        write_note(case_file=made, domain="care", text="Vertrouwelijk", by=by)


def codes(case_file, *texts):
    return {item.code for part in parts_of(case_file) for item in part.items if item.text in texts}


def do_split(case_file, by, *texts, **more):
    with scoped([case_file.municipality_id]):
        chosen = codes(case_file, *texts)
        return actions.split(
            **{
                "case_file": case_file,
                "version": 1,
                "facts": FACTS,
                "chosen": chosen,
                "reason": "Twee",
                "by": by,
                **more,
            }
        )


def test_what_was_chosen_goes_with_its_lines_and_the_rest_stays(municipality, case_file, by):
    done = do_split(case_file, by, "Over de keuken", "Keuken keuren", "Kokkie Koster")
    with scoped([municipality.pk], domains=("care",)):
        made = done.made
        assert (made.name, made.account_manager, made.themes) == ("Buurtkeuken", by, ["care"])
        assert made.tracks.count() == 3
        assert [row.text for row in made.contacts.all()] == ["Over de keuken"]
        assert [row.text for row in case_file.contacts.all()] == ["Over het huis"]
        assert EnterpriseMember.objects.filter(person__name="Kokkie Koster").count() == 2
        assert DomainNote.objects.get().case_file_id == case_file.pk
        lines = {row.text: row.case_file_id for row in TimelineEntry.objects.all()}
        assert lines["Telefoongesprek: Over de keuken"] == made.pk
        assert lines["Telefoongesprek: Over het huis"] == case_file.pk
        assert find("keuken keuren")[0].url == reverse("case_file", args=[made.pk])


def test_undo_brings_all_of_it_back_also_what_came_after(municipality, case_file, by):
    with scoped([municipality.pk]):
        before = sorted(TimelineEntry.objects.values_list("pk", flat=True))
    done = do_split(case_file, by, "Over de keuken", "Kokkie Koster")
    with scoped([municipality.pk]):
        log_contact(case_file=done.made, by=by, channel="phone", on="2026-06-01", with_whom="", text="Later")
        for _time in range(2):  # the second time changes nothing
            actions.undo(done=done, by=by)
        case_file.refresh_from_db()
        assert (case_file.name, case_file.state) == ("Buurthuis", "active")
        assert Contact.objects.filter(case_file=case_file).count() == 3
        here = TimelineEntry.objects.filter(case_file=case_file)
        assert set(before) <= set(here.values_list("pk", flat=True))
        assert not FormerIdentity.objects.exists()
        assert CaseFile.objects.get(pk=done.made_id).merged_into_id == case_file.pk


def test_refusals(municipality, case_file, by):
    make_case_file(municipality, "Heeft al een dossier", kvk_number="90990001")
    with pytest.raises(RefusedError):
        do_split(case_file, by)
    with pytest.raises(StaleVersionError):
        do_split(case_file, by, version=7, facts={**FACTS, "kvk_number": ""})
    with scoped([municipality.pk]):
        assert not Split.objects.exists()


def test_things_of_another_file_cannot_be_chosen(municipality, case_file, by):
    other = make_case_file(municipality)
    fill(other, by)
    with scoped([municipality.pk]):
        theirs = {item.code for part in parts_of(other) for item in part.items}
        done = actions.split(case_file=case_file, version=1, facts=FACTS, chosen=theirs, reason="Twee", by=by)
        assert done.moved == {}
        assert other.contacts.count() == 2


def sent(case_file, **changes):
    return {"version": 1, **FACTS, "reason": "Twee", "goes": [f"task-{case_file.tasks.get().pk}"], **changes}


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"name": ""}, 422),
        ({"kvk_number": "12"}, 422),
        ({"reason": "a" * 10_000}, 422),
        ({"goes": ["domainnote-1"]}, 422),
        ({"version": 9}, 409),
    ],
)
def test_bad_input_is_told_and_kept(municipality, case_file, by, client_for, wrong, status):
    with scoped([municipality.pk]):
        data = sent(case_file, **wrong)
    answer = client_for(by).post(reverse("split_case_file", args=[case_file.pk]), data)
    assert answer.status_code == status
    assert "Buurtkeuken" in answer.text or "name" in wrong


def test_choose_preview_split_and_undo_on_screen(municipality, case_file, by, client_for):
    page, browser = reverse("split_case_file", args=[case_file.pk]), client_for(by)
    assert "Keuken keuren" in browser.get(page).text
    with scoped([municipality.pk]):
        data = sent(case_file)
    assert browser.post(page, data).status_code == 200
    with scoped([municipality.pk]):
        assert not Split.objects.exists()  # looking changes nothing
    assert " checked" in browser.post(page, {**data, "stap": "kiezen"}).text
    where = browser.post(page, {**data, "stap": "splitsen"}).headers["Location"]
    assert browser.post(page, {**data, "stap": "splitsen"}).status_code == 422  # a double submit does it once
    colleague = client_for(make_staff(municipality, "specialist", domains=("care",)))
    undo = f"{where}terugdraaien/"
    assert (colleague.get(where).status_code, colleague.post(undo).status_code) == (200, 403)
    assert colleague.get(page).status_code == 403
    assert client_for(make_staff(make_municipality(), "account_manager")).get(where).status_code == 404
    browser.post(undo)
    assert browser.get(where).status_code == 200
    with scoped([municipality.pk]):
        assert Split.objects.get().undone_by_merge is not None
        assert case_file.tasks.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_split_once():
    town = make_municipality("Tegelijk splitsen")
    by, case_file = make_staff(town, "account_manager"), make_case_file(town)

    def call():
        try:
            return do_split(case_file, by)
        except (StaleVersionError, RefusedError):
            return "told"

    assert at_once(call, call).count("told") == 1
    with scoped([town.pk]):
        assert CaseFile.objects.count() == 2
