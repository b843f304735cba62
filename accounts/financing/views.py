"""The pizza on screen, for staff and for the entrepreneur: need, slices, and what if one falls away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from accounts.casefile.views import get_case_file
from accounts.financing import actions, engine, queries
from accounts.financing.forms import NeedForm, ShareForm, SliceForm
from accounts.financing.models import FinancingNeed, ShareLink, Slice
from accounts.self_service.queries import my_case_files
from portal.kernel.conflicts import FieldConflict, StaleVersionError, compare
from portal.kernel.permissions import actor_of, check, permission_or_own

OWN = "entrepreneurs see the needs of their own enterprise only (accounts.financing.queries)"
STAFF = "accounts.work_on_financing"


def get_need(request: HttpRequest, pk: int) -> FinancingNeed:
    """The need, for staff of its municipality who may, or for a member of its enterprise; else not found."""
    actor: Any = actor_of(request)
    if actor.membership is None:
        return get_object_or_404(queries.needs_of_member(actor.person), pk=pk)
    need = get_object_or_404(queries.needs(), pk=pk)
    check(request, STAFF, need)
    return need


def _case_file(request: HttpRequest, pk: int) -> CaseFile:
    actor: Any = actor_of(request)
    if actor.membership is None:
        return get_object_or_404(my_case_files(actor.person), pk=pk)
    return get_case_file(request, pk, STAFF)


def page_context(request: HttpRequest, case_file: CaseFile) -> dict[str, Any]:
    """What makes one template serve both: the frame around it, and the way back."""
    staff = actor_of(request).membership is not None
    return {
        "case_file": case_file,
        "staff": staff,
        "frame": "ui/base_staff.html" if staff else "ui/base_public.html",
    }


@permission_or_own(STAFF, OWN)
def financing(request: HttpRequest, pk: int) -> HttpResponse:
    """One pizza; ?zonder=<slice> shows what is left when that slice falls away."""
    return show(request, get_need(request, pk))


def show(
    request: HttpRequest,
    need: FinancingNeed,
    *,
    share_form: ShareForm | None = None,
    link: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of a need; `link` is a new link, shown this once."""
    pizza = queries.pizza_of(need)
    asked = request.GET.get("zonder", "")
    scenario = dropped = None
    if asked.isascii() and asked.isdigit() and len(asked) < 18:
        dropped = next(
            (row for row in pizza.slices if row.pk == int(asked) and row.state in engine.STATES), None
        )
    fallen: list[Slice] = []
    if dropped:
        scenario = engine.without(need.amount, pizza.pieces, dropped.pk)
        fallen = [row for row in pizza.slices if row.pk in scenario.fallen]
    context = {
        **page_context(request, need.case_file),
        "pizza": pizza,
        "need": need,
        "scenario": scenario,
        "dropped": dropped,
        "fallen": fallen,
        "links": list(ShareLink.objects.filter(need=need).order_by("-made_at")[:20]),
        "share_form": share_form or ShareForm(),
        "link": link,
        "tab": "instruments",
    }
    return render(request, "accounts/financing/financing.html", context, status=status)


def _form(
    request: HttpRequest, case_file: CaseFile, form: Any, title: str, back: str, conflicts: Any = None
) -> HttpResponse:
    context = {
        **page_context(request, case_file),
        "form": form,
        "title": title,
        "back": back,
        "conflicts": conflicts or [],
    }
    return render(
        request,
        "accounts/financing/form.html",
        context,
        status=409 if conflicts else 422 if form.is_bound else 200,
    )


def _again(form: Any, version: int) -> None:
    data = form.data.copy()
    data["version"] = str(version)
    form.data = data


@permission_or_own(STAFF, OWN)
def financing_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a new need for the enterprise of a case file."""
    case_file = _case_file(request, pk)
    actor: Any = actor_of(request)
    form = NeedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        need = actions.make_need(case_file=case_file, by=actor.person, **form.facts())
        messages.success(request, _("The need is written down. Now add the slices."))
        return redirect("financing", pk=need.pk)
    back = "my_overview" if actor.membership is None else "case_file_instruments"
    return _form(request, case_file, form, _("New financing need"), back)


@permission_or_own(STAFF, OWN)
def financing_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change or close a need."""
    need = get_need(request, pk)
    actor: Any = actor_of(request)
    names = ("title", "amount", "needed_by", "explanation", "is_open", "version")
    form = NeedForm(
        request.POST if request.method == "POST" else None,
        need=need,
        initial={name: getattr(need, name) for name in names},
    )
    conflicts: list[FieldConflict] = []
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            actions.change_need(need=need, version=version, changes=form.facts(), by=actor.person)
            messages.success(request, _("The need is changed."))
            return redirect("financing", pk=pk)
        except StaleVersionError as stale:
            labels = {name: str(field.label) for name, field in form.fields.items()}
            conflicts = compare(stale.current, form.facts(), labels)
            _again(form, stale.current.version)
    return _form(request, need.case_file, form, _("Change the need"), "", conflicts)


def _explain(form: SliceForm, code: str) -> None:
    field, text = {
        "step": ("state", _("From how far it is now it cannot get this far. Paid money does not fall away.")),
        "waits": (
            "state",
            _("This slice depends on a slice that is not promised yet, so it cannot be paid."),
        ),
        "circle": ("on", _("These slices would wait for each other. Untick one.")),
    }[code]
    form.add_error(field if field in form.fields else None, text)


@permission_or_own(STAFF, OWN)
def slice_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a slice to a need."""
    need = get_need(request, pk)
    actor: Any = actor_of(request)
    form = SliceForm(request.POST if request.method == "POST" else None, others=list(need.slices.all()))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_slice(need=need, by=actor.person, **form.facts())
            messages.success(request, _("The slice is added."))
            return redirect("financing", pk=pk)
        except actions.NotAllowedError as error:
            _explain(form, error.code)
    return _form(request, need.case_file, form, _("Add a slice"), "")


@permission_or_own(STAFF, OWN)
def slice_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a slice: how far it is, how much, what it waits for."""
    found = get_object_or_404(Slice, pk=pk)
    need = get_need(request, found.need_id)
    actor: Any = actor_of(request)
    piece = next(row for row in need.slices.all() if row.pk == pk)
    names = ("kind", "source", "amount", "state", "deadline", "conditions", "version")
    initial = {name: getattr(piece, name) for name in names}
    initial["on"] = [str(item.on_id) for item in piece.dependencies.all()]
    others = [row for row in need.slices.all() if row.pk != pk]
    form = SliceForm(request.POST if request.method == "POST" else None, others=others, initial=initial)
    conflicts: list[FieldConflict] = []
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        try:
            actions.change_slice(
                piece=piece, version=form.cleaned_data["version"] or 0, by=actor.person, **facts
            )
            messages.success(request, _("The slice is changed."))
            return redirect("financing", pk=need.pk)
        except actions.NotAllowedError as error:
            _explain(form, error.code)
        except StaleVersionError as stale:
            labels = {name: str(field.label) for name, field in form.fields.items()}
            typed = {name: value for name, value in facts.items() if name != "on"}
            conflicts = compare(stale.current, typed, labels)
            _again(form, stale.current.version)
    return _form(request, need.case_file, form, str(piece), "", conflicts)
