"""Agreements on screen, and registering a month: the enterprise on a phone, the specialist at a desk."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from accounts.casefile.views import get_case_file
from accounts.places import actions, queries
from accounts.places.access import counts_of
from accounts.places.drawing import chart
from accounts.places.forms import AgreementForm, EnterpriseMonthForm, MunicipalityMonthForm
from accounts.places.models import Agreement, EnterpriseMonth, Instrument, MunicipalityMonth
from portal.kernel.audit.actions import record_reads
from portal.kernel.conflicts import FieldConflict, StaleVersionError, compare
from portal.kernel.permissions import actor_of, allowed, check, permission, permission_or_own
from portal.ui.charts import as_data_uri
from portal.ui.pagination import paginate

STAFF = "accounts.view_agreements"
REGISTER = "accounts.register_places"
OWN = "entrepreneurs see the agreements of their own enterprise only (accounts.places.queries)"


def get_agreement(request: HttpRequest, pk: int, name: str = STAFF) -> Agreement:
    """The agreement, for staff who may do `name` with it, or for a member of its enterprise; else not found."""
    actor: Any = actor_of(request)
    if actor.membership is None:
        return get_object_or_404(queries.agreements_of_member(actor.person), pk=pk)
    found = get_object_or_404(queries.agreements(), pk=pk)
    check(request, name, found)
    return found


def _context(request: HttpRequest, case_file: CaseFile) -> dict[str, Any]:
    staff = actor_of(request).membership is not None
    frame = "ui/base_staff.html" if staff else "ui/base_public.html"
    return {"case_file": case_file, "staff": staff, "frame": frame}


@permission(STAFF)
def agreements(request: HttpRequest) -> HttpResponse:
    """All agreements, the newest first; ?instrument= narrows it down."""
    chosen = request.GET.get("instrument", "")
    rows = queries.agreements()
    if chosen in Instrument.values:
        rows = rows.filter(instrument=chosen)
    context = {"page": paginate(request, rows), "instruments": Instrument.choices, "chosen": chosen}
    return render(request, "accounts/places/list.html", context)


@permission_or_own(STAFF, OWN)
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Promised against delivered: exact for both parties, protected quarters for other colleagues."""
    found = get_agreement(request, pk)
    actor: Any = actor_of(request)
    today = timezone.localdate()
    context = {
        **_context(request, found.case_file),
        "agreement": found,
        "may_change": actor.membership is not None and allowed(request, "accounts.make_agreements", found),
    }
    if actor.membership is None or allowed(request, REGISTER, found):
        with counts_of(found):
            months = queries.months_of(found, today)
        context |= {
            "exact": True,
            "months": months,
            "uri": as_data_uri(chart(found, months)) if months else "",
        }
        if actor.membership is not None:
            record_reads(
                person=actor.person,
                municipality_id=found.municipality_id,
                path=request.path,
                reads=[("places", found.pk, found.case_file.name, found.domain)],
            )
    else:
        context["quarters"] = queries.protected_quarters(found, today)
    return render(request, "accounts/places/agreement.html", context)


@permission(STAFF)
def agreement_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what both sides promise per month."""
    case_file = get_case_file(request, pk, STAFF)
    actor: Any = actor_of(request)
    form = AgreementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        probe = Agreement(
            municipality_id=case_file.municipality_id, domain=actions.domain_of(facts["instrument"])
        )
        if not allowed(request, "accounts.make_agreements", probe):
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


@permission("accounts.make_agreements")
def agreement_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the promise or the period."""
    found = get_agreement(request, pk, "accounts.make_agreements")
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
    return _form(request, found.case_file, form, _("Change the agreement"), conflicts)


def _conflicts(form: Any, stale: StaleVersionError, facts: dict[str, Any]) -> list[FieldConflict]:
    labels = {name: str(field.label) for name, field in form.fields.items()}
    typed = form.data.copy()
    typed["version"] = str(stale.current.version if stale.current else 0)
    form.data = typed
    return compare(stale.current, facts, labels) if stale.current else []


def _form(
    request: HttpRequest,
    case_file: CaseFile,
    form: Any,
    title: str,
    conflicts: list[FieldConflict] | None = None,
    **more: Any,
) -> HttpResponse:
    status = 409 if conflicts else 422 if form.is_bound else 200
    context = {**_context(request, case_file), "form": form, "title": title, "conflicts": conflicts, **more}
    return render(request, "accounts/places/form.html", context, status=status)


@permission_or_own(REGISTER, OWN)
def agreement_month(request: HttpRequest, pk: int, year: int, month: int) -> HttpResponse:
    """Register a month: the entrepreneur's counts, or the municipality's, by who asks."""
    found = get_agreement(request, pk, REGISTER)
    actor: Any = actor_of(request)
    if not (2000 <= year <= 2100 and 1 <= month <= 12):
        raise Http404
    first = dt.date(year, month, 1)
    if not found.starts_on <= first <= min(found.ends_on, timezone.localdate()):
        raise Http404
    ours = actor.membership is not None
    model: Any = MunicipalityMonth if ours else EnterpriseMonth
    act: Any = actions.register_municipality if ours else actions.register_enterprise
    names = ("delivered",) if ours else ("offered", "asked", "filled")
    with counts_of(found):
        row = model.objects.filter(agreement=found, month=first).first()
    initial = {name: getattr(row, name) for name in names} if row else {}
    form_class: Any = MunicipalityMonthForm if ours else EnterpriseMonthForm
    form = form_class(
        request.POST if request.method == "POST" else None,
        initial={**initial, "version": row.version if row else 0},
    )
    conflicts: list[FieldConflict] = []
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data.pop("version")
        try:
            act(agreement=found, month=first, version=version, by=actor.person, **form.cleaned_data)
            messages.success(request, _("The month is registered."))
            return redirect("agreement", pk=pk)
        except StaleVersionError as stale:
            conflicts = _conflicts(form, stale, dict(form.cleaned_data))
    title = _("%(what)s, %(month)s") % {"what": found, "month": f"{first:%m-%Y}"}
    return _form(request, found.case_file, form, title, conflicts, agreement=found)
