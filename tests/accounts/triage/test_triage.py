"""Matching, proposing and deciding: one case file per enterprise, whoever triages when."""

import threading

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from accounts.casefile.actions import change_case_file
from accounts.demo.year import intake_of
from accounts.models import CaseFile, EnterpriseMember, Intake, IntakeState, Question, QuestionRoute
from accounts.triage.actions import AlreadyDecidedError, accept_intake, decline_intake
from accounts.triage.engine import Known, Manager, Newcomer, match, normalise, propose
from accounts.triage.rulesets import TriageRulesForm
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


def attached(municipality, manager, take_over, **options):
    """A second intake of the same enterprise, with other words, attached to the case file of the first."""
    with scoped([municipality.pk]):
        first = accept_intake(
            intake=intake_of(municipality, ROW, "Lotte", "a@voorbeeld.example"),
            by=manager, account_manager=manager, domains=["work"],
        )  # fmt: skip
        again = (
            "De Nieuwe Draad",
            ROW[1],
            "9822 CD",
            "Wolweg 3",
            "scale_up",
            ["care"],
            *ROW[6:7],
            "Jassen",
            "Stages",
        )
        intake = intake_of(municipality, again, "Lotte", "a@voorbeeld.example")
        return accept_intake(
            intake=intake, by=manager, account_manager=manager, domains=["work"], case_file=first,
            take_over=take_over, **options,
        )  # fmt: skip


def test_attaching_takes_over_what_was_ticked_and_nothing_else(municipality, staff):
    case_file = attached(municipality, staff("account_manager"), ["address", "phase"])
    with scoped([municipality.pk]):
        case_file.refresh_from_db()
        assert (case_file.phase, case_file.summary, case_file.name) == (
            "scale_up",
            "Tassen",
            "De Tweede Draad",
        )
        assert (case_file.enterprise.street, case_file.enterprise.postcode) == ("Wolweg 3", "9822 CD")


def test_attaching_shows_both_versions_of_what_differs_only(municipality, staff, client_for):
    manager = staff("account_manager")
    attached(municipality, manager, [])
    with scoped([municipality.pk]):
        intake = intake_of(municipality, (*ROW[:7], "Sokken", ""), "Lotte", "a@voorbeeld.example")
    page = client_for(manager).get(f"/triage/{intake.pk}/").content.decode()
    assert "Tassen" in page
    assert "Sokken" in page
    assert ":summary" in page
    assert ":phase" not in page  # the same in both


def test_a_case_file_that_changed_while_the_officer_compared_is_not_overwritten(
    municipality, staff, client_for
):
    manager = staff("account_manager")
    case_file = attached(municipality, manager, [])
    with scoped([municipality.pk]):
        intake = intake_of(municipality, (*ROW[:7], "Sokken", ""), "Lotte", "a@voorbeeld.example")
        change_case_file(
            case_file=case_file, version=case_file.version, changes={"summary": "Hoeden"}, by=manager
        )
    sent = {
        "wat": "aannemen", "target": str(case_file.pk), f"version_{case_file.pk}": str(case_file.version),
        "take_over": f"{case_file.pk}:summary", "domains": "work", "account_manager": str(manager.pk),
        "deadline": "31-12-2026",
    }  # fmt: skip
    answer = client_for(manager).post(f"/triage/{intake.pk}/", sent)
    assert answer.status_code == 409
    assert "Hoeden" in answer.content.decode()
    with scoped([municipality.pk]):
        assert Intake.objects.get(pk=intake.pk).state == IntakeState.SUBMITTED
        assert CaseFile.objects.get(pk=case_file.pk).summary == "Hoeden"


def test_after_declining_comes_the_intake_that_waits_longest(municipality, staff, client_for):
    first, second = (
        sent_in(municipality),
        sent_in(municipality, "b@voorbeeld.example", ("Zeepfabriek", "", *ROW[2:])),
    )
    answer = client_for(staff("account_manager")).post(
        f"/triage/{first.pk}/", {"wat": "afwijzen", "reason": "Andere gemeente", "mail_text": "Beste Lotte"}
    )
    assert answer["Location"] == f"/triage/{second.pk}/"


def test_districts_may_be_as_many_as_needed_and_never_overlap(municipality):
    many = {
        "districts": [{"name": f"Wijk {n}", "from": 1000 + 10 * n, "to": 1009 + 10 * n} for n in range(12)]
    }
    with scoped([municipality.pk]):
        initial = TriageRulesForm.load(many)
        form = TriageRulesForm(initial)
        assert form.is_valid(), form.errors
        assert [row["name"] for row in form.dump()["districts"]] == [f"Wijk {n}" for n in range(12)]
        assert "district_15_name" in TriageRulesForm(initial=initial).fields
        twice = TriageRulesForm({**initial, "district_3_from": "1029"})
        assert "Wijk 2" in twice.errors["district_3_from"][0]


def test_triage_page_asks_the_same_number_of_queries_whatever_it_resembles(
    municipality, staff, client_for, django_assert_max_num_queries
):
    manager = staff("account_manager")
    with scoped([municipality.pk]):
        for number in range(8):
            row = (f"De Tweede Draad {number}", f"8000000{number}", *ROW[2:])
            accept_intake(
                intake=intake_of(municipality, row, "Lotte", f"l{number}@voorbeeld.example"),
                by=manager, account_manager=manager, domains=["work"],
            )  # fmt: skip
    intake = sent_in(municipality, "nieuw@voorbeeld.example", (ROW[0], "", *ROW[2:]))
    client = client_for(manager)
    client.get("/triage/")
    with django_assert_max_num_queries(16):  # two are the savepoints of the test
        answer = client.get(f"/triage/{intake.pk}/")
    assert answer.content.decode().count('name="target"') == 6
