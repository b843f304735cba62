"""Definition checks through the actions: rules kept, outcome fixed, told to the entrepreneur, second opinion."""

import datetime as dt

import pytest
from django.db import InternalError, transaction
from django.utils import timezone

from accounts.models import (
    CaseFile,
    DefinitionCheck,
    EnterpriseMember,
    Evidence,
    Objection,
    Placement,
    Question,
    Task,
)
from accounts.recognition import checks, engine
from accounts.recognition.figures import recognised_enterprises
from accounts.recognition.rulesets import DEFAULT
from accounts.recognition.signals import signal_due
from accounts.timeline.actions import add_document
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.files.actions import store_bytes
from portal.kernel.models import Mail
from portal.kernel.rulesets.actions import set_rules
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_case_file, make_person

CODES = ("impact_first", "product", "independent", "reinvest", "governance", "transparent")


@pytest.fixture
def case(municipality, staff):
    sanne, case_file = staff("account_manager"), make_case_file(municipality)
    boris = make_person()
    with scoped([municipality.pk]):
        EnterpriseMember.objects.create(municipality=municipality, case_file=case_file, person=boris)
        yield municipality, sanne, case_file, boris


def judged(case_file, by, at=None, **others):
    check = checks.start_check(case_file=case_file, by=by, at=at)
    for code in CODES:
        checks.judge(
            check=check, code=code, answer=others.get(code, "yes"), motivation=f"Gezien: {code}", documents=[],
            version=0, by=by, at=at,
        )  # fmt: skip
    return check


def rules(municipality, **changes):
    set_rules(
        municipality=municipality, kind="recognition", name="Proef", source="Proef", data={**DEFAULT, **changes},
        valid_from=timezone.localdate(), by=None,
    )  # fmt: skip


def test_a_concluded_check_explains_itself_places_and_tells_the_entrepreneur(case):
    _municipality, sanne, case_file, boris = case
    check = judged(case_file, sanne, transparent="partly")
    done = checks.conclude(check=check, summary="U zet uw doel op één.", version=1, by=sanne)
    assert (done.state, done.outcome, done.place) == ("concluded", "recognised", "social")
    assert [line["effect"] for line in done.result["lines"]].count("within") == 1
    assert done.valid_until == engine.add_months(timezone.localdate(), 24)
    case_file.refresh_from_db()
    assert case_file.spectrum == "social"
    assert Placement.objects.get().reason.startswith("Definitietoets van")
    assert Mail.objects.get(to=boris.email).text.count("U zet uw doel op één.") == 1
    assert recognised_enterprises(timezone.localdate()) == 1


def test_nobody_can_change_a_concluded_check_or_its_verdicts(case):
    _municipality, sanne, case_file, _boris = case
    check = judged(case_file, sanne)
    checks.conclude(check=check, summary="Goed.", version=1, by=sanne)
    with pytest.raises(InternalError), transaction.atomic():
        DefinitionCheck.objects.update(outcome="not")
    with pytest.raises(InternalError), transaction.atomic():
        check.verdicts.update(answer="no")
    with pytest.raises(checks.NotAllowedNowError):
        checks.judge(
            check=check,
            code="product",
            answer="no",
            motivation="Toch niet",
            documents=[],
            version=1,
            by=sanne,
        )


def test_later_rules_do_not_touch_a_check_that_was_started(case):
    municipality, sanne, case_file, _boris = case
    check = judged(case_file, sanne, transparent="partly")
    rules(municipality, most_partly=0)
    done = checks.conclude(check=check, summary="Goed.", version=1, by=sanne)
    assert done.outcome == "recognised"
    assert done.rules_version == "0.0"
    new = judged(case_file, sanne, transparent="partly")
    assert checks.conclude(check=new, summary="Nog niet.", version=1, by=sanne).outcome == "developing"
    assert DefinitionCheck.objects.count() == 2
    assert recognised_enterprises(timezone.localdate()) == 0


def test_a_second_opinion_is_given_by_another_colleague(case, staff):
    municipality, sanne, case_file, _boris = case
    marit = staff("specialist", domains=("work",))
    rules(municipality, second_opinion=True)
    check = checks.conclude(check=judged(case_file, sanne), summary="Goed.", version=1, by=sanne)
    assert check.state == "second"
    assert Task.objects.get(done_at=None).domain == "economy"
    with pytest.raises(checks.NotAllowedNowError):
        checks.agree(check=check, version=check.version, by=sanne)
    check = checks.send_back(check=check, note="Kijk naar de winst.", version=check.version, by=marit)
    assert (check.state, check.second_note) == ("open", "Kijk naar de winst.")
    check = checks.conclude(check=check, summary="Goed.", version=check.version, by=sanne)
    check = checks.agree(check=check, version=check.version, by=marit)
    assert (check.state, check.concluded_by) == ("concluded", marit)
    assert not Task.objects.filter(done_at=None).exists()


def test_a_missing_verdict_is_named_and_a_stale_one_is_told(case):
    _municipality, sanne, case_file, _boris = case
    check = checks.start_check(case_file=case_file, by=sanne)
    assert checks.start_check(case_file=case_file, by=sanne) == check
    first = {"check": check, "code": "product", "answer": "yes", "motivation": "Winkel", "documents": []}
    checks.judge(**first, version=0, by=sanne)
    with pytest.raises(StaleVersionError):
        checks.judge(**first, version=0, by=sanne)
    with pytest.raises(engine.NotReadyError) as error:
        checks.conclude(check=check, summary="Goed.", version=1, by=sanne)
    assert "product" not in error.value.codes


def test_only_documents_of_the_case_file_are_evidence(case):
    municipality, sanne, case_file, _boris = case
    other = make_case_file(municipality)
    stored = store_bytes(content=b"x", name="x.txt", content_type="text/plain", municipality=municipality)
    mine = add_document(case_file=case_file, title="Statuten", file=stored, by=sanne)
    theirs = add_document(case_file=other, title="Geheim", file=stored, by=sanne)
    check = checks.start_check(case_file=case_file, by=sanne)
    checks.judge(
        check=check,
        code="product",
        answer="yes",
        motivation="Zie",
        documents=[mine, theirs],
        version=0,
        by=sanne,
    )
    assert Evidence.objects.get().document == mine


def test_an_objection_is_one_question_that_belongs_to_the_check(case):
    _municipality, sanne, case_file, boris = case
    check = judged(case_file, sanne, impact_first="no")
    check = checks.conclude(check=check, summary="Winst gaat voor.", version=1, by=sanne)
    for _click in range(2):
        checks.object_to(check=check, text="Dat klopt niet.", by=boris)
    assert Objection.objects.get().question == Question.objects.get()
    assert "Dat klopt niet." in Question.objects.get().text


def test_a_check_that_falls_due_is_signalled_once(case):
    municipality, sanne, case_file, _boris = case
    CaseFile.objects.update(account_manager=sanne)
    case_file.refresh_from_db()
    at = timezone.now() - dt.timedelta(days=710)
    checks.conclude(check=judged(case_file, sanne, at=at), summary="Goed.", version=1, by=sanne, at=at)
    assert signal_due(municipality_id=municipality.pk, today=timezone.localdate()) == 1
    task = Task.objects.get()
    assert (task.holder, task.done_at) == (sanne, None)
    assert signal_due(municipality_id=municipality.pk, today=timezone.localdate()) == 0
    checks.conclude(check=judged(case_file, sanne), summary="Nog steeds.", version=1, by=sanne)
    task.refresh_from_db()
    assert task.done_at
