"""The jury for organisers: who sits in it, how far they are, the result, and dividing the budget."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from challenges.contests.design.actions import RefusedError
from challenges.contests.design.views import ORGANISE, get_challenge
from challenges.contests.entries.models import Entry, EntryState
from challenges.contests.jury import actions, queries
from challenges.contests.jury.dividing import divide
from challenges.contests.jury.forms import AwardForm, CloseForm, FinalistsForm, JurorForm, RemoveForm
from challenges.contests.jury.models import Juror, JurorConflict, JuryRound, JuryScore
from challenges.contests.jury.words import tie, trial
from challenges.contests.models import Challenge, ChallengeState
from portal.kernel.pdf import print_pdf
from portal.kernel.permissions import actor_of, check, permission
from portal.ui.formats import euro

MOST_WINNERS = 9


def _refused(error: RefusedError) -> str:
    texts = {
        "state": _("This challenge has moved on: this cannot be changed any more."),
        "many": _("The jury is full."),
        "author": _("This address belongs to someone who takes part in this challenge."),
        "removed": _("This person left the jury. Ask someone else."),
        "jurors": _("Ask at least one person for the jury first."),
        "finalists": _("Choose at least one entry."),
        "closed": _("The scoring is closed."),
        "missing": _("Not everyone has scored. Say why you close anyway, or remind them first."),
        "none": _("Nobody has scored anything yet. Closing now would leave nothing to decide on."),
        "winners": _("Choose at least one of the finalists."),
        "budget": _("The amounts do not add up to the budget."),
    }
    return texts[error.code]


def _page(request: HttpRequest, challenge: Challenge, status: int = 200, **forms: Any) -> HttpResponse:
    current = JuryRound.objects.filter(challenge=challenge).select_related("opened_by", "closed_by").first()
    selected = []
    if challenge.state == ChallengeState.COACHING:
        selected = list(Entry.objects.filter(challenge=challenge, state=EntryState.SELECTED))
    closed = bool(current and not current.is_open)
    context: dict[str, Any] = {
        "challenge": challenge,
        "round": current,
        "closed": closed,
        "progress": queries.progress(challenge),
        "gone": list(Juror.objects.filter(challenge=challenge, removed_at__isnull=False)),
        "conflicts": list(
            JurorConflict.objects.filter(juror__challenge=challenge).select_related("juror", "entry")
        ),
        "may_invite": challenge.state in actions.INVITING and not closed,
        "finalists": list(queries.finalists(challenge)),
        "invite_form": forms.get("invite") or JurorForm(prefix="nieuw"),
        "finalists_form": forms.get("finalists") or FinalistsForm(entries=selected),
        "may_open": challenge.state == ChallengeState.COACHING,
        "close_form": forms.get("close") or CloseForm(),
    }
    if closed:
        context |= _result(request, challenge, forms.get("award"))
    return render(request, "challenges/contests/jury/jury.html", context, status=status)


def _result(request: HttpRequest, challenge: Challenge, form: AwardForm | None) -> dict[str, Any]:
    """What the scores come to. ?winnaars= says how many win; how firm the ranking is hangs on it."""
    asked = request.GET.get("winnaars", "")
    awards = queries.winners(challenge)
    winners = len(awards) or (int(asked) if asked in map(str, range(1, MOST_WINNERS + 1)) else 2)
    found = queries.result(challenge, winners)
    shares = found.shares(winners)
    advised = divide(challenge.amount, shares) if challenge.amount and any(shares.values()) else {}
    entries = [row.entry for row in found.rows]
    return {
        "result": found,
        "rows": [(row, tie(row)) for row in found.rows],
        "shaky": [trial(what, name) for what, name in found.shaky],
        "awards": awards,
        "winners": winners,
        "choices": range(1, min(len(found.rows), MOST_WINNERS) + 1),
        "award_form": form or AwardForm(challenge=challenge, entries=entries, advised=advised),
        "scores": _scores(challenge),
    }


def _scores(challenge: Challenge) -> list[JuryScore]:
    """Every score that counts, by entry, criterion and juror."""
    return list(
        JuryScore.objects.filter(ballot__in=queries.counted(challenge))
        .select_related("ballot__juror", "ballot__entry", "criterion")
        .order_by("ballot__entry__number", "criterion__order", "criterion", "ballot__juror")
    )


@permission(ORGANISE)
def jury(request: HttpRequest, pk: int) -> HttpResponse:
    """The jury of a challenge, and where it stands."""
    return _page(request, get_challenge(request, pk))


def _do(request: HttpRequest, challenge: Challenge, act: Callable[[], str], **forms: Any) -> HttpResponse:
    if any(not form.is_valid() for form in forms.values()):
        return _page(request, challenge, 422, **forms)
    try:
        messages.success(request, act())
    except RefusedError as error:
        for form in forms.values():  # what was typed stays
            form.add_error(None, _refused(error))
            challenge.refresh_from_db()
            return _page(request, challenge, 422, **forms)
        messages.error(request, _refused(error))
    return redirect("jury", pk=challenge.pk)


@permission(ORGANISE)
@require_POST
def jury_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask someone for the jury."""
    challenge = get_challenge(request, pk)
    actor: Any = actor_of(request)
    form = JurorForm(request.POST, prefix="nieuw")

    def act() -> str:
        actions.invite(challenge=challenge, by=actor.person, **form.cleaned_data)
        return _("%(name)s gets a mail with a link.") % {"name": form.cleaned_data["name"]}

    return _do(request, challenge, act, invite=form)


@permission(ORGANISE)
@require_POST
def jury_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the jury score."""
    challenge = get_challenge(request, pk)
    actor: Any = actor_of(request)
    selected = list(Entry.objects.filter(challenge=challenge, state=EntryState.SELECTED))
    form = FinalistsForm(request.POST, entries=selected)

    def act() -> str:
        actions.open_round(challenge=challenge, finalists=form.cleaned_data["finalists"], by=actor.person)
        return _("The jury can score. Everyone in it gets a mail.")

    return _do(request, challenge, act, finalists=form)


@permission(ORGANISE)
@require_POST
def jury_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Chase who has not scored."""
    challenge = get_challenge(request, pk)
    actor: Any = actor_of(request)

    def act() -> str:
        number = actions.remind(challenge=challenge, by=actor.person)
        text = ngettext(
            "%(number)s juror is reminded, at most once a day.",
            "%(number)s jurors are reminded, at most once a day.",
            number,
        )
        return text % {"number": number}

    return _do(request, challenge, act)


@permission(ORGANISE)
@require_POST
def jury_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the scoring."""
    challenge = get_challenge(request, pk)
    actor: Any = actor_of(request)
    form = CloseForm(request.POST)

    def act() -> str:
        actions.close_round(challenge=challenge, by=actor.person, **form.cleaned_data)
        return _("The scoring is closed. This is what it comes to.")

    return _do(request, challenge, act, close=form)


@permission(ORGANISE)
@require_POST
def jury_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Divide the budget over the winners."""
    challenge = get_challenge(request, pk)
    actor: Any = actor_of(request)
    if challenge.state != ChallengeState.JURY:
        messages.info(request, _("This challenge has moved on: this cannot be changed any more."))
        return redirect("jury", pk=pk)
    entries = list(queries.finalists(challenge))
    form = AwardForm(request.POST, challenge=challenge, entries=entries, advised={})

    def act() -> str:
        actions.decide(
            challenge=challenge, awards=form.awards(), notes=form.cleaned_data["notes"], by=actor.person
        )
        return _("The challenge is decided. Everyone in the final gets a mail.")

    return _do(request, challenge, act, award=form)


@permission(ORGANISE)
def juror(request: HttpRequest, pk: int) -> HttpResponse:
    """One juror: take someone out of the jury, with the reason."""
    found = get_object_or_404(Juror.objects.select_related("challenge"), pk=pk)
    check(request, ORGANISE, found)
    actor: Any = actor_of(request)
    form = RemoveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove(juror=found, by=actor.person, **form.cleaned_data)
            messages.success(request, _("%(name)s is no longer in the jury.") % {"name": found.name})
        except RefusedError as error:
            messages.error(request, _refused(error))
        return redirect("jury", pk=found.challenge_id)
    context = {"juror": found, "challenge": found.challenge, "form": form}
    return render(
        request, "challenges/contests/jury/juror.html", context, status=422 if form.is_bound else 200
    )


@permission(ORGANISE)
def jury_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of the jury as PDF: who, why, how much."""
    challenge = get_challenge(request, pk)
    current = JuryRound.objects.filter(challenge=challenge, decided_at__isnull=False).first()
    if current is None:
        raise Http404
    context = {
        "challenge": challenge,
        "round": current,
        "jurors": list(Juror.objects.filter(challenge=challenge)),
        "conflicts": list(
            JurorConflict.objects.filter(juror__challenge=challenge).select_related("juror", "entry")
        ),
        "total": euro(challenge.amount),
        **_result(request, challenge, None),
    }
    content = print_pdf("challenges/contests/jury/report.html", context, challenge.municipality)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="juryverslag-{challenge.slug}.pdf"'
    return response
