"""Invite colleagues (administrator) and accept an invitation (invited person)."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from portal.kernel.people import invitations as actions
from portal.kernel.people.access import MEMBERSHIP_KEY
from portal.kernel.people.forms import AcceptForm, InvitationForm
from portal.kernel.people.models import Invitation, Person
from portal.kernel.people.queries import open_invitations
from portal.kernel.people.ratelimit import limit
from portal.kernel.people.sso import sso_name
from portal.kernel.people.views.login import log_in
from portal.kernel.permissions import actor_of, check, permission, public


@permission("kernel.manage_people")
def invitations(request: HttpRequest) -> HttpResponse:
    """Open invitations, and the form to invite someone."""
    actor = actor_of(request)
    assert actor.municipality is not None and actor.person is not None
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = actions.invite(municipality=actor.municipality, by=actor.person, **form.cleaned_data)
        except actions.InvitationRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("The invitation to %(email)s is sent.") % {"email": invitation.email})
            return redirect("invitations")
    return render(
        request,
        "kernel/people/invitations.html",
        {"form": form, "invitations": open_invitations(actor.municipality), "now": timezone.now()},
        status=422 if form.is_bound else 200,
    )


@permission("kernel.manage_people")
@require_POST
def resend_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail a fresh link."""
    invitation = get_object_or_404(Invitation.objects, pk=pk)
    check(request, "kernel.manage_people", invitation)
    try:
        actions.resend(invitation=invitation, by=_person(request))
        messages.success(request, _("A new link is sent to %(email)s.") % {"email": invitation.email})
    except actions.InvitationRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("invitations")


@permission("kernel.manage_people")
@require_POST
def revoke_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an invitation."""
    invitation = get_object_or_404(Invitation.objects, pk=pk)
    check(request, "kernel.manage_people", invitation)
    try:
        actions.revoke(invitation=invitation, by=_person(request))
        messages.success(
            request, _("The invitation to %(email)s is withdrawn.") % {"email": invitation.email}
        )
    except actions.InvitationRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("invitations")


@public("The link in the mail proves who is invited.")
@never_cache
@limit("accept_invitation", "20/15m")
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Accept: with a new password, or by logging in when there is an account already."""
    invitation = actions.find_open(token)
    if invitation is None:
        return render(request, "kernel/people/invitation_spent.html", status=410)
    person = actor_of(request).person
    if person is not None:
        return _accept_as(request, invitation, person)
    existing = Person.objects.filter(email__iexact=invitation.email).first()
    login_url = reverse("account_login") + "?" + urlencode({"next": request.path})
    context = {"invitation": invitation, "login_url": login_url, "sso_name": sso_name()}
    if existing is not None and actions.can_log_in(existing):
        return render(request, "kernel/people/invitation_log_in.html", context)
    form = AcceptForm(request.POST or None, email=invitation.email, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.accept_with_password(
                invitation=invitation, name=form.cleaned_data["name"], password=form.cleaned_data["password"]
            )
        except actions.InvitationRefused:
            return render(request, "kernel/people/invitation_spent.html", status=410)
        messages.success(request, _("Welcome! Your account is ready."))
        return log_in(request, made, method="password")
    context["form"] = form
    return render(
        request, "kernel/people/invitation_accept.html", context, status=422 if form.is_bound else 200
    )


def _accept_as(request: HttpRequest, invitation: Invitation, person: Person) -> HttpResponse:
    """Someone who is logged in accepts with a button; the wrong person is told how to change account."""
    if person.email.lower() != invitation.email.lower():
        if request.method == "POST":
            logout(request)
            return redirect(request.path)
        return render(
            request,
            "kernel/people/invitation_other.html",
            {"invitation": invitation, "person": person},
            status=403,
        )
    if request.method == "POST":
        try:
            membership = actions.accept(invitation=invitation, by=person)
        except actions.InvitationRefused:
            return render(request, "kernel/people/invitation_spent.html", status=410)
        request.session[MEMBERSHIP_KEY] = membership.municipality_id
        messages.success(
            request,
            _("You now work for the municipality of %(name)s.") % {"name": invitation.municipality.name},
        )
        return redirect("home")
    return render(request, "kernel/people/invitation_confirm.html", {"invitation": invitation})


def _person(request: HttpRequest) -> Person:
    person = actor_of(request).person
    assert person is not None
    return person
