"""Questions about a challenge, for organisers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from challenges.contests.audience import actions, queries
from challenges.contests.audience.forms import AnswerForm, StateFilter
from challenges.contests.audience.models import ChallengeQuestion, QuestionState
from challenges.contests.design.views import ORGANISE, get_challenge
from portal.kernel.conflicts import FieldConflict, StaleVersionError
from portal.kernel.permissions import actor_of, check, permission
from portal.ui.pagination import paginate

KINDS = {QuestionState.ASKED: "warn", QuestionState.ANSWERED: "good"}


@permission(ORGANISE)
def challenge_questions(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked; what waits for an answer first when nothing is chosen."""
    challenge = get_challenge(request, pk)
    states = [(state.value, str(state.label)) for state in queries.SEEN]
    form = StateFilter(request.GET, states=states)
    chosen = form.cleaned_data["stand"] if form.is_valid() else ""
    page = paginate(request, queries.asked(challenge, chosen))
    context = {
        "challenge": challenge,
        "form": form,
        "page": page,
        "rows": [(row, KINDS.get(QuestionState(row.state), "neutral")) for row in page.rows],
        "waiting": queries.waiting(challenge),
        "followers": queries.followers(challenge),
    }
    return render(request, "challenges/contests/audience/asked.html", context)


def _question(request: HttpRequest, pk: int) -> ChallengeQuestion:
    found = get_object_or_404(
        ChallengeQuestion.objects.select_related("challenge__municipality", "decided_by").filter(
            state__in=queries.SEEN
        ),
        pk=pk,
    )
    check(request, ORGANISE, found)
    return found


def _save(found: ChallengeQuestion, form: AnswerForm, by: Any) -> None:
    data = form.cleaned_data
    if data["what"] == AnswerForm.HIDE:
        actions.hide(question=found, version=data["version"], reason=data["text"], by=by)
    else:
        actions.answer(question=found, version=data["version"], text=data["text"], by=by)


@permission(ORGANISE)
def challenge_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer one question for everyone, or do not show it; who asked gets a mail."""
    found = _question(request, pk)
    actor: Any = actor_of(request)
    hidden = found.state == QuestionState.HIDDEN
    initial = {
        "what": AnswerForm.HIDE if hidden else AnswerForm.ANSWER,
        "text": found.hidden_reason if hidden else found.answer,
        "version": found.version,
    }
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=initial)
    conflicts: list[FieldConflict] = []
    if request.method == "POST" and form.is_valid():
        try:
            _save(found, form, actor.person)
            messages.success(request, _("It is kept. Who asked gets a mail."))
            return redirect("challenge_questions", pk=found.challenge_id)
        except StaleVersionError as stale:
            now = stale.current
            there = f"{now.get_state_display()}: {now.hidden_reason if now.state == 'hidden' else now.answer}"
            conflicts = [FieldConflict(_("Answer or reason"), there, form.cleaned_data["text"])]
            data: Any = form.data.copy()  # type: ignore[attr-defined]
            data["version"] = str(now.version)
            form.data = data
    context = {
        "question": found,
        "challenge": found.challenge,
        "form": form,
        "kind": KINDS.get(QuestionState(found.state), "neutral"),
        "conflicts": conflicts,
    }
    status = 409 if conflicts else 422 if form.is_bound else 200
    return render(request, "challenges/contests/audience/question.html", context, status=status)
