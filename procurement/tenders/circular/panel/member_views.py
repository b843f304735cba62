"""A panel member's own pages: the submissions, one with its scores, standing back, handing in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from portal.kernel.conflicts import StaleVersionError
from portal.kernel.files.views import file_response
from portal.kernel.permissions import public
from procurement.tenders.circular.errors import RefusedError
from procurement.tenders.circular.pages import private, refused
from procurement.tenders.circular.panel import actions, queries
from procurement.tenders.circular.panel.forms import ConflictForm, ScoreForm
from procurement.tenders.circular.panel.models import (
    CircularBallot,
    CircularConflict,
    CircularPanelMember,
    CircularRound,
)
from procurement.tenders.circular.submissions.models import CircularFile, CircularSubmission

OPEN = "a panel member is invited by mail; the token in the address opens the submissions of that tender only"


def _find(slug: str, token: str) -> CircularPanelMember:
    found = CircularPanelMember.bearing(token, "tender__municipality")
    if found is None or found.tender.slug != slug or found.removed_at:
        raise Http404
    return found


def _round(member: CircularPanelMember) -> CircularRound | None:
    return CircularRound.objects.filter(tender=member.tender_id).first()


def _submission(member: CircularPanelMember, number: int) -> CircularSubmission:
    """One this member may read: once the seal is broken, and not one they stood back from."""
    if _round(member) is None:
        raise Http404
    found = get_object_or_404(queries.judged(member.tender), number=number)
    if CircularConflict.objects.filter(member=member, submission=found).exists():
        raise Http404
    return found


def _may_score(member: CircularPanelMember, current: CircularRound | None) -> bool:
    return (
        member.tender.state == "panel" and current is not None and current.is_open and not member.handed_in_at
    )


@public(OPEN)
@never_cache
def home(request: HttpRequest, municipality_slug: str, slug: str, token: str) -> HttpResponse:
    """What this member has to score, and what is done."""
    member = _find(slug, token)
    current = _round(member)
    ballots = set(CircularBallot.objects.filter(member=member).values_list("submission_id", flat=True))
    back = set(CircularConflict.objects.filter(member=member).values_list("submission_id", flat=True))
    rows = list(queries.judged(member.tender)) if current else []
    context = {
        "member": member,
        "tender": member.tender,
        "token": token,
        "round": current,
        "rows": [(row, row.pk in ballots, row.pk in back) for row in rows],
        "scoring": _may_score(member, current),
        "left": sum(row.pk not in ballots | back for row in rows),
    }
    return private(render(request, "procurement/tenders/circular/panel/home.html", context))


def _form(member: CircularPanelMember, row: CircularSubmission, data: Any = None) -> ScoreForm:
    ballot = CircularBallot.objects.filter(member=member, submission=row).first()
    return ScoreForm(data, tender=member.tender, ballot=ballot)


def _page(
    request: HttpRequest,
    member: CircularPanelMember,
    row: CircularSubmission,
    *,
    form: ScoreForm | None = None,
    conflict_form: ConflictForm | None = None,
    stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "member": member,
        "tender": member.tender,
        "row": row,
        "token": member.token,
        "scoring": _may_score(member, _round(member)),
        "files": list(row.files.select_related("file")),
        "form": form or _form(member, row),
        "ballot": CircularBallot.objects.filter(member=member, submission=row).first(),
        "conflict_form": conflict_form or ConflictForm(prefix="belang"),
        "stale": stale,
    }
    page = "procurement/tenders/circular/panel/submission.html"
    return private(render(request, page, context, status=status))


@public(OPEN)
@never_cache
def submission(
    request: HttpRequest, municipality_slug: str, slug: str, token: str, number: int
) -> HttpResponse:
    """One submission: read it and score it."""
    member = _find(slug, token)
    row = _submission(member, number)
    if request.method != "POST":
        return _page(request, member, row)
    form = _form(member, row, request.POST)
    if not form.is_valid():
        return _page(request, member, row, form=form, status=422)
    try:
        actions.score(
            member=member, submission=row, version=form.cleaned_data["version"], scores=form.scores()
        )
    except StaleVersionError as stale:
        data = request.POST.copy()
        data["version"] = str(getattr(stale.current, "version", 0))
        return _page(request, member, row, form=_form(member, row, data), stale=True, status=409)
    except RefusedError as error:
        form.add_error(None, refused(error))
        return _page(request, member, row, form=form, status=422)
    messages.success(request, _("Your scores for “%(name)s” are kept.") % {"name": row.organisation})
    return redirect(member.path(member.tender))


@public(OPEN)
@require_POST
def conflict(
    request: HttpRequest, municipality_slug: str, slug: str, token: str, number: int
) -> HttpResponse:
    """Stand back from a submission."""
    member = _find(slug, token)
    place = member.path(member.tender)
    if CircularConflict.objects.filter(member=member, submission__number=number).exists():
        return redirect(place)  # a second click
    row = _submission(member, number)
    form = ConflictForm(request.POST, prefix="belang")
    if not form.is_valid():
        return _page(request, member, row, conflict_form=form, status=422)
    try:
        actions.stand_back(member=member, submission=row, **form.cleaned_data)
        messages.success(
            request, _("You do not score “%(name)s”. It is on record why.") % {"name": row.organisation}
        )
    except RefusedError as error:
        messages.error(request, refused(error))
    return redirect(place)


@public(OPEN)
@require_POST
def hand_in(request: HttpRequest, municipality_slug: str, slug: str, token: str) -> HttpResponse:
    """Lock one's own scores."""
    member = _find(slug, token)
    try:
        actions.hand_in(member=member)
        messages.success(request, _("Your scores are handed in and locked. Thank you."))
    except RefusedError as error:
        messages.error(request, refused(error))
    return redirect(member.path(member.tender))


@public(OPEN)
def file(
    request: HttpRequest, municipality_slug: str, slug: str, token: str, number: int, pk: int
) -> FileResponse:
    """A file of a submission this member may read."""
    row = _submission(_find(slug, token), number)
    found = get_object_or_404(CircularFile.objects.select_related("file"), pk=pk, submission=row)
    return file_response(found.file)
