"""The register of certificates, one certificate with its 30+ check, and the public list for buyers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import cache_control

from accounts.recognition.models import Mark
from portal.kernel.audit.actions import record_reads
from portal.kernel.files.views import file_response
from portal.kernel.permissions import actor_of, allowed, check, permission, public
from portal.ui.pagination import paginate
from procurement.pso.assessments.reading import Read, read
from procurement.pso.certificates import queries
from procurement.pso.certificates.forms import CertificateFilter, PublicFilter
from procurement.pso.words import DIFFERENCE_SENTENCES

STAFF = "procurement.view_pso_certificates"
WHY = "the list shows only certificates of enterprises that chose to show them in the public register"


def _get(request: HttpRequest, pk: int) -> Mark:
    found = get_object_or_404(queries.certificates(), pk=pk)
    check(request, STAFF, found)
    return found


@permission(STAFF)
def pso_certificates(request: HttpRequest) -> HttpResponse:
    """Certificates with validity and evidence; those that end first on top."""
    municipality: Any = actor_of(request).municipality
    today = timezone.localdate()
    form = CertificateFilter(request.GET)
    form.is_valid()
    page = paginate(request, form.apply(municipality_id=municipality.pk, today=today))
    until = queries.soon(municipality_id=municipality.pk, today=today)
    rows = [(mark, *_state(mark, today, until)) for mark in page.rows]
    context = {"form": form, "page": page, "rows": rows, "filtered": any(form.cleaned_data.values())}
    return render(request, "procurement/pso/certificates/list.html", context)


def _state(mark: Mark, today: dt.date, until: dt.date) -> tuple[str, Any, str]:
    """(code, label, kind of badge)."""
    code = queries.state_of(mark, today=today, until=until)
    kinds = {"valid": "good", "expiring": "warn", "expired": "bad", "future": "info"}
    return code, queries.STATES[code], kinds[code]


@permission(STAFF)
def pso_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """One certificate: what it says, since when, on what evidence, and what it means for a reserved contract."""
    found = _get(request, pk)
    actor: Any = actor_of(request)
    today = timezone.localdate()
    until = queries.soon(municipality_id=found.municipality_id, today=today)
    assessment = queries.shared_assessment(found.case_file)
    shown: Read | None = None
    if assessment:
        shown = read(assessment)
        record_reads(
            person=actor.person,
            municipality_id=found.municipality_id,
            path=request.path,
            reads=[("pso-assessment", assessment.pk, f"{found.case_file.name}: {assessment}", "")],
        )
    _code, label, kind = _state(found, today, until)
    context = {
        "mark": found,
        "state": label,
        "state_kind": kind,
        "others": [(mark, *_state(mark, today, until)) for mark in queries.others_of(found)],
        "assessment": assessment,
        "read": shown,
        #: The certificate and what the enterprise says itself do not agree: somebody should ask.
        "disagrees": bool(shown and found.thirty_plus and shown.thirty.met is False),
        "differences": [str(text) for text in DIFFERENCE_SENTENCES.values()],
        "may_change": allowed(request, "accounts.recognise", found),
    }
    return render(request, "procurement/pso/certificates/certificate.html", context)


@permission(STAFF)
def pso_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Download the evidence of a certificate."""
    found = _get(request, pk)
    if found.evidence is None:
        raise Http404
    return file_response(found.evidence.file)  # type: ignore[return-value]


@public(WHY)
@cache_control(no_cache=True)
def pso_public(request: HttpRequest, municipality_slug: str) -> HttpResponse:
    """Enterprises with a valid PSO certificate, for buyers."""
    today = timezone.localdate()
    form = PublicFilter(request.GET)
    valid = form.is_valid()
    page = paginate(request, form.apply(today), size=20)
    context = {
        "municipality": request.municipality,  # type: ignore[attr-defined]
        "form": form,
        "page": page,
        "filtered": any(form.cleaned_data.values()),
        "differences": [str(text) for text in DIFFERENCE_SENTENCES.values()],
    }
    return render(request, "procurement/pso/certificates/public.html", context, status=200 if valid else 422)
