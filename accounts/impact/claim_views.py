"""Claims on screen: the entrepreneur enters them on a phone, a colleague checks them and divides them over goals."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.casefile.models import CaseFile
from accounts.casefile.views import get_case_file
from accounts.impact import actions, queries
from accounts.impact.engine import RefusedError
from accounts.impact.forms import ClaimForm, EvidenceForm, RefuseForm, ShareForm
from accounts.impact.lists import claims_for, state_of
from accounts.impact.models import Claim, ClaimState, Indicator
from accounts.self_service.queries import my_case_files
from portal.kernel.audit.actions import record_figures
from portal.kernel.conflicts import FieldConflict, StaleVersionError, compare
from portal.kernel.permissions import actor_of, check, permission, permission_or_own
from portal.ui.formats import number
from portal.ui.pagination import paginate
from portal.ui.templatetags.nlds import nl_date

OWN = "entrepreneurs see the claims of their own enterprise only (accounts.impact.queries)"
STAFF = "accounts.work_on_claims"


def get_claim(request: HttpRequest, pk: int) -> Claim:
    """The claim, for staff of its municipality who may, or for a member of its enterprise; else not found."""
    actor: Any = actor_of(request)
    if actor.membership is None:
        return get_object_or_404(queries.claims_of_member(actor.person), pk=pk)
    found = get_object_or_404(queries.claims(), pk=pk)
    check(request, STAFF, found)
    return found


def _context(request: HttpRequest, case_file: CaseFile) -> dict[str, Any]:
    staff = actor_of(request).membership is not None
    return {
        "case_file": case_file,
        "staff": staff,
        "frame": "ui/base_staff.html" if staff else "ui/base_public.html",
    }


@permission(STAFF)
def claims(request: HttpRequest) -> HttpResponse:
    """Claims by state, those to check first; ?stand= chooses another state."""
    context = {
        "page": paginate(request, claims_for(request.GET)),
        "states": ClaimState.choices,
        "state": state_of(request.GET),
    }
    return render(request, "accounts/impact/claims.html", context)


@permission_or_own(STAFF, OWN)
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """One claim: what, what proves it, how it stands, what it counts for. Figures about people are logged."""
    found, actor = get_claim(request, pk), actor_of(request)
    if found.indicator.about_people and actor.membership and actor.person:
        record_figures(
            person=actor.person, municipality_id=found.municipality_id, path=request.path, of=found,
            label=f"{found.case_file}: {found.indicator}", about=found.case_file_id,
        )  # fmt: skip
    return _page(request, found)


def _page(request: HttpRequest, found: Claim, status: int = 200, **forms: Any) -> HttpResponse:
    actor: Any = actor_of(request)
    goals = queries.goals_for(found) if actor.membership else []
    context = {
        **_context(request, found.case_file),
        "claim": found,
        "evidence_form": forms.get("evidence") or EvidenceForm(),
        "refuse_form": forms.get("refuse") or RefuseForm(initial={"version": found.version}, prefix="refuse"),
        "share_form": forms.get("share")
        or ShareForm(goals=goals, initial=ShareForm.start(found), prefix="share"),
        "goals": goals,
        "is_own": found.claimed_by_id == actor.person.pk,
    }
    return render(request, "accounts/impact/claim.html", context, status=status)


def _claim_form(request: HttpRequest, case_file: CaseFile, **more: Any) -> ClaimForm:
    rows: list[Indicator] = list(queries.indicators_in_use(timezone.localdate(), case_file.municipality_id))
    if request.method == "POST":
        return ClaimForm(request.POST, request.FILES, indicators=rows, **more)
    return ClaimForm(indicators=rows, **more)


def _overlap(form: ClaimForm, error: actions.OverlapError) -> None:
    text = _(
        "These days are claimed already for this indicator. Choose another period, or change that claim."
    )
    if error.other:
        text = _(
            "You claimed this already from %(first)s up to and including %(last)s. "
            "Choose another period, or change that claim."
        ) % {"first": nl_date(error.other.starts_on), "last": nl_date(error.other.ends_on)}
    form.add_error("starts_on", text)


@permission_or_own(STAFF, OWN)
def claim_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Claim impact or damage limited, with evidence."""
    actor: Any = actor_of(request)
    if actor.membership is None:
        case_file = get_object_or_404(my_case_files(actor.person), pk=pk)
    else:
        case_file = get_case_file(request, pk, STAFF)
    form = _claim_form(request, case_file)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.claim(
                case_file=case_file, by=actor.person, evidence=[form.cleaned_data["file"]], **form.facts()
            )
        except actions.OverlapError as error:
            _overlap(form, error)
        else:
            messages.success(request, _("The claim is sent. A colleague of the municipality checks it."))
            messages.info(request, f"claim-{pk}", extra_tags="draft-saved")
            return redirect("claim", pk=made.pk)
    return _form(request, case_file, form, _("Tell what you reached"))


@permission_or_own(STAFF, OWN)
def claim_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a claim that is not checked yet, or hand a refused one in again."""
    found = get_claim(request, pk)
    actor: Any = actor_of(request)
    if found.state == ClaimState.CHECKED:
        messages.info(request, _("This claim is checked already and cannot be changed any more."))
        return redirect("claim", pk=pk)
    names = ("kind", "quantity", "starts_on", "ends_on", "harm", "measure", "explanation", "version")
    initial = {name: getattr(found, name) for name in names} | {"indicator": found.indicator_id}
    form = _claim_form(request, found.case_file, claim=found, initial=initial)
    conflicts: list[FieldConflict] = []
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            actions.change_claim(claim=found, version=version, changes=form.facts(), by=actor.person)
            messages.success(request, _("The claim is changed. A colleague of the municipality checks it."))
            return redirect("claim", pk=pk)
        except actions.OverlapError as error:
            _overlap(form, error)
        except RefusedError:
            messages.info(request, _("This claim is checked already and cannot be changed any more."))
            return redirect("claim", pk=pk)
        except StaleVersionError as stale:
            labels = {name: str(field.label) for name, field in form.fields.items()}
            labels["indicator_id"] = labels["indicator"]
            conflicts = compare(stale.current, form.facts(), labels)
            typed: Any = form.data
            form.data = typed.copy()
            form.data["version"] = str(stale.current.version)  # type: ignore[index]
    return _form(request, found.case_file, form, _("Change the claim"), conflicts)


def _form(
    request: HttpRequest,
    case_file: CaseFile,
    form: ClaimForm,
    title: str,
    conflicts: list[FieldConflict] | None = None,
) -> HttpResponse:
    status = 409 if conflicts else 422 if form.is_bound else 200
    context = {**_context(request, case_file), "form": form, "title": title, "conflicts": conflicts or []}
    return render(request, "accounts/impact/claim_form.html", context, status=status)


@permission_or_own(STAFF, OWN)
@require_POST
def claim_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a document or photo that proves it."""
    found = get_claim(request, pk)
    actor: Any = actor_of(request)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, 422, evidence=form)
    try:
        actions.add_evidence(claim=found, upload=form.cleaned_data["file"], by=actor.person)
        messages.success(request, _("The evidence is added."))
    except RefusedError:
        messages.info(request, _("This claim is checked already and cannot be changed any more."))
    return redirect("claim", pk=pk)


_WHY_NOT = {
    "state": lambda: _("This cannot be done any more: a colleague was first. Look at how it stands now."),
    "own": lambda: _("You entered this claim yourself. A colleague has to check it."),
    "evidence": lambda: _("There is no evidence yet. Add it, or ask the entrepreneur for it."),
}


def _judge(request: HttpRequest, pk: int, act: Any, done: str) -> HttpResponse:
    try:
        act()
        messages.success(request, done)
    except StaleVersionError:
        messages.warning(request, _("A colleague changed this while you looked. This is how it stands now."))
    except RefusedError as refused:
        messages.error(request, _WHY_NOT[refused.code]())
    return redirect("claim", pk=pk)


@permission(STAFF)
@require_POST
def claim_check(request: HttpRequest, pk: int) -> HttpResponse:
    """The evidence proves it."""
    found = get_claim(request, pk)
    actor: Any = actor_of(request)
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else 0
    return _judge(
        request,
        pk,
        lambda: actions.check_claim(claim=found, version=version, by=actor.person),
        _("The claim is checked and counts from now on."),
    )


@permission(STAFF)
@require_POST
def claim_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """It does not count, and why."""
    found = get_claim(request, pk)
    actor: Any = actor_of(request)
    form = RefuseForm(request.POST, prefix="refuse")
    if not form.is_valid():
        return _page(request, found, 422, refuse=form)
    return _judge(
        request,
        pk,
        lambda: actions.refuse_claim(claim=found, by=actor.person, **form.cleaned_data),
        _("The claim is refused. The entrepreneur reads the reason."),
    )


@permission(STAFF)
@require_POST
def claim_share(request: HttpRequest, pk: int) -> HttpResponse:
    """How much of it counts for which goal."""
    found = get_claim(request, pk)
    actor: Any = actor_of(request)
    form = ShareForm(request.POST, goals=queries.goals_for(found), prefix="share")
    if not form.is_valid():
        return _page(request, found, 422, share=form)
    try:
        version = form.cleaned_data["version"]
        actions.share_claim(claim=found, version=version, shares=form.shares(), by=actor.person)
        messages.success(request, _("It is saved how much counts for which goal."))
    except StaleVersionError:
        messages.warning(request, _("A colleague changed this while you looked. This is how it stands now."))
    except RefusedError as refused:
        if refused.code == "more":
            text = _("Together this is more than the claim. Divide at most %(number)s %(unit)s.")
            words = {"number": number(found.quantity), "unit": found.indicator.unit}
            form.add_error(None, text % words)
            return _page(request, found, 422, share=form)
        messages.error(request, _("This goal was changed meanwhile. Look at how it stands now."))
    return redirect("claim", pk=pk)
