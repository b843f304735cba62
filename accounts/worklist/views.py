"""The worklist, its full lists, and the work of the team."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.worklist.queries import standing, whole
from accounts.worklist.queries import worklist as groups_for
from accounts.worklist.reasons import BY_CODE, TASKS
from accounts.worklist.team import COLUMNS, team
from portal.kernel.models import Membership, Role
from portal.kernel.permissions import actor_of, allowed, check, permission
from portal.ui.pagination import paginate


@permission("accounts.view_worklist")
def worklist(request: HttpRequest) -> HttpResponse:
    """What must I do today, and why."""
    actor = actor_of(request)
    found = groups_for(actor)
    return render(
        request,
        "accounts/worklist/worklist.html",
        {
            "groups": found.groups,
            "person": actor.person,
            "snoozed": len(found.now.held),
            "replaced": list(found.now.replaced.values()),
        },
    )


@permission("accounts.view_worklist")
def worklist_list(request: HttpRequest) -> HttpResponse:
    """Everything of one reason: of me, or of a colleague (?wie=, for who sees the team); ?laat=1 only what is late."""
    actor: Any = actor_of(request)
    reason = BY_CODE.get(request.GET.get("reden", ""), TASKS)
    if reason.manager_only:
        check(request, "accounts.triage")
    who = request.GET.get("wie", "")
    colleague = None
    if who.isascii() and who.isdigit() and len(who) < 18:
        check(request, "accounts.view_team")
        colleague = Membership.objects.filter(person_id=int(who)).select_related("person").first()
        if colleague is None:
            raise Http404
    today = timezone.localdate()
    late = request.GET.get("laat") == "1" and reason.has_days
    rows = whole(reason, actor, person=colleague.person_id if colleague else None, late=late, today=today)
    page = paginate(request, rows, values=reason.fields)
    replaced = (
        {} if colleague else standing(actor.person.pk, today, actor.membership.municipality_id).replaced
    )
    lines = [reason.line(row, replaced[row[2]][0] if row[2] in replaced else "") for row in page.rows]
    return render(
        request,
        "accounts/worklist/list.html",
        {
            "reason": reason,
            "reasons": [
                other
                for other in BY_CODE.values()
                if not other.manager_only or Role.ACCOUNT_MANAGER in actor.roles
            ],
            "page": page,
            "lines": lines,
            "colleague": colleague.person if colleague else None,
            "late": late,
        },
    )


@permission("accounts.view_team")
def team_view(request: HttpRequest) -> HttpResponse:
    """Who has how much on their desk; each number leads to its list for who works on case files."""
    actor: Any = actor_of(request)
    order = request.GET.get("volgorde", "naam")
    order = order if order in COLUMNS else "naam"
    loads = team(actor.municipality, timezone.localdate(), order=order)
    most = {
        column: max([load.number(column) for load in loads] or [0]) for column in COLUMNS if column != "naam"
    }
    rows = [
        (load, [(code, COLUMNS[code], load.number(code), most[code] or 1) for code in most]) for load in loads
    ]
    return render(
        request,
        "accounts/worklist/team.html",
        {
            "rows": rows,
            "columns": COLUMNS,
            "order": order,
            "may_open": allowed(request, "accounts.view_worklist"),
            "may_hand_over": allowed(request, "accounts.hand_over_all"),
        },
    )
