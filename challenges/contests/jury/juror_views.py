"""A juror's own pages: the entries, one entry with its scores, standing back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from challenges.contests.coaching.plan import shown
from challenges.contests.design.actions import RefusedError
from challenges.contests.entries.models import Entry, EntryFile
from challenges.contests.jury import actions, queries
from challenges.contests.jury.forms import ConflictForm, ScoreForm
from challenges.contests.jury.models import Juror, JurorConflict, JuryBallot, JuryRound
from challenges.contests.models import ChallengeState, Criterion
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.files.views import file_response
from portal.kernel.permissions import public

OPEN = "a juror is invited by mail; the token in the address opens the entries of that jury only"


def _juror(slug: str, token: str) -> Juror:
    found = actions.find_juror(token)
    if found is None or found.challenge.slug != slug:
        raise Http404
    return found


def _entry(juror: Juror, number: int) -> Entry:
    """An entry this juror may read: in the final, and not one they stood back from."""
    found = get_object_or_404(queries.finalists(juror.challenge), number=number)
    if JurorConflict.objects.filter(juror=juror, entry=found).exists():
        raise Http404
    return found


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


def _round(juror: Juror) -> JuryRound | None:
    return JuryRound.objects.filter(challenge=juror.challenge).first()


@public(OPEN)
@never_cache
def juror_home(request: HttpRequest, municipality_slug: str, slug: str, token: str) -> HttpResponse:
    """What this juror has to score, and what is done."""
    juror = _juror(slug, token)
    current = _round(juror)
    ballots = set(JuryBallot.objects.filter(juror=juror).values_list("entry_id", flat=True))
    back = set(JurorConflict.objects.filter(juror=juror).values_list("entry_id", flat=True))
    entries = list(queries.finalists(juror.challenge)) if current else []
    context = {
        "juror": juror,
        "challenge": juror.challenge,
        "token": token,
        "round": current,
        "rows": [(entry, entry.pk in ballots, entry.pk in back) for entry in entries],
        "scoring": juror.challenge.state == ChallengeState.JURY and bool(current and current.is_open),
        "left": sum(entry.pk not in ballots | back for entry in entries),
        "criteria": list(Criterion.objects.filter(challenge=juror.challenge).order_by("order", "pk")),
    }
    return _private(render(request, "challenges/contests/jury/home.html", context))


def _page(
    request: HttpRequest,
    juror: Juror,
    entry: Entry,
    token: str,
    *,
    form: ScoreForm | None = None,
    conflict_form: ConflictForm | None = None,
    stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    current = _round(juror)
    context = {
        "juror": juror,
        "challenge": juror.challenge,
        "entry": entry,
        "token": token,
        "scoring": juror.challenge.state == ChallengeState.JURY and bool(current and current.is_open),
        "answers": shown(entry),
        "files": list(entry.files.select_related("file")),
        "form": form or _form(juror, entry),
        "conflict_form": conflict_form or ConflictForm(prefix="belang"),
        "stale": stale,
    }
    return _private(render(request, "challenges/contests/jury/entry.html", context, status=status))


def _form(juror: Juror, entry: Entry, data: Any = None) -> ScoreForm:
    ballot = JuryBallot.objects.filter(juror=juror, entry=entry).prefetch_related("scores").first()
    criteria = list(Criterion.objects.filter(challenge=juror.challenge).order_by("order", "pk"))
    return ScoreForm(data, criteria=criteria, ballot=ballot)


@public(OPEN)
@never_cache
def juror_entry(
    request: HttpRequest, municipality_slug: str, slug: str, token: str, number: int
) -> HttpResponse:
    """One entry: read it and score it."""
    juror = _juror(slug, token)
    entry = _entry(juror, number)
    if request.method != "POST":
        return _page(request, juror, entry, token)
    form = _form(juror, entry, request.POST)
    if not form.is_valid():
        return _page(request, juror, entry, token, form=form, status=422)
    try:
        actions.score(juror=juror, entry=entry, version=form.cleaned_data["version"], scores=form.scores())
    except StaleVersionError as stale:
        data = request.POST.copy()
        data["version"] = str(getattr(stale.current, "version", 0))
        return _page(request, juror, entry, token, form=_form(juror, entry, data), stale=True, status=409)
    except RefusedError as error:
        form.add_error(None, _refused(error.code))
        return _page(request, juror, entry, token, form=form, status=422)
    messages.success(request, _("Your scores for “%(entry)s” are kept.") % {"entry": entry.title})
    return redirect("juror_home", municipality_slug, slug, token)


def _refused(code: str) -> str:
    return {
        "closed": _("The scoring is closed: your scores were not changed."),
        "conflict": _("You stood back from this entry."),
        "state": _("This entry is no longer in the final."),
    }[code]


@public(OPEN)
@require_POST
def juror_conflict(
    request: HttpRequest, municipality_slug: str, slug: str, token: str, number: int
) -> HttpResponse:
    """Stand back from an entry."""
    juror = _juror(slug, token)
    if JurorConflict.objects.filter(juror=juror, entry__number=number).exists():  # a second click
        return redirect("juror_home", municipality_slug, slug, token)
    entry = _entry(juror, number)
    form = ConflictForm(request.POST, prefix="belang")
    if not form.is_valid():
        return _page(request, juror, entry, token, conflict_form=form, status=422)
    try:
        actions.stand_back(juror=juror, entry=entry, **form.cleaned_data)
        messages.success(
            request, _("You do not judge “%(entry)s”. It is on record why.") % {"entry": entry.title}
        )
    except RefusedError as error:
        messages.error(request, _refused(error.code))
    return redirect("juror_home", municipality_slug, slug, token)


@public(OPEN)
def juror_file(
    request: HttpRequest, municipality_slug: str, slug: str, token: str, number: int, pk: int
) -> FileResponse:
    """A file of an entry this juror may read."""
    entry = _entry(_juror(slug, token), number)
    row = get_object_or_404(EntryFile.objects.select_related("file"), pk=pk, entry=entry)
    return file_response(row.file)
