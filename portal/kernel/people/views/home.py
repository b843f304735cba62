"""The start page, and the choice of municipality."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from portal.kernel.people.access import MEMBERSHIP_KEY, ExternalHome, memberships_to_choose
from portal.kernel.people.forms import MunicipalityForm
from portal.kernel.people.mfa import lead_to_second_factor
from portal.kernel.people.models import Municipality, Role
from portal.kernel.permissions import actor_of, public, signed_in

#: Where each role starts; the first role someone has decides.
START_PAGES = (
    (Role.ACCOUNT_MANAGER, "worklist"),
    (Role.SPECIALIST, "worklist"),
    (Role.SOCIAL_RETURN_COORDINATOR, "contracts"),
    (Role.ALDERMAN, "dashboard"),
    (Role.FUNCTIONAL_ADMINISTRATOR, "people"),
    (Role.PRIVACY_OFFICER, "privacy_desk"),
)


def start_page(roles: tuple[str, ...], external: tuple[ExternalHome, ...] = ()) -> str:
    """The address where someone with these roles starts; without roles in the first home of their own."""
    own = [home.url_name for home in external] or ["my_overview"]
    names = [name for role, name in START_PAGES if role in roles] if roles else own
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:  # an installation without that chapter
            continue
    return reverse("profile")


@public("Everyone lands here; what it shows or where it leads depends on who asks.")
def home(request: HttpRequest) -> HttpResponse:
    """Send people who are logged in to their work; show everyone else what Impactloket is."""
    actor = actor_of(request)
    if actor.person is not None:
        if getattr(request, "second_factor_pending", False):
            return lead_to_second_factor(request, actor.person)
        return redirect(start_page(actor.roles, getattr(request, "external_homes", ())))
    municipalities = [
        {"name": municipality.name, "intake": _intake(municipality)}
        for municipality in Municipality.objects.all()
    ]
    return render(request, "home/start.html", {"municipalities": municipalities})


def _intake(municipality: Municipality) -> str:
    try:
        return reverse("intake_start", kwargs={"municipality_slug": municipality.slug})
    except NoReverseMatch:  # an installation without the intake
        return ""


@signed_in("People choose between their own memberships only.")
def switch_municipality(request: HttpRequest) -> HttpResponse:
    """Choose which municipality to work for, for people with several memberships."""
    person = actor_of(request).person
    assert person is not None
    choices = memberships_to_choose(person)
    if not choices:
        raise Http404
    current = actor_of(request).municipality
    initial = {"municipality": current.pk if current else choices[0][0]}
    form = MunicipalityForm(request.POST or None, choices=choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        request.session[MEMBERSHIP_KEY] = form.cleaned_data["municipality"]
        name = dict(choices)[form.cleaned_data["municipality"]]
        messages.success(request, _("You now work for the municipality of %(name)s.") % {"name": name})
        wanted = request.POST.get("next", "")
        if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
            return redirect(wanted)
        return redirect("home")
    return render(request, "kernel/people/switch_municipality.html", {"form": form})
