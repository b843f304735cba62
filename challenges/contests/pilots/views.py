"""Pilots for organisers: the list, one pilot, its plan, how it ends, and the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from challenges.contests.entries.models import Entry, EntryState
from challenges.contests.pilots import actions, queries, starting
from challenges.contests.pilots.engine import RefusedError
from challenges.contests.pilots.forms import EndForm, IndicatorForm, MilestoneForm, PlanForm, StartForm
from challenges.contests.pilots.models import Outcome, Pilot, PilotMeasurement, PilotMilestone, PilotState
from challenges.contests.pilots.record import record_of
from challenges.contests.pilots.words import gap, refused
from portal.kernel.conflicts import FieldConflict, StaleVersionError, compare
from portal.kernel.pdf import print_pdf
from portal.kernel.permissions import actor_of, check, permission
from portal.ui.fields import NumberField
from portal.ui.pagination import paginate

ORGANISE = "challenges.organise"
FORM = "challenges/contests/pilots/form.html"
KINDS = {"running": "info", "stop": "warn", "scale_up": "good", "procure": "good", "bond": "good"}


def get_pilot(request: HttpRequest, pk: int) -> Pilot:
    """The pilot with its results, for who organises in its municipality; else not found or refused."""
    found = get_object_or_404(queries.with_results(queries.pilots()), pk=pk)
    check(request, ORGANISE, found)
    return found


@permission(ORGANISE)
def pilots(request: HttpRequest) -> HttpResponse:
    """All pilots, and winners that have none yet."""
    page = paginate(request, queries.filtered(request.GET))
    waiting = (
        Entry.objects.filter(state=EntryState.WINNER, pilot=None)
        .select_related("challenge")
        .order_by("-challenge", "number")[: queries.MOST]
    )
    context = {
        "page": page,
        "rows": [(row, KINDS[row.outcome or row.state]) for row in page.rows],
        "waiting": list(waiting),
        "states": [(PilotState.RUNNING, PilotState.RUNNING.label), *Outcome.choices],
        "wanted": request.GET.get("stand", ""),
    }
    return render(request, "challenges/contests/pilots/list.html", context)


@permission(ORGANISE)
def pilot_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the pilot of a winner."""
    entry = get_object_or_404(
        Entry.objects.select_related("challenge", "case_file").filter(state=EntryState.WINNER), pk=pk
    )
    check(request, ORGANISE, entry)
    actor: Any = actor_of(request)
    there = Pilot.objects.filter(entry=entry).first()
    if there:
        return redirect("pilot", pk=there.pk)
    form = StartForm(request.POST if request.method == "POST" else None, entry=entry)
    if request.method == "POST" and form.is_valid():
        found = starting.start(entry=entry, by=actor.person, **form.facts())
        messages.success(request, _("The pilot has begun. The entrepreneur gets a mail with the own page."))
        return redirect("pilot", pk=found.pk)
    context = {"challenge": entry.challenge, "entry": entry, "form": form}
    return render(
        request, "challenges/contests/pilots/start.html", context, status=422 if form.is_bound else 200
    )


@permission(ORGANISE)
def pilot(request: HttpRequest, pk: int) -> HttpResponse:
    """One pilot: how far it is, the money, what is learnt."""
    found = get_pilot(request, pk)
    actor: Any = actor_of(request)
    context = {
        "pilot": found,
        "staff": True,
        "kind": KINDS[found.outcome or found.state],
        "rows": queries.board(found),
        "milestones": list(found.milestones.all()),
        "advances": list(found.advances.all()),
        "notes": list(found.notes.select_related("by")),
        "today": timezone.localdate(),
        "me": actor.person,
    }
    return render(request, "challenges/contests/pilots/pilot.html", context)


def form_page(
    request: HttpRequest,
    found: Pilot,
    form: Form,
    title: str,
    button: str,
    *,
    intro: str = "",
    conflicts: list[FieldConflict] | None = None,
) -> HttpResponse:
    """One form of a pilot, in the frame of who looks."""
    staff = actor_of(request).membership is not None
    context = {
        "pilot": found,
        "form": form,
        "title": title,
        "button": button,
        "intro": intro,
        "conflicts": conflicts or [],
        "frame": "ui/base_staff.html" if staff else "ui/base_public.html",
        "back": "pilot" if staff else "my_pilot",
        "staff": staff,
    }
    status = 409 if conflicts else 422 if form.is_bound else 200
    return render(request, FORM, context, status=status)


def attempt(request: HttpRequest, form: Form, act: Callable[[], str]) -> bool:
    """Whether the form was right and the rules let it; a refusal stands above what was typed."""
    if not form.is_valid():
        return False
    try:
        messages.success(request, act())
    except RefusedError as error:
        form.add_error(None, refused(error))
        return False
    return True


@permission(ORGANISE)
def pilot_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, plan, days."""
    found = get_pilot(request, pk)
    actor: Any = actor_of(request)
    form = PlanForm(request.POST if request.method == "POST" else None, pilot=found)
    conflicts: list[FieldConflict] = []

    def act() -> str:
        changes = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        actions.change(pilot=found, version=form.cleaned_data["version"], changes=changes, by=actor.person)
        return _("The plan is kept.")

    if request.method == "POST":
        try:
            if attempt(request, form, act):
                return redirect("pilot", pk=pk)
        except StaleVersionError as stale:
            labels = {name: str(field.label) for name, field in form.fields.items()}
            changes = {name: value for name, value in form.cleaned_data.items() if name != "version"}
            conflicts = compare(stale.current, changes, labels)
            data: Any = form.data.copy()  # type: ignore[attr-defined]
            data["version"] = str(stale.current.version)
            form.data = data
    return form_page(request, found, form, _("Change the plan"), _("Save"), conflicts=conflicts)


@permission(ORGANISE)
def pilot_milestone_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree on a milestone."""
    found = get_pilot(request, pk)
    actor: Any = actor_of(request)
    form = MilestoneForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        actions.add_milestone(pilot=found, by=actor.person, **form.cleaned_data)
        return _("The milestone is added.")

    if request.method == "POST" and attempt(request, form, act):
        return redirect("pilot", pk=pk)
    return form_page(request, found, form, _("Add a milestone"), _("Add"))


@permission(ORGANISE)
@require_POST
def pilot_milestone_done(request: HttpRequest, pk: int) -> HttpResponse:
    """It is done."""
    row = get_object_or_404(PilotMilestone.objects.select_related("pilot"), pk=pk)
    check(request, ORGANISE, row)
    actor: Any = actor_of(request)
    try:
        actions.reach(milestone=row, by=actor.person)
        messages.success(request, _("“%(what)s” is done.") % {"what": row.title})
    except RefusedError as error:
        messages.error(request, refused(error))
    return redirect("pilot", pk=row.pilot_id)


@permission(ORGANISE)
def pilot_indicator_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree on what is measured."""
    found = get_pilot(request, pk)
    actor: Any = actor_of(request)
    form = IndicatorForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        actions.add_indicator(pilot=found, by=actor.person, **form.cleaned_data)
        return _("The indicator is added.")

    if request.method == "POST" and attempt(request, form, act):
        return redirect("pilot", pk=pk)
    return form_page(request, found, form, _("Add an indicator"), _("Add"))


@permission(ORGANISE)
@require_POST
def pilot_measurement_check(request: HttpRequest, pk: int) -> HttpResponse:
    """A colleague saw the evidence."""
    row = get_object_or_404(PilotMeasurement.objects.select_related("indicator"), pk=pk)
    check(request, ORGANISE, row)
    actor: Any = actor_of(request)
    seen = NumberField(required=False, min_value=None)
    try:
        value = seen.clean(request.POST.get("value", "")[:40])
    except ValidationError:  # whatever was sent is not what was seen
        value = None
    try:
        if value is None:
            raise RefusedError("changed")
        actions.check_measurement(measurement=row, value=value, by=actor.person)
        messages.success(request, _("The measurement is checked."))
    except RefusedError as error:
        messages.error(request, refused(error))
    return redirect("pilot", pk=row.indicator.pilot_id)


@permission(ORGANISE)
def pilot_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide how it ends."""
    found = get_pilot(request, pk)
    if not found.is_running:
        return redirect("pilot", pk=pk)
    actor: Any = actor_of(request)
    initial = {"version": found.version, "on": timezone.localdate()}
    form = EndForm(request.POST if request.method == "POST" else None, initial=initial)

    def act() -> str:
        actions.end(pilot=found, by=actor.person, **form.cleaned_data)
        return _("The decision is kept. The entrepreneur gets a mail.")

    try:
        if request.method == "POST" and attempt(request, form, act):
            return redirect("pilot", pk=pk)
    except StaleVersionError as stale:
        form.add_error(
            None, _("A colleague changed the plan meanwhile. Look at it, and send the decision again.")
        )
        data: Any = form.data.copy()  # type: ignore[attr-defined]
        data["version"] = str(stale.current.version)
        form.data = data
    return form_page(
        request,
        found,
        form,
        _("How does this pilot end?"),
        _("Keep the decision"),
        intro=_("After this nobody can change the plan, the measurements and the learning log any more."),
    )


@permission(ORGANISE)
def pilot_record(request: HttpRequest, pk: int) -> HttpResponse:
    """The record, with what it still lacks."""
    found = record_of(get_pilot(request, pk))
    context = {"record": found, "pilot": found.pilot, "gaps": [gap(code) for code in found.gaps]}
    return render(request, "challenges/contests/pilots/record.html", context)


@permission(ORGANISE)
def pilot_record_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The record as PDF."""
    found = record_of(get_pilot(request, pk))
    context = {
        "record": found,
        "pilot": found.pilot,
        "gaps": [gap(code) for code in found.gaps],
        "printed_at": timezone.now(),
    }
    content = print_pdf("challenges/contests/pilots/record_pdf.html", context, found.challenge.municipality)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="pilotdossier-{found.pilot.pk}.pdf"'
    return response
