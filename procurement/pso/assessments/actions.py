"""What happens to a self-assessment. The timeline, which all staff read, learns of it only when it is shared."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from accounts.timeline.actions import add_entry
from portal.kernel.conflicts import StaleVersionError, lock_version
from portal.kernel.models import Person
from procurement.pso import engine
from procurement.pso.assessments.models import AssessmentState, PsoAssessment, PsoPurchase, PsoWorkers
from procurement.pso.assessments.reading import facts_of, own_rules, stored
from procurement.pso.rulesets import in_force

Row = TypeVar("Row", PsoWorkers, PsoPurchase)


class RefusedError(Exception):
    """Not possible now. `code`: "submitted", "draft", "empty", "people" or "fte" (more than there are in all)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _lock_draft(pk: int) -> PsoAssessment:
    found: PsoAssessment = PsoAssessment.objects.select_for_update(of=("self",)).get(pk=pk)
    if not found.is_draft:
        raise RefusedError("submitted")
    return found


def _take_rules(assessment: PsoAssessment) -> None:
    """A draft follows the rules in force, unless they no longer have a category or contract form it uses."""
    found = in_force(municipality_id=assessment.municipality_id, on=timezone.localdate())
    if assessment.pk:
        used = set(assessment.workers.values_list("category", "form"))
        codes = {name: {row["code"] for row in found.data[name]} for name in ("categories", "forms")}
        if any(category not in codes["categories"] or form not in codes["forms"] for category, form in used):
            return
    assessment.rules, assessment.rules_version = found.data, found.version
    assessment.rules_source = found.source


@transaction.atomic
def start(
    *, case_file: CaseFile, year: int, by: Person, at: dt.datetime | None = None, **facts: Any
) -> PsoAssessment:
    """Start a version over a year; a draft there is already, is given back."""
    CaseFile.objects.select_for_update(of=("self",), no_key=True).get(pk=case_file.pk)
    rows = PsoAssessment.objects.filter(case_file=case_file, year=year)
    draft = rows.filter(state=AssessmentState.DRAFT).first()
    if draft:
        return draft
    made = PsoAssessment(
        municipality_id=case_file.municipality_id,
        case_file=case_file,
        year=year,
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        started_by=by,
        started_at=at or timezone.now(),
        **facts,
    )
    _take_rules(made)
    made.save()
    return made


@transaction.atomic
def change(*, assessment: PsoAssessment, version: int, by: Person, **facts: Any) -> PsoAssessment:
    """Change what is said about the enterprise as a whole. Raises StaleVersionError and RefusedError."""
    found = lock_version(assessment, version)
    if not found.is_draft:
        raise RefusedError("submitted")
    for name, value in facts.items():
        setattr(found, name, value)
    _touch(found)
    return found


def _touch(assessment: PsoAssessment) -> None:
    _take_rules(assessment)
    assessment.version += 1
    assessment.save()


@transaction.atomic
def add_row(
    kind: type[Row], *, assessment: PsoAssessment, by: Person, form_key: Any = None, **facts: Any
) -> Row:
    """Add people or a purchase. The same form sent twice gives the row that is there."""
    found = _lock_draft(assessment.pk)
    if form_key is not None:
        there: Row | None = kind.objects.filter(assessment=found, form_key=form_key).first()
        if there:
            return there
    made: Row = kind.objects.create(
        municipality_id=found.municipality_id, assessment=found, form_key=form_key, **facts
    )
    _touch(found)
    return made


@transaction.atomic
def change_row(*, row: Row, version: int, by: Person, **facts: Any) -> Row:
    """Change people or a purchase. Raises StaleVersionError when someone was first."""
    found = _lock_draft(row.assessment_id)
    row = lock_version(row, version)
    for name, value in facts.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    _touch(found)
    return row


@transaction.atomic
def remove_row(*, row: PsoWorkers | PsoPurchase, by: Person) -> None:
    """Take people or a purchase out; twice is once."""
    found = _lock_draft(row.assessment_id)
    if type(row).objects.filter(pk=row.pk).delete()[0]:
        _touch(found)


@transaction.atomic
def submit(
    *, assessment: PsoAssessment, version: int, share_it: bool, by: Person, at: dt.datetime | None = None
) -> PsoAssessment:
    """Fix this version with its result. Sent twice is once. Raises StaleVersionError and RefusedError."""
    found: PsoAssessment = PsoAssessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    if not found.is_draft and found.submitted_by_id == by.pk and found.version == version + 1:
        return found  # a double click
    if found.version != version:
        raise StaleVersionError(found)
    if not found.is_draft:
        raise RefusedError("submitted")
    facts, rules = facts_of(found), own_rules(found)
    if not facts.workers and not facts.purchases:
        raise RefusedError("empty")
    people, fte = engine.employed(facts, rules)
    if found.employees is not None and people > found.employees:
        raise RefusedError("people")
    if fte > facts.fte:
        raise RefusedError("fte")
    result = engine.score(facts, rules)
    found.level, found.score, found.result = stored(result)
    found.state, found.submitted_by, found.submitted_at = AssessmentState.SUBMITTED, by, at or timezone.now()
    found.version += 1
    found.save()
    if share_it:
        return share(assessment=found, by=by, at=at)
    return found


@transaction.atomic
def share(*, assessment: PsoAssessment, by: Person, at: dt.datetime | None = None) -> PsoAssessment:
    """Let the coordinator and the account manager of the municipality see this version; twice is once."""
    found: PsoAssessment = PsoAssessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    if found.is_draft:
        raise RefusedError("draft")
    if found.shared_at is None:
        found.shared_at, found.shared_by = at or timezone.now(), by
        found.save(update_fields=["shared_at", "shared_by"])
        _tell(found, _("PSO self-assessment of %(year)s shared with the municipality"), by, found.shared_at)
    return found


@transaction.atomic
def stop_sharing(*, assessment: PsoAssessment, by: Person) -> PsoAssessment:
    """The municipality no longer sees this version; twice is once."""
    found: PsoAssessment = PsoAssessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    if found.shared_at is not None:
        found.shared_at = found.shared_by = None
        found.save(update_fields=["shared_at", "shared_by"])
        _tell(found, _("PSO self-assessment of %(year)s no longer shared"), by, timezone.now())
    return found


def _tell(assessment: PsoAssessment, text: str, by: Person, at: dt.datetime) -> None:
    """Never the score or the step: colleagues of other domains read the timeline too."""
    add_entry(
        case_file=assessment.case_file,
        kind="pso",
        text=text % {"year": assessment.year},
        by=by,
        at=at,
        url=reverse("pso_assessment", args=[assessment.pk]),
        for_entrepreneur=True,
    )


@transaction.atomic
def correct(*, assessment: PsoAssessment, by: Person) -> PsoAssessment:
    """A new version of the same year with the same rows, to change. The old one stays. An open draft is given back."""
    if assessment.is_draft:
        return assessment
    names = ("fte", "full_time_hours", "employees", "whole_year", "main_aim", "aim_source")
    facts = {name: getattr(assessment, name) for name in names}
    made = start(case_file=assessment.case_file, year=assessment.year, by=by, **facts)
    if made.workers.exists() or made.purchases.exists() or made.version > 1:
        return made
    for workers in assessment.workers.all():
        copied = {name: getattr(workers, name) for name in ("category", "form", "people", "hours", "months")}
        PsoWorkers.objects.create(municipality_id=made.municipality_id, assessment=made, **copied)
    for purchase in assessment.purchases.all():
        columns = ("name", "order", "turnover", "fte", "score", "counted_directly")
        copied = {name: getattr(purchase, name) for name in columns}
        PsoPurchase.objects.create(municipality_id=made.municipality_id, assessment=made, **copied)
    if any(row.category not in own_rules(made).categories or row.form not in own_rules(made).forms
           for row in made.workers.all()):  # fmt: skip
        made.rules, made.rules_version = assessment.rules, assessment.rules_version
        made.rules_source = assessment.rules_source
    made.version += 1
    made.save()
    return made


@transaction.atomic
def discard(*, assessment: PsoAssessment, by: Person) -> None:
    """Throw a draft away. What was handed in stays."""
    _lock_draft(assessment.pk).delete()
