"""Asking enterprises, their answer, the award, and stopping. The tender is locked first, then the invitation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from accounts.enterprises.models import Enterprise
from accounts.timeline.actions import add_entry
from portal.kernel.models import Person
from portal.kernel.people.tokens import hash_token, link_token
from portal.ui.formats import euro
from portal.ui.templatetags.nlds import nl_date
from procurement.suppliers.actions import get_or_make_supplier
from procurement.tenders.plan.actions import RefusedError, keep, lock, locked, mark_stopped, note
from procurement.tenders.plan.models import Procedure, Tender, TenderState
from procurement.tenders.reserved.engine import NO, competition
from procurement.tenders.reserved.mail import mail_enterprise, mail_holder
from procurement.tenders.reserved.models import TenderAnswer, TenderAward, TenderInvitation
from procurement.tenders.reserved.queries import found, known_of
from procurement.tenders.thresholds.engine import Line
from procurement.tenders.thresholds.rulesets import in_force, rules_of
from procurement.tenders.thresholds.words import stored

__all__ = ["RefusedError", "answer", "award", "invite", "look", "stop", "token_of"]


def token_of(invitation: TenderInvitation) -> str:
    """The token of an invitation: mailed or printed again it is the same link."""
    return link_token("procurement.tenders.token", invitation.seed)


def path_of(invitation: TenderInvitation) -> str:
    """Where the enterprise reads and answers."""
    return reverse("tender_invitation", args=[invitation.tender.municipality.slug, token_of(invitation)])


@transaction.atomic
def invite(
    *,
    tender: Tender,
    case_files: Iterable[int],
    answer_by: dt.date,
    by: Person,
    at: dt.datetime | None = None,
) -> list[TenderInvitation]:
    """Ask these enterprises; who was asked already is left alone. Gives the new ones.

    Raises RefusedError: "state", "late" (the last day is past, or earlier than what was told), "excluded" (someone
    does not qualify), "single" (the procedure asks one enterprise).
    """
    at = at or timezone.now()
    today = timezone.localtime(at).date()
    current = lock(tender)
    if current.state not in (TenderState.CHOSEN, TenderState.OPEN):
        raise RefusedError("state")
    if answer_by < today or (current.answer_by and answer_by < current.answer_by):
        raise RefusedError("late")
    asked = set(current.invitations.values_list("case_file", flat=True))
    wanted = sorted(set(case_files) - asked)
    rows = list(
        CaseFile.objects.filter(pk__in=wanted, merged_into=None).select_related("enterprise").order_by("pk")
    )
    if not rows:
        return []
    if current.procedure == Procedure.SINGLE:
        running = current.invitations.exclude(answer=TenderAnswer.DECLINED).count()
        if running + len(rows) > 1:
            raise RefusedError("single")
    rules = in_force(municipality_id=current.municipality_id, on=today)
    gap = rules_of(rules.data).gap_years
    known = known_of([row.pk for row in rows], on=today)
    findings = {row.pk: found(current, known[row.pk], on=today, gap_years=gap) for row in rows}
    if any(finding.verdict == NO for finding in findings.values()):
        raise RefusedError("excluded")
    current.state, current.answer_by = TenderState.OPEN, answer_by
    current.opened_at = current.opened_at or at
    keep(current, at)
    return [_invite(current, row, findings[row.pk], rules=rules, by=by, at=at) for row in rows]


def _invite(
    tender: Tender, case_file: CaseFile, finding: Any, *, rules: Any, by: Person, at: dt.datetime
) -> TenderInvitation:
    made = TenderInvitation(
        municipality_id=tender.municipality_id, tender=tender, case_file=case_file, verdict=finding.verdict,
        lines=stored(finding.lines), invited_at=at, invited_by=by,
    )  # fmt: skip
    made.token_hash = hash_token(token_of(made))
    text = _("You are asked to take part: %(title)s") % {"title": tender.title}
    lines = [line for line in (tender.text, _until(tender)) if line]
    made.mailed = mail_enterprise(case_file, subject=text, lines=lines, path=path_of(made))
    made.save()
    name = {"name": case_file.name}
    note(
        tender,
        "invited",
        _("Asked to take part: %(name)s") % name,
        by,
        lines=finding.lines,
        rules=rules,
        at=at,
    )
    add_entry(
        case_file=case_file, kind="tender", by=by,
        text=_("Asked to take part in a tender: %(title)s") % {"title": tender.title},
        url=reverse("tender", args=[tender.pk]), for_entrepreneur=True, at=at,
    )  # fmt: skip
    return made


def _until(tender: Tender) -> str:
    assert tender.answer_by is not None
    return _("Answer before the end of %(day)s.") % {"day": nl_date(tender.answer_by)}


@transaction.atomic
def look(*, invitation: TenderInvitation) -> None:
    """The enterprise opened it; only the first time counts."""
    TenderInvitation.objects.filter(pk=invitation.pk, looked_at=None).update(looked_at=timezone.now())


@transaction.atomic
def answer(
    *,
    invitation: TenderInvitation,
    takes_part: bool,
    words: str,
    name: str,
    declares: bool = False,
    person: Person | None = None,
    at: dt.datetime | None = None,
) -> TenderInvitation:
    """Take part or not; a later answer before the last day replaces the former. The same answer twice is one.

    Raises RefusedError: "closed" (awarded or stopped), "late" (by our clock), "declare" (a reserved contract asks it).
    """
    at = at or timezone.now()
    tender = lock(invitation.tender)
    current: TenderInvitation = (
        TenderInvitation.objects.select_for_update(of=("self",))
        .select_related("case_file")
        .get(pk=invitation.pk)
    )
    wanted = TenderAnswer.INTERESTED if takes_part else TenderAnswer.DECLINED
    if (current.answer, current.words, current.answered_name) == (wanted, words, name):
        return current
    if tender.state != TenderState.OPEN:
        raise RefusedError("closed")
    assert tender.answer_by is not None
    if timezone.localtime(at).date() > tender.answer_by:
        raise RefusedError("late")
    if takes_part and tender.reserved and not declares:
        raise RefusedError("declare")
    current.answer, current.words, current.answered_name, current.answered_by = wanted, words, name, person
    current.declares, current.answered_at = declares and takes_part, at
    current.looked_at = current.looked_at or at
    current.save()
    facts = {"name": current.case_file.name, "who": name, "title": tender.title}
    text = (
        _("%(name)s takes part (answered by %(who)s)")
        if takes_part
        else _("%(name)s does not take part (answered by %(who)s)")
    )
    note(tender, "answered", text % facts, person, reason=words, at=at)
    subject = (
        _("%(name)s takes part: %(title)s") if takes_part else _("%(name)s does not take part: %(title)s")
    )
    mail_holder(tender, subject=subject % facts, lines=[words] if words else [])
    add_entry(
        case_file=current.case_file, kind="tender", text=subject % facts, by=person, for_entrepreneur=True,
        url=reverse("tender", args=[tender.pk]), at=at,
    )  # fmt: skip
    return current


def may_award(tender: Tender, invitations: Iterable[TenderInvitation], today: dt.date) -> bool:
    """Nobody is passed over: the last day is past, or everyone answered. Without invitations: once it is chosen."""
    rows = list(invitations)
    if tender.state == TenderState.CHOSEN:
        return not tender.reserved
    if tender.state != TenderState.OPEN or tender.answer_by is None:
        return False
    return tender.answer_by < today or all(row.answer for row in rows)


@transaction.atomic
def award(
    *,
    tender: Tender,
    version: int,
    value: Decimal,
    awarded_on: dt.date,
    starts_on: dt.date,
    ends_on: dt.date,
    motivation: str,
    by: Person,
    winner: TenderInvitation | None = None,
    enterprise: Enterprise | None = None,
    at: dt.datetime | None = None,
) -> TenderAward:
    """Award to someone who takes part, or (not reserved) to another enterprise; tell everyone who was asked.

    Raises StaleVersionError; RefusedError: "state", "early", "winner" (does not take part, or reserved and not asked),
    "excluded" (does not qualify on the day of award).
    """
    at = at or timezone.now()
    current = locked(tender, version)
    rows = list(
        TenderInvitation.objects.select_for_update(of=("self",))
        .filter(tender=current)
        .select_related("case_file__enterprise")
        .order_by("pk")
    )
    if current.state not in (TenderState.CHOSEN, TenderState.OPEN):
        raise RefusedError("state")
    if not may_award(current, rows, timezone.localtime(at).date()):
        raise RefusedError("early")
    taking_part = [row for row in rows if row.answer == TenderAnswer.INTERESTED]
    chosen = next((row for row in taking_part if winner and row.pk == winner.pk), None)
    if (winner and not chosen) or (not chosen and (current.reserved or enterprise is None)):
        raise RefusedError("winner")
    rules = in_force(municipality_id=current.municipality_id, on=awarded_on)
    lines: list[Line] = []
    if chosen:
        enterprise = chosen.case_file.enterprise
        known = known_of([chosen.case_file_id], on=awarded_on)[chosen.case_file_id]
        finding = found(current, known, on=awarded_on, gap_years=rules_of(rules.data).gap_years)
        if finding.verdict == NO:
            raise RefusedError("excluded")
        lines = [*finding.lines, competition(len(taking_part))]
    assert enterprise is not None
    supplier = get_or_make_supplier(municipality=current.municipality, enterprise=enterprise, by=by)
    made = TenderAward.objects.create(
        municipality_id=current.municipality_id, tender=current, supplier=supplier, reserved=current.reserved,
        cpv_code=current.cpv_code, value=value, awarded_on=awarded_on, starts_on=starts_on, ends_on=ends_on,
        motivation=motivation, by=by, at=at,
    )  # fmt: skip
    current.state, current.ended_at = TenderState.AWARDED, at
    words = {"name": enterprise.name, "value": euro(value)}
    note(
        current, "awarded", _("Awarded to %(name)s for %(value)s") % words, by, reason=motivation, lines=lines,
        rules=rules, at=at,
    )  # fmt: skip
    keep(current, at)
    for row in rows:
        row.tender = current
        _tell(row, won=row == chosen, motivation=motivation, by=by, at=at)
    return made


def _tell(invitation: TenderInvitation, *, won: bool, motivation: str, by: Person, at: dt.datetime) -> None:
    title = {"title": invitation.tender.title}
    if won:
        text = _("The contract is awarded to you: %(title)s") % title
    else:
        text = _("The contract is awarded to another enterprise: %(title)s") % title
    add_entry(
        case_file=invitation.case_file, kind="tender", text=text, by=by, for_entrepreneur=True, at=at,
        url=reverse("tender", args=[invitation.tender_id]),
    )  # fmt: skip
    if invitation.answer == TenderAnswer.DECLINED:
        return
    mail_enterprise(invitation.case_file, subject=text, lines=[motivation], path=path_of(invitation))


@transaction.atomic
def stop(*, tender: Tender, reason: str, by: Person) -> None:
    """Stop before the award; whoever was asked and did not say no hears why. Twice is once."""
    stopped = mark_stopped(tender=tender, reason=reason, by=by)
    if stopped is None:
        return
    rows = TenderInvitation.objects.filter(tender=stopped).exclude(answer=TenderAnswer.DECLINED)
    for row in rows.select_related("case_file"):
        row.tender = stopped
        text = _("This tender is stopped: %(title)s") % {"title": stopped.title}
        mail_enterprise(row.case_file, subject=text, lines=[reason], path=path_of(row))
        add_entry(
            case_file=row.case_file, kind="tender", text=text, by=by, for_entrepreneur=True,
            url=reverse("tender", args=[stopped.pk]),
        )  # fmt: skip
