"""What both sides do with a pilot: log a measurement, ask an advance, hand in proof, write down what was learnt."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from challenges.contests.pilots import actions, advances, queries
from challenges.contests.pilots.engine import STEPS, RefusedError, Standing, step
from challenges.contests.pilots.forms import AskForm, MeasureForm, NoteForm, PayForm, ProofForm, RefuseForm
from challenges.contests.pilots.models import Pilot, PilotAdvance, PilotIndicator, PilotMeasurement
from challenges.contests.pilots.rulesets import rules_for
from challenges.contests.pilots.views import ORGANISE, attempt, form_page, get_pilot
from challenges.contests.pilots.words import refused
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.files.views import file_response
from portal.kernel.permissions import actor_of, check, permission, permission_or_own, signed_in
from portal.ui.formats import euro

OWN = "shows only pilots of enterprises of which the person is a member (pilots.queries.my_pilots)"


def _reach(request: HttpRequest, pk: int) -> Pilot:
    """The pilot for an organiser, or for someone of the enterprise; else not found."""
    actor: Any = actor_of(request)
    if actor.membership is not None:
        return get_pilot(request, pk)
    return get_object_or_404(queries.with_results(queries.my_pilots(actor.person)), pk=pk)


def _back(request: HttpRequest, pilot: Pilot) -> HttpResponse:
    return redirect("pilot" if actor_of(request).membership is not None else "my_pilot", pk=pilot.pk)


@signed_in(OWN)
def my_pilot(request: HttpRequest, pk: int) -> HttpResponse:
    """The entrepreneur's own pilot, on a phone."""
    person: Any = actor_of(request).person
    found = get_object_or_404(queries.with_results(queries.my_pilots(person)), pk=pk)
    context = {
        "pilot": found,
        "staff": False,
        "rows": queries.board(found),
        "milestones": list(found.milestones.all()),
        "advances": list(found.advances.all()),
        "notes": list(found.notes.select_related("by")),
        "today": timezone.localdate(),
    }
    return render(request, "challenges/contests/pilots/my_pilot.html", context)


@permission_or_own(ORGANISE, OWN)
def pilot_measure(request: HttpRequest, pk: int) -> HttpResponse:
    """Log a measurement of one indicator."""
    row = get_object_or_404(PilotIndicator, pk=pk)
    found = _reach(request, row.pilot_id)
    actor: Any = actor_of(request)
    posted = request.method == "POST"
    form = MeasureForm(request.POST if posted else None, request.FILES if posted else None)

    def act() -> str:
        data = form.cleaned_data
        actions.measure(
            indicator=row, on=data["on"], value=data["value"], note=data["note"], upload=data["file"], by=actor.person
        )  # fmt: skip
        return _("The measurement is kept. A colleague of the municipality checks it.")

    if posted and attempt(request, form, act):
        return _back(request, found)
    return form_page(
        request, found, form, _("Log a measurement"), _("Save"), intro=_("What is measured: %(what)s") % {"what": row}
    )  # fmt: skip


@permission_or_own(ORGANISE, OWN)
def pilot_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a line in the learning log."""
    found = _reach(request, pk)
    actor: Any = actor_of(request)
    form = NoteForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        actions.write_note(pilot=found, by=actor.person, **form.cleaned_data)
        return _("What you learnt is written down.")

    if request.method == "POST" and attempt(request, form, act):
        return _back(request, found)
    return form_page(request, found, form, _("Write down what you learnt"), _("Save"))


@permission_or_own(ORGANISE, OWN)
def pilot_advance_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask an advance."""
    found = _reach(request, pk)
    actor: Any = actor_of(request)
    posted = request.method == "POST"
    form = AskForm(request.POST if posted else None, request.FILES if posted else None)

    def act() -> str:
        data = form.cleaned_data
        advances.ask(
            pilot=found, amount=data["amount"], purpose=data["purpose"], upload=data["file"], by=actor.person,
            form_key=data["form_key"],
        )  # fmt: skip
        return _("The advance is asked. You hear it as soon as the municipality decides.")

    if posted and attempt(request, form, act):
        return _back(request, found)
    intro = _("Of the budget %(room)s is left.") % {"room": euro(found.room)}
    return form_page(request, found, form, _("Ask an advance"), _("Ask"), intro=intro)


@permission_or_own(ORGANISE, OWN)
def pilot_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in proof of an advance that was paid."""
    row = get_object_or_404(PilotAdvance, pk=pk)
    found = _reach(request, row.pilot_id)
    actor: Any = actor_of(request)
    posted = request.method == "POST"
    form = ProofForm(request.POST if posted else None, request.FILES if posted else None)

    def act() -> str:
        data = form.cleaned_data
        advances.hand_in(advance=row, upload=data["file"], text=data["text"], by=actor.person)
        return _("The proof is handed in.")

    if posted and attempt(request, form, act):
        return _back(request, found)
    intro = f"{euro(row.amount)}: {row.purpose}"
    return form_page(request, found, form, _("Hand in proof"), _("Hand it in"), intro=intro)


@permission_or_own(ORGANISE, OWN)
def pilot_file(request: HttpRequest, pk: int, kind: str, row: int) -> FileResponse:
    """A file of a pilot: a quote, a proof, or the evidence of a measurement."""
    found = _reach(request, pk)
    if kind == "meting":
        stored = get_object_or_404(
            PilotMeasurement.objects.select_related("file"), pk=row, indicator__pilot=found
        ).file
    else:
        advance = get_object_or_404(
            PilotAdvance.objects.select_related("quote", "proof"), pk=row, pilot=found
        )
        stored = {"offerte": advance.quote, "bewijs": advance.proof}.get(kind)
    if stored is None:
        raise Http404
    return file_response(stored)


# --- an advance, for organisers -----------------------------------------------------------------------------------


def _advance(request: HttpRequest, pk: int) -> PilotAdvance:
    found = get_object_or_404(
        PilotAdvance.objects.select_related(
            "pilot__case_file", "pilot__challenge", "asked_by", "approved_by", "second_by", "refused_by", "paid_by",
            "proven_by", "quote", "proof",
        ),
        pk=pk,
    )  # fmt: skip
    check(request, ORGANISE, found)
    return found


def _advance_page(
    request: HttpRequest, found: PilotAdvance, status: int = 200, **forms: Form
) -> HttpResponse:
    actor: Any = actor_of(request)
    limit = rules_for(found.municipality_id).second_pair_above
    standing = Standing(found.state, found.amount, found.approved_by_id, found.proof_id is not None)
    verbs = set()
    for verb in STEPS:
        try:
            step(verb, standing, by=actor.person.pk, limit=limit)
            verbs.add(verb)
        except RefusedError:
            continue
    version = {"version": found.version}
    context = {
        "advance": found,
        "pilot": found.pilot,
        "verbs": verbs,
        "limit": limit,
        "refuse_form": forms.get("refuse") or RefuseForm(initial=version, prefix="refuse"),
        "pay_form": forms.get("pay")
        or PayForm(initial={**version, "on": timezone.localdate()}, prefix="pay"),
    }
    return render(request, "challenges/contests/pilots/advance.html", context, status=status)


@permission(ORGANISE)
def pilot_advance(request: HttpRequest, pk: int) -> HttpResponse:
    """One advance: how it stands, who did what, and what can be done."""
    return _advance_page(request, _advance(request, pk))


@permission(ORGANISE)
@require_POST
def pilot_advance_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Take a step with an advance."""
    found = _advance(request, pk)
    actor: Any = actor_of(request)
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else 0
    facts: dict[str, Any] = {"version": version}
    form: Form | None = None
    if verb in ("refuse", "pay"):
        form = (RefuseForm if verb == "refuse" else PayForm)(request.POST, prefix=verb)
        if not form.is_valid():
            return _advance_page(request, found, 422, **{verb: form})
        facts = form.cleaned_data
    acts: dict[str, tuple[Any, str]] = {
        "approve": (advances.approve, _("You approved it.")),
        "second": (advances.agree, _("You agreed. The advance can be paid.")),
        "refuse": (advances.refuse, _("You refused it. The entrepreneur reads why.")),
        "pay": (advances.pay, _("It is paid. The entrepreneur is asked for proof.")),
        "prove": (advances.prove, _("It is accounted for.")),
    }
    if verb not in acts:
        raise Http404
    act, done = acts[verb]
    try:
        act(advance=found, by=actor.person, **facts)
        messages.success(request, done)
    except StaleVersionError:
        messages.warning(request, _("A colleague changed this while you looked. This is how it stands now."))
    except RefusedError as error:
        messages.error(request, refused(error))
    return redirect("pilot_advance", pk=pk)
