"""The outbox on screen: for the administrator, and in the demo for everyone."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.kernel.models import Mail
from portal.kernel.outbox.actions import send_again
from portal.kernel.permissions import check, permission, public
from portal.kernel.tenancy.scope import scoped_to_all
from portal.ui.pagination import paginate


@permission("kernel.read_outbox")
def outbox(request: HttpRequest) -> HttpResponse:
    """Mails of this municipality: state, attempts, errors. The text stays closed: it may be private."""
    mails = Mail.objects.order_by("-created_at").defer("text", "html")
    state = request.GET.get("stand", "")
    if state in Mail.State.values:
        mails = mails.filter(state=state)
    return render(
        request,
        "kernel/outbox/list.html",
        {"page": paginate(request, mails), "states": Mail.State.choices, "state": state},
    )


@permission("kernel.read_outbox")
@require_POST
def outbox_send_again(request: HttpRequest, pk: str) -> HttpResponse:
    """Send a failed or uncertain mail again."""
    mail = get_object_or_404(Mail.objects, pk=pk)
    check(request, "kernel.read_outbox", mail)
    send_again(mail=mail)
    messages.success(request, _("The mail is in line to be sent again."))
    return redirect("outbox")


@public("demo only: there is no real mail box to read")
def demo_mail(request: HttpRequest) -> HttpResponse:
    """Every mail of the demo, newest first."""
    if not settings.DEMO:
        raise Http404
    with scoped_to_all("the demo shows all mail"):
        mails = Mail._base_manager.order_by("-created_at")
        address = request.GET.get("aan", "")
        if address:
            mails = mails.filter(to=address)
        return render(
            request, "kernel/outbox/demo.html", {"page": paginate(request, mails, size=15), "to": address}
        )
