"""Budgets: what there is, what is left, and what is committed to whom."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.budgets import actions, queries
from accounts.budgets.engine import RefusedError
from accounts.budgets.forms import LineForm, ReserveForm
from accounts.budgets.models import BudgetLine, CommitmentState
from accounts.budgets.rulesets import limit_for
from accounts.casefile.views import get_case_file
from portal.kernel.conflicts import FieldConflict, StaleVersionError, compare
from portal.kernel.permissions import actor_of, allowed, check, permission
from portal.ui.formats import euro
from portal.ui.pagination import paginate


@permission("accounts.view_budgets")
def budgets(request: HttpRequest) -> HttpResponse:
    """The budgets of a year, per domain, with what is left; ?jaar= shows another year."""
    known = queries.years()
    asked = request.GET.get("jaar", "")
    this_year = timezone.localdate().year
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else this_year
    context = {
        "groups": queries.budgets_of(year),
        "year": year,
        "years": sorted({*known, this_year}, reverse=True),
        "may_manage": allowed(request, "accounts.manage_budgets"),
        "may_open": allowed(request, "accounts.view_commitment"),
    }
    return render(request, "accounts/budgets/list.html", context)


@permission("accounts.view_commitment")
def budget(request: HttpRequest, pk: int) -> HttpResponse:
    """One budget: what is committed of it to whom, the newest first; ?stand= narrows it down."""
    line = get_object_or_404(BudgetLine, pk=pk)
    check(request, "accounts.view_commitment", line)
    rows = queries.commitments_for(line, request.GET).select_related("case_file", "made_by")
    state = request.GET.get("stand", "")
    context = {
        "line": line,
        "page": paginate(request, rows),
        "states": CommitmentState.choices,
        "state": state,
        "may_manage": allowed(request, "accounts.manage_budgets", line),
    }
    return render(request, "accounts/budgets/budget.html", context)


@permission("accounts.manage_budgets")
def budget_new(request: HttpRequest) -> HttpResponse:
    """Make a budget."""
    actor: Any = actor_of(request)
    form = LineForm(request.POST or None, initial={"year": timezone.localdate().year})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                line = actions.make_line(municipality=actor.municipality, by=actor.person, **form.facts())
        except IntegrityError:  # a colleague made the same one at this moment
            form.add_error("name", _("This domain has a budget with this name in this year already."))
        else:
            messages.success(request, _("The budget is made."))
            return redirect("budget", pk=line.pk)
    return _line_form(request, form, None)


@permission("accounts.manage_budgets")
def budget_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a budget; never below what is committed."""
    line = get_object_or_404(BudgetLine, pk=pk)
    check(request, "accounts.manage_budgets", line)
    actor: Any = actor_of(request)
    names = ("domain", "kind", "name", "year", "amount", "source", "version")
    initial = {name: getattr(line, name) for name in names}
    form = LineForm(request.POST or None, line=line, initial=initial)
    conflicts: list[FieldConflict] = []
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            actions.change_line(line=line, version=version, changes=form.facts(), by=actor.person)
            messages.success(request, _("The budget is changed."))
            return redirect("budget", pk=pk)
        except actions.OverspentError as error:
            text = _("%(amount)s is committed already. The amount cannot be lower.")
            form.add_error("amount", text % {"amount": euro(error.committed)})
        except StaleVersionError as stale:
            labels = {name: str(field.label) for name, field in form.fields.items()}
            conflicts = compare(stale.current, form.facts(), labels)
            typed: Any = form.data
            form.data = typed.copy()
            form.data["version"] = str(stale.current.version)  # type: ignore[index]
    return _line_form(request, form, line, conflicts)


def _line_form(
    request: HttpRequest,
    form: LineForm,
    line: BudgetLine | None,
    conflicts: list[FieldConflict] | None = None,
) -> HttpResponse:
    status = 409 if conflicts else 422 if form.is_bound else 200
    context = {"form": form, "line": line, "conflicts": conflicts or []}
    return render(request, "accounts/budgets/line_form.html", context, status=status)


@permission("accounts.commit_budget")
def reserve(request: HttpRequest, pk: int) -> HttpResponse:
    """Reserve money for the enterprise of a case file."""
    case_file = get_case_file(request, pk, "accounts.view_case_file")
    actor: Any = actor_of(request)
    form = ReserveForm(request.POST if request.method == "POST" else None, domains=actor.domains)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        line = form.lines[data["line"]]
        try:
            made = actions.reserve(
                line=line,
                case_file=case_file,
                amount=data["amount"],
                purpose=data["purpose"],
                by=actor.person,
            )
        except RefusedError:
            line.refresh_from_db()
            text = _("There is %(room)s left in this budget. Choose a lower amount or another budget.")
            form.add_error("amount", text % {"room": euro(line.room)})
        else:
            if made.state == CommitmentState.WAITING:
                limit = limit_for(
                    municipality_id=line.municipality_id, domain=line.domain, on=timezone.localdate()
                )
                text = _("Asked. Above %(limit)s a colleague has to agree; they see it in their worklist.")
                messages.success(request, text % {"limit": euro(limit)})
            else:
                messages.success(request, _("The money is reserved."))
            messages.info(request, f"reserve-{pk}", extra_tags="draft-saved")
            return redirect(reverse("case_file_instruments", args=[pk]) + "#budgets")
    return render(
        request,
        "accounts/budgets/reserve.html",
        {"form": form, "case_file": case_file, "tab": "instruments"},
        status=422 if form.is_bound else 200,
    )
