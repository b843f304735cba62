"""Pages of organisers: all challenges, one, and its design."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from challenges.contests import queries
from challenges.contests.audience.queries import followers, waiting
from challenges.contests.charts import funnel
from challenges.contests.design import actions
from challenges.contests.design.forms import BeginForm, CancelForm, ChallengeForm, Criteria, PhaseForm
from challenges.contests.figures import figures_of
from challenges.contests.models import Challenge, ChallengeState, Phase
from portal.kernel.conflicts import FieldConflict, StaleVersionError, compare
from portal.kernel.permissions import actor_of, check, permission
from portal.ui.pagination import paginate

ORGANISE = "challenges.organise"
KINDS = {"open": "good", "decided": "good", "cancelled": "warn", "concept": "neutral"}


def get_challenge(request: HttpRequest, pk: int) -> Challenge:
    """The challenge, for who organises in its municipality; else not found or refused."""
    found = get_object_or_404(queries.challenges(), pk=pk)
    check(request, ORGANISE, found)
    return found


def refused(error: actions.RefusedError) -> str:
    """What to tell someone whose step is refused."""
    return {
        "state": _("This challenge has moved on: this cannot be changed any more."),
        "order": _(
            "“%(first)s” and “%(second)s” would overlap. Choose other days, or move the later phases along."
        ),
        "late": _("Entries are open: they may close later, never earlier, and their first day stays."),
        "weights": _("The weights of the criteria must add up to 100."),
        "incomplete": _("Something is still missing. See the list below."),
    }[error.code] % error.words


def _again(form: Any, version: int) -> None:
    data = form.data.copy()
    data["version"] = str(version)
    form.data = data


@permission(ORGANISE)
def challenge_list(request: HttpRequest) -> HttpResponse:
    """All challenges of the municipality."""
    page = paginate(request, queries.challenges())
    rows = [(row, KINDS.get(row.state, "info")) for row in page.rows]
    return render(request, "challenges/contests/design/list.html", {"page": page, "rows": rows})


@permission(ORGANISE)
def challenge_new(request: HttpRequest) -> HttpResponse:
    """Begin from a ready-made design."""
    form = BeginForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actor: Any = actor_of(request)
        challenge = actions.begin(municipality=actor.municipality, by=actor.person, **form.cleaned_data)
        messages.success(request, _("The concept is ready. Now tell the story."))
        return redirect("challenge_edit", pk=challenge.pk)
    return render(
        request, "challenges/contests/design/new.html", {"form": form}, status=422 if form.is_bound else 200
    )


@permission(ORGANISE)
def challenge(request: HttpRequest, pk: int) -> HttpResponse:
    """One challenge: where it stands, what is missing, the plan, the criteria."""
    found = get_challenge(request, pk)
    context: dict[str, Any] = {
        "challenge": found,
        "kind": KINDS.get(found.state, "info"),
        "missing": actions.missing(found, timezone.now()) if found.is_concept else [],
        "phases": list(found.phases.all()),
        "criteria": list(found.criteria.all()),
        "may_cancel": found.state not in (ChallengeState.CANCELLED, ChallengeState.DECIDED),
        "today": timezone.localdate(),
        "waiting": waiting(found),
        "followers": followers(found),
    }
    if found.launched_at:
        numbers = figures_of(found)
        context |= {"figures": numbers, "funnel": funnel(numbers)}
    return render(request, "challenges/contests/design/challenge.html", context)


def _form_page(
    request: HttpRequest,
    found: Challenge,
    form: Any,
    title: str,
    button: str = "",
    conflicts: list[FieldConflict] | None = None,
) -> HttpResponse:
    context = {
        "challenge": found,
        "form": form,
        "title": title,
        "button": button or _("Save"),
        "conflicts": conflicts or [],
    }
    status = 409 if conflicts else 422 if form.is_bound else 200
    return render(request, "challenges/contests/design/form.html", context, status=status)


@permission(ORGANISE)
def challenge_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The texts and the settings."""
    found = get_challenge(request, pk)
    actor: Any = actor_of(request)
    form = ChallengeForm(request.POST if request.method == "POST" else None, challenge=found)
    conflicts: list[FieldConflict] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(
                challenge=found, version=form.cleaned_data["version"], changes=form.facts(), by=actor.person
            )
            messages.success(request, _("The challenge is changed."))
            return redirect("challenge", pk=pk)
        except actions.RefusedError as error:
            form.add_error(None, refused(error))
        except StaleVersionError as stale:
            labels = {name: str(field.label) for name, field in form.fields.items()}
            conflicts = compare(stale.current, form.facts(), labels)
            _again(form, stale.current.version)
    return _form_page(request, found, form, _("Texts and settings"), conflicts=conflicts)


@permission(ORGANISE)
def challenge_phase(request: HttpRequest, pk: int) -> HttpResponse:
    """Move one phase of the plan."""
    phase = get_object_or_404(Phase.objects.select_related("challenge"), pk=pk)
    found = get_challenge(request, phase.challenge_id)
    actor: Any = actor_of(request)
    initial = {
        "starts_on": phase.starts_on,
        "ends_on": phase.ends_on,
        "closing": timezone.localtime(found.closes_at).strftime("%H:%M") if found.closes_at else "",
        "with_later": True,
        "version": found.version,
    }
    form = PhaseForm(request.POST if request.method == "POST" else None, kind=phase.kind, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.move_phase(phase=phase, by=actor.person, **form.cleaned_data)
            messages.success(request, _("The plan is changed."))
            return redirect("challenge", pk=found.pk)
        except actions.RefusedError as error:
            form.add_error(None, refused(error))
        except StaleVersionError as stale:
            form.add_error(
                None, _("A colleague changed the challenge while you were typing. Check it and save again.")
            )
            _again(form, stale.current.version)
    return _form_page(request, found, form, _("Move: %(phase)s") % {"phase": phase.name})


@permission(ORGANISE)
def challenge_criteria(request: HttpRequest, pk: int) -> HttpResponse:
    """All criteria on one page; their weights add up to 100."""
    found = get_challenge(request, pk)
    actor: Any = actor_of(request)
    names = ("name", "description", "weight", "scale_min", "scale_max")
    initial = [{name: getattr(row, name) for name in names} for row in found.criteria.all()]
    formset: Any = Criteria(request.POST) if request.method == "POST" else Criteria(initial=initial)
    error = ""
    version = str(found.version)
    if request.method == "POST":
        typed = request.POST.get("version", "")
        version = typed if typed.isascii() and typed.isdigit() and len(typed) < 9 else version
        if formset.is_valid():
            try:
                actions.set_criteria(
                    challenge=found, version=int(version), rows=formset.rows(), by=actor.person
                )
                messages.success(request, _("The criteria are changed."))
                return redirect("challenge", pk=pk)
            except actions.RefusedError as problem:
                error = refused(problem)
            except StaleVersionError as stale:
                version = str(stale.current.version)
                error = _("A colleague changed the challenge while you were typing. Check it and save again.")
    context = {"challenge": found, "formset": formset, "error": error, "version": version}
    status = 422 if formset.is_bound else 200
    return render(request, "challenges/contests/design/criteria.html", context, status=status)


@permission(ORGANISE)
def challenge_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The public page as visitors will see it."""
    found = get_challenge(request, pk)
    context = {
        "challenge": found,
        "preview": True,
        "phases": list(found.phases.all()),
        "criteria": list(found.criteria.all()),
        "today": timezone.localdate(),
    }
    return render(request, "challenges/contests/public/challenge.html", context)


@permission(ORGANISE)
@require_POST
def challenge_launch(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it on the public page."""
    found = get_challenge(request, pk)
    actor: Any = actor_of(request)
    try:
        actions.launch(challenge=found, by=actor.person)
        messages.success(request, _("The challenge stands on the public page."))
    except actions.RefusedError as error:
        messages.error(request, refused(error))
    return redirect("challenge", pk=pk)


@permission(ORGANISE)
def challenge_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """End it early, with a reason everyone can read."""
    found = get_challenge(request, pk)
    actor: Any = actor_of(request)
    form = CancelForm(request.POST if request.method == "POST" else None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel(challenge=found, by=actor.person, **form.cleaned_data)
            messages.success(request, _("The challenge is cancelled."))
            return redirect("challenge", pk=pk)
        except actions.RefusedError as error:
            form.add_error(None, refused(error))
        except StaleVersionError as stale:
            form.add_error(
                None, _("A colleague changed the challenge while you were typing. Check it and save again.")
            )
            _again(form, stale.current.version)
    return _form_page(request, found, form, _("Cancel the challenge"), _("Cancel the challenge"))
