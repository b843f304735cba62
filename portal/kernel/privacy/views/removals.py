"""Orders to remove: what goes and what stays, confirm, look along, progress, report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.kernel.models import RemovalOrder
from portal.kernel.pdf import print_pdf
from portal.kernel.permissions import actor_of, allowed, check, permission
from portal.kernel.privacy import orders
from portal.kernel.privacy.forms import ConfirmForm, RefuseForm
from portal.kernel.privacy.report import report_of, title_of
from portal.ui.pagination import paginate


def _order(request: HttpRequest, pk: str, name: str = "kernel.look_along_removals") -> RemovalOrder:
    found = get_object_or_404(
        RemovalOrder.objects.select_related("requested_by", "agreed_by", "ended_by", "job", "municipality"),
        pk=pk,
    )
    check(request, name, found)
    return found


@permission("kernel.look_along_removals")
def removals(request: HttpRequest) -> HttpResponse:
    """All orders, newest first."""
    rows = RemovalOrder.objects.select_related("requested_by", "agreed_by").order_by("-requested_at")
    page = paginate(request, rows)
    return render(
        request,
        "kernel/privacy/removals.html",
        {"page": page, "rows": [(order, title_of(order)) for order in page.rows]},
    )


@permission("kernel.look_along_removals")
def removal(request: HttpRequest, pk: str) -> HttpResponse:
    """One order."""
    return _page(request, _order(request, pk))


def _page(
    request: HttpRequest,
    order: RemovalOrder,
    *,
    confirm_form: ConfirmForm | None = None,
    refuse_form: RefuseForm | None = None,
    error: str = "",
) -> HttpResponse:
    bound = any(form is not None and form.is_bound for form in (confirm_form, refuse_form))
    word = orders.word_of(order)
    may_ask = allowed(request, "kernel.privacy_desk", order)
    context = {
        "order": order,
        "title": title_of(order),
        "working": order.state in ("preparing", "running")
        and order.job is not None
        and order.job.state in ("queued", "running"),
        "stuck": order.state in ("preparing", "running")
        and (order.job is None or order.job.state in ("failed", "cancelled")),
        "report": report_of(order),
        "word": word,
        "error": error,
        "confirm_form": confirm_form or ConfirmForm(word=word),
        "refuse_form": refuse_form or RefuseForm(),
        "may_confirm": may_ask and order.state == "ready",
        "may_withdraw": may_ask
        and (order.state in ("preparing", "ready", "proposed") or orders.nothing_went(order)),
        "may_agree": order.state == "proposed" and orders.may_look_along(order, actor_of(request).membership),
    }
    fragment = bool(request.headers.get("HX-Request"))
    template = "kernel/privacy/_removal.html" if fragment else "kernel/privacy/removal.html"
    return render(request, template, context, status=422 if bound or error else 200)


@permission("kernel.privacy_desk")
@require_POST
def removal_confirm(request: HttpRequest, pk: str) -> HttpResponse:
    """The officer typed what goes."""
    order = _order(request, pk, "kernel.privacy_desk")
    actor: Any = actor_of(request)
    form = ConfirmForm(request.POST, word=orders.word_of(order))
    if form.is_valid():
        try:
            orders.confirm(order=order, typed=form.cleaned_data["typed"], by=actor.person)
        except orders.RefusedError as refused:
            form.add_error("typed", str(refused))
        else:
            messages.success(request, _("Asked. A colleague has to agree; they got a mail."))
            return redirect("removal", pk=pk)
    return _page(request, order, confirm_form=form)


@permission("kernel.look_along_removals")
@require_POST
def removal_agree(request: HttpRequest, pk: str) -> HttpResponse:
    """A second person agrees; the removing starts."""
    order = _order(request, pk)
    actor: Any = actor_of(request)
    try:
        orders.agree(order=order, by=actor.person)
    except orders.RefusedError as refused:
        return _page(request, order, error=str(refused))
    messages.success(request, _("You agreed. The removing has started."))
    return redirect("removal", pk=pk)


@permission("kernel.look_along_removals")
@require_POST
def removal_refuse(request: HttpRequest, pk: str) -> HttpResponse:
    """A second person does not agree."""
    order = _order(request, pk)
    actor: Any = actor_of(request)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _page(request, order, refuse_form=form)
    try:
        if not orders.may_look_along(order, actor.membership):
            raise orders.RefusedError(_("Someone else than who asked has to agree."))
        orders.refuse(order=order, reason=form.cleaned_data["reason"], by=actor.person)
    except orders.RefusedError as refused:
        return _page(request, order, error=str(refused))
    messages.success(request, _("You did not agree. Nothing is removed."))
    return redirect("removal", pk=pk)


@permission("kernel.privacy_desk")
@require_POST
def removal_withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """The officer takes it back."""
    order = _order(request, pk, "kernel.privacy_desk")
    actor: Any = actor_of(request)
    try:
        orders.withdraw(order=order, by=actor.person)
    except orders.RefusedError as refused:
        return _page(request, order, error=str(refused))
    messages.success(request, _("Taken back. Nothing is removed."))
    return redirect("removal", pk=pk)


@permission("kernel.look_along_removals")
@require_POST
def removal_go_on(request: HttpRequest, pk: str) -> HttpResponse:
    """Try a stopped removal again."""
    orders.go_on(order=_order(request, pk))
    return redirect("removal", pk=pk)


@permission("kernel.look_along_removals")
def removal_report(request: HttpRequest, pk: str) -> HttpResponse:
    """The report as PDF."""
    order = _order(request, pk)
    if order.state != RemovalOrder.State.DONE:
        raise Http404
    context = {
        "order": order,
        "title": title_of(order),
        "report": report_of(order),
        "today": timezone.localdate(),
    }
    content = print_pdf("kernel/privacy/report_pdf.html", context, order.municipality)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="verwijdering-{order.number}.pdf"'
    return response
