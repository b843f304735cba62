"""The panel for buyers: who sits in it, how far they are, and after the closing the result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portal.kernel.clock import database_now
from portal.kernel.permissions import actor_of, check, permission
from procurement.tenders.circular.errors import RefusedError
from procurement.tenders.circular.pages import get_tender, refused
from procurement.tenders.circular.panel import actions, queries
from procurement.tenders.circular.panel.forms import CloseForm, MemberForm, RemoveForm, SetAsideForm
from procurement.tenders.circular.panel.models import CircularConflict, CircularPanelMember, CircularRound
from procurement.tenders.circular.panel.words import tie, trials
from procurement.tenders.circular.permissions import BUY
from procurement.tenders.circular.programme.actions import takes_submissions
from procurement.tenders.circular.programme.models import CircularState, CircularTender
from procurement.tenders.circular.submissions.models import CircularSubmission


def result_context(tender: CircularTender) -> dict[str, Any]:
    """What the scores of a closed round come to. Only call this when the round is closed."""
    ballots = queries.ballots_of(tender)
    found = queries.result(tender, ballots)
    return {
        "tender": tender,
        "result": found,
        "rows": [(row, tie(row)) for row in found.rows],
        "shaky": trials(found),
        "ballots": ballots,
        "criteria_names": [name for _code, name, _weight, _about in tender.criteria],
    }


def _page(request: HttpRequest, tender: CircularTender, status: int = 200, **forms: Any) -> HttpResponse:
    current = CircularRound.objects.filter(tender=tender).select_related("opened_by", "closed_by").first()
    closed = bool(current and not current.is_open)
    running = tender.state == CircularState.PANEL and not closed
    context: dict[str, Any] = {
        "tender": tender,
        "round": current,
        "closed": closed,
        "running": running,
        # Before the seal is broken not even how many there are to score is anyone's business.
        "progress": queries.progress(tender) if current else [],
        "members": list(queries.members(tender)),
        "gone": list(CircularPanelMember.objects.filter(tender=tender, removed_at__isnull=False)),
        "conflicts": list(
            CircularConflict.objects.filter(member__tender=tender).select_related("member", "submission")
        ),
        "aside": list(tender.submissions.filter(set_aside_at__isnull=False)) if current else [],
        "judged": list(queries.judged(tender)) if current else [],
        "may_invite": tender.state == CircularState.OPEN or running,
        "may_open": tender.state == CircularState.OPEN and not takes_submissions(tender, database_now()),
        "may_set_aside": tender.state == CircularState.PANEL,
        "invite_form": forms.get("invite") or MemberForm(prefix="nieuw"),
        "close_form": forms.get("close") or CloseForm(),
    }
    if closed:
        context |= result_context(tender)
    return render(request, "procurement/tenders/circular/panel/panel.html", context, status=status)


@permission(BUY)
def panel(request: HttpRequest, pk: int) -> HttpResponse:
    """The panel of a tender, and where it stands."""
    return _page(request, get_tender(request, pk))


def _do(request: HttpRequest, tender: CircularTender, act: Callable[[], str], **forms: Any) -> HttpResponse:
    if any(not form.is_valid() for form in forms.values()):
        return _page(request, tender, 422, **forms)
    try:
        messages.success(request, act())
    except RefusedError as error:
        for form in forms.values():  # what was typed stays
            form.add_error(None, refused(error))
            tender.refresh_from_db()
            return _page(request, tender, 422, **forms)
        messages.error(request, refused(error))
    return redirect("circular_panel", pk=tender.pk)


@permission(BUY)
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask someone for the panel."""
    tender = get_tender(request, pk)
    actor: Any = actor_of(request)
    form = MemberForm(request.POST, prefix="nieuw")

    def act() -> str:
        actions.invite(tender=tender, by=actor.person, **form.cleaned_data)
        return _("%(name)s gets a mail with a link.") % {"name": form.cleaned_data["name"]}

    return _do(request, tender, act, invite=form)


@permission(BUY)
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the panel score."""
    tender = get_tender(request, pk)
    actor: Any = actor_of(request)

    def act() -> str:
        actions.open_round(tender=tender, by=actor.person)
        return _("The panel can score. Everyone in it gets a mail.")

    return _do(request, tender, act)


@permission(BUY)
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Chase who has not handed in."""
    tender = get_tender(request, pk)
    actor: Any = actor_of(request)

    def act() -> str:
        number = actions.remind(tender=tender, by=actor.person)
        text = ngettext(
            "%(number)s panel member is reminded, at most once a day.",
            "%(number)s panel members are reminded, at most once a day.",
            number,
        )
        return text % {"number": number}

    return _do(request, tender, act)


@permission(BUY)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the scoring."""
    tender = get_tender(request, pk)
    actor: Any = actor_of(request)
    form = CloseForm(request.POST)

    def act() -> str:
        actions.close_round(tender=tender, by=actor.person, **form.cleaned_data)
        return _("The scoring is closed. This is what it comes to.")

    return _do(request, tender, act, close=form)


def _one(
    request: HttpRequest, tender: CircularTender, form: Any, act: Callable[[], str], **words: Any
) -> HttpResponse:
    """A page with one reason on it."""
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, act())
            return redirect("circular_panel", pk=tender.pk)
        except RefusedError as error:
            form.add_error(None, refused(error))
    context = {"tender": tender, "form": form, **words}
    status = 422 if form.is_bound else 200
    return render(request, "procurement/tenders/circular/programme/form.html", context, status=status)


@permission(BUY)
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """One member: take someone out of the panel, with the reason."""
    found = get_object_or_404(CircularPanelMember.objects.select_related("tender"), pk=pk)
    check(request, BUY, found)
    actor: Any = actor_of(request)
    form = RemoveForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        actions.remove(member=found, by=actor.person, **form.cleaned_data)
        return _("%(name)s is no longer in the panel.") % {"name": found.name}

    title = _("Take %(name)s out of the panel") % {"name": found.name}
    return _one(request, found.tender, form, act, title=title, button=_("Take out of the panel"))


@permission(BUY)
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """A submission that does not meet the conditions: out of the ranking, with the reason."""
    found = get_object_or_404(
        CircularSubmission.objects.select_related("tender").filter(tender__round__isnull=False), pk=pk
    )
    check(request, BUY, found)
    actor: Any = actor_of(request)
    form = SetAsideForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        actions.set_aside(submission=found, by=actor.person, **form.cleaned_data)
        return _("“%(name)s” is set aside.") % {"name": found.organisation}

    title = _("Set “%(name)s” aside") % {"name": found.organisation}
    return _one(request, found.tender, form, act, title=title, button=_("Set aside"))
