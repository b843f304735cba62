"""One page: who is away, and telling that you are."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.absence import actions
from accounts.absence.forms import AbsenceForm
from accounts.absence.models import Absence
from accounts.absence.permissions import arranges_for_others
from portal.kernel.models import Domain, Membership, Role
from portal.kernel.people.queries import colleagues
from portal.kernel.permissions import actor_of, allowed, check, permission

#: Absences shown: those that run or are to come.
SHOWN = 50


@permission("accounts.set_absence")
def absences(request: HttpRequest) -> HttpResponse:
    """Who is away now or soon; say that you, or a colleague, will be."""
    actor: Any = actor_of(request)
    working = [Role.ACCOUNT_MANAGER, Role.SPECIALIST]
    people = list(
        colleagues(actor.municipality).filter(
            pk__in=Membership.objects.filter(roles__overlap=working).values("person_id")
        )
    )
    form = AbsenceForm(
        request.POST if request.method == "POST" else None,
        people=people,
        me=actor.person,
        others=arranges_for_others.test(actor, None),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.set_absence(municipality=actor.municipality, by=actor.person, **form.cleaned_data)
        except actions.ClashError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(name)s is noted as away.") % {"name": made.person})
            _warn_about_reach(request, made)
            return redirect("absences")
    rows = list(
        Absence.objects.filter(until_on__gte=timezone.localdate())
        .select_related("person", "replacement")
        .order_by("from_on", "pk")[:SHOWN]
    )
    return render(
        request,
        "accounts/absence/absences.html",
        {
            "form": form,
            "rows": [(row, allowed(request, "accounts.set_absence", row)) for row in rows],
            "today": timezone.localdate(),
            "back": reverse("worklist" if allowed(request, "accounts.view_worklist") else "team"),
        },
        status=422 if form.is_bound else 200,
    )


def _warn_about_reach(request: HttpRequest, absence: Absence) -> None:
    """Say which work the replacement will not see, so that someone else can be asked."""
    held = {
        membership.person_id: membership
        for membership in Membership.objects.filter(person_id__in=[absence.person_id, absence.replacement_id])
    }
    if len(held) < 2:
        return
    labels = dict(Domain.choices) | {str(Role.ACCOUNT_MANAGER): _("account management")}
    missing = actions.reach_of(held[absence.replacement_id], held[absence.person_id])
    if missing:
        messages.warning(
            request,
            _("%(name)s does not see everything: %(what)s stays out of sight. Hand over what cannot wait.")
            % {"name": absence.replacement, "what": ", ".join(str(labels[code]) for code in missing)},
        )


@permission("accounts.set_absence")
@require_POST
def absence_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Back sooner, or not away after all."""
    actor: Any = actor_of(request)
    absence = get_object_or_404(Absence.objects.select_related("person"), pk=pk)
    check(request, "accounts.set_absence", absence)
    actions.end_absence(absence=absence, by=actor.person)
    messages.success(request, _("%(name)s is no longer noted as away.") % {"name": absence.person})
    return redirect("absences")
