"""The enterprise's own work on its self-assessment: starting, people, purchases, handing in, sharing, correcting."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.casefile.models import CaseFile
from accounts.self_service.queries import my_case_files
from portal.kernel.conflicts import FieldConflict, StaleVersionError, compare
from portal.kernel.models import Person
from portal.kernel.permissions import actor_of, signed_in
from procurement.pso.assessments import actions, queries
from procurement.pso.assessments.bought import bought
from procurement.pso.assessments.forms import EnterpriseForm, PurchaseForm, SubmitForm, WorkersForm
from procurement.pso.assessments.models import PsoAssessment, PsoPurchase, PsoWorkers
from procurement.pso.assessments.reading import own_rules
from procurement.pso.assessments.views import OWN, show
from procurement.pso.rulesets import in_force
from procurement.pso.words import LEVEL_LABELS

REFUSALS = {
    "submitted": gettext_lazy("This version is handed in already. Make a new version to change something."),
    "draft": gettext_lazy("Hand it in first. Then you can share it."),
    "empty": gettext_lazy("Add people or purchases first. Without them there is nothing to count."),
    "people": gettext_lazy(
        "In your list more people are on the pay-roll than you have in all. Check your enterprise and your list."
    ),
    "fte": gettext_lazy(
        "The people on the pay-roll in your list work more fte than your enterprise has in all. Check both."
    ),
}


def _person(request: HttpRequest) -> Person:
    person: Any = actor_of(request).person
    return person  # type: ignore[no-any-return]


def _mine(request: HttpRequest, pk: int) -> PsoAssessment:
    return get_object_or_404(queries.of_member(_person(request)), pk=pk)


def _case_file(request: HttpRequest, pk: int) -> CaseFile:
    return get_object_or_404(my_case_files(_person(request)), pk=pk)


@signed_in(OWN)
def my_pso(request: HttpRequest, pk: int) -> HttpResponse:
    """All years and versions of one enterprise."""
    case_file = _case_file(request, pk)
    rows = [
        (row, LEVEL_LABELS[row.level or 0] if row.level is not None else "")
        for row in queries.versions_of(case_file)
    ]
    context = {"case_file": case_file, "rows": rows}
    return render(request, "procurement/pso/assessments/mine.html", context)


def _saved(request: HttpRequest, text: str = "") -> None:
    """Say so, and let the browser forget what it kept of this form."""
    if text:
        messages.success(request, text)
    messages.info(request, f"pso-{request.path}", extra_tags="draft-saved")


def _form_page(
    request: HttpRequest,
    form: Any,
    *,
    title: str,
    lead: str = "",
    case_file: CaseFile,
    assessment: PsoAssessment | None = None,
    conflicts: list[FieldConflict] | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "case_file": case_file,
        "assessment": assessment,
        "conflicts": conflicts or [],
    }
    status = 409 if conflicts else 422 if form.is_bound else 200
    return render(request, "procurement/pso/assessments/form.html", context, status=status)


def _stale(form: Any, stale: StaleVersionError, facts: dict[str, Any]) -> list[FieldConflict]:
    """What differs; the form now carries the version it was compared with."""
    form.data = form.data.copy()
    form.data["version"] = str(stale.current.version)
    labels = {name: str(field.label) for name, field in form.fields.items()}
    return compare(stale.current, facts, labels)


@signed_in(OWN)
def my_pso_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a self-assessment over a year."""
    case_file = _case_file(request, pk)
    today = timezone.localdate()
    rules = in_force(municipality_id=case_file.municipality_id, on=today).data
    initial = {"year": today.year, "full_time_hours": Decimal(rules["full_time_hours"])}
    form = EnterpriseForm(request.POST if request.method == "POST" else None, with_year=True, initial=initial)
    if request.method == "POST" and form.is_valid():
        year = form.cleaned_data["year"]
        made = actions.start(case_file=case_file, year=year, by=_person(request), **form.facts())
        if made.fte != form.cleaned_data["fte"]:
            messages.info(request, _("You had started on this year already. Here it is."))
        _saved(request)
        return redirect("pso_assessment", pk=made.pk)
    lead = _("Have your numbers of people and hours at hand. You can stop and go on later.")
    return _form_page(request, form, title=_("PSO self-assessment"), lead=lead, case_file=case_file)


@signed_in(OWN)
def my_pso_enterprise(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is said about the enterprise as a whole."""
    found = _mine(request, pk)
    if not found.is_draft:
        messages.info(request, REFUSALS["submitted"])
        return redirect("pso_assessment", pk=pk)
    names = ("fte", "full_time_hours", "employees", "whole_year", "main_aim", "aim_source", "version")
    form = EnterpriseForm(
        request.POST if request.method == "POST" else None,
        with_year=False,
        initial={name: getattr(found, name) for name in names},
    )
    conflicts: list[FieldConflict] = []
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            actions.change(assessment=found, version=version, by=_person(request), **form.facts())
            _saved(request, _("Saved."))
            return redirect("pso_assessment", pk=pk)
        except actions.RefusedError as refused:
            form.add_error(None, REFUSALS[refused.code])
        except StaleVersionError as stale:
            conflicts = _stale(form, stale, form.facts())
    return _form_page(
        request, form, title=_("Your enterprise"), case_file=found.case_file, assessment=found,
        conflicts=conflicts,
    )  # fmt: skip


def _row_form(
    request: HttpRequest, kind: type[PsoWorkers | PsoPurchase], found: PsoAssessment, initial: dict[str, Any]
) -> Any:
    data = request.POST if request.method == "POST" else None
    if kind is PsoWorkers:
        return WorkersForm(data, rules=own_rules(found), initial=initial)
    return PurchaseForm(data, initial=initial)


def _titles(kind: type[PsoWorkers | PsoPurchase]) -> tuple[str, str]:
    if kind is PsoWorkers:
        return _("People who work for you"), _(
            "Numbers only: no names and no citizen service numbers. One line for people who are alike."
        )
    return _("Bought at a social supplier"), _(
        "Suppliers with a PSO certificate and social work companies (SW) count."
    )


def _known(request: HttpRequest, found: PsoAssessment) -> dict[str, Any]:
    """Name and amount of a purchase other instruments know of (?bij=<name>)."""
    wanted = request.GET.get("bij", "")
    return next(({"name": name, "order": order} for name, order in bought(found) if name == wanted), {})


def _add(request: HttpRequest, pk: int, kind: Any) -> HttpResponse:
    found = _mine(request, pk)
    form = _row_form(request, kind, found, _known(request, found) if kind is PsoPurchase else {})
    if request.method == "POST" and form.is_valid():
        try:
            key = form.cleaned_data.get("form_key")
            actions.add_row(kind, assessment=found, by=_person(request), form_key=key, **form.facts())
            _saved(request, _("Added."))
            return redirect("pso_assessment", pk=pk)
        except actions.RefusedError as refused:
            form.add_error(None, REFUSALS[refused.code])
    title, lead = _titles(kind)
    return _form_page(request, form, title=title, lead=lead, case_file=found.case_file, assessment=found)


def _edit(request: HttpRequest, row: Any) -> HttpResponse:
    found = row.assessment
    names = [name for name in _row_form(request, type(row), found, {}).fields if name != "form_key"]
    form = _row_form(request, type(row), found, {name: getattr(row, name) for name in names})
    conflicts: list[FieldConflict] = []
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            actions.change_row(row=row, version=version, by=_person(request), **form.facts())
            _saved(request, _("Saved."))
            return redirect("pso_assessment", pk=found.pk)
        except actions.RefusedError as refused:
            form.add_error(None, REFUSALS[refused.code])
        except StaleVersionError as stale:
            conflicts = _stale(form, stale, form.facts())
    title, lead = _titles(type(row))
    return _form_page(
        request, form, title=title, lead=lead, case_file=found.case_file, assessment=found,
        conflicts=conflicts,
    )  # fmt: skip


def _remove(request: HttpRequest, row: Any) -> HttpResponse:
    try:
        actions.remove_row(row=row, by=_person(request))
        messages.success(request, _("Taken out."))
    except actions.RefusedError as refused:
        messages.info(request, REFUSALS[refused.code])
    return redirect("pso_assessment", pk=row.assessment_id)


@signed_in(OWN)
def my_pso_workers_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add people to a draft."""
    return _add(request, pk, PsoWorkers)


@signed_in(OWN)
def my_pso_workers(request: HttpRequest, pk: int) -> HttpResponse:
    """Change people in a draft."""
    return _edit(request, get_object_or_404(queries.workers_of_member(_person(request)), pk=pk))


@signed_in(OWN)
@require_POST
def my_pso_workers_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take people out of a draft."""
    return _remove(request, get_object_or_404(queries.workers_of_member(_person(request)), pk=pk))


@signed_in(OWN)
def my_pso_purchase_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a purchase to a draft."""
    return _add(request, pk, PsoPurchase)


@signed_in(OWN)
def my_pso_purchase(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a purchase in a draft."""
    return _edit(request, get_object_or_404(queries.purchases_of_member(_person(request)), pk=pk))


@signed_in(OWN)
@require_POST
def my_pso_purchase_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a purchase out of a draft."""
    return _remove(request, get_object_or_404(queries.purchases_of_member(_person(request)), pk=pk))


@signed_in(OWN)
@require_POST
def my_pso_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand this version in, shared or not."""
    found = _mine(request, pk)
    form = SubmitForm(request.POST)
    if not form.is_valid():
        return show(request, found, form=form, status=422)
    try:
        actions.submit(
            assessment=found, version=form.cleaned_data["version"], share_it=form.cleaned_data["share"],
            by=_person(request),
        )  # fmt: skip
        messages.success(request, _("Handed in. This version stays as it is; you can download it as PDF."))
    except actions.RefusedError as refused:
        form.add_error(None, REFUSALS[refused.code])
        return show(request, found, form=form, status=422)
    except StaleVersionError:
        messages.info(request, _("Something was changed meanwhile. Look at it again before you hand it in."))
    return redirect("pso_assessment", pk=pk)


@signed_in(OWN)
@require_POST
def my_pso_share(request: HttpRequest, pk: int) -> HttpResponse:
    """Share this version with the municipality, or stop sharing it."""
    found = _mine(request, pk)
    try:
        if "stop" in request.POST:
            actions.stop_sharing(assessment=found, by=_person(request))
            messages.success(request, _("The municipality no longer sees this version."))
        else:
            actions.share(assessment=found, by=_person(request))
            messages.success(request, _("Your account manager and the coordinator can see this version."))
    except actions.RefusedError as refused:
        messages.info(request, REFUSALS[refused.code])
    return redirect("pso_assessment", pk=pk)


@signed_in(OWN)
@require_POST
def my_pso_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """A new version with the same rows; the old one stays."""
    made = actions.correct(assessment=_mine(request, pk), by=_person(request))
    messages.info(
        request, _("This is a new version. The old one stays as it is until you hand this one in, and after.")
    )
    return redirect("pso_assessment", pk=made.pk)


@signed_in(OWN)
@require_POST
def my_pso_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    found = _mine(request, pk)
    try:
        actions.discard(assessment=found, by=_person(request))
        messages.success(request, _("The draft is thrown away."))
        return redirect("my_pso", pk=found.case_file_id)
    except actions.RefusedError as refused:
        messages.info(request, REFUSALS[refused.code])
    return redirect("pso_assessment", pk=pk)
