"""Asking enterprises and awarding, for staff; the record as page and PDF; the letter."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.enterprises.actions import get_or_create_enterprise
from accounts.enterprises.models import Enterprise
from accounts.intake.kvk import lookup
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.permissions import actor_of, check, permission
from procurement.pso.words import DIFFERENCE_SENTENCES
from procurement.tenders.plan.models import Tender, TenderState
from procurement.tenders.plan.views import BADGES, CHANGED, MANAGE, REFUSALS, VIEW, get_tender
from procurement.tenders.reserved import actions, queries
from procurement.tenders.reserved.forms import AwardForm, InviteForm, award_initial
from procurement.tenders.reserved.letters import print_invitation
from procurement.tenders.reserved.models import TenderAnswer
from procurement.tenders.reserved.record import print_record, record_of, rules_in_words
from procurement.tenders.thresholds.rulesets import in_force, rules_of
from procurement.tenders.thresholds.words import sentences


def pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF to download."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@permission(MANAGE)
def tender_candidates(request: HttpRequest, pk: int) -> HttpResponse:
    """Enterprises that may qualify, with the reasons; ask those that are ticked."""
    found = get_tender(request, pk)
    actor: Any = actor_of(request)
    if found.state not in (TenderState.CHOSEN, TenderState.OPEN):
        messages.info(request, _("Choose the procedure first."))
        return redirect("tender", pk=pk)
    form = InviteForm(
        request.POST if request.method == "POST" else None,
        earliest=found.answer_by,
        initial={"answer_by": found.answer_by},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.invite(
                tender=found,
                case_files=form.chosen,
                answer_by=form.cleaned_data["answer_by"],
                by=actor.person,
            )
            by_letter = [row.case_file.name for row in made if not row.mailed]
            messages.success(request, _("Asked: %(number)s.") % {"number": len(made)})
            if by_letter:
                names = {"names": ", ".join(by_letter)}
                messages.warning(
                    request, _("Nobody of %(names)s has an account: send the letter yourself.") % names
                )
            return redirect("tender", pk=pk)
        except actions.RefusedError as refused:
            form.add_error(None, REFUSALS[refused.code])
    text = request.GET.get("tekst", "").replace("\0", "").strip()[:100]
    today = timezone.localdate()
    rules = in_force(municipality_id=found.municipality_id, on=today)
    rows, more = queries.candidates(found, on=today, gap_years=rules_of(rules.data).gap_years, text=text)
    context = {
        "tender": found,
        "form": form,
        "rows": [(row, sentences(row.finding.lines)) for row in rows],
        "more": more,
        "text": text,
        "rules": rules_in_words(rules.version, rules.source),
        "differences": [str(line) for line in DIFFERENCE_SENTENCES.values()],
    }
    status = 422 if form.is_bound else 200
    return render(request, "procurement/tenders/reserved/candidates.html", context, status=status)


def _enterprise(form: AwardForm, tender: Tender) -> Enterprise | None:
    """The other enterprise, by its KVK number; None with a message when its name is not known."""
    number = form.cleaned_data["kvk_number"]
    record = lookup(number).record
    name = form.cleaned_data["enterprise_name"].strip() or (record.name if record else "")
    if not name:
        form.add_error(
            "enterprise_name",
            _("We do not find this KVK number. Fill in the name of the enterprise yourself."),
        )
        return None
    return get_or_create_enterprise(municipality=tender.municipality, kvk_number=number, name=name)


@permission(MANAGE)
def tender_award(request: HttpRequest, pk: int) -> HttpResponse:
    """Award the contract, with the reason everyone reads."""
    found = get_tender(request, pk)
    actor: Any = actor_of(request)
    invitations = queries.invitations_of(found)
    if not actions.may_award(found, invitations, timezone.localdate()):
        early = found.state == TenderState.OPEN
        messages.info(request, REFUSALS["early" if early else "state"])
        return redirect("tender", pk=pk)
    taking_part = [row for row in invitations if row.answer == TenderAnswer.INTERESTED]
    form = AwardForm(
        request.POST if request.method == "POST" else None,
        tender=found,
        taking_part=taking_part,
        initial=award_initial(found),
    )
    if request.method == "POST" and form.is_valid():
        winner = form.taking_part.get(form.cleaned_data["winner"])
        enterprise = None if winner else _enterprise(form, found)
        try:
            if winner or enterprise:
                actions.award(
                    tender=found,
                    winner=winner,
                    enterprise=enterprise,
                    by=actor.person,
                    **form.money_and_days(),
                )
                messages.success(request, _("The contract is awarded. Whoever was asked gets a mail."))
                return redirect("tender", pk=pk)
        except actions.RefusedError as refused:
            form.add_error(None, REFUSALS[refused.code])
        except StaleVersionError as stale:
            form.add_error(None, CHANGED)
            data: Any = form.data
            form.data = data.copy()
            form.data["version"] = str(stale.current.version)  # type: ignore[index]
    context = {"tender": found, "form": form, "taking_part": taking_part}
    return render(
        request,
        "procurement/tenders/reserved/award.html",
        context,
        status=422 if form.is_bound else 200,
    )


@permission(VIEW)
def tender_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Who decided what, when, why and by which rules."""
    found = get_tender(request, pk, VIEW)
    context = {"record": record_of(found), "tender": found, "badge": BADGES[found.state]}
    return render(request, "procurement/tenders/reserved/record.html", context)


@permission(VIEW)
def tender_record_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as PDF."""
    found = get_tender(request, pk, VIEW)
    return pdf(print_record(found), f"inkoopverslag-{found.pk}-{slugify(found.title)[:60]}")


@permission(VIEW)
def tender_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter with which an enterprise was asked."""
    found = get_object_or_404(queries.all_invitations(), pk=pk)
    check(request, VIEW, found)
    return pdf(print_invitation(found), f"uitnodiging-{found.tender_id}-{slugify(found.case_file.name)[:60]}")
