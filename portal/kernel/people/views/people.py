"""Role management by the functional administrator. Shows who may do what, never the content of case files."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.kernel.people import actions
from portal.kernel.people.access import memberships_to_choose
from portal.kernel.people.forms import PeopleFilterForm, RolesForm
from portal.kernel.people.holdings import hand_over_url, holdings_of
from portal.kernel.people.models import Membership, Person
from portal.kernel.people.queries import memberships_for_list, recent_changes
from portal.kernel.permissions import actor_of, check, permission
from portal.ui.pagination import paginate


@permission("kernel.manage_people")
def people(request: HttpRequest) -> HttpResponse:
    """Everyone who works for the municipality, with filters, and what changed lately."""
    municipality = actor_of(request).municipality
    assert municipality is not None
    form = PeopleFilterForm(request.GET)
    values = form.values()
    page = paginate(request, memberships_for_list(municipality, **values))
    return render(
        request,
        "kernel/people/people.html",
        {
            "filter": form,
            "filtered": any(request.GET.get(name) for name in form.fields),
            "page": page,
            "changes": recent_changes(municipality, limit=10),
        },
    )


@permission("kernel.manage_people")
def edit_roles(request: HttpRequest, pk: int) -> HttpResponse:
    """Change roles and domains of one colleague; end or restore access."""
    membership = _membership(request, pk)
    form = RolesForm(request.POST or None, initial={"roles": membership.roles, "domains": membership.domains})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_membership(membership=membership, by=_person(request), **form.cleaned_data)
        except actions.LastAdministrator as refusal:
            form.add_error("roles", str(refusal))
        else:
            messages.success(request, _("The roles of %(name)s are changed.") % {"name": membership.person})
            return redirect("people")
    return render(
        request,
        "kernel/people/edit_roles.html",
        {
            "membership": membership,
            "form": form,
            "holdings": holdings_of(membership),
            "hand_over_url": hand_over_url(membership),
            "elsewhere": len(memberships_to_choose(membership.person)) > 1,
            "changes": recent_changes(membership.municipality, person=membership.person),
        },
        status=422 if form.is_bound else 200,
    )


@permission("kernel.manage_people")
@require_POST
def end_access(request: HttpRequest, pk: int) -> HttpResponse:
    """End someone's access to this municipality."""
    membership = _membership(request, pk)
    try:
        actions.deactivate_membership(membership=membership, by=_person(request))
        messages.success(request, _("%(name)s has no access any more.") % {"name": membership.person})
    except actions.LastAdministrator as refusal:
        messages.error(request, str(refusal))
    return redirect("edit_roles", pk=pk)


@permission("kernel.manage_people")
@require_POST
def restore_access(request: HttpRequest, pk: int) -> HttpResponse:
    """Give someone access again."""
    membership = _membership(request, pk)
    actions.reactivate_membership(membership=membership, by=_person(request))
    messages.success(request, _("%(name)s has access again.") % {"name": membership.person})
    return redirect("edit_roles", pk=pk)


@permission("kernel.manage_people")
@require_POST
def reset_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a colleague who lost their phone set up a new second step."""
    membership = _membership(request, pk)
    if len(memberships_to_choose(membership.person)) > 1:
        messages.error(
            request,
            _("This colleague also works for another municipality. They can use a recovery code instead."),
        )
    else:
        actions.reset_second_factor(person=membership.person, by=_person(request))
        messages.success(
            request, _("%(name)s sets up a new second step at the next log-in.") % {"name": membership.person}
        )
    return redirect("edit_roles", pk=pk)


def _membership(request: HttpRequest, pk: int) -> Membership:
    membership: Membership = get_object_or_404(
        Membership.objects.select_related("person", "municipality"), pk=pk
    )
    check(request, "kernel.manage_people", membership)
    return membership


def _person(request: HttpRequest) -> Person:
    person = actor_of(request).person
    assert person is not None
    return person
