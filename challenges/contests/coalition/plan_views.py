"""The joint plan of a coalition, its meetings, and the presentation that starts the pilot."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from challenges.contests.coalition import actions, queries
from challenges.contests.coalition.forms import JointPlanForm, MeetingForm, MinutesForm, PresentForm
from challenges.contests.coalition.models import CoalitionMeeting
from challenges.contests.coalition.presenting import present
from challenges.contests.coalition.views import ORGANISE, attempt, form_page, get_coalition, posted
from challenges.contests.pilots.models import Pilot
from portal.kernel.conflicts import FieldConflict, StaleVersionError, compare
from portal.kernel.permissions import actor_of, check, permission


@permission(ORGANISE)
def coalition_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the joint plan."""
    challenge = get_coalition(request, pk)
    actor: Any = actor_of(request)
    form = JointPlanForm(posted(request), plan=queries.board(challenge).plan)
    conflicts: list[FieldConflict] = []

    def act() -> str:
        actions.write_plan(challenge=challenge, by=actor.person, **form.cleaned_data)
        return _("The plan is kept. Every party is asked to agree to it.")

    try:
        if attempt(request, form, act):
            return redirect("coalition", pk=pk)
    except StaleVersionError as stale:
        labels = {name: str(form.fields[name].label) for name in ("title", "text")}
        conflicts = compare(stale.current, {name: form.cleaned_data[name] for name in labels}, labels)
        data: Any = form.data.copy()  # type: ignore[attr-defined]
        data["revision"] = str(stale.current.revision)
        form.data = data
    intro = _("When you change the plan, every party is asked by mail to agree again.")
    return form_page(request, challenge, form, _("Joint plan"), _("Save"), intro=intro, conflicts=conflicts)


@permission(ORGANISE)
def coalition_meeting_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Call the parties together."""
    challenge = get_coalition(request, pk)
    actor: Any = actor_of(request)
    form = MeetingForm(posted(request))

    def act() -> str:
        actions.call_meeting(challenge=challenge, by=actor.person, **form.facts())
        return _("Every party gets a mail.")

    if attempt(request, form, act):
        return redirect("coalition", pk=pk)
    return form_page(request, challenge, form, _("Call a meeting"), _("Mail the parties"))


@permission(ORGANISE)
def coalition_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """What was agreed at a meeting."""
    meeting = get_object_or_404(CoalitionMeeting.objects.select_related("challenge"), pk=pk)
    check(request, ORGANISE, meeting)
    actor: Any = actor_of(request)
    form = MinutesForm(posted(request), meeting=meeting)
    conflicts: list[FieldConflict] = []

    def act() -> str:
        actions.minute(meeting=meeting, by=actor.person, **form.cleaned_data)
        return _("It is kept; every party can read it.")

    try:
        if attempt(request, form, act):
            return redirect("coalition", pk=meeting.challenge_id)
    except StaleVersionError as stale:
        labels = {"notes": str(form.fields["notes"].label)}
        conflicts = compare(stale.current, {"notes": form.cleaned_data["notes"]}, labels)
        data: Any = form.data.copy()  # type: ignore[attr-defined]
        data["version"] = str(stale.current.version)
        form.data = data
    title = _("Meeting: %(place)s") % {"place": meeting.place}
    return form_page(request, meeting.challenge, form, title, _("Save"), conflicts=conflicts)


@permission(ORGANISE)
def coalition_present(request: HttpRequest, pk: int) -> HttpResponse:
    """The presentation that starts the pilot."""
    challenge = get_coalition(request, pk)
    board = queries.board(challenge)
    if board.plan is None:
        return redirect("coalition", pk=pk)
    there = Pilot.objects.filter(joint_plan=board.plan).first()
    if there:
        return redirect("pilot", pk=there.pk)
    actor: Any = actor_of(request)
    form = PresentForm(posted(request), board=board)
    plan = board.plan

    def act() -> str:
        present(plan=plan, by=actor.person, **form.facts())
        return _("The plan is presented and the pilot has begun. Every party gets a mail.")

    if attempt(request, form, act):
        return redirect("pilot", pk=Pilot.objects.get(joint_plan=plan).pk)
    intro = _(
        "After this nothing in the coalition can be changed. The pilot begins on the day of the presentation."
    )
    return form_page(
        request, challenge, form, _("Present the plan"), _("Present it and begin the pilot"), intro=intro
    )
