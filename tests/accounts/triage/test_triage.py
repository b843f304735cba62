"""Matching, proposing and deciding: one case file per enterprise, whoever triages when."""

import threading

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from accounts.demo.year import intake_of
from accounts.models import CaseFile, EnterpriseMember, Intake, IntakeState, Question, QuestionRoute
from accounts.triage.actions import AlreadyDecidedError, accept_intake, decline_intake
from accounts.triage.engine import Known, Manager, Newcomer, match, normalise, propose
from portal.kernel.models import Mail
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_municipality, make_staff

ROW = (
    "De Tweede Draad",
    "90000011",
    "9811 AB",
    "Spinnerslaan 12",
    "growth",
    ["work"],
    ["candidates_work"],
    "Tassen",
    "",
)


def test_legal_forms_accents_and_case_do_not_matter_to_a_name():
    assert normalise("De Tweede Dráád B.V.") == normalise("tweede draad") == "tweede draad"


def test_same_kvk_number_comes_first_and_another_number_never_matches():
    known = [
        Known(1, "Tweede Draad", "11111111"),
        Known(2, "Iets heel anders", "90000011"),
        Known(3, "Tweede Draad"),
    ]
    found = match(Newcomer("De Tweede Draad", "90000011"), known)
    assert [item.key for item in found] == [2, 3]
    assert found[0].certain
    assert not found[1].certain


@given(st.permutations([Known(1, "Draad"), Known(2, "Draadwerk"), Known(3, "De Draad BV"), Known(4, "Zeep")]))
def test_the_order_of_candidates_does_not_matter(known):
    assert [item.key for item in match(Newcomer("Draad"), known)] == [1, 3]


def test_manager_by_district_then_theme_then_least_work():
    managers = [Manager(1, "A", 9), Manager(2, "B", 2), Manager(3, "C", 5)]
    rules = {
        "need_domain": {"space": "economy"}, "theme_domain": {"care": "care"}, "theme_manager": {"care": 3},
        "districts": [{"name": "Noord", "from": 9810, "to": 9819, "manager": 1}],
    }  # fmt: skip
    ask = {"needs": ["space"], "themes": ["care"], "rules": rules, "managers": managers}
    assert propose(postcode="9811 AB", **ask).manager == 1
    assert propose(postcode="1000 AA", **ask).manager == 3
    assert propose(postcode="", **{**ask, "themes": []}).manager == 2
    assert [domain for domain, _why in propose(postcode="", **ask).domains] == ["economy", "care"]


def sent_in(municipality, email="lotte@voorbeeld.example", row=ROW):
    with scoped([municipality.pk]):
        return intake_of(municipality, row, "Lotte Draaisma", email)


def test_accepting_makes_the_case_file_the_question_and_the_own_page(municipality, staff):
    manager = staff("account_manager", domains=("economy",))
    intake = sent_in(municipality)
    with scoped([municipality.pk]):
        case_file = accept_intake(
            intake=intake, by=manager, account_manager=manager, domains=["work", "care"]
        )
        assert case_file.tracks.count() == 3
        assert case_file.account_manager == manager
        question = Question.objects.get(case_file=case_file)
        assert set(QuestionRoute.objects.filter(question=question).values_list("domain", flat=True)) == {
            "work",
            "care",
        }
        assert EnterpriseMember.objects.get(case_file=case_file).person.email == "lotte@voorbeeld.example"
        assert Mail.objects.filter(key=f"accepted-{intake.pk}").count() == 1


def test_declining_keeps_the_reason_and_mails_kindly(municipality, staff):
    manager = staff("account_manager")
    intake = sent_in(municipality)
    with scoped([municipality.pk]):
        decline_intake(intake=intake, reason="Andere gemeente", mail_text="Beste Lotte, …", by=manager)
        assert Intake.objects.get(pk=intake.pk).state == IntakeState.DECLINED
        with pytest.raises(AlreadyDecidedError):
            accept_intake(intake=intake, by=manager, account_manager=None, domains=[])
        assert CaseFile.objects.count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same_intake", [True, False])
def test_two_triages_of_one_enterprise_at_the_same_moment_make_one_case_file(same_intake):
    municipality = make_municipality()
    people = [make_staff(municipality, "account_manager") for _ in range(2)]
    first = sent_in(municipality)
    second = first if same_intake else sent_in(municipality, "anders@voorbeeld.example")
    barrier, outcome = threading.Barrier(2), []

    def decide(intake, person):
        try:
            barrier.wait()
            with scoped([municipality.pk], person=person.pk):
                outcome.append(
                    accept_intake(intake=intake, by=person, account_manager=person, domains=["work"]).pk
                )
        except AlreadyDecidedError:
            outcome.append("already")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=decide, args=pair) for pair in zip((first, second), people, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with scoped([municipality.pk]):
        only = CaseFile.objects.get().pk
    assert sorted(outcome, key=str) == ([only, "already"] if same_intake else [only, only])


def test_triage_is_for_account_managers_of_this_municipality(
    municipality, other_municipality, staff, client_for
):
    intake = sent_in(municipality)
    url = f"/triage/{intake.pk}/"
    assert client_for(staff("account_manager")).get(url).status_code == 200
    assert client_for(staff("specialist", domains=("care",))).get(url).status_code == 403
    assert client_for(staff("account_manager", at=other_municipality)).get(url).status_code == 404


def test_a_number_that_comes_later_keeps_the_enterprise_one(municipality, staff):
    manager = staff("account_manager")
    without = (ROW[0], "", *ROW[2:])
    with scoped([municipality.pk]):
        first = accept_intake(
            intake=intake_of(municipality, without, "Lotte", "a@voorbeeld.example"),
            by=manager, account_manager=manager, domains=["work"],
        )  # fmt: skip
        attached = accept_intake(
            intake=intake_of(municipality, ROW, "Lotte", "a@voorbeeld.example"),
            by=manager, account_manager=manager, domains=["work"], case_file=first,
        )  # fmt: skip
        third = accept_intake(
            intake=intake_of(municipality, ROW, "Lotte", "a@voorbeeld.example"),
            by=manager, account_manager=manager, domains=["work"],
        )  # fmt: skip
        assert first == attached == third
        assert CaseFile.objects.get().enterprise.kvk_number == "90000011"


def test_an_intake_for_a_closed_case_file_opens_it_again(municipality, staff):
    manager = staff("account_manager")
    with scoped([municipality.pk]):
        case_file = accept_intake(
            intake=sent_in(municipality), by=manager, account_manager=manager, domains=["work"]
        )
        CaseFile.objects.update(state="closed")
        accept_intake(intake=sent_in(municipality), by=manager, account_manager=manager, domains=["work"])
        case_file.refresh_from_db()
        assert case_file.state == "active"
