"""Marks and places on the spectrum: adding and changing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from accounts.casefile.views import get_case_file
from accounts.recognition import marks, placements
from accounts.recognition.forms import MarkForm, PlacementForm
from accounts.recognition.models import Mark
from accounts.recognition.rulesets import terms
from accounts.recognition.views import WORK, documents_of, keep_upload
from portal.kernel.conflicts import FieldConflict, StaleVersionError, compare
from portal.kernel.permissions import actor_of, check, permission
from portal.ui.templatetags.nlds import nl_date


def _form(request: HttpRequest, case_file: CaseFile, initial: dict[str, Any]) -> MarkForm:
    rules = terms(municipality_id=case_file.municipality_id, on=timezone.localdate())
    return MarkForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        documents=documents_of(case_file),
        pso_months=rules["pso_months"],
        initial=initial,
    )


def _facts(request: HttpRequest, case_file: CaseFile, form: MarkForm) -> dict[str, Any]:
    facts = form.facts()
    if form.cleaned_data["upload"]:
        facts["evidence_id"] = keep_upload(request, case_file, form.cleaned_data["upload"]).pk
    else:
        facts["evidence_id"] = form.cleaned_data["document"]
    return facts


def _page(
    request: HttpRequest,
    case_file: CaseFile,
    form: Any,
    title: str,
    conflicts: list[FieldConflict] | None = None,
) -> HttpResponse:
    context = {"case_file": case_file, "form": form, "title": title, "conflicts": conflicts or []}
    status = 409 if conflicts else 422 if form.is_bound else 200
    return render(request, "accounts/recognition/form.html", context, status=status)


def _overlap(form: MarkForm) -> None:
    form.add_error(
        "valid_from",
        _(
            "The enterprise has this mark already on one of these days. End the former one first, or change the dates."
        ),
    )


@permission(WORK)
def mark_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a mark of the enterprise down."""
    case_file = get_case_file(request, pk, WORK)
    actor: Any = actor_of(request)
    form = _form(request, case_file, {"checked_on": nl_date(timezone.localdate())})
    if request.method == "POST" and form.is_valid():
        try:
            facts = _facts(request, case_file, form)
            marks.add_mark(case_file=case_file, by=actor.person, **facts)
            messages.success(request, _("The mark is saved."))
            return redirect("recognition", pk=pk)
        except marks.OverlapError:
            _overlap(form)
    return _page(request, case_file, form, _("Add a mark"))


@permission(WORK)
def mark_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a mark or end it. History keeps what it was."""
    mark = get_object_or_404(
        Mark.objects.select_related("case_file", "case_file__enterprise", "case_file__account_manager"), pk=pk
    )
    check(request, WORK, mark)
    actor: Any = actor_of(request)
    names = ("kind", "name", "level", "thirty_plus", "number", "issued_by", "version")
    initial = {name: getattr(mark, name) for name in names}
    initial |= {name: nl_date(getattr(mark, name)) for name in ("valid_from", "valid_to", "checked_on")}
    form = _form(request, mark.case_file, {**initial, "document": mark.evidence_id})
    conflicts: list[FieldConflict] = []
    if request.method == "POST" and form.is_valid():
        try:
            facts = _facts(request, mark.case_file, form)
            marks.change_mark(mark=mark, version=form.cleaned_data["version"] or 0, by=actor.person, **facts)
            messages.success(request, _("The mark is changed."))
            return redirect("recognition", pk=mark.case_file_id)
        except marks.OverlapError:
            _overlap(form)
        except StaleVersionError as stale:
            labels = {name: str(field.label) for name, field in form.fields.items()}
            conflicts = compare(stale.current, form.facts(), labels)
            typed_data: Any = form.data
            data = typed_data.copy()
            data["version"] = str(stale.current.version)
            form.data = data
    return _page(request, mark.case_file, form, mark.label, conflicts)


@permission(WORK)
def placement_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Place the enterprise on the spectrum from a day on."""
    case_file = get_case_file(request, pk, WORK)
    actor: Any = actor_of(request)
    form = PlacementForm(
        request.POST if request.method == "POST" else None,
        initial={"place": case_file.spectrum, "on": nl_date(timezone.localdate())},
    )
    if request.method == "POST" and form.is_valid():
        placements.place(case_file=case_file, by=actor.person, **form.cleaned_data)
        messages.success(request, _("The place on the spectrum is saved."))
        return redirect("recognition", pk=pk)
    return _page(request, case_file, form, _("Place on the spectrum"))
