"""The outbox on screen: for the administrator, and in the demo for everyone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.kernel.models import Mail
from portal.kernel.outbox.actions import send_again
from portal.kernel.permissions import check, permission
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
