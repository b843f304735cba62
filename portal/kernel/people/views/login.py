"""Log-in by mailed link, and the buttons of the demo. Passwords and codes are allauth's."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from portal.kernel.people.access import load_membership
from portal.kernel.people.actions import send_login_link
from portal.kernel.people.demo import DEMO_DOMAIN
from portal.kernel.people.forms import EmailForm
from portal.kernel.people.models import Person
from portal.kernel.people.ratelimit import limit
from portal.kernel.people.tokens import LINK_MINUTES, person_of_login_token
from portal.kernel.permissions import public


def log_in(request: HttpRequest, person: Person, *, method: str, next_path: str = "") -> HttpResponse:
    """Log in through allauth, so that a second factor is asked and the session gets a new key."""
    record_authentication(request, person, method=method)
    return perform_login(request, Login(user=person, redirect_url=next_path or None))


def safe_next(request: HttpRequest, value: str) -> str:
    """The wanted page, if it is one of ours."""
    allowed = url_has_allowed_host_and_scheme(value, {request.get_host()}, require_https=request.is_secure())
    return value if allowed else ""


@public("Who is not logged in asks for a link here.")
@limit("login_link", "5/15m", field="email")
def login_link(request: HttpRequest) -> HttpResponse:
    """Ask for a log-in link. The answer is the same whether or not the address is known."""
    form = EmailForm(request.POST or None)
    next_path = safe_next(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        person = Person.objects.filter(email__iexact=email, is_active=True).first()
        if person is not None:
            send_login_link(person=person, next_path=next_path)
        return render(
            request, "kernel/people/login_link_sent.html", {"email": email, "minutes": LINK_MINUTES}
        )
    return render(
        request,
        "kernel/people/login_link.html",
        {"form": form, "next": next_path, "minutes": LINK_MINUTES},
        status=422 if form.is_bound else 200,
    )


@public("The link in the mail proves who someone is.")
@never_cache
@limit("use_login_link", "20/15m")
def use_login_link(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link shows a button; only pressing it uses the link up, so mail scanners do not."""
    next_path = safe_next(request, request.POST.get("next") or request.GET.get("next", ""))
    with transaction.atomic():
        person = person_of_login_token(token)
        if person is not None and request.method == "POST":
            Person.objects.select_for_update().get(
                pk=person.pk
            )  # two presses at once: the second finds it used
            person = person_of_login_token(token)
        if person is None or (settings.STAFF_MFA_REQUIRED and load_membership(person, None) is not None):
            return render(
                request,
                "kernel/people/login_link_spent.html",
                {"form": EmailForm(), "next": next_path, "minutes": LINK_MINUTES},
                status=410,
            )
        if request.method == "POST":
            return log_in(request, person, method="link", next_path=next_path)
    return render(request, "kernel/people/use_login_link.html", {"person": person, "next": next_path})


@public("Only in the demo, and only as one of its fictional people.")
@require_POST
@limit("demo_login", "60/m")
def demo_login(request: HttpRequest) -> HttpResponse:
    """Log in as one of the demo's people with one press."""
    if not settings.DEMO:
        raise Http404
    email = request.POST.get("email", "")
    if not email.endswith(DEMO_DOMAIN):
        raise Http404
    person = get_object_or_404(Person, email__iexact=email, is_active=True)
    if request.user.is_authenticated and request.user.pk == person.pk:
        return redirect("home")
    return log_in(request, person, method="password")
