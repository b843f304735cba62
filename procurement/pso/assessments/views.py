"""One version of a self-assessment for both sides, its what-if and its PDF; and the list of what was shared."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal.kernel.audit.actions import record_reads
from portal.kernel.pdf import print_pdf
from portal.kernel.permissions import actor_of, check, permission, permission_or_own
from portal.ui.pagination import paginate
from procurement.pso import engine
from procurement.pso.assessments import queries
from procurement.pso.assessments.bought import bought
from procurement.pso.assessments.drawing import described, norm_curve
from procurement.pso.assessments.forms import SharedFilter, SubmitForm, WhatIfForm
from procurement.pso.assessments.lists import shared_for
from procurement.pso.assessments.models import PsoAssessment
from procurement.pso.assessments.reading import Read, read
from procurement.pso.distance import with_hire, with_order
from procurement.pso.words import DIFFERENCE_SENTENCES, LEVEL_LABELS, hire_words, order_words, percent

OWN = "entrepreneurs see the assessments of their own enterprise only (procurement.pso.assessments.queries)"
STAFF = "procurement.view_pso_assessments"


def get_assessment(request: HttpRequest, pk: int) -> PsoAssessment:
    """For a member of its enterprise, or for staff when it is shared; staff's reading is written in the read log."""
    actor: Any = actor_of(request)
    if actor.membership is None:
        return get_object_or_404(queries.of_member(actor.person), pk=pk)
    found = get_object_or_404(queries.assessments(), pk=pk)
    check(request, STAFF, found)
    record_reads(
        person=actor.person,
        municipality_id=found.municipality_id,
        path=request.path,
        reads=[("pso-assessment", found.pk, f"{found.case_file.name}: {found}", "")],
    )
    return found


def page_context(request: HttpRequest, found: PsoAssessment) -> dict[str, Any]:
    """What makes one template serve both sides."""
    staff = actor_of(request).membership is not None
    return {
        "assessment": found,
        "case_file": found.case_file,
        "staff": staff,
        "frame": "ui/base_staff.html" if staff else "ui/base_public.html",
    }


def outcome_context(shown: Read) -> dict[str, Any]:
    """What page and PDF say of the outcome."""
    advice = shown.advice
    return {
        "read": shown,
        "level_label": LEVEL_LABELS[shown.result.level],
        "next_label": LEVEL_LABELS[advice.level] if advice else "",
        "missing": percent(advice.missing, 2) if advice and advice.missing else "",
        "hires": [hire_words(hire, shown.rules) for hire in advice.hires] if advice else [],
        "orders": [order_words(order) for order in advice.orders] if advice else [],
        "curve": norm_curve(shown.facts, shown.result, shown.rules),
        "curve_words": described(shown.facts, shown.result),
        "differences": [str(text) for text in DIFFERENCE_SENTENCES.values()],
        "workers": [
            (row, shown.rules.categories[row.category].label, shown.rules.forms[row.form].label)
            for row in shown.assessment.workers.all()
        ],
        "purchases": list(shown.assessment.purchases.all()),
    }


def show(
    request: HttpRequest, found: PsoAssessment, *, form: SubmitForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of one version; `form` was sent and has mistakes."""
    shown = read(found)
    context = {
        **page_context(request, found),
        **outcome_context(shown),
        "bought": bought(found),
        "form": form or SubmitForm(initial={"version": found.version}),
    }
    return render(request, "procurement/pso/assessments/assessment.html", context, status=status)


@permission_or_own(STAFF, OWN)
def pso_assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """Score, step, the way to the next one, and every line of the calculation."""
    return show(request, get_assessment(request, pk))


@permission_or_own(STAFF, OWN)
def pso_what_if(request: HttpRequest, pk: int) -> HttpResponse:
    """What more people or purchases would do. htmx asks for the answer alone; else the whole page."""
    found = get_assessment(request, pk)
    shown = read(found)
    first = next(iter(shown.rules.categories)), next(iter(shown.rules.forms))
    at_first = {
        "mensen": 1,
        "uren": min(32, int(shown.facts.full_time_hours)),
        "groep": first[0],
        "contract": first[1],
        "euro": 0,
    }
    asked = "mensen" in request.GET
    form = WhatIfForm(request.GET if asked else at_first, facts=shown.facts, rules=shown.rules)
    context = {**page_context(request, found), "form": form, "read": shown}
    if form.is_valid():
        context |= _scenario(shown, form.cleaned_data)
    partial = request.headers.get("HX-Request") == "true"
    template = (
        "procurement/pso/assessments/_scenario.html"
        if partial
        else "procurement/pso/assessments/what_if.html"
    )
    status = 200 if partial or form.is_valid() else 422
    return render(request, template, context, status=status)


def _scenario(shown: Read, data: dict[str, Any]) -> dict[str, Any]:
    facts, rules = shown.facts, shown.rules
    if data["mensen"]:
        facts = with_hire(facts, data["groep"], data["contract"], Decimal(data["uren"]), data["mensen"])
    place, amount, cut = data.get("bij"), Decimal(data.get("euro") or 0), False
    if place is not None and amount:
        room = facts.purchases[place].turnover - facts.purchases[place].order
        cut, amount = amount > room, min(amount, room)
        facts = with_order(facts, place, amount)
    then = engine.score(facts, rules)
    rows = [
        (_("Direct contribution"), shown.result.direct, then.direct),
        (_("Indirect contribution"), shown.result.indirect, then.indirect),
        (_("Total"), shown.result.total, then.total),
    ]
    return {
        "chosen": data,
        "category": rules.categories[data["groep"]].label,
        "contract_form": rules.forms[data["contract"]].label.lower(),
        "supplier": facts.purchases[place].name if place is not None and amount else "",
        "amount": amount,
        "cut": cut,
        "rows": [(label, percent(now, 2), percent(after, 2)) for label, now, after in rows],
        "sizes": (shown.facts.fte, facts.fte.quantize(Decimal("0.01"))),
        "levels": (LEVEL_LABELS[shown.result.level], LEVEL_LABELS[then.level]),
        "better": then.level > shown.result.level,
        "curve": norm_curve(facts, then, rules),
        "curve_words": described(facts, then),
    }


@permission_or_own(STAFF, OWN)
def pso_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole assessment as PDF/UA."""
    found = get_assessment(request, pk)
    shown = read(found)
    context = {**outcome_context(shown), "assessment": found, "case_file": found.case_file}
    context["today"] = timezone.localdate()
    content = print_pdf("procurement/pso/assessments/pdf.html", context, found.case_file.municipality)
    name = f"pso-{found.year}-{slugify(found.case_file.name) or found.pk}-{found.number}.pdf"
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@permission(STAFF)
def pso_assessments(request: HttpRequest) -> HttpResponse:
    """What enterprises shared with the municipality."""
    form = SharedFilter(request.GET)
    page = paginate(request, shared_for(form))
    rows = [(row, LEVEL_LABELS[row.level or 0]) for row in page.rows]
    context = {"form": form, "page": page, "rows": rows, "filtered": any(form.cleaned_data.values())}
    return render(request, "procurement/pso/assessments/list.html", context)
