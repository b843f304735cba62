"""The coaching for organisers: how far everyone is, coaches, pitches, materials."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.tables.engine import moment
from challenges.contests.coaching import actions, queries
from challenges.contests.coaching.forms import (
    MOST_COLLEAGUES,
    AssignForm,
    CoachForm,
    MaterialForm,
    PitchForm,
)
from challenges.contests.coaching.models import Coach, Coaching, CoachingMaterial
from challenges.contests.coaching.sharing import coaching_of, compared, read
from challenges.contests.coaching.words import refused, why
from challenges.contests.design.views import ORGANISE, get_challenge
from challenges.contests.models import Challenge
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.files.views import file_response
from portal.kernel.models import Membership
from portal.kernel.permissions import actor_of, check, permission


def _members() -> list[Membership]:
    rows = Membership.objects.filter(is_active=True).select_related("person").order_by("person__name")
    return list(rows[:MOST_COLLEAGUES])


def _page(request: HttpRequest, challenge: Challenge, status: int = 200, **forms: Any) -> HttpResponse:
    preparing = challenge.state in actions.PREPARING
    context = {
        "challenge": challenge,
        "rows": [(row, [why(reason) for reason in row.reasons]) for row in queries.progress(challenge)],
        "coaches": list(queries.coaches(challenge)),
        "materials": list(queries.materials(challenge)),
        "preparing": preparing,
        "may_invite": preparing or challenge.state == "selection",
        "coach_form": forms.get("coach") or CoachForm(members=_members(), prefix="coach"),
        "material_form": forms.get("material") or MaterialForm(prefix="stuk"),
    }
    return render(request, "challenges/contests/coaching/coaching.html", context, status=status)


@permission(ORGANISE)
def coaching(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress at a glance: who is behind and why."""
    return _page(request, get_challenge(request, pk))


@permission(ORGANISE)
@require_POST
def coaching_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask someone to coach."""
    challenge = get_challenge(request, pk)
    actor: Any = actor_of(request)
    form = CoachForm(request.POST, members=_members(), prefix="coach")
    if form.is_valid():
        try:
            coach = actions.invite(challenge=challenge, by=actor.person, **form.who())
            messages.success(request, _("%(name)s gets a mail with a link.") % {"name": coach.name})
            return redirect("coaching", pk=pk)
        except actions.RefusedError as error:
            form.add_error(None, refused(error))
    return _page(request, challenge, 422, coach=form)


@permission(ORGANISE)
@require_POST
def coaching_coach_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """A coach stops."""
    found = get_object_or_404(Coach.objects.select_related("challenge", "contact"), pk=pk)
    check(request, ORGANISE, found)
    actor: Any = actor_of(request)
    actions.remove(coach=found, by=actor.person)
    messages.success(request, _("%(name)s does not coach any more.") % {"name": found.name})
    return redirect("coaching", pk=found.challenge_id)


@permission(ORGANISE)
@require_POST
def coaching_material_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Share a link or a file."""
    challenge = get_challenge(request, pk)
    actor: Any = actor_of(request)
    form = MaterialForm(request.POST, request.FILES, prefix="stuk")
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.add_material(
                challenge=challenge,
                title=data["title"],
                url=data["url"],
                upload=data["file"],
                by=actor.person,
            )
            messages.success(request, _("Everyone who was selected can see it."))
            return redirect("coaching", pk=pk)
        except actions.RefusedError as error:
            form.add_error(None, refused(error))
    return _page(request, challenge, 422, material=form)


def _material(request: HttpRequest, pk: int) -> CoachingMaterial:
    found = get_object_or_404(CoachingMaterial.objects.select_related("file", "challenge"), pk=pk)
    check(request, ORGANISE, found)
    return found


@permission(ORGANISE)
@require_POST
def coaching_material_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a material back."""
    found = _material(request, pk)
    actor: Any = actor_of(request)
    actions.remove_material(material=found, by=actor.person)
    messages.success(request, _("It is taken back."))
    return redirect("coaching", pk=found.challenge_id)


@permission(ORGANISE)
def coaching_material(request: HttpRequest, pk: int) -> FileResponse:
    """A file that is shared."""
    found = _material(request, pk)
    if found.file is None:
        raise Http404
    return file_response(found.file)


def _entry_page(request: HttpRequest, found: Coaching, status: int = 200, **forms: Any) -> HttpResponse:
    at = timezone.localtime(found.pitch_at) if found.pitch_at else None
    pitch = {
        "day": at.date() if at else None,
        "time": at.strftime("%H:%M") if at else "",
        "minutes": found.pitch_minutes,
        "place": found.pitch_place,
        "version": found.version,
    }
    compare = compared(request, found)
    context = {
        "coaching": found,
        "entry": found.entry,
        "challenge": found.entry.challenge,
        "sessions": queries.sessions(found),
        "checklist": queries.ticks(found),
        "preparing": found.entry.challenge.state in actions.PREPARING,
        "assign_form": forms.get("assign")
        or AssignForm(
            coaches=queries.coaches(found.entry.challenge),
            initial={"coach": found.coach_id, "version": found.version},
            prefix="wie",
        ),
        "pitch_form": forms.get("pitch") or PitchForm(initial=pitch, prefix="pitch"),
        "text": read(compare["after"]),
        **compare,
    }
    return render(request, "challenges/contests/coaching/entry.html", context, status=status)


def _found(request: HttpRequest, pk: int) -> Coaching:
    found = coaching_of(pk)
    check(request, ORGANISE, found)
    return found


@permission(ORGANISE)
def coaching_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """The coaching of one entry: its coach, its pitch, its sessions, the versions of its plan."""
    return _entry_page(request, _found(request, pk))


def _save(request: HttpRequest, found: Coaching, form: Any, name: str, act: Any, done: str) -> HttpResponse:
    if form.is_valid():
        try:
            act()
            messages.success(request, done)
            return redirect("coaching_entry", pk=found.entry_id)
        except actions.RefusedError as error:
            form.add_error(None, refused(error))
        except StaleVersionError as stale:
            form.add_error(None, _("A colleague changed this meanwhile. Check it and save again."))
            data = form.data.copy()
            data[form.add_prefix("version")] = str(stale.current.version)
            form.data = data
            found = coaching_of(found.entry_id)
    return _entry_page(request, found, 422, **{name: form})


@permission(ORGANISE)
@require_POST
def coaching_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an entry its coach."""
    found = _found(request, pk)
    actor: Any = actor_of(request)
    form = AssignForm(request.POST, coaches=queries.coaches(found.entry.challenge), prefix="wie")

    def act() -> None:
        version = form.cleaned_data["version"]
        actions.assign(coaching=found, version=version, coach=form.chosen(), by=actor.person)

    return _save(request, found, form, "assign", act, _("The coach is kept. Both get a mail."))


@permission(ORGANISE)
@require_POST
def coaching_pitch(request: HttpRequest, pk: int) -> HttpResponse:
    """Say when an entry pitches."""
    found = _found(request, pk)
    actor: Any = actor_of(request)
    form = PitchForm(request.POST, prefix="pitch")

    def act() -> None:
        data = form.cleaned_data
        actions.set_pitch(
            coaching=found,
            version=data["version"],
            at=moment(data["day"], data["time"]),
            minutes=data["minutes"],
            place=data["place"],
            by=actor.person,
        )

    return _save(request, found, form, "pitch", act, _("The pitch is planned. The entrants get a mail."))
