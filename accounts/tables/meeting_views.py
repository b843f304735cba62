"""Lunches and meetings: signing up for the entrepreneur, planning and the list at the door for the organiser."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.casefile.models import EnterpriseMember
from accounts.tables import meetings as actions
from accounts.tables import queries
from accounts.tables.forms import MeetingForm, SignUpForm
from accounts.tables.frames import OWN, STAFF, ask_again, case_file_of, frame
from accounts.tables.lists import meetings_for, shows_past
from accounts.tables.meeting_models import Meeting, SignUp, SignUpState
from accounts.tables.rulesets import limits_for
from portal.kernel.conflicts import StaleVersionError, compare
from portal.kernel.permissions import actor_of, check, permission, permission_or_own
from portal.ui.pagination import paginate


@permission_or_own(STAFF, OWN)
def meetings_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Meetings an enterprise can sign up for."""
    case_file = case_file_of(request, pk)
    rows = queries.meetings_ahead().filter(municipality_id=case_file.municipality_id)[:50]
    signed = {row.meeting_id: row for row in queries.panel_of(case_file).sign_ups}
    context = {
        **frame(request, case_file),
        "rows": [(row, signed.get(row.pk)) for row in rows],
        "tab": "meetings",
    }
    return render(request, "accounts/tables/meetings_of.html", context)


@permission_or_own(STAFF, OWN)
def meeting_of(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    """One meeting for one enterprise: sign up with guests, see one's place in the queue, or sign off."""
    case_file = case_file_of(request, pk)
    actor: Any = actor_of(request)
    found = get_object_or_404(
        Meeting.objects.select_related("location").filter(municipality_id=case_file.municipality_id),
        pk=meeting,
    )
    most = limits_for(municipality_id=case_file.municipality_id, on=timezone.localdate()).most_guests
    form = SignUpForm(request.POST if request.method == "POST" else None, most=most)
    if request.method == "POST" and form.is_valid():
        who = actor.person
        if actor.membership is not None:  # staff sign up someone of the enterprise, who gets the mails
            member = (
                EnterpriseMember.objects.select_related("person")
                .filter(case_file=case_file, is_active=True)
                .order_by("pk")
                .first()
            )
            who = member.person if member else actor.person
        try:
            made = actions.sign_up(
                meeting=found, case_file=case_file, person=who, by=actor.person, **form.cleaned_data
            )
        except actions.NotSignedUpError as error:
            text = {
                "closed": _("Signing up has ended."),
                "cancelled": _("This meeting does not take place."),
                "too_many": _("There are not that many seats. Bring fewer guests."),
            }[error.code]
            form.add_error("guests", text)
        else:
            if made.state == SignUpState.GOING:
                messages.success(request, _("You are signed up."))
            else:
                messages.warning(
                    request,
                    _(
                        "It is full: somebody else has the last seat. You are on the waiting list; we mail you."
                    ),
                )
            return redirect("meeting_of", pk=pk, meeting=meeting)
    mine = list(
        SignUp.objects.select_related("person")
        .filter(meeting=found, case_file=case_file)
        .exclude(state=SignUpState.CANCELLED)
        .order_by("asked_at", "pk")
    )
    waiting = list(
        SignUp.objects.filter(meeting=found, state=SignUpState.WAITING)
        .order_by("asked_at", "pk")
        .values_list("pk", flat=True)[:500]
    )
    context = {
        **frame(request, case_file),
        "meeting": found,
        "mine": [(row, waiting.index(row.pk) + 1 if row.pk in waiting else 0) for row in mine],
        "waiting": len(waiting),
        "form": form,
        "tab": "meetings",
    }
    return render(request, "accounts/tables/meeting_of.html", context, status=422 if form.is_bound else 200)


@permission_or_own(STAFF, OWN)
@require_POST
def sign_up_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign off; the waiting list moves up."""
    found = get_object_or_404(SignUp.objects.select_related("meeting"), pk=pk)
    actor: Any = actor_of(request)
    if actor.membership is not None:
        check(request, STAFF, found)
    else:
        case_file_of(request, found.case_file_id)
    actions.withdraw(sign_up=found, by=actor.person)
    messages.success(request, _("You are signed off.") if actor.membership is None else _("Signed off."))
    if request.POST.get("lijst") and actor.membership is not None:
        return redirect("meeting", pk=found.meeting_id)
    return redirect("meeting_of", pk=found.case_file_id, meeting=found.meeting_id)


@permission("accounts.view_tables")
def meetings(request: HttpRequest) -> HttpResponse:
    """All meetings: those to come, or those that were."""
    page = paginate(request, meetings_for(request.GET))
    context = {"page": page, "past": shows_past(request.GET), "tab": "meetings"}
    return render(request, "accounts/tables/meetings.html", context)


@permission("accounts.view_tables")
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The organiser's list, also for at the door on a phone."""
    found = get_object_or_404(Meeting.objects.select_related("location", "organiser"), pk=pk)
    check(request, "accounts.view_tables", found)
    rows = list(
        SignUp.objects.select_related("person", "case_file")
        .filter(meeting=found)
        .exclude(state=SignUpState.CANCELLED)
        .order_by("asked_at", "pk")
    )
    going = sorted(
        (row for row in rows if row.state == SignUpState.GOING), key=lambda row: row.case_file.name.lower()
    )
    waiting = [row for row in rows if row.state == SignUpState.WAITING]
    context = {
        "meeting": found,
        "going": going,
        "waiting": waiting,
        "came": sum(row.came or 0 for row in going),
        "tab": "meetings",
    }
    return render(request, "accounts/tables/meeting.html", context)


def _form(request: HttpRequest, form: MeetingForm, title: str, conflicts: list[Any]) -> HttpResponse:
    status = 409 if conflicts else 422 if form.is_bound else 200
    context = {"form": form, "title": title, "conflicts": conflicts, "tab": "meetings"}
    return render(request, "accounts/tables/meeting_form.html", context, status=status)


@permission(STAFF)
def meeting_new(request: HttpRequest) -> HttpResponse:
    """Plan a lunch or meeting."""
    actor: Any = actor_of(request)
    form = MeetingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = actions.plan(municipality=actor.municipality, by=actor.person, **form.facts())
        messages.success(request, _("The meeting is planned."))
        return redirect("meeting", pk=made.pk)
    return _form(request, form, _("Plan a meeting"), [])


@permission(STAFF)
def meeting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a meeting; more seats move the waiting list up."""
    found = get_object_or_404(Meeting.objects.select_related("location"), pk=pk)
    check(request, STAFF, found)
    actor: Any = actor_of(request)
    form = MeetingForm(request.POST if request.method == "POST" else None, initial=MeetingForm.load(found))
    conflicts: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(
                meeting=found,
                version=form.cleaned_data["version"] or 0,
                changes=form.facts(),
                by=actor.person,
            )
            messages.success(request, _("The meeting is changed."))
            return redirect("meeting", pk=pk)
        except actions.TooSmallError as error:
            text = ngettext("%(number)s seat is given away already.", "%(number)s seats are given away already.",
                            error.taken)  # fmt: skip
            form.add_error("capacity", text % {"number": error.taken})
        except StaleVersionError as stale:
            labels = {name: str(field.label) for name, field in form.fields.items()}
            conflicts = compare(stale.current, form.facts(), labels)
            ask_again(form, stale.current.version)
    return _form(request, form, _("Change the meeting"), conflicts)


@permission(STAFF)
@require_POST
def meeting_call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting does not take place."""
    found = get_object_or_404(Meeting, pk=pk)
    check(request, STAFF, found)
    person: Any = actor_of(request).person
    actions.call_off(meeting=found, by=person)
    messages.success(request, _("The meeting is called off. Everyone who signed up gets a mail."))
    return redirect("meeting", pk=pk)


@permission(STAFF)
@require_POST
def sign_up_tick(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick someone off at the door."""
    found = get_object_or_404(SignUp.objects.select_related("meeting"), pk=pk)
    check(request, STAFF, found)
    person: Any = actor_of(request).person
    text = request.POST.get("kwamen", "")
    came = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else found.seats
    actions.tick(sign_up=found, came=came, by=person)
    return redirect(f"{reverse('meeting', args=[found.meeting_id])}#aanmelding-{pk}")
