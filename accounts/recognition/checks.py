"""Doing a definition check: start, judge criterion by criterion, conclude (with a second opinion), object."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from accounts.questions import actions as questions
from accounts.recognition import engine, placements
from accounts.recognition.models import (
    CheckState,
    CriterionVerdict,
    DefinitionCheck,
    Evidence,
    Objection,
    Outcome,
)
from accounts.recognition.queries import given_of
from accounts.recognition.rulesets import rules_of_check, terms
from accounts.timeline.actions import add_entry, add_signal, end_signal
from accounts.timeline.models import Document
from portal.kernel.conflicts import StaleVersionError, lock_version
from portal.kernel.models import Person
from portal.kernel.outbox.actions import queue_mail


class NotAllowedNowError(Exception):
    """The check is not in a state in which this can be done."""


def recheck_key(case_file_id: int) -> str:
    """Key of the signal that a new check is due."""
    return f"recheck-{case_file_id}"


def second_key(check_id: int) -> str:
    """Key of the signal that a second opinion is asked."""
    return f"second-opinion-{check_id}"


@transaction.atomic
def start_check(*, case_file: CaseFile, by: Person, at: dt.datetime | None = None) -> DefinitionCheck:
    """Start a check with the rules of this day, or go on with the one that is being done."""
    CaseFile.objects.select_for_update(of=("self",), no_key=True).get(pk=case_file.pk)
    open_check = (
        DefinitionCheck.objects.filter(case_file=case_file).exclude(state=CheckState.CONCLUDED).first()
    )
    if open_check:
        return open_check
    at = at or timezone.now()
    rules = rules_of_check(municipality_id=case_file.municipality_id, on=timezone.localtime(at).date())
    check = DefinitionCheck.objects.create(
        municipality_id=case_file.municipality_id,
        case_file=case_file,
        rules=rules.dump(),
        rules_version=rules.version,
        started_by=by,
        started_at=at,
    )
    add_entry(
        case_file=case_file, kind="check-started", text=_("Definition check started"), by=by, at=at,
        url=reverse("definition_check", args=[check.pk]),
    )  # fmt: skip
    return check


def _lock(check_id: int, *states: str) -> DefinitionCheck:
    check = (
        DefinitionCheck.objects.select_for_update(of=("self",)).select_related("case_file").get(pk=check_id)
    )
    if check.state not in states:
        raise NotAllowedNowError(check.state)
    return check


@transaction.atomic
def judge(
    *,
    check: DefinitionCheck,
    code: str,
    answer: str,
    motivation: str,
    documents: Collection[Document],
    version: int,
    by: Person,
    at: dt.datetime | None = None,
) -> CriterionVerdict:
    """Save the verdict on one criterion with its evidence. `version` 0: there was none yet.

    Raises StaleVersionError when a colleague judged it meanwhile, NotAllowedNowError when the check is not open.
    """
    check = _lock(check.pk, CheckState.OPEN)
    verdict = CriterionVerdict.objects.filter(definition_check=check, code=code).first()
    if (verdict.version if verdict else 0) != version:
        raise StaleVersionError(verdict)
    verdict = verdict or CriterionVerdict(
        municipality_id=check.municipality_id, definition_check=check, code=code, version=0
    )
    verdict.answer, verdict.motivation, verdict.by, verdict.at = answer, motivation, by, at or timezone.now()
    verdict.version += 1
    verdict.save()
    wanted = {document.pk for document in documents if document.case_file_id == check.case_file_id}
    Evidence.objects.filter(verdict=verdict).exclude(document_id__in=wanted).delete()
    there = set(Evidence.objects.filter(verdict=verdict).values_list("document_id", flat=True))
    Evidence.objects.bulk_create(
        Evidence(municipality_id=check.municipality_id, verdict=verdict, document_id=pk)
        for pk in sorted(wanted - there)
    )
    return verdict


@transaction.atomic
def conclude(
    *, check: DefinitionCheck, summary: str, version: int, by: Person, at: dt.datetime | None = None
) -> DefinitionCheck:
    """Conclude, or by the rules ask a colleague to look first. Raises NotReadyError when something is missing."""
    check = lock_version(check, version)
    if check.state != CheckState.OPEN:
        raise NotAllowedNowError(check.state)
    at = at or timezone.now()
    engine.conclude(engine.Rules.load(check.rules), given_of(check))  # says what is missing
    check.summary, check.proposed_by, check.second_note = summary, by, ""
    rules = terms(municipality_id=check.municipality_id, on=timezone.localtime(at).date())
    if not rules["second_opinion"]:
        return _finish(check, by, at)
    check.state = CheckState.SECOND
    check.version += 1
    check.save()
    manager = check.case_file.account_manager
    url = reverse("definition_check", args=[check.pk])
    add_signal(
        case_file=check.case_file,
        key=second_key(check.pk),
        title=_("Second opinion: definition check of %(name)s") % {"name": check.case_file.name},
        url=url,
        holder=manager if manager != by else None,
        domain="economy",
        by=by,
    )
    return check


@transaction.atomic
def agree(
    *, check: DefinitionCheck, version: int, by: Person, at: dt.datetime | None = None
) -> DefinitionCheck:
    """A colleague agrees: the check is concluded. Who proposed it may not (permission `second_opinion`)."""
    check = lock_version(check, version)
    if check.state != CheckState.SECOND or check.proposed_by_id == by.pk:
        raise NotAllowedNowError(check.state)
    end_signal(municipality_id=check.municipality_id, key=second_key(check.pk), by=by)
    return _finish(check, by, at or timezone.now())


@transaction.atomic
def send_back(*, check: DefinitionCheck, note: str, version: int, by: Person) -> DefinitionCheck:
    """A colleague does not agree: the check is open again, with what the colleague says."""
    check = lock_version(check, version)
    if check.state != CheckState.SECOND or check.proposed_by_id == by.pk:
        raise NotAllowedNowError(check.state)
    end_signal(municipality_id=check.municipality_id, key=second_key(check.pk), by=by)
    check.state, check.second_note = CheckState.OPEN, note
    check.version += 1
    check.save()
    return check


def _finish(check: DefinitionCheck, by: Person, at: dt.datetime) -> DefinitionCheck:
    """Store the result with its rules, place the enterprise on the spectrum, and tell the entrepreneur."""
    result = engine.conclude(engine.Rules.load(check.rules), given_of(check))
    today = timezone.localtime(at).date()
    months = terms(municipality_id=check.municipality_id, on=today)["valid_months"]
    check.state, check.outcome, check.place = CheckState.CONCLUDED, result.outcome, result.place
    check.result, check.concluded_by, check.concluded_at = result.dump(), by, at
    check.valid_until = engine.add_months(today, months)
    check.version += 1
    check.save()
    case_file = check.case_file
    end_signal(municipality_id=check.municipality_id, key=recheck_key(case_file.pk), by=by)
    if case_file.spectrum != result.place:
        reason = _("Definition check of %(day)s") % {"day": f"{today:%d-%m-%Y}"}
        placements.place(case_file=case_file, place=result.place, on=today, reason=reason, by=by)
    add_entry(
        case_file=case_file,
        kind="check-concluded",
        text=_("Definition check: %(outcome)s") % {"outcome": Outcome(result.outcome).label},
        by=by,
        url=reverse("definition_check", args=[check.pk]),
        for_entrepreneur=True,
        at=at,
    )
    for member in case_file.members.filter(is_active=True).select_related("person"):
        queue_mail(
            to=member.person.email,
            template="mail/recognition/concluded",
            context={"check": check, "case_file": case_file, "person": member.person},
            municipality=check.municipality_id,
            key=f"definition-check-{check.pk}-{member.person_id}",
        )
    return check


@transaction.atomic
def object_to(*, check: DefinitionCheck, text: str, by: Person) -> Objection:
    """The entrepreneur does not agree: a question, with its deadline and answer, that belongs to this check."""
    if check.state != CheckState.CONCLUDED:
        raise NotAllowedNowError(check.state)
    words = {"day": f"{timezone.localtime(check.concluded_at):%d-%m-%Y}", "text": text}
    question = questions.ask(
        case_file=check.case_file,
        text=_("I do not agree with the definition check of %(day)s: %(text)s") % words,
        by=by,
    )
    objection, _created = Objection.objects.get_or_create(
        municipality_id=check.municipality_id, definition_check=check, question=question
    )
    return objection


def latest_positive(case_file: CaseFile, on: dt.date) -> DefinitionCheck | None:
    """The latest concluded check, when it recognises the enterprise and is valid on this day."""
    latest = (
        DefinitionCheck.objects.filter(case_file=case_file, state=CheckState.CONCLUDED)
        .order_by("-concluded_at", "-pk")
        .first()
    )
    valid = (
        latest and latest.outcome == Outcome.RECOGNISED and latest.valid_until and latest.valid_until >= on
    )
    return latest if valid else None
