"""A coach's own pages: whom they coach, sessions, what changed in a plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from challenges.contests.coaching import actions, feeds, plan, queries, sessions
from challenges.contests.coaching.forms import Agreements, CallOffForm, ReportForm, SessionForm
from challenges.contests.coaching.models import Coach, Coaching, CoachingSession, SessionState
from challenges.contests.coaching.sharing import compared, private, read
from challenges.contests.coaching.words import refused
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.files.views import file_response
from portal.kernel.permissions import public

OPEN = "a coach is invited by mail; the token in the address opens the entries they coach only"


def _coach(slug: str, token: str) -> Coach:
    found = actions.find_coach(token)
    if found is None or found.challenge.slug != slug:
        raise Http404
    return found


def _coaching(coach: Coach, number: int) -> Coaching:
    """The coaching of an entry this coach has; another's does not exist."""
    return get_object_or_404(queries.coachings(coach.challenge).filter(coach=coach), entry__number=number)


def _context(coach: Coach, token: str, coaching: Coaching | None = None) -> dict[str, Any]:
    return {
        "coach": coach,
        "challenge": coach.challenge,
        "token": token,
        "coaching": coaching,
        "entry": coaching.entry if coaching else None,
        "preparing": coach.challenge.state in actions.PREPARING,
    }


@public(OPEN)
@never_cache
def coach_home(request: HttpRequest, municipality_slug: str, slug: str, token: str) -> HttpResponse:
    """Whom this coach has, and when."""
    coach = _coach(slug, token)
    rows = list(queries.coachings(coach.challenge).filter(coach=coach))
    ahead = CoachingSession.objects.filter(
        coach=coach, coaching__in=rows, state=SessionState.PLANNED, ends_at__gte=timezone.now()
    )
    planned: dict[int, CoachingSession] = {}
    for session in ahead.order_by("starts_at"):
        planned.setdefault(session.coaching_id, session)
    context = _context(coach, token) | {
        "rows": [(row, planned.get(row.pk)) for row in rows],
        "materials": list(queries.materials(coach.challenge)),
    }
    return private(render(request, "challenges/contests/coaching/coach.html", context))


def _entry_page(
    request: HttpRequest, coach: Coach, coaching: Coaching, token: str, form: SessionForm, status: int = 200
) -> HttpResponse:
    version = plan.latest(coaching.entry)
    context = _context(coach, token, coaching) | {
        "sessions": queries.sessions(coaching),
        "version": version,
        "text": read(version) if version else [],
        "checklist": queries.ticks(coaching),
        "form": form,
    }
    return private(render(request, "challenges/contests/coaching/coached.html", context, status=status))


@public(OPEN)
@never_cache
def coach_entry(
    request: HttpRequest, municipality_slug: str, slug: str, token: str, number: int
) -> HttpResponse:
    """One entry: its plan, its sessions, and planning the next."""
    coach = _coach(slug, token)
    coaching = _coaching(coach, number)
    if request.method != "POST":
        return _entry_page(request, coach, coaching, token, SessionForm())
    form = SessionForm(request.POST)
    if not form.is_valid():
        return _entry_page(request, coach, coaching, token, form, 422)
    try:
        sessions.plan_session(coaching=coaching, coach=coach, **form.facts())
    except actions.RefusedError as error:
        form.add_error(None, refused(error))
        return _entry_page(request, coach, coaching, token, form, 422)
    messages.success(request, _("The session is planned. The entrants get a mail."))
    return redirect("coach_entry", municipality_slug, slug, token, number)


@public(OPEN)
@never_cache
def coach_versions(
    request: HttpRequest, municipality_slug: str, slug: str, token: str, number: int
) -> HttpResponse:
    """All versions of a plan, and what changed between two."""
    coach = _coach(slug, token)
    coaching = _coaching(coach, number)
    found = compared(request, coaching)
    context = _context(coach, token, coaching) | found | {"text": read(found["after"])}
    return private(render(request, "challenges/contests/coaching/coach_versions.html", context))


@public(OPEN)
@never_cache
def coach_session(
    request: HttpRequest, municipality_slug: str, slug: str, token: str, number: int, pk: int
) -> HttpResponse:
    """One session: move it, call it off, or write down what was said. The button pressed says which."""
    coach = _coach(slug, token)
    coaching = _coaching(coach, number)
    session = get_object_or_404(
        CoachingSession.objects.select_related("coaching__entry", "coach__contact").filter(coaching=coaching),
        pk=pk,
    )
    pressed = request.POST.get("doe", "") if request.method == "POST" else ""
    page = _SessionPage(session, pressed, request.POST)
    if request.method == "POST" and page.is_valid():
        try:
            messages.success(request, page.save())
            return redirect("coach_entry", municipality_slug, slug, token, number)
        except actions.RefusedError as error:
            page.pressed.add_error(None, refused(error))
        except StaleVersionError as stale:
            page.again(stale.current.version)
    context = _context(coach, token, coaching) | page.context() | {"session": session}
    status = 422 if request.method == "POST" else 200
    return private(render(request, "challenges/contests/coaching/session.html", context, status=status))


class _SessionPage:
    """The three forms of a session, of which one is sent."""

    MOVE, OFF, REPORT = "verzetten", "afzeggen", "verslag"

    def __init__(self, session: CoachingSession, pressed: str, data: Any) -> None:
        self.session = session
        self.which = pressed if pressed in (self.MOVE, self.OFF, self.REPORT) else ""
        sent = {self.which: data} if self.which else {}
        version = {"version": session.version}
        agreed = [{"text": row.text, "due_on": row.due_on} for row in session.agreements.all()]
        self.move = SessionForm(sent.get(self.MOVE), session=session, prefix="afspraak")
        self.off = CallOffForm(sent.get(self.OFF), initial=version, prefix="af")
        self.report = ReportForm(
            sent.get(self.REPORT), initial=version | {"notes": session.notes}, prefix="verslag"
        )
        # What was sent is not compared with what is there: a row that is the same would count as not filled in.
        written = sent.get(self.REPORT)
        self.agreements: Any = Agreements(written, initial=None if written else agreed, prefix="punten")

    @property
    def pressed(self) -> Any:
        """The form that was sent."""
        return {self.MOVE: self.move, self.OFF: self.off}.get(self.which, self.report)

    def is_valid(self) -> bool:
        valid = bool(self.which) and self.pressed.is_valid()
        return valid and (self.which != self.REPORT or self.agreements.is_valid())

    def save(self) -> str:
        """Do what was asked; what to tell."""
        version = self.pressed.cleaned_data["version"]
        if self.which == self.MOVE:
            sessions.move(session=self.session, version=version, **self.move.facts())
            return _("The session is changed. The entrants get a mail.")
        if self.which == self.OFF:
            reason = self.off.cleaned_data["reason"]
            sessions.call_off(session=self.session, version=version, reason=reason)
            return _("The session is called off. The entrants get a mail.")
        sessions.report(
            session=self.session,
            version=version,
            notes=self.report.cleaned_data["notes"],
            agreements=self.agreements.rows(),
        )
        return _("It is written down. The entrants can read it.")

    def again(self, version: int) -> None:
        """Someone changed the session meanwhile: what was typed stays, and can be saved once more."""
        form = self.pressed
        form.add_error(
            None, _("This session was changed meanwhile in another window. Check it and save again.")
        )
        data = form.data.copy()
        data[form.add_prefix("version")] = str(version)
        form.data = data

    def context(self) -> dict[str, Any]:
        state = self.session.state
        return {
            "page": self,
            "planned": state == SessionState.PLANNED,
            "may_report": state != SessionState.CANCELLED and self.session.starts_at <= timezone.now(),
            "wrong_rows": self.agreements.is_bound and not self.agreements.is_valid(),
        }


@public(OPEN)
def coach_feed(request: HttpRequest, municipality_slug: str, slug: str, token: str) -> HttpResponse:
    """A coach's sessions and the pitches, as a calendar feed."""
    response = HttpResponse(feeds.of_coach(_coach(slug, token)), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{slug}-coaching.ics"'
    return private(response)


@public(OPEN)
def coach_material(
    request: HttpRequest, municipality_slug: str, slug: str, token: str, pk: int
) -> FileResponse:
    """A file the organiser shares."""
    rows = queries.materials(_coach(slug, token).challenge).filter(file__isnull=False)
    row = get_object_or_404(rows, pk=pk)
    assert row.file is not None
    return file_response(row.file)
