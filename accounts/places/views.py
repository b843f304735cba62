"""Agreements on screen: the overview, one enterprise, one agreement."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.casefile.models import CaseFile
from accounts.casefile.views import get_case_file
from accounts.places import queries
from accounts.places.access import counts_of, own_counts
from accounts.places.corrections import changes_of
from accounts.places.drawing import chart
from accounts.places.models import Agreement
from accounts.places.overview import AgreementFilter, with_counts
from accounts.places.queries import Progress
from accounts.self_service.queries import my_case_files
from portal.kernel.audit.actions import record_reads
from portal.kernel.permissions import actor_of, allowed, check, permission, permission_or_own
from portal.kernel.saved_views.queries import lead_to_default
from portal.ui.charts import as_data_uri
from portal.ui.pagination import paginate

STAFF = "accounts.view_agreements"
REGISTER = "accounts.register_places"
MAKE = "accounts.make_agreements"
OWN = "entrepreneurs see the agreements of their own enterprise only (accounts.places.queries)"


def get_agreement(request: HttpRequest, pk: int, name: str = STAFF) -> Agreement:
    """The agreement, for staff who may do `name` with it, or for a member of its enterprise; else not found."""
    actor: Any = actor_of(request)
    if actor.membership is None:
        return get_object_or_404(queries.agreements_of_member(actor.person), pk=pk)
    found = get_object_or_404(queries.agreements(), pk=pk)
    check(request, name, found)
    return found


def frame(request: HttpRequest, case_file: CaseFile) -> dict[str, Any]:
    """What every page of one enterprise needs: whose page it is, and in which frame it stands."""
    staff = actor_of(request).membership is not None
    base = "ui/base_staff.html" if staff else "ui/base_public.html"
    return {"case_file": case_file, "staff": staff, "frame": base}


def _log(request: HttpRequest, found: list[Agreement]) -> None:
    """Staff who see exact counts are in the read log, one line per agreement."""
    actor: Any = actor_of(request)
    if actor.membership is not None and found:
        record_reads(
            person=actor.person,
            municipality_id=found[0].municipality_id,
            path=request.path,
            reads=[
                ("places", item.pk, f"{item.case_file.name}: {item}", item.domain, item.case_file_id)
                for item in found
            ],
        )


@permission(STAFF)
def agreements(request: HttpRequest) -> HttpResponse:
    """All agreements with promised and delivered, filtered, in pages."""
    if first := lead_to_default(request, "agreements"):
        return first
    actor: Any = actor_of(request)
    today = timezone.localdate()
    form = AgreementFilter(request.GET)
    form.is_valid()
    rows = with_counts(form.apply(domains=actor.domains, today=today), today)
    page = paginate(request, rows.select_related("case_file"))
    _log(request, [row for row in page.rows if row.domain in actor.domains])
    context = {"form": form, "chips": form.active(), "page": page, "domains": actor.domains}
    return render(request, "accounts/places/list.html", context)


@permission_or_own(STAFF, OWN)
def places_of_enterprise(request: HttpRequest, pk: int) -> HttpResponse:
    """One enterprise: per running agreement promised against delivered, and for both what is to be filled in."""
    actor: Any = actor_of(request)
    staff = actor.membership is not None
    if staff:
        case_file = get_case_file(request, pk, STAFF)
    else:
        case_file = get_object_or_404(my_case_files(actor.person), pk=pk)
    today = timezone.localdate()
    found = list(queries.agreements().filter(case_file=case_file)[: queries.MOST_OF_ENTERPRISE])
    exact = [item for item in found if not staff or item.domain in actor.domains]
    if staff:
        months = queries.months_of(exact, today)
    else:
        with own_counts(case_file):
            months = queries.months_of(exact, today)
    progress = queries.progress_of(exact, months, today, side="municipality" if staff else "enterprise")
    _log(request, exact)
    running = [row for row in progress if row.agreement.starts_on <= today <= row.agreement.ends_on]
    context = {
        **frame(request, case_file),
        "running": [(row, _drawing(row)) for row in running],
        "past": [row for row in progress if row not in running],
        "others": [item for item in found if item not in exact],
        "to_fill": sorted(
            ((month, row.agreement) for row in progress for month in row.to_fill), key=lambda pair: pair[0]
        ),
        "may_make": staff,
    }
    return render(request, "accounts/places/enterprise.html", context)


def _drawing(row: Progress) -> str:
    return as_data_uri(chart(row.agreement, row.months)) if row.months else ""


@permission_or_own(STAFF, OWN)
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Promised against delivered: exact for both parties; colleagues see all enterprises together, protected."""
    found = get_agreement(request, pk)
    actor: Any = actor_of(request)
    staff = actor.membership is not None
    today = timezone.localdate()
    context = {
        **frame(request, found.case_file),
        "agreement": found,
        "may_change": staff and allowed(request, MAKE, found),
    }
    if not staff or allowed(request, REGISTER, found):
        with counts_of(found):
            months = queries.months_of([found], today)
            changes = changes_of(found, for_entrepreneur=not staff)
        side = "municipality" if staff else "enterprise"
        (row,) = queries.progress_of([found], months, today, side=side)
        context |= {"exact": True, "row": row, "uri": _drawing(row), "changes": changes[:60]}
        context["corrected"] = [change for change in changes if not change.first][:20]
        _log(request, [found])
    else:
        context["quarters"] = queries.protected_quarters(found.instrument, today)
    return render(request, "accounts/places/agreement.html", context)
