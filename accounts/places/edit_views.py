"""Making and changing an agreement, and registering a month of it: the enterprise on a phone, staff at a desk."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from accounts.casefile.views import get_case_file
from accounts.places import actions, queries
from accounts.places.access import counts_of
from accounts.places.corrections import changes_of
from accounts.places.forms import AgreementForm, EnterpriseMonthForm, MunicipalityMonthForm
from accounts.places.models import Agreement, EnterpriseMonth, MunicipalityMonth, domain_of
from accounts.places.views import MAKE, OWN, REGISTER, STAFF, frame, get_agreement
from portal.kernel.conflicts import FieldConflict, StaleVersionError, compare
from portal.kernel.permissions import actor_of, allowed, permission, permission_or_own


@permission(STAFF)
def agreement_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what both sides promise per month."""
    case_file = get_case_file(request, pk, STAFF)
    actor: Any = actor_of(request)
    form = AgreementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        probe = Agreement(municipality_id=case_file.municipality_id, domain=domain_of(facts["instrument"]))
        if not allowed(request, MAKE, probe):
            form.add_error(
                "instrument", _("Only account managers and specialists of its domain agree on this.")
            )
        else:
            try:
                made = actions.agree(case_file=case_file, by=actor.person, **facts)
                messages.success(request, _("The agreement is written down."))
                return redirect("agreement", pk=made.pk)
            except actions.OverlapError:
                form.add_error("starts_on", _overlap())
    return _form(request, case_file, form, _("New agreement on places"))


def _overlap() -> str:
    return _("There is an agreement for this instrument in this period already. Change that one.")


@permission(MAKE)
def agreement_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the promise or the period."""
    found = get_agreement(request, pk, MAKE)
    actor: Any = actor_of(request)
    names = ("starts_on", "places_per_month", "candidates_per_month", "version")
    length = 12 if (found.ends_on - found.starts_on).days > 200 else 6
    initial = {name: getattr(found, name) for name in names} | {"months": length}
    form = AgreementForm(request.POST if request.method == "POST" else None, fixed=True, initial=initial)
    conflicts: list[FieldConflict] = []
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            actions.change_agreement(agreement=found, version=version, changes=form.facts(), by=actor.person)
            messages.success(request, _("The agreement is changed."))
            return redirect("agreement", pk=pk)
        except actions.OverlapError:
            form.add_error("starts_on", _overlap())
        except actions.OutsideError:
            form.add_error(
                "starts_on", _("Months outside this period are registered. Choose a longer period.")
            )
        except StaleVersionError as stale:
            conflicts = _conflicts(form, stale, form.facts())
            if not conflicts:  # the same form, sent twice
                return redirect("agreement", pk=pk)
    return _form(request, found.case_file, form, _("Change the agreement"), conflicts, agreement=found)


def _conflicts(form: Any, stale: StaleVersionError, facts: dict[str, Any]) -> list[FieldConflict]:
    """What differs from what is there now; nothing when somebody filled in the same."""
    labels = {name: str(field.label) for name, field in form.fields.items()}
    labels["ends_on"] = str(_("up to and including"))
    typed = form.data.copy()
    typed["version"] = str(stale.current.version)
    form.data = typed
    return compare(stale.current, facts, labels)


def _form(
    request: HttpRequest,
    case_file: CaseFile,
    form: Any,
    title: str,
    conflicts: list[FieldConflict] | None = None,
    **more: Any,
) -> HttpResponse:
    status = 409 if conflicts else 422 if form.is_bound else 200
    context = {**frame(request, case_file), "form": form, "title": title, "conflicts": conflicts, **more}
    return render(request, "accounts/places/form.html", context, status=status)


@permission_or_own(REGISTER, OWN)
def agreement_month(request: HttpRequest, pk: int, year: int, month: int) -> HttpResponse:
    """Register or correct a month: the entrepreneur's counts, or the municipality's, by who asks."""
    found = get_agreement(request, pk, REGISTER)
    actor: Any = actor_of(request)
    first = _month(found, year, month)
    ours = actor.membership is not None
    names = ("delivered",) if ours else ("offered", "asked", "filled")
    with counts_of(found):
        sides = {
            model: model.objects.filter(agreement=found, month=first).first()
            for model in (EnterpriseMonth, MunicipalityMonth)
        }
        changes = changes_of(found, month=first, for_entrepreneur=not ours)
    row = sides[MunicipalityMonth if ours else EnterpriseMonth]
    initial = {name: getattr(row, name) for name in names} if row else {}
    form_class: Any = MunicipalityMonthForm if ours else EnterpriseMonthForm
    form = form_class(
        request.POST if request.method == "POST" else None,
        initial={**initial, "version": row.version if row else 0},
    )
    conflicts: list[FieldConflict] = []
    if request.method == "POST" and form.is_valid():
        act: Any = actions.register_municipality if ours else actions.register_enterprise
        counts = {name: form.cleaned_data[name] for name in names}
        version = form.cleaned_data["version"]
        try:
            act(agreement=found, month=first, version=version, by=actor.person, **counts)
        except StaleVersionError as stale:
            if stale.current is None:
                raise Http404 from stale
            conflicts = _conflicts(form, stale, counts)
        if not conflicts:  # also when the same was sent twice
            messages.success(request, _("The month is registered. Thank you."))
            return redirect(_next_to_fill(request, found))
    title = _("%(what)s in %(month)s") % {"what": found, "month": date_format(first, "F Y")}
    return _form(
        request, found.case_file, form, title, conflicts, agreement=found, month=first, changes=changes,
        other=sides[EnterpriseMonth if ours else MunicipalityMonth],
    )  # fmt: skip


def _month(found: Agreement, year: int, month: int) -> dt.date:
    """The first day of a month of the agreement that has begun; Http404 for any other."""
    if not (2000 <= year <= 2100 and 1 <= month <= 12):
        raise Http404
    first = dt.date(year, month, 1)
    if not found.starts_on <= first <= min(found.ends_on, timezone.localdate()):
        raise Http404
    return first


def _next_to_fill(request: HttpRequest, found: Agreement) -> str:
    """Where to go after a month: the entrepreneur sees at once which month is next."""
    if actor_of(request).membership is not None:
        return reverse("agreement", args=[found.pk])
    waiting = queries.months_to_fill(found.case_file, [found], timezone.localdate())
    if waiting:
        messages.info(request, _("There are more months to fill in. See below."))
    return reverse("places_of_enterprise", args=[found.case_file_id])
