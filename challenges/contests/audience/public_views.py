"""For visitors: questions and answers, asking, following. The token in a mailed link opens what is theirs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from challenges.contests.audience import actions, queries
from challenges.contests.audience.forms import AskForm, FollowForm
from challenges.contests.audience.models import QuestionState
from challenges.contests.public.views import get_public
from portal.kernel.models import Person
from portal.kernel.people.ratelimit import limit
from portal.kernel.permissions import actor_of, public
from portal.ui.pagination import paginate

OPEN = "anyone may ask about a challenge or follow it; the token in a mailed link opens only what is theirs"


def refused(code: str) -> str:
    """What to tell a visitor."""
    return {
        "over": _("This challenge has ended: nobody can ask or follow any more."),
        "many": _("You have several questions that wait for an answer. Please wait for those first."),
    }[code]


def _person(request: HttpRequest) -> Person | None:
    person: Any = actor_of(request).person
    return person if person and person.email else None


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


@public(OPEN)
@limit("challenge-ask", "60/h", field="email")
def challenge_ask(request: HttpRequest, municipality_slug: str, slug: str) -> HttpResponse:
    """All questions with their answers, and asking one."""
    challenge, person = get_public(slug), _person(request)
    form = AskForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("website"):  # only robots fill this in
            return redirect("challenge_ask", municipality_slug, slug)
        try:
            actions.ask(
                challenge=challenge, email=form.address(), text=form.cleaned_data["text"], person=person
            )
        except actions.RefusedError as error:
            form.add_error(None, refused(error.code))
        else:
            messages.success(
                request,
                _("Your question is sent. You get a mail with the answer.")
                if person
                else _("Almost there: we mailed you a link. Click it to send your question."),
            )
            return redirect("challenge_ask", municipality_slug, slug)
    context = {
        "challenge": challenge,
        "page": paginate(request, queries.answered(challenge)),
        "form": form if actions.takes_questions(challenge) else None,
    }
    status = 422 if form.is_bound else 200
    return render(request, "challenges/contests/audience/questions.html", context, status=status)


@public(OPEN)
@never_cache
def challenge_question_mine(
    request: HttpRequest, municipality_slug: str, slug: str, token: str
) -> HttpResponse:
    """One's own question: confirm it with the button, and later read the answer."""
    question = actions.find_question(token)
    if question is None or question.challenge.slug != slug:
        raise Http404
    if request.method == "POST":
        try:
            actions.confirm_question(question=question)
            messages.success(request, _("Your question is sent. You get a mail with the answer."))
        except actions.RefusedError as error:
            messages.error(request, refused(error.code))
        return redirect("challenge_question_mine", municipality_slug, slug, token)
    context = {
        "question": question,
        "challenge": question.challenge,
        "unconfirmed": question.state == QuestionState.UNCONFIRMED,
    }
    return _private(render(request, "challenges/contests/audience/mine.html", context))


@public(OPEN)
@limit("challenge-follow", "60/h", field="email")
def challenge_follow(request: HttpRequest, municipality_slug: str, slug: str) -> HttpResponse:
    """Sign up for a mail at each phase."""
    challenge, person = get_public(slug), _person(request)
    form = FollowForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("website"):
            return redirect("public_challenge", municipality_slug, slug)
        try:
            actions.follow(challenge=challenge, email=form.address(), person=person)
            messages.success(
                request,
                _("You follow this challenge. Each mail has a link to sign off.")
                if person
                else _("Almost there: we mailed you a link. Click it to follow this challenge."),
            )
        except actions.RefusedError as error:
            messages.error(request, refused(error.code))
        return redirect("public_challenge", municipality_slug, slug)
    context = {"challenge": challenge, "form": form if actions.takes_questions(challenge) else None}
    status = 422 if form.is_bound else 200
    return render(request, "challenges/contests/audience/follow.html", context, status=status)


@public(OPEN)
@never_cache
def challenge_follower(request: HttpRequest, municipality_slug: str, slug: str, token: str) -> HttpResponse:
    """The link in each mail: confirm, or sign off, with one button. Who signed off already is told so."""
    challenge = get_public(slug)
    follower = actions.find_follower(token)
    if follower and follower.challenge_id != challenge.pk:
        raise Http404
    if request.method == "POST":
        if follower and "bevestigen" in request.POST:
            actions.confirm_follower(follower=follower)
            messages.success(request, _("You follow this challenge. Each mail has a link to sign off."))
        elif follower:
            actions.sign_off(follower=follower)
            messages.success(request, _("You get no more mail about this challenge."))
        return redirect("challenge_follower", municipality_slug, slug, token)
    context = {"challenge": challenge, "follower": follower}
    return _private(render(request, "challenges/contests/audience/follower.html", context))
