"""Planned purchases for staff: the list, a new one, a change, one with its check, and the choice of procedure."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.kernel.conflicts import FieldConflict, StaleVersionError, compare
from portal.kernel.permissions import actor_of, allowed, check, permission
from portal.ui.pagination import paginate
from procurement.tenders.plan import actions, queries
from procurement.tenders.plan.forms import ChooseForm, PlanForm, ShowForm, StopForm, TenderFilter, as_initial
from procurement.tenders.plan.models import Tender, TenderState
from procurement.tenders.reserved import actions as asking
from procurement.tenders.reserved.queries import award_of, invitations_of
from procurement.tenders.reserved.record import rules_in_words
from procurement.tenders.thresholds.words import sentences

VIEW, MANAGE = "procurement.view_tenders", "procurement.manage_tenders"
CHANGED = gettext_lazy("A colleague changed this while you were typing. Check it and try again.")
REFUSALS = {
    "state": gettext_lazy("This purchase has moved on: this cannot be changed any more."),
    "reserved": gettext_lazy("This article does not allow it for this purchase. See the check."),
    "reason": gettext_lazy("Say why: you reserve it, or fewer enterprises get a chance than with what fits."),
    "late": gettext_lazy("Choose a later last day to answer."),
    "excluded": gettext_lazy("Someone does not qualify. Look at the reasons."),
    "single": gettext_lazy("This procedure asks one enterprise. Choose another procedure to ask more."),
    "early": gettext_lazy("The last day to answer has not passed, and not everyone answered."),
    "winner": gettext_lazy("This enterprise does not take part."),
}
BADGES = {"planned": "neutral", "chosen": "info", "open": "warn", "awarded": "good", "cancelled": "bad"}


def get_tender(request: HttpRequest, pk: int, name: str = MANAGE) -> Tender:
    """A tender, if this person may do `name` with it."""
    found = get_object_or_404(queries.tenders(), pk=pk)
    check(request, name, found)
    return found


@permission(VIEW)
def tenders(request: HttpRequest) -> HttpResponse:
    """Planned purchases by the day their procedure begins, with the chance for social entrepreneurs."""
    form = TenderFilter(request.GET)
    page = paginate(request, form.apply())
    offers = queries.offers_like([row.cpv_code for row in page.rows])
    context = {
        "form": form,
        "page": page,
        "rows": [
            (row, BADGES[row.state], offers.get(row.cpv_code[: queries.DIVISION], 0)) for row in page.rows
        ],
        "filtered": any(form.cleaned_data.values()),
        "may_manage": allowed(request, MANAGE),
        "municipality": actor_of(request).municipality,
    }
    return render(request, "procurement/tenders/plan/list.html", context)


@permission(MANAGE)
def tender_new(request: HttpRequest) -> HttpResponse:
    """Write down a planned purchase."""
    actor: Any = actor_of(request)
    form = PlanForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = actions.plan(
            municipality=actor.municipality,
            by=actor.person,
            form_key=form.cleaned_data["form_key"],
            **form.facts(),
        )
        messages.success(request, _("The purchase is planned. Below you read which procedure fits."))
        messages.info(request, f"tender-{request.path}", extra_tags="draft-saved")
        return redirect("tender", pk=made.pk)
    context: dict[str, Any] = {"form": form, "tender": None, "conflicts": []}
    return render(
        request, "procurement/tenders/plan/form.html", context, status=422 if form.is_bound else 200
    )


@permission(MANAGE)
def tender_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the plan, as long as nobody was asked."""
    found = get_tender(request, pk)
    actor: Any = actor_of(request)
    form = PlanForm(request.POST if request.method == "POST" else None, initial=as_initial(found))
    conflicts: list[FieldConflict] = []
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            actions.change(tender=found, version=version, by=actor.person, **form.facts())
            messages.success(request, _("Your change is saved."))
            messages.info(request, f"tender-{request.path}", extra_tags="draft-saved")
            return redirect("tender", pk=pk)
        except actions.RefusedError as refused:
            messages.error(request, REFUSALS[refused.code])
            return redirect("tender", pk=pk)
        except StaleVersionError as stale:
            labels = {name: str(field.label) for name, field in form.fields.items()}
            conflicts = compare(stale.current, form.facts(), labels)
            data: Any = form.data
            form.data = data.copy()
            form.data["version"] = str(stale.current.version)  # type: ignore[index]
    status = 409 if conflicts else 422 if form.is_bound else 200
    context = {"form": form, "tender": found, "conflicts": conflicts}
    return render(request, "procurement/tenders/plan/form.html", context, status=status)


def tender_page(
    request: HttpRequest,
    found: Tender,
    *,
    choose: ChooseForm | None = None,
    stop: StopForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page, with a form as someone left it."""
    look = queries.checked(found)
    before, running = found.state in actions.BEFORE, found.state not in actions.ENDED
    invitations = invitations_of(found)
    initial = {
        "procedure": found.procedure or look.advice.procedure,
        "reserved": found.reserved,
        "version": found.version,
    }
    may_manage = allowed(request, MANAGE, found)
    context: dict[str, Any] = {
        "tender": found,
        "badge": BADGES[found.state],
        "lines": sentences(look.advice.lines),
        "reservations": [
            (row.article, row.possible, sentences(row.lines)) for row in look.advice.reservations
        ],
        "rules": rules_in_words(look.rules.version, look.rules.source),
        "chosen_rules": rules_in_words(found.rules_version, found.rules_source),
        "before": before,
        "running": running,
        "offers": queries.offers_like([found.cpv_code]).get(found.cpv_code[: queries.DIVISION], 0),
        "invitations": invitations,
        "award": award_of(found),
        "may_manage": may_manage,
        "may_invite": may_manage and found.state in (TenderState.CHOSEN, TenderState.OPEN),
        "may_award": may_manage and asking.may_award(found, invitations, timezone.localdate()),
        "choose_form": choose or ChooseForm(initial=initial),
        "show_form": ShowForm(
            initial={
                "is_public": found.is_public,
                "shows_value": found.shows_value,
                "version": found.version,
            },
            prefix="show",
        ),
        "stop_form": stop or StopForm(prefix="stop"),
    }
    return render(request, "procurement/tenders/plan/tender.html", context, status=status)


@permission(VIEW)
def tender(request: HttpRequest, pk: int) -> HttpResponse:
    """One purchase: the plan, which procedure fits and why, who is asked, the award."""
    return tender_page(request, get_tender(request, pk, VIEW))


@permission(MANAGE)
@require_POST
def tender_choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the procedure."""
    found = get_tender(request, pk)
    actor: Any = actor_of(request)
    form = ChooseForm(request.POST)
    if form.is_valid():
        try:
            actions.choose(tender=found, by=actor.person, **form.cleaned_data)
            messages.success(request, _("The choice is made. It stands in the record with its reasons."))
            return redirect("tender", pk=pk)
        except actions.RefusedError as refused:
            form.add_error("reason" if refused.code == "reason" else None, REFUSALS[refused.code])
        except StaleVersionError as stale:
            form.add_error(None, CHANGED)
            data: Any = form.data
            form.data = data.copy()
            form.data["version"] = str(stale.current.version)  # type: ignore[index]
            found = stale.current
    return tender_page(request, found, choose=form, status=422)


@permission(MANAGE)
@require_POST
def tender_show(request: HttpRequest, pk: int) -> HttpResponse:
    """In the public calendar or out of it."""
    found = get_tender(request, pk)
    actor: Any = actor_of(request)
    form = ShowForm(request.POST, prefix="show")
    try:
        if form.is_valid():
            actions.show(tender=found, by=actor.person, **form.cleaned_data)
            messages.success(request, _("Your change is saved."))
        else:
            messages.error(request, _("Nothing was changed. Use the button on this page."))
    except StaleVersionError:
        messages.error(request, CHANGED)
    return redirect("tender", pk=pk)


@permission(MANAGE)
@require_POST
def tender_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop before the award, with the reason."""
    found = get_tender(request, pk)
    actor: Any = actor_of(request)
    form = StopForm(request.POST, prefix="stop")
    if not form.is_valid():
        return tender_page(request, found, stop=form, status=422)
    try:
        asking.stop(tender=found, reason=form.cleaned_data["reason"], by=actor.person)
        messages.success(request, _("The purchase is stopped. Whoever was asked gets a mail."))
    except actions.RefusedError as refused:
        messages.error(request, REFUSALS[refused.code])
    return redirect("tender", pk=pk)
