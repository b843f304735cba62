"""Pages of buyers: all circular tenders, one, and its programme."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.kernel.clock import database_now
from portal.kernel.conflicts import FieldConflict, StaleVersionError, compare
from portal.kernel.permissions import actor_of, permission
from portal.ui.pagination import paginate
from procurement.tenders.circular import drawing
from procurement.tenders.circular.choice.queries import latest
from procurement.tenders.circular.consultation.queries import questions_for_buyer
from procurement.tenders.circular.errors import RefusedError
from procurement.tenders.circular.pages import get_tender, refused, with_version
from procurement.tenders.circular.permissions import BUY
from procurement.tenders.circular.programme import actions, engine, queries
from procurement.tenders.circular.programme.forms import (
    BeginForm,
    CancelForm,
    FilterForm,
    ProgrammeForm,
    TimeForm,
    WebForm,
)
from procurement.tenders.circular.programme.models import CircularState, CircularTender
from procurement.tenders.circular.rulesets import in_force
from procurement.tenders.circular.submissions.queries import sent_in

KINDS = {
    "open": "good",
    "partnership": "good",
    "cancelled": "warn",
    "concept": "neutral",
    "finished": "neutral",
}


@permission(BUY)
def tender_list(request: HttpRequest) -> HttpResponse:
    """All circular tenders of the municipality."""
    form = FilterForm(request.GET)
    page = paginate(request, queries.filtered(request.GET.get("stand", "")))
    context = {
        "page": page,
        "rows": [(row, KINDS.get(row.state, "info")) for row in page.rows],
        "form": form,
    }
    return render(request, "procurement/tenders/circular/programme/list.html", context)


@permission(BUY)
def tender_new(request: HttpRequest) -> HttpResponse:
    """Begin a concept."""
    form = BeginForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actor: Any = actor_of(request)
        found = actions.begin(municipality=actor.municipality, by=actor.person, **form.cleaned_data)
        messages.success(request, _("The concept is ready. Now draw the ambition web."))
        return redirect("circular_web", pk=found.pk)
    context = {"form": form, "title": _("New circular tender"), "button": _("Make the concept")}
    return _form(request, context, form)


def _form(request: HttpRequest, context: dict[str, Any], form: Any, status: int = 0) -> HttpResponse:
    status = status or (422 if form.is_bound else 200)
    return render(request, "procurement/tenders/circular/programme/form.html", context, status=status)


@permission(BUY)
def tender(request: HttpRequest, pk: int) -> HttpResponse:
    """One tender: where it stands, what is next, the programme, the questions, the submissions."""
    found = get_tender(request, pk)
    now = database_now()
    spokes = queries.web_of(found)
    context = {
        "tender": found,
        "kind": KINDS.get(found.state, "info"),
        "missing": actions.missing(found, now) if found.is_concept else [],
        "spokes": [(row, found.level_name(row.level)) for row in spokes],
        "chart": drawing.chart(spokes),
        "chart_words": drawing.described(spokes),
        "takes_questions": actions.takes_questions(found, now),
        "takes_submissions": actions.takes_submissions(found, now),
        "questions": questions_for_buyer(found),
        # Nobody at the municipality reads, or even counts by name, what is sent in before the closing.
        "submissions": [] if actions.takes_submissions(found, now) else list(sent_in(found)),
        "choice": latest(found),
        "may_cancel": engine.may_become(found.state, CircularState.CANCELLED),
    }
    return render(request, "procurement/tenders/circular/programme/tender.html", context)


def _edit(
    request: HttpRequest,
    found: CircularTender,
    form: Any,
    act: Any,
    *,
    title: str,
    done: str,
    button: str = "",
    attempted: Any = None,
) -> HttpResponse:
    """One form of a tender: keep it, or say why not, with what was typed still there."""
    conflicts: list[FieldConflict] = []
    stale = False
    if request.method == "POST" and form.is_valid():
        try:
            act(form)
            messages.success(request, done)
            return redirect("circular_tender", pk=found.pk)
        except RefusedError as error:
            form.add_error(None, refused(error))
        except StaleVersionError as problem:
            labels = {name: str(field.label) for name, field in form.fields.items()}
            conflicts = compare(problem.current, attempted(form), labels) if attempted else []
            stale = True
            with_version(form, problem.current.version)
            if not conflicts:
                form.add_error(
                    None,
                    _("A colleague changed the tender while you were typing. Check it and save again."),
                )
    context = {
        "tender": found, "form": form, "title": title, "button": button or _("Save"), "conflicts": conflicts,
    }  # fmt: skip
    return _form(request, context, form, 409 if stale else 0)


@permission(BUY)
def tender_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The programme of a concept."""
    found = get_tender(request, pk)
    actor: Any = actor_of(request)
    form = ProgrammeForm(request.POST if request.method == "POST" else None, tender=found)

    def act(form: ProgrammeForm) -> None:
        actions.change(
            tender=found, version=form.cleaned_data["version"], changes=form.facts(), by=actor.person
        )

    return _edit(
        request, found, form, act, title=_("Programme"), done=_("The programme is kept."),
        attempted=lambda form: form.facts(),
    )  # fmt: skip


@permission(BUY)
def tender_web(request: HttpRequest, pk: int) -> HttpResponse:
    """The ambition web of a concept."""
    found = get_tender(request, pk)
    actor: Any = actor_of(request)
    rules, _source = in_force(municipality_id=found.municipality_id)
    form = WebForm(
        request.POST if request.method == "POST" else None,
        tender=found,
        themes=rules["themes"],
        spokes=queries.web_of(found),
    )

    def act(form: WebForm) -> None:
        actions.draw_web(
            tender=found, version=form.cleaned_data["version"], spokes=form.spokes(), by=actor.person
        )

    return _edit(request, found, form, act, title=_("Ambition web"), done=_("The ambition web is drawn."))


@permission(BUY)
def tender_time(request: HttpRequest, pk: int) -> HttpResponse:
    """More time for a published tender."""
    found = get_tender(request, pk)
    actor: Any = actor_of(request)
    form = TimeForm(request.POST if request.method == "POST" else None, tender=found)

    def act(form: TimeForm) -> None:
        moments: Any = form.moments(form.cleaned_data)
        actions.give_time(tender=found, version=form.cleaned_data["version"], by=actor.person, **moments)

    return _edit(
        request, found, form, act, title=_("Give more time"),
        done=_("The moments are changed. Everyone who takes part gets a mail."),
    )  # fmt: skip


@permission(BUY)
def tender_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """End it early, with a reason everyone can read."""
    found = get_tender(request, pk)
    actor: Any = actor_of(request)
    form = CancelForm(request.POST if request.method == "POST" else None, initial={"version": found.version})

    def act(form: CancelForm) -> None:
        actions.cancel(tender=found, by=actor.person, **form.cleaned_data)

    title = _("Cancel the tender")
    return _edit(request, found, form, act, title=title, done=_("The tender is cancelled."), button=title)


@permission(BUY)
@require_POST
def tender_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it on the public page."""
    found = get_tender(request, pk)
    actor: Any = actor_of(request)
    try:
        actions.publish(tender=found, by=actor.person)
        messages.success(request, _("The tender stands on the public page."))
    except RefusedError as error:
        messages.error(request, refused(error))
    return redirect("circular_tender", pk=pk)
