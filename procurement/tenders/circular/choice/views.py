"""Pages of a choice: the buyer proposes, the director decides, both read the letters."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.kernel.conflicts import StaleVersionError
from portal.kernel.files.views import file_response
from portal.kernel.permissions import actor_of, allowed, check, permission
from procurement.tenders.circular.choice import actions, letters, queries
from procurement.tenders.circular.choice.engine import is_over
from procurement.tenders.circular.choice.forms import BackForm, ChoiceForm
from procurement.tenders.circular.choice.models import ChoiceState, CircularChoice
from procurement.tenders.circular.choice.term import last_day
from procurement.tenders.circular.errors import RefusedError
from procurement.tenders.circular.pages import get_tender, refused
from procurement.tenders.circular.panel.models import CircularRound
from procurement.tenders.circular.panel.queries import judged, result
from procurement.tenders.circular.panel.views import result_context
from procurement.tenders.circular.permissions import BUY, SEE_CHOICE
from procurement.tenders.circular.programme.models import CircularState
from procurement.tenders.circular.rulesets import in_force


@permission(BUY)
def choice(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose who is chosen, once the scoring is closed."""
    tender = get_tender(request, pk)
    if not CircularRound.objects.filter(tender=tender, closed_at__isnull=False).exists():
        messages.info(request, _("Close the scoring first."))
        return redirect("circular_panel", pk=pk)
    actor: Any = actor_of(request)
    last = queries.latest(tender)
    if tender.state != CircularState.PANEL or (last and last.state == ChoiceState.PROPOSED):
        if last is None:
            raise Http404
        return redirect("circular_decision", pk=last.pk)
    found = result(tender)
    form = ChoiceForm(
        request.POST if request.method == "POST" else None,
        first=found.first,
        others=[row for row in judged(tender) if len(found.first) > 1 or row not in found.first],
        directors=queries.directors(actor.person),
        before=last,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        chosen = next(row for row in queries.directors(actor.person) if row.pk == data["director"])
        try:
            actions.propose(
                tender=tender, winner=data["winner"], motivation=data["motivation"], director=chosen,
                whys=form.whys(), by=actor.person,
            )  # fmt: skip
            messages.success(request, _("%(name)s gets a mail and decides.") % {"name": chosen})
            return redirect("circular_choice", pk=pk)
        except RefusedError as error:
            form.add_error(None, refused(error))
    context = {**result_context(tender), "form": form, "last": last}
    status = 422 if form.is_bound else 200
    return render(request, "procurement/tenders/circular/choice/propose.html", context, status=status)


def _get(request: HttpRequest, pk: int) -> CircularChoice:
    """For who buys here, and for the director who is asked."""
    found = get_object_or_404(queries.choices(), pk=pk)
    check(request, SEE_CHOICE, found)
    return found


def _page(request: HttpRequest, found: CircularChoice, status: int = 200, **more: Any) -> HttpResponse:
    actor: Any = actor_of(request)
    decides = found.state == ChoiceState.PROPOSED and found.director_id == actor.person.pk
    objects = (
        found.state == ChoiceState.DECIDED
        and found.tender.state == CircularState.CHOICE
        and found.letters_on is not None
        and allowed(request, BUY, found)
    )
    today = timezone.localdate()
    context = {
        **result_context(found.tender),
        "choice": found,
        "round": CircularRound.objects.get(tender=found.tender_id),
        "letters": list(found.letters.select_related("submission")),
        "live": found.state in (ChoiceState.PROPOSED, ChoiceState.DECIDED),
        "decides": decides,
        "objects": objects,
        "buys": allowed(request, BUY, found),
        "back_form": more.get("form") or BackForm(initial={"version": found.version}),
        "over": bool(found.standstill_until and is_over(found.standstill_until, today)),
    }
    return render(request, "procurement/tenders/circular/choice/decision.html", context, status=status)


@permission(SEE_CHOICE)
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """The choice: the ranking, the motivation, the letters, and what the director can do."""
    return _page(request, _get(request, pk))


@permission(SEE_CHOICE)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The director agrees."""
    found = _get(request, pk)
    actor: Any = actor_of(request)
    try:
        version = request.POST.get("version", "")
        actions.decide(choice=found, version=int(version) if version.isdecimal() else 0, by=actor.person)
        messages.success(request, _("Decided. The letters are printed and sent now."))
    except RefusedError as error:
        messages.error(request, refused(error))
    except StaleVersionError:
        messages.error(request, _("A colleague changed this meanwhile. Look again."))
    return redirect("circular_decision", pk=pk)


@permission(SEE_CHOICE)
@require_POST
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """The director sends it back, or a buyer withdraws it because of an objection."""
    found = _get(request, pk)
    actor: Any = actor_of(request)
    form = BackForm(request.POST)
    if not form.is_valid():
        return _page(request, found, 422, form=form)
    proposed = found.state == ChoiceState.PROPOSED
    if not proposed:
        check(request, BUY, found)
    act = actions.send_back if proposed else actions.withdraw
    try:
        act(choice=found, by=actor.person, **form.cleaned_data)
        messages.success(
            request,
            _("Sent back. The buyer gets a mail.")
            if proposed
            else _("The choice is withdrawn. Everyone who took part gets a mail."),
        )
    except RefusedError as error:
        form.add_error(None, refused(error))
        return _page(request, found, 422, form=form)
    except StaleVersionError as stale:
        form = BackForm(initial={"version": stale.current.version, "reason": form.cleaned_data["reason"]})
        messages.error(request, _("A colleague changed this meanwhile. Look again."))
        return _page(request, queries.choices().get(pk=pk), 409, form=form)
    return redirect("circular_decision", pk=pk)


@permission(SEE_CHOICE)
def letter(request: HttpRequest, pk: int, number: int) -> HttpResponse | FileResponse:
    """A letter: as it was sent, and before that as it would be when it is sent today."""
    found = _get(request, pk)
    row = get_object_or_404(found.letters.select_related("submission", "file"), submission__number=number)
    if row.file:
        return file_response(row.file)
    if found.state not in (ChoiceState.PROPOSED, ChoiceState.DECIDED):
        raise Http404
    today = timezone.localdate()
    rules, _source = in_force(municipality_id=found.municipality_id, on=today)
    until = last_day(today, int(rules["standstill_days"]))
    content = letters.render(row, found, result(found.tender), sent=today, until=until)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="concept-{found.tender.slug}-{number}.pdf"'
    return response
