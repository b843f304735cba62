"""The worklist: the first page of account managers and specialists."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.worklist.queries import worklist as groups_for
from portal.kernel.permissions import actor_of, permission


@permission("accounts.view_worklist")
def worklist(request: HttpRequest) -> HttpResponse:
    """What must I do today, and why."""
    actor = actor_of(request)
    return render(
        request, "accounts/worklist/worklist.html", {"groups": groups_for(actor), "person": actor.person}
    )
