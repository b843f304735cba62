"""Deciding on an intake: accept (a new or an existing case file) or decline. All in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.actions import add_member, open_case_file
from accounts.casefile.models import CaseFile, CaseFileState, DomainTrack
from accounts.conversation.addresses import address_of
from accounts.enterprises.actions import change_enterprise, fill_kvk_number, get_or_create_enterprise
from accounts.intake.answers import read
from accounts.intake.definition import criteria
from accounts.intake.engine import judge
from accounts.intake.models import Intake, IntakeAttachment, IntakeState
from accounts.questions.actions import ask, route
from accounts.timeline.actions import add_document, add_entry
from accounts.triage.comparison import CASE_FILE_FIELDS, enterprise_changes, facts_of
from portal.kernel.conflicts import lock_version
from portal.kernel.models import Person
from portal.kernel.outbox.actions import queue_mail
from portal.kernel.people.actions import get_or_create_person


class AlreadyDecidedError(Exception):
    """A colleague decided on this intake first."""

    def __init__(self, intake: Intake) -> None:
        super().__init__(f"intake {intake.pk} is {intake.state}")
        self.intake = intake


def _claim(intake: Intake) -> Intake:
    intake = (
        Intake.objects.select_for_update(of=("self",))
        .select_related("municipality", "decided_by")
        .get(pk=intake.pk)
    )
    if intake.state != IntakeState.SUBMITTED:
        raise AlreadyDecidedError(intake)
    return intake


@transaction.atomic
def accept_intake(
    *,
    intake: Intake,
    by: Person,
    account_manager: Person | None,
    domains: Sequence[str],
    district: str = "",
    deadline: dt.date | None = None,
    case_file: CaseFile | None = None,
    version: int | None = None,
    take_over: Collection[str] = (),
    at: dt.datetime | None = None,
) -> CaseFile:
    """Accept an intake. Its enterprise's case file is made, or found when there is one; nothing is overwritten

    except what `take_over` names (codes of `comparison.differences`). Makes the question, lays it with `domains`,
    keeps the attachments, gives the contact a page of their own and mails them. Raises AlreadyDecidedError when a
    colleague was first, and StaleVersionError when the chosen case file is no longer at `version`.
    """
    intake = _claim(intake)
    answers = read(intake)
    at = at or timezone.now()
    facts = facts_of(answers, spectrum_of(intake))
    if case_file is None:
        enterprise = get_or_create_enterprise(
            municipality=intake.municipality,
            kvk_number=answers.kvk_number,
            name=answers.name,
            legal_form=answers.legal_form,
            street=answers.street,
            postcode=answers.postcode,
            city=answers.city,
        )
        case_file, created = open_case_file(
            municipality=intake.municipality,
            enterprise=enterprise,
            by=by,
            account_manager=account_manager,
            opened_at=at,
            district=district,
            definition_check=answers.definition_check,
            consent_at=intake.submitted_at,
            **facts,
        )
    else:
        created = False
    if not created:
        if version is None:
            case_file = CaseFile.objects.select_for_update(of=("self",)).get(pk=case_file.pk)
        else:
            case_file = lock_version(case_file, version)
        fill_kvk_number(enterprise_id=case_file.enterprise_id, kvk_number=answers.kvk_number)
        if case_file.state == CaseFileState.CLOSED:  # a new question opens it again
            case_file.state = CaseFileState.ACTIVE
            add_entry(case_file=case_file, kind="reopened", text=_("Case file opened again"), by=by, at=at)
        changes = enterprise_changes(case_file.enterprise, answers, take_over)
        if changes:
            case_file.name = change_enterprise(case_file=case_file, changes=changes, by=by).name
        for name in CASE_FILE_FIELDS:
            if name in take_over:
                setattr(case_file, name, facts[name])
        case_file.account_manager = case_file.account_manager or account_manager
        case_file.version += 1
        case_file.save()
    intake.state, intake.case_file = IntakeState.ACCEPTED, case_file
    intake.decided_at, intake.decided_by = at, by
    intake.version += 1
    intake.save()
    add_entry(
        case_file=case_file,
        kind="intake",
        text=_("Intake %(reference)s accepted") % {"reference": intake.reference},
        by=by,
        url=reverse("triage", args=[intake.pk]),
        at=at,
    )
    person = get_or_create_person(email=answers.email, name=answers.contact_name, phone=answers.phone)
    add_member(case_file=case_file, person=person, by=None, at=at)
    need = answers.needs[0] if answers.needs else ""
    question = ask(
        case_file=case_file, text=answers.question_text, need=need, by=person, asked_at=intake.submitted_at
    )
    specialists = dict(DomainTrack.objects.filter(case_file=case_file).values_list("domain", "specialist"))
    for domain in domains:
        holder = Person.objects.filter(pk=specialists[domain]).first() if specialists.get(domain) else None
        route(question=question, domain=domain, holder=holder, deadline=deadline, by=by, at=at)
    for attachment in IntakeAttachment.objects.filter(intake=intake).select_related("file"):
        add_document(
            case_file=case_file,
            title=attachment.file.name,
            file=attachment.file,
            by=person,
            for_entrepreneur=True,
        )
    queue_mail(
        to=answers.email,
        template="mail/intake/accepted",
        context={
            "intake": intake,
            "municipality": intake.municipality,
            "manager": case_file.account_manager,
            "question": question,
        },
        municipality=intake.municipality_id,
        key=f"accepted-{intake.pk}",
        reply_to=address_of(case_file),
    )
    return case_file


@transaction.atomic
def decline_intake(*, intake: Intake, reason: str, mail_text: str, by: Person) -> Intake:
    """Decline an intake, with a reason for ourselves and a kind mail. Raises AlreadyDecidedError."""
    intake = _claim(intake)
    intake.state, intake.decline_reason = IntakeState.DECLINED, reason
    intake.decided_at, intake.decided_by = timezone.now(), by
    intake.version += 1
    intake.save()
    queue_mail(
        to=intake.email,
        template="mail/intake/declined",
        context={"intake": intake, "municipality": intake.municipality, "mail_text": mail_text},
        municipality=intake.municipality_id,
        key=f"declined-{intake.pk}",
    )
    return intake


def spectrum_of(intake: Intake) -> str:
    """The place on the WRR spectrum that follows from the answers to the definition check."""
    on = timezone.localtime(intake.submitted_at or timezone.now()).date()
    return judge(criteria(municipality_id=intake.municipality_id, on=on), read(intake).definition_check).place
