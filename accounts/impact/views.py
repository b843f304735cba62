"""Goals and indicators on screen: how far each goal is, who contributes, who could."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.casefile.models import Theme
from accounts.impact import actions, queries
from accounts.impact.forms import GoalForm, IndicatorForm
from accounts.impact.lists import STATES, goals_for
from accounts.impact.models import Goal, Indicator
from portal.kernel.audit.actions import record_figures
from portal.kernel.conflicts import FieldConflict, StaleVersionError, compare
from portal.kernel.permissions import actor_of, allowed, check, permission
from portal.ui.pagination import paginate


@permission("accounts.view_goals")
def goals(request: HttpRequest) -> HttpResponse:
    """The goals with their bars; ?stand= and ?thema= narrow them down."""
    state, theme = request.GET.get("stand", ""), request.GET.get("thema", "")
    actor = actor_of(request)
    page = paginate(request, goals_for(request.GET))
    context = {
        "page": page,
        "rows": [queries.row_for(goal, actor) for goal in page.rows],
        "states": list(STATES.items()),
        "state": state if state in STATES else "",
        "themes": Theme.choices,
        "theme": theme,
        "may_manage": allowed(request, "accounts.manage_goals"),
        "may_check": allowed(request, "accounts.work_on_claims"),
    }
    return render(request, "accounts/impact/goals.html", context)


@permission("accounts.view_goals")
def goal(request: HttpRequest, pk: int) -> HttpResponse:
    """One goal: how far it is, which enterprises contribute how much, and which fit but claim nothing yet.

    Who sees numbers of people per enterprise is logged.
    """
    found = get_object_or_404(queries.goals(), pk=pk)
    check(request, "accounts.view_goals", found)
    actor = actor_of(request)
    context: dict[str, Any] = {
        "row": queries.row_for(found, actor),
        "goal": found,
        "may_manage": allowed(request, "accounts.manage_goals", found),
    }
    if allowed(request, "accounts.work_on_claims", found):
        if found.indicator.about_people and actor.person:
            record_figures(
                person=actor.person, municipality_id=found.municipality_id, path=request.path, of=found,
                label=str(found),
            )  # fmt: skip
        fitting = queries.fitting(found)
        context |= {
            "may_see": True,
            "page": paginate(request, queries.contributors(found)),
            "fitting": fitting[: queries.MOST_FITTING],
            "more_fitting": len(fitting) > queries.MOST_FITTING,
        }
    return render(request, "accounts/impact/goal.html", context)


@permission("accounts.manage_goals")
def goal_new(request: HttpRequest) -> HttpResponse:
    """Write a goal down."""
    actor: Any = actor_of(request)
    form = GoalForm(
        request.POST if request.method == "POST" else None,
        indicators=_indicators(),
        initial={"baseline": "0"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = actions.make_goal(municipality=actor.municipality, by=actor.person, **form.facts())
        except IntegrityError:  # a colleague wrote the same one at this moment
            form.add_error("title", _("There is a goal with this title from the same day already."))
        else:
            messages.success(request, _("The goal is written down."))
            return redirect("goal", pk=made.pk)
    return _form(request, form, _("New goal"), "goals")


@permission("accounts.manage_goals")
def goal_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a goal, as long as what counts for it still fits."""
    found = get_object_or_404(Goal, pk=pk)
    check(request, "accounts.manage_goals", found)
    actor: Any = actor_of(request)
    names = (
        "title", "theme", "starts_on", "ends_on", "baseline", "target", "source", "source_url", "version",
    )  # fmt: skip
    initial = {name: getattr(found, name) for name in names} | {"indicator": found.indicator_id}
    form = GoalForm(
        request.POST if request.method == "POST" else None,
        indicators=_indicators(),
        goal=found,
        initial=initial,
    )
    conflicts: list[FieldConflict] = []
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                actions.change_goal(
                    goal=found,
                    version=form.cleaned_data["version"] or 0,
                    changes=form.facts(),
                    by=actor.person,
                )
            messages.success(request, _("The goal is changed."))
            return redirect("goal", pk=pk)
        except actions.GoalInUseError:
            text = _(
                "Claims count for this goal that would no longer fit. Choose a period around all of them."
            )
            form.add_error("starts_on", text)
        except IntegrityError:
            form.add_error("title", _("There is a goal with this title from the same day already."))
        except StaleVersionError as stale:
            conflicts = _conflicts(form, stale, {"indicator_id": str(form.fields["indicator"].label)})
    return _form(request, form, _("Change the goal"), "goals", conflicts)


def _indicators() -> list[Indicator]:
    return list(Indicator.objects.order_by("name", "pk"))


def _conflicts(form: Any, stale: StaleVersionError, more: dict[str, str]) -> list[FieldConflict]:
    """What differs, and the form ready to be sent again over the newer version."""
    labels = {name: str(field.label) for name, field in form.fields.items()} | more
    typed = form.data.copy()
    typed["version"] = str(stale.current.version)
    form.data = typed
    return compare(stale.current, form.facts(), labels)


def _form(
    request: HttpRequest, form: Any, title: str, back: str, conflicts: list[FieldConflict] | None = None
) -> HttpResponse:
    status = 409 if conflicts else 422 if form.is_bound else 200
    context = {"form": form, "title": title, "back": back, "conflicts": conflicts or []}
    return render(request, "accounts/impact/form.html", context, status=status)


@permission("accounts.manage_goals")
def indicators(request: HttpRequest) -> HttpResponse:
    """What can be counted."""
    page = paginate(request, Indicator.objects.order_by("name", "pk"))
    return render(request, "accounts/impact/indicators.html", {"page": page})


@permission("accounts.manage_goals")
def indicator_new(request: HttpRequest) -> HttpResponse:
    """Make an indicator."""
    actor: Any = actor_of(request)
    form = IndicatorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                actions.make_indicator(municipality=actor.municipality, by=actor.person, **form.facts())
        except IntegrityError:
            form.add_error("name", _("This indicator is there already."))
        else:
            messages.success(request, _("The indicator is made."))
            return redirect("indicators")
    return _form(request, form, _("New indicator"), "indicators")


@permission("accounts.manage_goals")
def indicator_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words of an indicator."""
    found = get_object_or_404(Indicator, pk=pk)
    check(request, "accounts.manage_goals", found)
    actor: Any = actor_of(request)
    names = ("name", "unit", "about_people", "version")
    form = IndicatorForm(
        request.POST if request.method == "POST" else None,
        indicator=found,
        initial={name: getattr(found, name) for name in names},
    )
    conflicts: list[FieldConflict] = []
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            with transaction.atomic():
                actions.change_indicator(
                    indicator=found, version=version, changes=form.facts(), by=actor.person
                )
            messages.success(request, _("The indicator is changed."))
            return redirect("indicators")
        except IntegrityError:
            form.add_error("name", _("This indicator is there already."))
        except StaleVersionError as stale:
            conflicts = _conflicts(form, stale, {})
    return _form(request, form, _("Change the indicator"), "indicators", conflicts)
