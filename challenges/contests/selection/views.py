"""Entries for organisers: the list, one entry, and the selection round."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from challenges.contests.coaching.models import Coaching
from challenges.contests.coaching.queries import COACHED
from challenges.contests.design.actions import RefusedError
from challenges.contests.design.views import ORGANISE, get_challenge
from challenges.contests.entries.models import Entry, EntryFile, EntryState
from challenges.contests.entries.questions import QUESTIONS
from challenges.contests.models import ChallengeState
from challenges.contests.selection import actions
from challenges.contests.selection.forms import DecideForm
from portal.kernel.clock import database_now
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.files.views import file_response
from portal.kernel.permissions import actor_of, check, permission
from portal.ui.pagination import paginate

KINDS = {
    EntryState.SUBMITTED: "info",
    EntryState.SELECTED: "good",
    EntryState.FINALIST: "good",
    EntryState.WINNER: "good",
}


def _refused(code: str) -> str:
    return {
        "state": _("This challenge has moved on: this cannot be changed any more."),
        "early": _("The selection begins when the challenge is closed."),
        "open": _("There are entries without a decision. Decide on all of them first."),
        "none": _("Nothing is selected yet. Select at least one entry, or cancel the challenge."),
    }[code]


@permission(ORGANISE)
def challenge_entries(request: HttpRequest, pk: int) -> HttpResponse:
    """Entries that were sent in. Drafts stay with who writes them."""
    challenge = get_challenge(request, pk)
    entries = (
        Entry.objects.filter(challenge=challenge)
        .exclude(state__in=[EntryState.DRAFT, EntryState.WITHDRAWN])
        .order_by("number")
    )
    page = paginate(request, entries)
    closed = challenge.closes_at is not None and database_now() >= challenge.closes_at
    context = {
        "challenge": challenge,
        "page": page,
        "rows": [(row, KINDS.get(row.state, "neutral")) for row in page.rows],
        "may_start": closed and challenge.state in (ChallengeState.OPEN, ChallengeState.CLOSED),
        "in_round": challenge.state == ChallengeState.SELECTION,
        "undecided": entries.filter(state=EntryState.SUBMITTED).count(),
    }
    return render(request, "challenges/contests/selection/entries.html", context)


def _entry(request: HttpRequest, pk: int) -> Entry:
    found = get_object_or_404(
        Entry.objects.select_related("challenge__municipality", "case_file").exclude(
            state__in=[EntryState.DRAFT, EntryState.WITHDRAWN]
        ),
        pk=pk,
    )
    check(request, ORGANISE, found)
    return found


@permission(ORGANISE)
def challenge_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry, and the decision on it during the round."""
    found = _entry(request, pk)
    actor: Any = actor_of(request)
    decided = found.state in actions.OUTCOMES
    initial = {"outcome": found.state if decided else "", "reason": found.reason, "version": found.version}
    form = DecideForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide(entry=found, by=actor.person, **form.cleaned_data)
            messages.success(request, _("The decision is kept. The entrant hears it when the round ends."))
            return redirect("challenge_entries", pk=found.challenge_id)
        except RefusedError as error:
            form.add_error(None, _refused(error.code))
        except StaleVersionError as stale:
            form.add_error(
                None,
                _("A colleague decided meanwhile: %(state)s. Save again to replace that.")
                % {"state": stale.current.get_state_display()},
            )
            data: Any = form.data.copy()  # type: ignore[attr-defined]
            data["version"] = str(stale.current.version)
            form.data = data
    context = {
        "entry": found,
        "challenge": found.challenge,
        "kind": KINDS.get(EntryState(found.state), "neutral"),
        "answers": [(label, found.answers.get(code, "")) for code, label in QUESTIONS.items()],
        "coached": found.state in COACHED and Coaching.objects.filter(entry=found).exists(),
        "authors": list(found.authors.all()),
        "files": list(found.files.select_related("file")),
        "form": form if found.challenge.state == ChallengeState.SELECTION else None,
    }
    return render(
        request, "challenges/contests/selection/entry.html", context, status=422 if form.is_bound else 200
    )


@permission(ORGANISE)
def challenge_entry_file(request: HttpRequest, pk: int) -> FileResponse:
    """A file of an entry that was sent in."""
    row = get_object_or_404(EntryFile.objects.select_related("file", "entry"), pk=pk)
    _entry(request, row.entry_id)
    return file_response(row.file)


def _step(request: HttpRequest, pk: int, act: Any, done: str) -> HttpResponse:
    challenge = get_challenge(request, pk)
    actor: Any = actor_of(request)
    try:
        act(challenge=challenge, by=actor.person)
        messages.success(request, done)
    except RefusedError as error:
        messages.error(request, _refused(error.code))
    return redirect("challenge_entries", pk=pk)


@permission(ORGANISE)
@require_POST
def selection_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the round."""
    return _step(request, pk, actions.start, _("The selection has begun. Decide on each entry."))


@permission(ORGANISE)
@require_POST
def selection_finish(request: HttpRequest, pk: int) -> HttpResponse:
    """End the round: everyone hears."""
    return _step(request, pk, actions.finish, _("The selection is finished. Everyone gets a mail."))
